"""Feeds as columns of names: plain lists, tables, JSON lines, Parquet and zone files; one column is read, no other.

What cannot be read is counted and named, and loses nothing else.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from kiemtin.errors import OutOfReach
from kiemtin.watch.readers import NAME_COLUMNS, NAME_SHAPE, SILENT, Reader, reader_of
from kiemtin.watch.streams import Progress, blocks, open_feed

MAX_NAME = 1000
"""Characters of a name; four times what the domain name system allows."""

PARQUET_ROWS = 1_000_000

ADDRESS = r"(?i)^\s*[a-z][a-z0-9+.-]*://"


@dataclass(slots=True)
class Batch:
    """Some names of a feed, exactly as they stand there; ``unread`` counts its lines that hold no name."""

    names: pl.Series
    unread: int = 0
    first_unread: int | None = None
    """The number of the first such line, from 1; ``None`` in a file without lines."""
    addresses: int = 0
    """How many of them hold a web address instead of a name."""


@dataclass(slots=True)
class Trouble:
    """What was wrong with one file: lines without a name, and where the rest of the file could not be read."""

    path: Path
    lines: int = 0
    first_line: int | None = None
    addresses: int = 0
    damage: str | None = None


@dataclass(slots=True)
class Feed:
    """One file of names, read once from its beginning to its end."""

    path: Path
    trouble: Trouble = field(init=False)

    def __post_init__(self) -> None:
        self.trouble = Trouble(self.path)

    def batches(self, progress: Progress) -> Iterator[pl.Series]:
        """The names, batch by batch; raises ``OutOfReach`` without the file. It ends where the file is damaged."""
        try:
            for batch in self._read(progress):
                self.trouble.lines += batch.unread
                self.trouble.addresses += batch.addresses
                if self.trouble.first_line is None:
                    self.trouble.first_line = batch.first_unread
                yield batch.names
        except OutOfReach:
            raise
        except (OSError, EOFError, ValueError, pa.ArrowException, pl.exceptions.PolarsError) as error:
            self.trouble.damage = str(error).partition("\n")[0][:200] or type(error).__name__

    def _read(self, progress: Progress) -> Iterator[Batch]:
        if self.path.suffix.lower() == ".parquet":
            yield from _parquet(self.path, progress)
            return
        with open_feed(self.path, progress) as stream:
            names_in: Reader | None = None
            done = 0
            for block in blocks(stream):
                lines = _lines(block if done else _without_mark(block))
                start = 0
                if names_in is None:
                    names_in, start = reader_of(self.path, lines)
                batch = _batch(lines.slice(start), names_in, done + start + 1)
                done += len(lines)
                yield batch


def _without_mark(block: bytes) -> bytes:
    """The first block of a file without the mark that some programs put before UTF-8."""
    if block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ValueError("UTF-16")
    return block.removeprefix(codecs.BOM_UTF8)


def _lines(block: bytes) -> pl.Series:
    """The lines of a block; what is no UTF-8 comes as the sign for it."""
    text = block.decode("utf-8", "replace").removesuffix("\n")
    lines = pl.Series([text]).str.split("\n").explode(empty_as_null=True)
    return lines.str.strip_suffix("\r") if "\r" in text else lines


def _batch(lines: pl.Series, names_in: Reader, first: int) -> Batch:
    """The names in ``lines``, of which the first has the number ``first``; blank lines and comments hold none."""
    found = names_in(lines)
    holds = _is_name(found)
    names = found.filter(holds)
    if found.filter(~holds).str.contains("\n", literal=True).any():
        apart = pl.DataFrame({"line": pl.arange(len(found), eager=True), "name": found.str.split("\n")})
        apart = apart.explode("name", empty_as_null=True).filter(pl.col("name").map_batches(_is_name))
        names = apart["name"]
        holds = pl.arange(len(found), eager=True).is_in(apart["line"].unique().implode())
    doubtful = (~holds & (found.is_null() | (found != ""))).arg_true()
    wrong = doubtful.filter(~lines.gather(doubtful).str.contains(SILENT))
    addresses = len(found.gather(wrong).str.contains(ADDRESS).arg_true())
    return Batch(names, len(wrong), first + wrong[0] if len(wrong) else None, addresses)


def _is_name(found: pl.Series) -> pl.Series:
    return (found.str.contains(NAME_SHAPE) & (found.str.len_chars() <= MAX_NAME)).fill_null(False)


def _parquet(path: Path, progress: Progress) -> Iterator[Batch]:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise OutOfReach("missing.file", name=str(path)) from error
    with pq.ParquetFile(path) as file:
        text = [one.name for one in file.schema_arrow if _is_text(one.type)]
        column = next((name for name in NAME_COLUMNS if name in text), text[0] if text else None)
        if column is None:
            raise ValueError("no column of text")
        for rows in file.iter_batches(PARQUET_ROWS, columns=[column]):
            names = pl.Series(pl.from_arrow(rows.column(0)))
            if isinstance(names.dtype, pl.List):
                names = names.explode(empty_as_null=True)
            names = names.cast(pl.String)
            good = _is_name(names)
            progress(size * len(rows) // max(1, file.metadata.num_rows))
            yield Batch(names.filter(good), int((~good).sum()))


def _is_text(kind: pa.DataType) -> bool:
    """Whether a column of this type holds text, be it in lists or, as a category, once for each value."""
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))
