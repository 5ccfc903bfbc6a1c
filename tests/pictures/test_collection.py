"""The collection of known pictures: what is stored, what never is, and what is left after anything goes wrong."""

from __future__ import annotations

import datetime
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiemtin.errors import OutOfReach, Refused, TooLarge
from kiemtin.pictures.collection import Collection
from kiemtin.pictures.known import MAX_ANSWER, MAX_PATH, NewPicture, require_answer, stored_path
from kiemtin.storage import FILE
from tests.test_charter import PERSON

NOBODY = 65_534

NOW = datetime.datetime(2026, 11, 22, 8, 30, tzinfo=datetime.UTC)


def _picture(number: int, path: str = "", answer: str = "https://example.org/1") -> NewPicture:
    return NewPicture(path or f"{number}.jpg", answer, bytes([number]) * 32, 30, 20, bytes(32), 80, b"f", b"t")


def test_a_picture_is_stored_as_it_was_given(tmp_path: Path) -> None:
    """Path, answer, size and time come back; what it is recognised by comes on its own."""
    with Collection(tmp_path) as collection:
        assert collection.add(_picture(1, "./Ảnh của bà.jpg"), NOW)
        (known,) = collection.newest(5)
        found = (known.path, known.answer, known.width, known.height, known.added, known.sha256)
        assert ("./Ảnh của bà.jpg", "https://example.org/1", 30, 20, NOW, "01" * 32) == found
        blobs = (collection.features(known.number), collection.thumbnail(known.number), collection.features(99))
        assert (b"f", b"t", None) == blobs


def test_adding_again_changes_nothing(tmp_path: Path) -> None:
    """The same content under the same path with the same answer is one picture, however often it is added."""
    with Collection(tmp_path) as collection:
        added = [collection.add(_picture(1), NOW) for _ in range(3)]
        assert ([True, False, False], 1, 1) == (added, len(collection), collection.changes)


def test_one_picture_may_have_two_answers_and_two_paths(tmp_path: Path) -> None:
    """A photo is misused in several stories; each answer about it is kept."""
    with Collection(tmp_path) as collection:
        collection.add(_picture(1), NOW)
        collection.add(_picture(1, answer="https://example.org/2"), NOW)
        collection.add(_picture(1, "khác.jpg"), NOW)
        assert (2, 1, 2) == tuple(
            len(found)
            for found in (
                collection.under("1.jpg"),
                collection.answered("https://example.org/2"),
                collection.answered("https://example.org/1"),
            )
        )


def test_a_removed_picture_is_gone_and_its_number_is_not_used_again(tmp_path: Path) -> None:
    """Removing says how many there were; nothing of the picture is left in the file."""
    with Collection(tmp_path) as collection:
        collection.add(_picture(1, "bi-mat-cua-ba.jpg"), NOW)
        (known,) = collection.newest(1)
        assert (1, 0) == (collection.remove([known.number]), collection.remove([known.number]))
        collection.add(_picture(2), NOW)
        assert known.number < collection.newest(1)[0].number
        assert {} == collection.get([known.number])
    assert b"bi-mat-cua-ba" not in (tmp_path / FILE).read_bytes()


def test_no_column_is_about_a_person(tmp_path: Path) -> None:
    """The tables say what a picture is and where its answer stands: never who took, sent or asked about it."""
    Collection(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        columns = [name for table in tables for _, name, *_ in database.execute(f"PRAGMA table_info({table})")]
    database.close()
    assert {"picture", "state", "sqlite_sequence"} == set(tables)
    expected = "number path answer sha256 width height added pdq quality features thumbnail changes name seq"
    assert sorted(expected.split()) == sorted(columns)
    assert [] == [name for name in columns if re.search(PERSON, name) and name != "name"]


def test_another_programs_file_is_left_alone(tmp_path: Path) -> None:
    """A database or a text under that name is refused and stays as it was."""
    with sqlite3.connect(tmp_path / FILE) as database:
        database.execute("CREATE TABLE theirs (a)")
    database.close()
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(Refused, match="not-pictures"):
        Collection(tmp_path)
    assert before == (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(b"not a database, however long it is" * 200)
    with pytest.raises(Refused, match="not-pictures"):
        Collection(tmp_path)


def test_a_newer_collection_is_refused(tmp_path: Path) -> None:
    """Tables of a layout that this version does not know are not touched."""
    Collection(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(Refused, match="newer-pictures"):
        Collection(tmp_path)


def test_a_missing_collection_is_not_made_by_reading(tmp_path: Path) -> None:
    """Whoever only looks makes no folder."""
    with pytest.raises(OutOfReach, match=r"missing\.pictures"):
        Collection(tmp_path / "khong", create=False)
    assert [] == list(tmp_path.iterdir())


def _change_and_fail(collection: Collection) -> None:
    collection._database.execute("UPDATE state SET changes = 7")
    raise KeyError


def test_what_is_written_together_is_kept_together(tmp_path: Path) -> None:
    """An error in the middle leaves nothing of what came before it."""
    with Collection(tmp_path) as collection:
        with pytest.raises(KeyError), collection.writing():
            _change_and_fail(collection)
        assert 0 == collection.changes


WRITER = """
import datetime, sys
from pathlib import Path
from kiemtin.pictures.collection import Collection
from tests.pictures.test_collection import _picture
with Collection(Path(sys.argv[1])) as collection:
    for number in range(10_000):
        collection.add(_picture(number % 256, f"{number}.jpg"), datetime.datetime.now(datetime.UTC))
        print(number, flush=True)
"""


def test_what_was_added_survives_a_kill(tmp_path: Path) -> None:
    """Killed in the middle of adding, the collection opens, and holds every picture that was said to be stored."""
    child = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    said = [int(child.stdout.readline()) for _ in range(25)]
    os.kill(child.pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    said += [int(line) for line in child.stdout if line.strip()]
    child.stdout.close()
    child.wait()
    with Collection(tmp_path) as collection:
        assert len(said) <= len(collection) <= len(said) + 1
        assert collection.changes == len(collection)


@pytest.fixture
def readable() -> Iterator[Path]:
    """A folder that everybody may read; whoever may write anywhere is somebody else as long as it is in use."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        if os.name == "posix":
            os.seteuid(os.getuid())
        Path(folder).chmod(0o755)


@pytest.mark.skipif(os.name != "posix", reason="rights are other elsewhere")
def test_a_collection_in_a_read_only_folder_is_read(readable: Path) -> None:
    """A collection that nobody may write to is shared all the same, and adding to it says why it cannot."""
    with Collection(readable) as collection:
        collection.add(_picture(1), NOW)
    readable.chmod(0o555)
    if os.getuid() == 0:
        os.seteuid(NOBODY)
    with Collection(readable, create=False) as collection:
        assert 1 == len(collection)
        with pytest.raises(OutOfReach, match="cannot-write-pictures"):
            collection.add(_picture(2), NOW)


@pytest.mark.parametrize(
    "url", ["", "abc", "ftp://example.org/a", "javascript:alert(1)", "https://", "https://u:p@example.org/", "\ud800"]
)
def test_an_answer_is_the_address_of_a_page(url: str) -> None:
    """Anything else is refused before a picture is read."""
    with pytest.raises(Refused):
        require_answer(url)


def test_the_lengths_that_are_stored_are_limited() -> None:
    """An address and a path at the limit are taken, one character more is not."""
    url = "https://example.org/".ljust(MAX_ANSWER, "a")
    assert (url, "a" * MAX_PATH) == (require_answer(url), stored_path("a" * MAX_PATH))
    with pytest.raises(TooLarge):
        require_answer(url + "a")
    with pytest.raises(TooLarge):
        stored_path("a" * (MAX_PATH + 1))


def test_a_path_that_is_no_text_is_stored_as_escapes() -> None:
    """Bytes of a file name that are not UTF-8 come as lone surrogates, which no database takes."""
    assert "\\udcff.jpg" == stored_path("\udcff.jpg")


@pytest.mark.parametrize("wrong", [{"sha256": b"1"}, {"pdq": b""}, {"width": 0}])
def test_a_picture_that_cannot_be_is_not_made(wrong: dict[str, bytes | int]) -> None:
    """A digest or a hash of another length, and a picture without pixels, are mistakes of ours."""
    values = {name: getattr(_picture(1), name) for name in NewPicture.__dataclass_fields__}
    with pytest.raises(ValueError, match="cannot be"):
        NewPicture(**(values | wrong))


def test_two_processes_may_add_at_once(tmp_path: Path) -> None:
    """Writers wait for each other, and every picture is there in the end."""
    code = WRITER.replace("10_000", "30").replace('f"{number}.jpg"', 'f"{sys.argv[2]}-{number}.jpg"')
    children = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), str(one)], stdout=subprocess.DEVNULL)
        for one in range(2)
    ]
    assert [0, 0] == [child.wait() for child in children]
    with Collection(tmp_path) as collection:
        assert (60, 60) == (len(collection), collection.changes)
