"""The index: the same however it came about, and always that of the collection beside it."""

from __future__ import annotations

import json
import shutil
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiemtin.factchecks.arrays import MAX_TERMS, Arrays, Entry, blocks
from kiemtin.factchecks.assembly import assemble, without
from kiemtin.factchecks.collection import Collection
from kiemtin.factchecks.index import open_index, update_index
from kiemtin.factchecks.measures import MAX_TEXT
from kiemtin.factchecks.values import Rating
from kiemtin.storage import CURRENT, INDEX, generations
from kiemtin.storage.generations import META
from tests.factchecks.reviews import CLAIMS, FEED, all_reviews, review


def as_lists(arrays: Arrays) -> dict[str, list[int]]:
    """The arrays as values that can be compared."""
    return {one.name: getattr(arrays, one.name).tolist() for one in fields(arrays)}


def rebuilt(collection: Collection) -> dict[str, list[int]]:
    """The index made anew."""
    return as_lists(update_index(collection, anew=True))


def test_an_index_that_grew_is_the_one_made_anew(tmp_path: Path) -> None:
    """Adding, changing and removing reviews leads to the very arrays that a rebuild leads to."""
    with Collection(tmp_path) as collection:
        collection.add(all_reviews()[:5], FEED)
        update_index(collection)
        collection.add([*all_reviews()[5:], review(2, rating=Rating("Đúng"))], FEED)
        update_index(collection)
        collection.remove(["mau-0", "mau-7"])
        grown = as_lists(update_index(collection))
        assert grown == rebuilt(collection)
        assert 10 == len(grown["numbers"])


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.text(max_size=60), min_size=1, max_size=12),
    st.lists(st.integers(0, 11), max_size=6),
    st.integers(0, 12),
)
def test_any_texts_in_any_parts_make_the_same_index(texts: list[str], gone: list[int], cut: int) -> None:
    """Whatever the texts, however they were divided and whichever went away again: the arrays are the same."""
    import tempfile

    entries = [Entry(number + 1, (text,), number) for number, text in enumerate(texts)]
    stay = [entry for number, entry in enumerate(entries) if number not in gone]
    with tempfile.TemporaryDirectory() as place:
        one, two = Path(place, "one"), Path(place, "two")
        one.mkdir()
        two.mkdir()
        parts = [*blocks(entries[:cut]), *blocks(entries[cut:])]
        kept = [without(part, np.isin(part.numbers, [entry.number for entry in stay])) for part in parts]
        assemble([part for part in kept if len(part)], one)
        assemble(list(blocks(stay)), two)
        assert as_lists(Arrays.open(one)) == as_lists(Arrays.open(two))


def test_an_index_that_is_up_to_date_is_only_opened(tmp_path: Path) -> None:
    """Nothing is written where nothing changed."""
    with Collection(tmp_path) as collection:
        collection.add(all_reviews(), FEED)
        update_index(collection)
        name = tmp_path.joinpath(INDEX, CURRENT).read_text()
        assert len(CLAIMS) == len(open_index(collection)) == len(update_index(collection))
        assert name == tmp_path.joinpath(INDEX, CURRENT).read_text()


def test_a_stale_index_is_brought_up_to_date_when_it_is_opened(tmp_path: Path) -> None:
    """A process that died between the collection and the index leaves nothing that the next one does not mend."""
    with Collection(tmp_path) as collection:
        collection.add(all_reviews()[:3], FEED)
        update_index(collection)
        collection.add(all_reviews()[3:], FEED)
        assert len(CLAIMS) == len(open_index(collection))


@pytest.mark.parametrize("damage", ["current", "meta", "array", "layout", "gone"])
def test_a_damaged_index_is_made_anew(tmp_path: Path, damage: str) -> None:
    """Whatever happened to the derived files, the truth beside them is enough."""
    with Collection(tmp_path) as collection:
        collection.add(all_reviews(), FEED)
        update_index(collection)
        home = tmp_path / INDEX
        place = home / home.joinpath(CURRENT).read_text()
        if damage == "current":
            home.joinpath(CURRENT).write_text("../../elsewhere")
        elif damage == "meta":
            place.joinpath(META).write_text("{")
        elif damage == "array":
            place.joinpath("rows.npy").write_bytes(b"\x93NUMPY")
        elif damage == "layout":
            place.joinpath(META).write_text(json.dumps({"layout": 0, "changes": collection.changes, "reviews": 12}))
        else:
            shutil.rmtree(home)
        assert len(CLAIMS) == len(open_index(collection))


def test_where_nothing_can_be_written_the_index_is_made_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A collection on a read-only medium is searched all the same."""
    with Collection(tmp_path) as collection:
        collection.add(all_reviews(), FEED)

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(generations, "write_whole", full)
        assert len(CLAIMS) == len(open_index(collection))
        assert not list(tmp_path.joinpath(INDEX).iterdir())


def test_what_earlier_builds_left_is_tidied_away(tmp_path: Path) -> None:
    """A build that was killed leaves a folder that the next one removes."""
    with Collection(tmp_path) as collection:
        collection.add(all_reviews(), FEED)
        tmp_path.joinpath(INDEX, "0-dead").mkdir(parents=True)
        update_index(collection)
        assert 2 == len(list(tmp_path.joinpath(INDEX).iterdir()))


def test_an_empty_collection_has_an_empty_index(tmp_path: Path) -> None:
    """No reviews is a state like any other."""
    with Collection(tmp_path) as collection:
        assert 0 == len(open_index(collection))
        collection.add([review(0)], FEED)
        collection.remove(["mau-0"])
        assert 0 == len(open_index(collection))


@pytest.mark.parametrize("words", [MAX_TERMS, MAX_TERMS + 1, 5 * MAX_TERMS])
def test_of_a_long_review_the_beginning_is_indexed(words: int) -> None:
    """A review is cut at the limit of terms and of text, and no sooner."""
    (block,) = blocks([Entry(1, ("ba " * words,))])
    assert min(words, MAX_TERMS) == block.lengths[0]
    assert len(block.text) <= MAX_TEXT
