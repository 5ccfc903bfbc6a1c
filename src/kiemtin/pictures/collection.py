"""The collection of known pictures: one SQLite file, which is the truth; what is searched is derived from it.

A picture is one row: a file's content under one path with one answer. Adding it again changes nothing, and the same
content may have several answers. A row's number only grows and is never used again.
"""

from __future__ import annotations

import datetime
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kiemtin.errors import OutOfReach, Refused
from kiemtin.pictures.known import FILE, Known, NewPicture

APPLICATION = 0x4B54_5049
"""``PRAGMA application_id`` of a collection ("KTPI"), so that another program's file is never written to."""

LAYOUT = 1
"""``PRAGMA user_version``: the layout of the tables below."""

WAIT = 30.0
"""Seconds to wait for another process that is writing."""

BATCH = 500
"""Numbers in one query."""

SCHEMA = """
CREATE TABLE picture (
    number INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL, answer TEXT NOT NULL, sha256 BLOB NOT NULL,
    width INTEGER NOT NULL, height INTEGER NOT NULL, added TEXT NOT NULL, pdq BLOB NOT NULL, quality INTEGER NOT NULL,
    features BLOB NOT NULL, thumbnail BLOB NOT NULL, UNIQUE (sha256, answer, path)
) STRICT;
CREATE INDEX picture_path ON picture(path);
CREATE INDEX picture_answer ON picture(answer);
CREATE TABLE state (changes INTEGER NOT NULL) STRICT;
INSERT INTO state VALUES (0);
"""

COLUMNS = "number, path, answer, sha256, width, height, added"


class Collection:
    """A folder with known pictures; a context manager, for one thread at a time.

    Raises ``OutOfReach`` where the folder cannot be read (with ``create``: written), ``Refused`` where the file in it
    is something else or of a newer version.
    """

    def __init__(self, folder: Path, *, create: bool = True) -> None:
        self.folder = folder
        path = folder / FILE
        try:
            if not create and not path.is_file():
                raise OutOfReach("missing.pictures", name=str(folder))
            if create:
                folder.mkdir(parents=True, exist_ok=True)
            self._database = _connected(path)
            self._prepare()
        except (OSError, ValueError, sqlite3.OperationalError) as error:  # ValueError: a NUL in the path
            raise OutOfReach("missing.pictures", name=str(folder)) from error
        except sqlite3.DatabaseError as error:
            raise Refused("refused.not-pictures", name=str(path)) from error

    def __enter__(self) -> Collection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _prepare(self) -> None:
        application, layout = self._one("PRAGMA application_id"), self._one("PRAGMA user_version")
        if application == APPLICATION and layout == LAYOUT:
            return
        if application == APPLICATION:
            raise Refused("refused.newer-pictures", name=str(self.folder))
        if self._one("SELECT count(*) FROM sqlite_schema"):
            raise Refused("refused.not-pictures", name=str(self.folder / FILE))
        self._database.execute("PRAGMA journal_mode = WAL")
        with self.writing():
            # Asked again: another process may have made the tables since.
            if self._one("PRAGMA application_id") == APPLICATION:
                return
            for statement in SCHEMA.split(";\n"):
                self._database.execute(statement)
            self._database.execute(f"PRAGMA application_id = {APPLICATION}")
            self._database.execute(f"PRAGMA user_version = {LAYOUT}")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all that is written within is kept, or nothing where anything is raised.

        Raises ``OutOfReach`` where another process holds the collection, it is read-only, or the disk is full.
        """
        try:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise OutOfReach("missing.cannot-write-pictures", name=str(self.folder), detail=str(error)) from error

    @property
    def changes(self) -> int:
        """How often the pictures changed: an index built at this count is up to date."""
        return self._one("SELECT changes FROM state")

    def __len__(self) -> int:
        return self._one("SELECT count(*) FROM picture")

    def _one(self, query: str, values: Sequence[str | int | bytes] = ()) -> int:
        return int(self._database.execute(query, values).fetchone()[0])

    # Writing

    def add(self, picture: NewPicture, added: datetime.datetime) -> bool:
        """Store ``picture``; whether it was new. ``added`` is when, in UTC."""
        with self.writing():
            row = self._database.execute(
                "INSERT INTO picture (path, answer, sha256, width, height, added, pdq, quality, features, thumbnail) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (
                    picture.path,
                    picture.answer,
                    picture.sha256,
                    picture.width,
                    picture.height,
                    added.isoformat(timespec="seconds"),
                    picture.pdq,
                    picture.quality,
                    picture.features,
                    picture.thumbnail,
                ),
            )
            if row.rowcount:
                self._changed()
        return bool(row.rowcount)

    def remove(self, numbers: Iterable[int]) -> int:
        """Forget the pictures with these numbers; how many there were. Their bytes are overwritten."""
        with self.writing():
            self._database.execute("PRAGMA secure_delete = ON")
            gone = sum(
                self._database.execute("DELETE FROM picture WHERE number = ?", (number,)).rowcount for number in numbers
            )
            if gone:
                self._changed()
        return gone

    def _changed(self) -> None:
        self._database.execute("UPDATE state SET changes = changes + 1")

    # Reading

    def holds(self, sha256: bytes, answer: str, path: str) -> bool:
        """Whether this content is stored under this path with this answer."""
        query = "SELECT count(*) FROM picture WHERE sha256 = ? AND answer = ? AND path = ?"
        return bool(self._one(query, (sha256, answer, path)))

    def get(self, numbers: Sequence[int]) -> dict[int, Known]:
        """The pictures with these numbers; what is gone is left out."""
        found: dict[int, Known] = {}
        for start in range(0, len(numbers), BATCH):
            some = numbers[start : start + BATCH]
            places = ", ".join("?" * len(some))
            found |= {one.number: one for one in self._known(f"WHERE number IN ({places})", some)}
        return found

    def under(self, path: str) -> list[Known]:
        """The pictures that were added under ``path``."""
        return list(self._known("WHERE path = ? ORDER BY number", (path,)))

    def answered(self, answer: str) -> list[Known]:
        """The pictures with this answer."""
        return list(self._known("WHERE answer = ? ORDER BY number", (answer,)))

    def newest(self, limit: int) -> list[Known]:
        """Pictures, the last added first."""
        return list(self._known("ORDER BY number DESC LIMIT ?", (limit,)))

    def features(self, number: int) -> bytes | None:
        """What is known of a picture's local features; ``None`` where it is gone."""
        return self._blob("SELECT features FROM picture WHERE number = ?", number)

    def thumbnail(self, number: int) -> bytes | None:
        """A small JPEG of a picture; ``None`` where it is gone."""
        return self._blob("SELECT thumbnail FROM picture WHERE number = ?", number)

    def hash_of(self, number: int) -> bytes | None:
        """The PDQ hash of a picture; ``None`` where it is gone."""
        return self._blob("SELECT pdq FROM picture WHERE number = ?", number)

    def hashes(self, least: int) -> Iterator[tuple[int, bytes]]:
        """Number and PDQ hash of every picture of at least this quality, numbers rising."""
        query = "SELECT number, pdq FROM picture WHERE quality >= ? ORDER BY number"
        yield from self._database.execute(query, (least,))

    def all_features(self) -> Iterator[tuple[int, bytes]]:
        """Number and features of every picture, numbers rising."""
        yield from self._database.execute("SELECT number, features FROM picture ORDER BY number")

    def _blob(self, query: str, number: int) -> bytes | None:
        row = self._database.execute(query, (number,)).fetchone()
        return None if row is None else bytes(row[0])

    def _known(self, condition: str, values: Sequence[str | int]) -> Iterator[Known]:
        query = f"SELECT {COLUMNS} FROM picture {condition}"  # noqa: S608 - no stranger's words in it
        for number, path, answer, sha256, width, height, added in self._database.execute(query, values):
            when = datetime.datetime.fromisoformat(added)
            yield Known(number, path, answer, sha256.hex(), width, height, when)


def _connected(path: Path) -> sqlite3.Connection:
    """A connection to the file; where its folder is read-only, one that writes nothing at all.

    SQLite's log needs a file beside the database even to read. Where nobody can write, nobody is writing either, so the
    file may be read as it stands.
    """
    effective = os.access in os.supports_effective_ids
    may_write = os.access(path.parent, os.W_OK, effective_ids=effective)
    if path.is_file() and not may_write and not path.with_name(f"{FILE}-wal").exists():
        address = f"{path.resolve().as_uri()}?immutable=1"
        return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
    return sqlite3.connect(path, timeout=WAIT, isolation_level=None, check_same_thread=False)
