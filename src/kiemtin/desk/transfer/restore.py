"""``kiemtin restore``: a desk as a backup knew it, prepared beside the old one and put in its place in one step."""

from __future__ import annotations

import datetime
import os
import secrets
import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from django.db import Error, transaction

from kiemtin.desk.configuration import SQLITE_FILE, Configuration, sqlite_in
from kiemtin.desk.locks import having_alone
from kiemtin.desk.people.models import StaffSession
from kiemtin.desk.transfer.archive import Archive, opened_archive
from kiemtin.desk.transfer.backup import verify
from kiemtin.desk.transfer.databases import TARGET, bring_up_to_date, fill, is_empty, opened
from kiemtin.desk.transfer.folder import (
    ASIDE,
    DESK,
    PARTS,
    STAGED,
    exchange,
    finish_exchange,
    flush,
    is_occupied,
    tidy,
)
from kiemtin.desk.transfer.manifest import FILES, Manifest, place_of_rows
from kiemtin.errors import OutOfReach, Refused, TooLarge, Untrusted


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, and where that which stood there before lies now."""

    manifest: Manifest
    aside: Path | None


def restore(configuration: Configuration, path: Path, *, replace: bool) -> Restored:
    """Put what the archive at ``path`` holds into the data folder and the database.

    1. The whole archive is read and verified, before anything is touched.
    2. Folder and database must be free: no desk runs, and the folder is empty unless ``replace``; a PostgreSQL database
       must be empty in any case.
    3. The new folder is prepared inside the data folder, the database is filled and compared with the archive.
    4. The folders change places; the old one stays, under a name with the time.

    Raises ``Refused``, ``Untrusted`` or ``OutOfReach``; until step 4 has begun, all is then as it was.
    """
    home = configuration.home
    verify(path)  # 1
    with having_alone(home), opened_archive(path) as archive:
        finish_exchange(home)
        tidy(home)
        if is_occupied(home) and not replace:  # 2
            raise Refused("restore.occupied", name=str(home))
        _need_room(archive.manifest, home)
        staged = home / f"{STAGED}{secrets.token_hex(4)}"
        aside = home / f"{ASIDE}{datetime.datetime.now(datetime.UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"
        try:
            _unpack_files(archive, staged)  # 3
            _fill_database(configuration, archive, staged)
        except BaseException as error:
            shutil.rmtree(staged, ignore_errors=True)
            if isinstance(error, OSError):
                raise OutOfReach("missing.cannot-write", name=str(home)) from error
            raise
        exchange(home, staged.name, aside.name)  # 4
        return Restored(archive.manifest, aside if aside.exists() else None)


def _need_room(manifest: Manifest, home: Path) -> None:
    """Raises ``TooLarge`` where the disk has no room for all that the archive says it holds."""
    free = shutil.disk_usage(home).free
    if manifest.size > free:
        raise TooLarge("restore.no-room", size=manifest.size // 1_000_000 + 1, limit=free // 1_000_000)


def _unpack_files(archive: Archive, staged: Path) -> None:
    (staged / DESK).mkdir(mode=0o700, parents=True)
    staged.chmod(0o700)
    for place in archive.manifest.members:
        kind, _, name = place.partition("/")
        if kind != FILES:
            continue
        part = name.partition("/")[0]
        if part not in PARTS or name.startswith(f"{DESK}/{SQLITE_FILE}"):
            raise Untrusted("transfer.damaged")
        target = staged / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(target, archive.chunks(place), 0o600 if part == DESK else 0o666)


def _write(target: Path, chunks: Iterable[bytes], mode: int) -> None:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    flush(target.parent)


def _fill_database(configuration: Configuration, archive: Archive, staged: Path) -> None:
    try:
        if configuration.database is None:
            _fill_sqlite(archive, staged / DESK)
        else:
            _fill_postgresql(configuration, archive)
    except Error as error:
        raise OutOfReach("restore.database-refused") from error


def _fill_sqlite(archive: Archive, folder: Path) -> None:
    with opened(TARGET, sqlite_in(folder)) as alias:
        _fill(alias, archive)
    (folder / SQLITE_FILE).chmod(0o600)
    flush(folder)


def _fill_postgresql(configuration: Configuration, archive: Archive) -> None:
    with ExitStack() as stack:
        alias = stack.enter_context(opened(TARGET, configuration.databases()["default"]))
        stack.enter_context(transaction.atomic(using=alias))
        if not is_empty(alias):
            raise Refused("transfer.database-occupied")
        _fill(alias, archive)


def _fill(alias: str, archive: Archive) -> None:
    manifest = archive.manifest
    found = fill(alias, manifest.migrations, lambda table: archive.lines(place_of_rows(table)))
    if found != dict(manifest.tables):
        raise Untrusted("transfer.damaged")
    bring_up_to_date(alias)
    # One that was ended since the backup was made would be open again.
    StaffSession.objects.using(alias).delete()
