"""``kiemtin backup``: everything a desk keeps in one archive, as it was at one moment, while it goes on serving."""

from __future__ import annotations

import datetime
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from kiemtin.desk.configuration import ADDRESS, Configuration
from kiemtin.desk.transfer.archive import CHUNK, Archive, Writer, opened_archive, written
from kiemtin.desk.transfer.databases import SOURCE, for_reading, opened, snapshot
from kiemtin.desk.transfer.folder import COLLECTION, copy_collection, count_reviews, in_use, kept_files
from kiemtin.desk.transfer.manifest import FILES, Manifest, place_of_rows
from kiemtin.desk.transfer.rows import Content, content_of
from kiemtin.errors import OutOfReach, Untrusted
from kiemtin.version import __version__


def back_up(configuration: Configuration, path: Path, *, replace: bool) -> Manifest:
    """Write the archive at ``path``, and read all of it again before it stands there.

    The rows of all tables are those of one moment, and so is the collection of fact-checks. Raises ``OutOfReach`` where
    there is no desk yet or ``path`` cannot be written, ``Refused`` where it exists and is not to be replaced,
    ``Untrusted`` where SQLite finds a file damaged: a backup of damage would replace a good one.
    """
    with in_use(configuration.home), written(path, replace=replace, verify=verify) as (writer, finish):
        manifest = _pack(configuration, writer, path.parent)
        finish(manifest)
    return manifest


def verify(path: Path) -> None:
    """Read an archive as a restore would; raises ``Untrusted`` where anything in it is not what it is said to be."""
    with opened_archive(path) as archive:
        archive.verify()
        for table, content in archive.manifest.tables.items():
            if content_of(archive.lines(place_of_rows(table))) != content:
                raise Untrusted("transfer.differs", table=table)
        if f"{FILES}/{COLLECTION}" in archive.manifest.members:
            _verify_collection(archive, path.parent)


def _pack(configuration: Configuration, writer: Writer, beside: Path) -> Manifest:
    home = configuration.home
    settings = configuration.databases()["default"]
    if configuration.database is None and not Path(settings["NAME"]).is_file():
        raise OutOfReach("transfer.no-database")
    with opened(SOURCE, for_reading(settings)) as alias, snapshot(alias) as database:
        tables = {}
        for table in database.tables:
            tables[table] = _add_rows(writer, table, database.rows(table))
        migrations = {application: tuple(names) for application, names in database.migrations.items()}
    for name in kept_files(home):
        writer.add(f"{FILES}/{name}", _chunks(home / name))
    reviews = _add_collection(writer, home, beside) if (home / COLLECTION).is_file() else 0
    return Manifest(
        kiemtin=__version__,
        created=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        database="sqlite" if configuration.database is None else "postgresql",
        address=os.environ.get(ADDRESS, "").strip(),
        reviews=reviews,
        migrations=migrations,
        tables=tables,
        members=writer.members,
    )


def _add_rows(writer: Writer, table: str, rows: Iterator[bytes]) -> Content:
    content = Content()

    def counted() -> Iterator[bytes]:
        nonlocal content
        for line in rows:
            content = content.with_line(line)
            yield line

    writer.add(place_of_rows(table), counted())
    return content


def _add_collection(writer: Writer, home: Path, beside: Path) -> int:
    with tempfile.TemporaryDirectory(prefix=".kiemtin-", dir=beside) as folder:
        copy = Path(folder) / "collection"
        count = copy_collection(home, copy)
        writer.add(f"{FILES}/{COLLECTION}", _chunks(copy))
    return count


def _verify_collection(archive: Archive, beside: Path) -> None:
    with tempfile.TemporaryDirectory(prefix=".kiemtin-", dir=beside) as folder:
        copy = Path(folder) / "collection"
        with copy.open("wb") as file:
            for chunk in archive.chunks(f"{FILES}/{COLLECTION}"):
                file.write(chunk)
        try:
            with closing(sqlite3.connect(copy)) as database:
                counted = count_reviews(database)
        except sqlite3.DatabaseError as error:
            raise Untrusted("transfer.collection-damaged") from error
        if counted != archive.manifest.reviews:
            raise Untrusted("transfer.differs", table="claim_review")


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
