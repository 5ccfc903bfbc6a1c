"""The file of a collection: nobody else's is touched, and what is written is kept whole."""

from __future__ import annotations

import sqlite3
from functools import partial
from pathlib import Path

import pytest

from kiemtin.errors import OutOfReach, Refused
from kiemtin.storage import FILE
from kiemtin.storage.database import Database, Kind

KIND = Kind(
    0x4B54_0000,
    3,
    "CREATE TABLE thing (name TEXT NOT NULL) STRICT;\n",
    missing=partial(OutOfReach, "missing.collection"),
    not_ours=partial(Refused, "refused.not-a-collection"),
    newer=partial(Refused, "refused.newer-collection"),
    cannot_write=partial(OutOfReach, "missing.cannot-write-collection"),
)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """A new one."""
    return Database(tmp_path / "one", KIND)


def test_a_new_file_says_what_it_is(database: Database) -> None:
    """Its own marks, its tables, and that nothing has changed yet."""
    assert (0x4B54_0000, 3) == (database.number("PRAGMA application_id"), database.number("PRAGMA user_version"))
    assert (0, 0) == (database.changes, database.number("SELECT count(*) FROM thing"))


def _interrupted(database: Database) -> None:
    with database.writing():
        database.connection.execute("INSERT INTO thing VALUES ('b')")
        database.changed()
        raise KeyboardInterrupt


def test_changes_are_counted_with_what_changed(database: Database) -> None:
    """What is raised within takes back both."""
    with database.writing():
        database.connection.execute("INSERT INTO thing VALUES ('a')")
        database.changed()
    with pytest.raises(KeyboardInterrupt):
        _interrupted(database)
    assert (1, 1) == (database.changes, database.number("SELECT count(*) FROM thing"))


def test_another_programs_file_is_not_changed(tmp_path: Path) -> None:
    """Not even its journal mode."""
    with sqlite3.connect(tmp_path / FILE) as theirs:
        theirs.execute("CREATE TABLE theirs (a)")
    theirs.close()
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(Refused, match="not-a-collection"):
        Database(tmp_path, KIND)
    assert before == (tmp_path / FILE).read_bytes()


def test_a_folder_that_cannot_be_made_is_out_of_reach(tmp_path: Path) -> None:
    """A file in its place, a NUL in its name, nothing there to read."""
    (tmp_path / "file").write_bytes(b"")
    for folder in (tmp_path / "file" / "one", tmp_path / "a\0b"):
        with pytest.raises(OutOfReach, match=r"missing\.collection"):
            Database(folder, KIND)
    with pytest.raises(OutOfReach, match=r"missing\.collection"):
        Database(tmp_path / "none", KIND, create=False)
    assert not (tmp_path / "none").exists()


def test_whoever_reads_can_see_that_somebody_writes(database: Database) -> None:
    """While a transaction is open elsewhere, and no longer."""
    with Database(database.folder, KIND).writing():
        assert database.is_being_written
    assert not database.is_being_written
