"""How the names stand in the lines of a feed: one a line, in a table, in objects of JSON, or in a zone file.

A reader gives one text for each line: its name, ``""`` where the line need not hold one, something else or nothing
where it should; several names of one line are set apart by line breaks.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl

from kiemtin.watch.streams import COMPRESSIONS, STANDARD_INPUT

Reader = Callable[[pl.Series], pl.Series]

NAME_COLUMNS = (
    *("domain", "name", "domain_name", "host", "hostname", "fqdn"),
    *("dns_names", "name_value", "all_domains"),  # certificate logs: several names each
)
"""Headings of the column that holds the names, the likeliest first; without any, it is the first that looks so."""

LETTERS = r"[^\s.,;/:@\"'\x00-\x1f\x7f\ufffd]+"
"""None of the signs of addresses, sentences, tables and binary files, and no letter that could not be read."""

NAME_SHAPE = rf"^{LETTERS}(?:\.{LETTERS})+\.?$"
"""Something with a dot in it."""

SILENT = r"^\s*(?:[#;].*)?$"
"""A line that need not hold a name: blank, or a comment."""

SEPARATORS = (",", ";", "\t")
"""Between the cells of a table; a spreadsheet set to Vietnamese writes ``.csv`` with semicolons."""

LOOKED_AT = 5
"""Lines that must all have cells before a file whose ending does not say so is read as a table."""

MAX_HEAD = 1000
"""Lines in which the heading is looked for; comments may come before it."""

MAX_RECORD_LINES = 10
"""Lines of one row of a table, whose cells may hold line breaks; a stray quotation mark must not swallow more."""

RECORD = r"(?i)^\S+\s+(?:\d+\s+)?IN\s+[A-Z0-9]+\s"
"""A line of a zone file as the registries publish them, under names such as ``top.txt.gz``."""

DELEGATION = r"(?i)^\S*\s+(?:(?:\d[\dsmhdw]*|IN)\s+)*NS\s"


def kind_of(path: Path) -> str:
    """The ending that says what a file is, in lower case, without that of its compression: ``csv``."""
    name = path.name.lower()
    for ending in COMPRESSIONS:
        name = name.removesuffix(ending)
    return name.rpartition(".")[2] if "." in name else ""


def reader_of(path: Path, lines: pl.Series) -> tuple[Reader, int]:
    """How names are read from lines of this feed, by its ending and first lines, and how many are its heading."""
    kind = kind_of(path)
    speaking = (~lines.head(MAX_HEAD).str.contains(SILENT)).arg_true()
    before = speaking[0] if len(speaking) else 0
    first = lines[before] if len(lines) else ""
    if kind in ("jsonl", "ndjson", "json") or (str(path) == STANDARD_INPUT and first.startswith("{")):
        return _json_names, 0
    if kind in ("csv", "tsv"):
        reader, heading = _table_reader("\t" if kind == "tsv" else ",", first)
        return reader, before + heading if heading else 0
    if kind == "zone" or first.startswith(("$ORIGIN", "$TTL")) or lines.head(before + 1).str.contains(RECORD).any():
        return _ZoneReader(), 0
    return _unknown_reader(lines.gather(speaking.head(LOOKED_AT)), before)


def _unknown_reader(some: pl.Series, before: int) -> tuple[Reader, int]:
    """One name a line, unless the first lines are rows of a table all the same."""
    for separator in SEPARATORS:
        if some.str.contains(separator, literal=True).all() and len(some) and _column(some[0].split(separator)):
            reader, heading = _table_reader(separator, some[0])
            return reader, before + heading if heading else 0
    return _plain_names, 0


def _plain_names(lines: pl.Series) -> pl.Series:
    return lines.str.strip_chars()


def _json_names(lines: pl.Series) -> pl.Series:
    found = pl.repeat(None, len(lines), dtype=pl.String, eager=True)
    for key in NAME_COLUMNS:
        found = found.zip_with(found.is_not_null(), lines.str.json_path_match(f"$.{key}"))
    if not found.str.starts_with("[").any():
        return found
    listed = found.str.strip_chars('[" ]').str.replace_all(r'"\s*,\s*"', "\n")
    return found.zip_with(~found.str.starts_with("[").fill_null(False), listed)


def _column(cells: list[str]) -> tuple[int, bool] | None:
    """Which cell of the first row is or names a name, and whether it is a heading."""
    plain = [cell.strip().strip('"') for cell in cells]
    lowered = [cell.lower() for cell in plain]
    heading = next((lowered.index(name) for name in NAME_COLUMNS if name in lowered), None)
    if heading is not None:
        return heading, True
    shaped = pl.Series(plain, dtype=pl.String).str.contains(NAME_SHAPE).to_list()
    return (shaped.index(True), False) if True in shaped else None


def _table_reader(usual: str, first: str) -> tuple[Reader, int]:
    """The column of names of a table, by its heading or, without one, by what stands in its first row."""
    columns = {separator: _column(first.split(separator)) for separator in (usual, *SEPARATORS)}
    separator = next((separator for separator, column in columns.items() if column), usual)
    column, is_heading = columns[separator] or (0, True)

    def names_in(some: pl.Series) -> pl.Series:
        quoted = some.str.contains('"', literal=True)
        if not quoted.any():
            return _as_written(_cells(some, separator, column))
        whole = _joined(some)
        plain, unquoted = _cells(whole, separator, column), _unquoted(whole, separator, column)
        cells = pl.select(pl.when(quoted).then(unquoted).otherwise(plain)).to_series()
        return _as_written(pl.select(pl.when(whole == "").then(pl.lit("")).otherwise(cells)).to_series())

    return names_in, int(is_heading)


def _cells(lines: pl.Series, separator: str, column: int) -> pl.Series:
    """One cell of each line of a table without quotation marks."""
    return lines.str.split(separator).list.get(column, null_on_oob=True).str.strip_chars()


def _as_written(cells: pl.Series) -> pl.Series:
    """``cells`` without the apostrophe by which a result keeps a spreadsheet from taking one for a formula."""
    return cells.str.replace(r"^'([=+\-@])", "$1") if cells.str.starts_with("'").any() else cells


def _joined(lines: pl.Series) -> pl.Series:
    """``lines`` with each row whose quoted cell goes on below made whole; blank where the rest of it stood."""
    odd = (lines.str.count_matches('"', literal=True) % 2 == 1).arg_true().to_list()
    if not odd:
        return lines
    places: list[int] = []
    texts: list[str] = []
    while len(odd) > 1:
        start = odd.pop(0)
        if odd[0] - start >= MAX_RECORD_LINES:
            continue
        end = odd.pop(0)
        places += range(start, end + 1)
        texts += ["\n".join(lines[start : end + 1]), *[""] * (end - start)]
    return lines.clone().scatter(places, texts) if places else lines


def _unquoted(lines: pl.Series, separator: str, column: int) -> pl.Series:
    """One cell of each line of a table in which cells may stand in quotation marks (RFC 4180)."""
    cell = rf'(?:"(?:[^"]|"")*"|[^{separator}"]*)'
    inside = lines.str.extract(rf"^(?:{cell}{separator}){{{column}}}({cell})(?:{separator}|$)")
    return inside.str.strip_chars().str.strip_prefix('"').str.strip_suffix('"').str.replace_all('""', '"', literal=True)


class _ZoneReader:
    """Delegations of a zone file (RFC 1035): the owner of each record, made whole by ``$ORIGIN``, each name once."""

    def __init__(self) -> None:
        self._origin = ""
        self._owner: str | None = None
        self._said: str | None = None

    def __call__(self, lines: pl.Series) -> pl.Series:
        frame = pl.DataFrame({"line": lines, "origin": self._origins(lines)})
        owner = pl.col("line").str.extract(r"^([^\s;$]+)\s")
        relative = pl.when(pl.col("origin") == "").then(owner).otherwise(owner + "." + pl.col("origin"))
        apex = pl.when(owner == "@").then(pl.col("origin"))
        whole = pl.when(owner.str.ends_with(".")).then(owner.str.strip_suffix("."))
        frame = frame.with_columns(
            owner=pl.coalesce(pl.coalesce(apex, whole, relative).forward_fill(), pl.lit(self._owner, pl.String))
        )
        delegates = pl.col("line").str.contains(DELEGATION) & pl.col("owner").str.contains(".", literal=True)
        frame = frame.with_columns(named=pl.when(delegates & (pl.col("owner") != pl.col("origin"))).then("owner"))
        said = pl.lit(self._said, pl.String)
        before = pl.coalesce(pl.col("named").forward_fill(), said).shift(1, fill_value=said)
        names = frame.select(pl.when(pl.col("named").ne_missing(before)).then("named").fill_null("")).to_series()
        if len(frame):
            self._owner = frame["owner"][-1]
            self._said = next(iter(frame["named"].drop_nulls().tail(1)), self._said)
        return names

    def _origins(self, lines: pl.Series) -> pl.Series:
        """What relative names of each line stand under; an ``$ORIGIN`` may itself be relative to the one before."""
        told = lines.str.extract(r"(?i)^\$ORIGIN\s+(\S+)")
        places, origins = told.is_not_null().arg_true().to_list(), []
        start = self._origin
        for given in told.drop_nulls():
            whole = given.endswith(".") or not self._origin
            self._origin = given.strip(".") if whole else f"{given}.{self._origin}"
            origins.append(self._origin)
        empty = pl.repeat(None, len(lines), dtype=pl.String, eager=True)
        return empty.scatter(places, origins).forward_fill().fill_null(start) if places else empty.fill_null(start)
