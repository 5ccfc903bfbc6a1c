"""The files of the data folder, beside the database: which of them are kept, and how a folder is exchanged for another.

The exchange is written down before it begins, and whoever finds it unfinished finishes it: after a power cut in the
middle, a desk starts with all of the new or, where nothing had begun, all of the old.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from kiemtin.desk.configuration import SQLITE_FILE
from kiemtin.desk.locks import having_alone, sharing
from kiemtin.errors import OutOfReach, Untrusted
from kiemtin.factchecks import FOLDER as FACTCHECKS
from kiemtin.files import write_whole
from kiemtin.organisations.loader import OWN_FOLDER
from kiemtin.storage import FILE as COLLECTION_FILE
from kiemtin.updates.keys import KEYS_FOLDER
from kiemtin.updates.store import DATA_FOLDER

DESK = "desk"

PARTS = (DESK, OWN_FOLDER, DATA_FOLDER, KEYS_FOLDER, FACTCHECKS)
"""The folders in the data folder that belong to a desk; whatever else lies there is left alone."""

STAGED, ASIDE = ".restoring-", "before-restore-"
"""How the folder begins in which a restore is prepared, and the one that keeps what stood there before."""

JOURNAL = "restoring.json"
"""In the data folder while folders are exchanged: the names of both."""

COLLECTION = f"{FACTCHECKS}/{COLLECTION_FILE}"


def kept_files(home: Path) -> Iterator[str]:
    """The path of every file that is copied as it stands, in the order of the alphabet.

    Not the database and the collection, which others write to at the same time; not what is made from the collection;
    not hidden files, which are those that somebody is just writing.
    """
    for part in PARTS:
        if part == FACTCHECKS:
            continue
        for path in sorted((home / part).rglob("*")):
            inside = path.relative_to(home)
            hidden = any(name.startswith(".") for name in inside.parts)
            if path.is_file() and not path.is_symlink() and not hidden and not _is_database(inside):
                yield inside.as_posix()


def is_occupied(home: Path) -> bool:
    """Whether anything lies in the folders of a desk."""
    return any(path.is_file() for part in PARTS for path in (home / part).rglob("*"))


def copy_collection(home: Path, to: Path) -> int:
    """Copy the operator's own fact-checks as they are at one moment, whoever adds to them meanwhile; how many.

    Raises ``Untrusted`` where SQLite finds them damaged.
    """
    try:
        with closing(sqlite3.connect(home / COLLECTION)) as source, closing(sqlite3.connect(to)) as copy:
            source.backup(copy)
            return count_reviews(copy)
    except sqlite3.DatabaseError as error:
        raise Untrusted("transfer.collection-damaged") from error


def count_reviews(collection: sqlite3.Connection) -> int:
    """How many fact-checks a sound collection holds; raises ``Untrusted`` where SQLite finds it damaged."""
    if collection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        raise Untrusted("transfer.collection-damaged")
    return int(collection.execute("SELECT count(*) FROM claim_review").fetchone()[0])


def exchange(home: Path, staged: str, aside: str) -> None:
    """Put the folders in ``home/staged`` in the place of those in ``home``, which go to ``home/aside``."""
    for part in PARTS:
        (home / staged / part).mkdir(mode=0o700, exist_ok=True)  # what is not there is exchanged too
    flush(home / staged)
    write_whole(home / JOURNAL, json.dumps({"staged": staged, "aside": aside}).encode())
    finish_exchange(home)


def finish_exchange(home: Path) -> None:
    """Finish an exchange that was interrupted; does nothing where there is none. Wants the folder for itself."""
    try:
        names = json.loads((home / JOURNAL).read_bytes())
    except FileNotFoundError:
        return
    staged, aside = home / Path(names["staged"]).name, home / Path(names["aside"]).name
    try:
        for part in PARTS:
            if not (staged / part).exists():
                continue  # this one has been exchanged
            if (home / part).exists():
                aside.mkdir(mode=0o700, exist_ok=True)
                (home / part).rename(aside / part)
            (staged / part).rename(home / part)
        flush(home)
        (home / JOURNAL).unlink()
    except OSError as error:
        raise OutOfReach("missing.cannot-write", name=str(home)) from error
    shutil.rmtree(staged, ignore_errors=True)
    for part in PARTS:
        with suppress(OSError):
            (home / part).rmdir()  # only where it is empty


@contextmanager
def in_use(home: Path) -> Iterator[None]:
    """Use the folder together with others, once an exchange that was interrupted is finished.

    Raises ``OutOfReach`` while a command changes the folder as a whole.
    """
    if (home / JOURNAL).exists():
        with having_alone(home):
            finish_exchange(home)
    with sharing(home):
        if (home / JOURNAL).exists():
            raise OutOfReach("desk.folder-changing", name=str(home))
        yield


def tidy(home: Path) -> None:
    """Remove what a restore had prepared when it was killed before the exchange began."""
    for folder in home.glob(f"{STAGED}*"):
        shutil.rmtree(folder, ignore_errors=True)
    for file in home.glob(f".{JOURNAL}.*"):
        file.unlink(missing_ok=True)


def flush(folder: Path) -> None:
    """Make the names in a folder durable, where the platform can open one."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _is_database(inside: Path) -> bool:
    return inside.parent.as_posix() == DESK and inside.name.startswith(SQLITE_FILE)
