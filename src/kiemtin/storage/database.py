"""The SQLite file of a collection: nobody else's file is ever written to, and ours is written whole or not at all."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kiemtin.errors import OutOfReach, Refused
from kiemtin.storage import FILE

WAIT = 30.0
"""Seconds to wait for another process that is writing."""

STATE = "CREATE TABLE state (changes INTEGER NOT NULL) STRICT;\nINSERT INTO state VALUES (0);\n"
"""What every collection has besides its own tables: how often it changed."""

Value = str | int | bytes | None


@dataclass(frozen=True, slots=True)
class Kind:
    """What a collection holds: its marks in the file, its tables, and the errors for what may go wrong.

    ``application`` is ``PRAGMA application_id``, so that another program's file is never written to; ``layout`` is
    ``PRAGMA user_version``, that of the tables in ``schema`` (statements that end in ``;`` and a line break).
    """

    application: int
    layout: int
    schema: str
    missing: Callable[..., OutOfReach]
    not_ours: Callable[..., Refused]
    newer: Callable[..., Refused]
    cannot_write: Callable[..., OutOfReach]


class Database:
    """The file in ``folder``, or (``None``) one in memory; for one thread at a time.

    Raises ``kind.missing`` where it cannot be opened (with ``create``: made), ``kind.not_ours`` where it is something
    else, ``kind.newer`` where it is of another layout.
    """

    def __init__(self, folder: Path | None, kind: Kind, *, create: bool = True) -> None:
        self.folder = folder if folder is not None else Path()
        self._kind = kind
        path = self.folder / FILE
        try:
            if folder is None:
                self.connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
            else:
                if not create and not path.is_file():
                    raise kind.missing(name=str(folder))
                if create:
                    folder.mkdir(parents=True, exist_ok=True)
                self.connection = _connected(path)
            self._prepare()
        except (OSError, ValueError, sqlite3.OperationalError) as error:  # ValueError: a NUL in the path
            raise kind.missing(name=str(folder)) from error
        except sqlite3.DatabaseError as error:
            raise kind.not_ours(name=str(path)) from error

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def _prepare(self) -> None:
        self.connection.execute("PRAGMA foreign_keys = ON")
        if self._is_ours():
            return
        if self.number("SELECT count(*) FROM sqlite_schema") and not self._is_ours():  # asked again: made meanwhile?
            raise self._kind.not_ours(name=str(self.folder / FILE))
        self.connection.execute("PRAGMA journal_mode = WAL")
        with self.writing():
            if self._is_ours():  # another process may have made the tables since
                return
            for statement in (self._kind.schema + STATE).split(";\n"):
                self.connection.execute(statement)
            self.connection.execute(f"PRAGMA application_id = {self._kind.application}")
            self.connection.execute(f"PRAGMA user_version = {self._kind.layout}")

    def _is_ours(self) -> bool:
        if self.number("PRAGMA application_id") != self._kind.application:
            return False
        if self.number("PRAGMA user_version") != self._kind.layout:
            raise self._kind.newer(name=str(self.folder))
        return True

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all that is written within is kept, or nothing where anything is raised.

        Raises ``kind.cannot_write`` where another process holds the collection, it is read-only, or the disk is full.
        """
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self.connection.execute("ROLLBACK")
                raise
            self.connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise self._kind.cannot_write(name=str(self.folder), detail=str(error)) from error

    @property
    def is_being_written(self) -> bool:
        """Whether another process is writing at this moment: whoever reads need not wait for it."""
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            self.connection.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            return error.sqlite_errorcode == sqlite3.SQLITE_BUSY
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {int(1000 * WAIT)}")
        return False

    @property
    def changes(self) -> int:
        """How often the content changed: an index built at this count is up to date."""
        return self.number("SELECT changes FROM state")

    def changed(self) -> None:
        """Count one change, within a transaction."""
        self.connection.execute("UPDATE state SET changes = changes + 1")

    def number(self, query: str, values: Sequence[Value] = ()) -> int:
        """The one whole number that ``query`` gives."""
        return int(self.connection.execute(query, values).fetchone()[0])


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
