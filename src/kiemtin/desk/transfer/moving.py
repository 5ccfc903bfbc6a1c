"""``kiemtin move``: everything in the desk's database into another one, all or nothing."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import SplitResult

from django.db import Error, transaction

from kiemtin.desk.configuration import SQLITE_FILE, Configuration, sqlite_in
from kiemtin.desk.locks import having_alone
from kiemtin.desk.transfer.databases import (
    SOURCE,
    TARGET,
    Snapshot,
    bring_up_to_date,
    fill,
    for_reading,
    is_empty,
    opened,
    snapshot,
)
from kiemtin.desk.transfer.folder import finish_exchange, flush
from kiemtin.desk.transfer.rows import Content
from kiemtin.errors import OutOfReach, Refused, Untrusted


def move(configuration: Configuration, to: SplitResult | None) -> dict[str, Content]:
    """Copy every table into the PostgreSQL database ``to``, or (``None``) into the embedded one; what each holds.

    The target must be empty. It is filled, read back and compared with the source before anything of it counts: on
    PostgreSQL in one transaction, on SQLite in a file that then gets its name. The source is only read. Raises
    ``Refused`` where a desk runs, or the target is not empty or is the source; ``OutOfReach`` where a database cannot
    be opened or does not take a row.
    """
    target = replace(configuration, database=to)
    source = configuration.databases()["default"]
    if target == configuration:
        raise Refused("move.same")
    if configuration.database is None and not Path(source["NAME"]).is_file():
        raise OutOfReach("transfer.no-database")
    with having_alone(configuration.home):
        finish_exchange(configuration.home)
        try:
            with opened(SOURCE, for_reading(source)) as alias, snapshot(alias) as database:
                return _into_sqlite(database, target.folder) if to is None else _into_postgresql(database, target)
        except Error as error:
            raise OutOfReach("move.failed") from error


def _into_postgresql(source: Snapshot, target: Configuration) -> dict[str, Content]:
    with opened(TARGET, target.databases()["default"]) as alias, transaction.atomic(using=alias):
        if not is_empty(alias):
            raise Refused("transfer.database-occupied")
        return _copy(source, alias)


def _into_sqlite(source: Snapshot, folder: Path) -> dict[str, Content]:
    final = folder / SQLITE_FILE
    if final.exists():
        raise Refused("move.file-exists", name=str(final))
    settings = sqlite_in(folder, f".{SQLITE_FILE}.{secrets.token_hex(4)}")
    beside = Path(settings["NAME"])
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _remove_unfinished(folder)
        with opened(TARGET, settings) as alias:
            copied = _copy(source, alias)
        beside.chmod(0o600)
        beside.rename(final)
        flush(folder)
    except OSError as error:
        raise OutOfReach("missing.cannot-write", name=str(final)) from error
    finally:
        _remove_unfinished(folder)
    return copied


def _remove_unfinished(folder: Path) -> None:
    """Remove a database that is not wanted, or that a move left behind when it was killed."""
    for left in folder.glob(f".{SQLITE_FILE}.*"):
        with suppress(OSError):
            left.unlink()


def _copy(source: Snapshot, alias: str) -> dict[str, Content]:
    copied = fill(alias, source.migrations, source.rows)
    _compare(source.contents(), copied)
    bring_up_to_date(alias)
    return copied


def _compare(there: Mapping[str, Content], here: Mapping[str, Content]) -> None:
    for table, content in there.items():
        if here.get(table) != content:
            raise Untrusted("transfer.differs", table=table)
