"""Feeds as columns of names: plain lists, tables, JSON lines, Parquet and zone files; one column is read, no other.

What cannot be read is counted and named, and loses nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from kiemtin.errors import OutOfReach
from kiemtin.watch.streams import COMPRESSIONS, STANDARD_INPUT, Progress, blocks, open_feed

NAME_COLUMNS = ("domain", "name", "domain_name", "host", "hostname", "fqdn")
"""Headings of the column that holds the names, the likeliest first; without any, it is the first that looks so."""

NAME_SHAPE = r"^[^\s.,;/:@\"']+(?:\.[^\s.,;/:@\"']+)+\.?$"
"""Something with a dot in it and none of the signs of addresses, sentences and tables."""

MAX_NAME = 1000
"""Characters of a name; four times what the domain name system allows."""

PARQUET_ROWS = 1_000_000


@dataclass(slots=True)
class Batch:
    """Some names of a feed, exactly as they stand there; ``unread`` counts its lines that hold no name."""

    names: pl.Series
    unread: int = 0
    first_unread: int | None = None
    """The number of the first such line, from 1; ``None`` in a file without lines."""


@dataclass(slots=True)
class Trouble:
    """What was wrong with one file: lines without a name, and where the rest of the file could not be read."""

    path: Path
    lines: int = 0
    first_line: int | None = None
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
            names_in: Callable[[pl.Series], pl.Series] | None = None
            done = 0
            for block in blocks(stream):
                lines = _lines(block)
                start = 0
                if names_in is None:
                    names_in, start = _reader(self.path, lines)
                batch = _batch(lines.slice(start), names_in, done + start + 1)
                done += len(lines)
                yield batch


def kind_of(path: Path) -> str:
    """The ending that says what a file is, in lower case, without that of its compression: ``csv``."""
    name = path.name.lower()
    for ending in COMPRESSIONS:
        name = name.removesuffix(ending)
    return name.rpartition(".")[2] if "." in name else ""


def _lines(block: bytes) -> pl.Series:
    """The lines of a block; what is no UTF-8 comes as the sign for it."""
    text = block.decode("utf-8", "replace").removesuffix("\n")
    return pl.Series([text]).str.split("\n").explode(empty_as_null=True).str.strip_suffix("\r")


def _reader(path: Path, lines: pl.Series) -> tuple[Callable[[pl.Series], pl.Series], int]:
    """How names are read from lines of this feed, and how many lines are its heading."""
    kind = kind_of(path)
    first = lines[0] if len(lines) else ""
    if kind in ("jsonl", "ndjson", "json") or (str(path) == STANDARD_INPUT and first.startswith("{")):
        return _json_names, 0
    if kind in ("csv", "tsv"):
        return _table_reader("\t" if kind == "tsv" else ",", lines)
    if kind == "zone" or first.startswith(("$ORIGIN", "$TTL")):
        return _ZoneReader(), 0
    return _plain_names, 0


def _batch(lines: pl.Series, names_in: Callable[[pl.Series], pl.Series], first: int) -> Batch:
    """The names in ``lines``, of which the first has the number ``first``; blank lines and comments hold none."""
    found = names_in(lines)
    silent = lines.str.contains(r"^\s*(?:[#;].*)?$")
    good = found.str.contains(NAME_SHAPE).fill_null(False) & (found.str.len_chars() <= MAX_NAME)
    good &= ~found.str.contains("\ufffd", literal=True).fill_null(False)
    wrong = ~good & ~silent & (found.is_null() | (found != ""))
    places = wrong.arg_true()
    return Batch(found.filter(good.fill_null(False)), len(places), first + places[0] if len(places) else None)


def _plain_names(lines: pl.Series) -> pl.Series:
    return lines.str.strip_chars()


def _json_names(lines: pl.Series) -> pl.Series:
    found = pl.repeat(None, len(lines), dtype=pl.String, eager=True)
    for key in NAME_COLUMNS:
        found = found.zip_with(found.is_not_null(), lines.str.json_path_match(f"$.{key}"))
    return found


def _table_reader(separator: str, lines: pl.Series) -> tuple[Callable[[pl.Series], pl.Series], int]:
    """The column of names of a table, by its heading or, without one, by what stands in the first line."""
    cells = [cell.strip().strip('"') for cell in (lines[0] if len(lines) else "").split(separator)]
    lowered = [cell.lower() for cell in cells]
    heading = next((lowered.index(name) for name in NAME_COLUMNS if name in lowered), None)
    shaped = pl.Series(cells, dtype=pl.String).str.contains(NAME_SHAPE).to_list()
    column = heading if heading is not None else shaped.index(True) if True in shaped else 0
    starts = int(heading is not None or True not in shaped)

    def names_in(some: pl.Series) -> pl.Series:
        plain = some.str.split(separator).list.get(column, null_on_oob=True).str.strip_chars()
        quoted = some.str.contains('"', literal=True)
        if not quoted.any():
            return plain
        return pl.select(pl.when(quoted).then(_unquoted(some, separator, column)).otherwise(plain)).to_series()

    return names_in, starts


def _unquoted(lines: pl.Series, separator: str, column: int) -> pl.Series:
    """One cell of each line of a table in which cells may stand in quotation marks (RFC 4180)."""
    cell = rf'(?:"(?:[^"]|"")*"|[^{separator}"]*)'
    inside = lines.str.extract(rf"^(?:{cell}{separator}){{{column}}}({cell})(?:{separator}|$)")
    return inside.str.strip_chars().str.strip_prefix('"').str.strip_suffix('"').str.replace_all('""', '"', literal=True)


class _ZoneReader:
    """Delegations of a zone file (RFC 1035): the owner of each record, made whole by ``$ORIGIN``, each name once."""

    def __init__(self) -> None:
        self._origin = ""
        self._last: str | None = None

    def __call__(self, lines: pl.Series) -> pl.Series:
        for line in lines.filter(lines.str.starts_with("$ORIGIN")):
            self._origin = line.split()[1].strip(".") if len(line.split()) > 1 else ""
        owner = lines.str.extract(r"^([^\s;$]+)\s")
        is_delegation = lines.str.contains(r"(?i)\sNS\s")
        whole = owner.str.ends_with(".")
        relative = owner + f".{self._origin}" if self._origin else owner
        names = pl.select(pl.when(whole).then(owner.str.strip_suffix(".")).otherwise(relative)).to_series()
        before = names.shift(1, fill_value=self._last)
        self._last = names[-1] if len(names) else self._last
        return pl.select(pl.when(is_delegation & (names != before)).then(names).otherwise(pl.lit(""))).to_series()


def _parquet(path: Path, progress: Progress) -> Iterator[Batch]:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise OutOfReach("missing.file", name=str(path)) from error
    with pq.ParquetFile(path) as file:
        text = [
            one.name for one in file.schema_arrow if pa.types.is_string(one.type) or pa.types.is_large_string(one.type)
        ]
        column = next((name for name in NAME_COLUMNS if name in text), text[0] if text else None)
        if column is None:
            raise ValueError("no column of text")
        told = 0
        for rows in file.iter_batches(PARQUET_ROWS, columns=[column]):
            names = pl.Series(pl.from_arrow(rows.column(0)))
            good = names.str.contains(NAME_SHAPE).fill_null(False) & (names.str.len_chars() <= MAX_NAME).fill_null(
                False
            )
            told += len(names)
            progress(size * len(names) // max(1, file.metadata.num_rows))
            yield Batch(names.filter(good), int((~good).sum()))
