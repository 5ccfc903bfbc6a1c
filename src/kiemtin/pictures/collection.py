"""The collection of known pictures: one SQLite file, which is the truth; what is searched is derived from it.

A picture is one row: a file's content under one path with one answer. Adding it again changes nothing, and the same
content may have several answers. A row's number only grows and is never used again.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from kiemtin.errors import OutOfReach, Refused
from kiemtin.pictures.known import Known, NewPicture
from kiemtin.storage.database import Database, Kind

APPLICATION = 0x4B54_5049
"""``PRAGMA application_id`` of a collection ("KTPI"), so that another program's file is never written to."""

LAYOUT = 1
"""``PRAGMA user_version``: the layout of the tables below."""

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
"""

KIND = Kind(
    APPLICATION,
    LAYOUT,
    SCHEMA,
    missing=partial(OutOfReach, "missing.pictures"),
    not_ours=partial(Refused, "refused.not-pictures"),
    newer=partial(Refused, "refused.newer-pictures"),
    cannot_write=partial(OutOfReach, "missing.cannot-write-pictures"),
)

COLUMNS = "number, path, answer, sha256, width, height, added"


class Collection:
    """A folder with known pictures; a context manager, for one thread at a time.

    Raises ``OutOfReach`` where the folder cannot be read (with ``create``: written), ``Refused`` where the file in it
    is something else or of a newer version.
    """

    def __init__(self, folder: Path, *, create: bool = True) -> None:
        self.folder = folder
        self._file = Database(folder, KIND, create=create)
        self._database = self._file.connection

    def __enter__(self) -> Collection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def writing(self) -> AbstractContextManager[None]:
        """One transaction, as ``storage.database.Database.writing`` keeps it."""
        return self._file.writing()

    @property
    def is_being_written(self) -> bool:
        """Whether another process is writing at this moment."""
        return self._file.is_being_written

    @property
    def changes(self) -> int:
        """How often the pictures changed: an index built at this count is up to date."""
        return self._file.changes

    def __len__(self) -> int:
        return self._file.number("SELECT count(*) FROM picture")

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
                self._file.changed()
        return bool(row.rowcount)

    def remove(self, numbers: Iterable[int]) -> int:
        """Forget the pictures with these numbers; how many there were. Their bytes are overwritten."""
        with self.writing():
            self._database.execute("PRAGMA secure_delete = ON")
            gone = sum(
                self._database.execute("DELETE FROM picture WHERE number = ?", (number,)).rowcount for number in numbers
            )
            if gone:
                self._file.changed()
        return gone

    # Reading

    def holds(self, sha256: bytes, answer: str, path: str) -> bool:
        """Whether this content is stored under this path with this answer."""
        query = "SELECT count(*) FROM picture WHERE sha256 = ? AND answer = ? AND path = ?"
        return bool(self._file.number(query, (sha256, answer, path)))

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

    def beginning(self, path: str) -> list[Known]:
        """The pictures whose paths begin with ``path``."""
        return list(self._known("WHERE path >= ? AND path < ? ORDER BY number", (path, f"{path}\U0010ffff")))

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

    def numbers(self) -> list[int]:
        """The number of every picture, rising."""
        return sorted(number for (number,) in self._database.execute("SELECT number FROM picture"))

    def hashes(self, least: int, after: int = 0) -> Iterator[tuple[int, bytes]]:
        """Number and PDQ hash of every picture of at least this quality past a number, numbers rising."""
        query = "SELECT number, pdq FROM picture WHERE number > ? AND quality >= ? ORDER BY number"
        yield from self._database.execute(query, (after, least))

    def all_features(self, after: int = 0) -> Iterator[tuple[int, bytes]]:
        """Number and features of every picture past a number, numbers rising."""
        query = "SELECT number, features FROM picture WHERE number > ? ORDER BY number"
        yield from self._database.execute(query, (after,))

    def _blob(self, query: str, number: int) -> bytes | None:
        row = self._database.execute(query, (number,)).fetchone()
        return None if row is None else bytes(row[0])

    def _known(self, condition: str, values: Sequence[str | int]) -> Iterator[Known]:
        query = f"SELECT {COLUMNS} FROM picture {condition}"  # noqa: S608 - no stranger's words in it
        for number, path, answer, sha256, width, height, added in self._database.execute(query, values):
            when = datetime.datetime.fromisoformat(added)
            yield Known(number, path, answer, sha256.hex(), width, height, when)
