"""The index beside a collection: the same however it came about, and made again where it is damaged."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from kiemtin.errors import OutOfReach
from kiemtin.pictures.collection import Collection
from kiemtin.pictures.hashes import HashTable
from kiemtin.pictures.index import current_index, open_index, update_index
from kiemtin.pictures.known import NewPicture
from kiemtin.storage import CURRENT, INDEX
from kiemtin.storage.generations import META
from tests.pictures.known import known

NOW = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def pictures() -> list[NewPicture]:
    """Five known pictures."""
    return [known(seed) for seed in range(5)]


def _files(folder: Path) -> dict[str, bytes]:
    home = folder / INDEX
    return {one.relative_to(home).as_posix(): one.read_bytes() for one in home.rglob("*") if one.is_file()}


def test_an_index_made_again_is_the_same_to_the_byte(tmp_path: Path, pictures: list[NewPicture]) -> None:
    """Every file, by name and content, is what it was before a rebuild."""
    with Collection(tmp_path) as collection:
        for one in pictures:
            collection.add(one, NOW)
            update_index(collection)
        collection.remove([2])
        update_index(collection)
        before = _files(tmp_path)
        update_index(collection, anew=True)
        assert before == _files(tmp_path)
        assert [1, 3, 4, 5] == open_index(collection).hashes.numbers.tolist()


def test_a_flat_picture_is_not_in_the_table_of_hashes(tmp_path: Path, pictures: list[NewPicture]) -> None:
    """What shows too little for its hash to mean anything must not match anything by it."""
    import dataclasses

    with Collection(tmp_path) as collection:
        collection.add(pictures[0], NOW)
        collection.add(dataclasses.replace(pictures[1], quality=49), NOW)
        collection.add(dataclasses.replace(pictures[2], quality=50), NOW)
        index = open_index(collection)
        assert ([1, 3], [1, 2, 3]) == (index.hashes.numbers.tolist(), index.numbers.tolist())


@pytest.mark.parametrize("damage", ["meta", "arrays", "current", "all"])
def test_a_damaged_index_is_made_again(tmp_path: Path, pictures: list[NewPicture], damage: str) -> None:
    """Whatever of it is cut short or gone, the next who opens it gets a whole one."""
    with Collection(tmp_path) as collection:
        collection.add(pictures[0], NOW)
        update_index(collection)
        before = _files(tmp_path)
        place = tmp_path / INDEX / (tmp_path / INDEX / CURRENT).read_text("utf-8")
        if damage == "meta":
            (place / META).write_bytes(b"{")
        elif damage == "arrays":
            (place / "hashes" / "words.npy").write_bytes(b"\x93NUM")
        elif damage == "current":
            (tmp_path / INDEX / CURRENT).write_text("../../khong", "utf-8")
        else:
            import shutil

            shutil.rmtree(tmp_path / INDEX)
        assert 1 == len(open_index(collection).hashes)
        assert before == _files(tmp_path)


def test_readers_keep_the_index_they_opened(tmp_path: Path, pictures: list[NewPicture]) -> None:
    """An index that is replaced meanwhile goes on answering whoever has it open."""
    with Collection(tmp_path) as collection:
        collection.add(pictures[0], NOW)
        old = open_index(collection)
        collection.add(pictures[1], NOW)
        assert (2, 1) == (len(open_index(collection).hashes), len(old.hashes))
        assert 1 == old.hashes.near(old.hashes.words).rows.size


def test_what_fails_leaves_the_index_as_it_was(
    tmp_path: Path, pictures: list[NewPicture], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk while building: the old index is in use, and nothing half-made is left."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with Collection(tmp_path) as collection:
        collection.add(pictures[0], NOW)
        update_index(collection)
        before = _files(tmp_path)
        collection.add(pictures[1], NOW)
        monkeypatch.setattr(HashTable, "save", full)
        with pytest.raises(OutOfReach):
            update_index(collection)
    assert before == _files(tmp_path)


def test_there_is_no_index_before_there_is_one(tmp_path: Path) -> None:
    """An empty folder has none, and an empty collection an empty one."""
    assert current_index(tmp_path) is None
    with Collection(tmp_path) as collection:
        assert 0 == len(open_index(collection).hashes)
