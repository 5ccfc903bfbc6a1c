"""The engine's face for tables (Arrow): the sieve first, then a closer look at what came through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa

from kiemtin.lookalikes.aliases import AliasIndex
from kiemtin.lookalikes.sieve import Sieve
from kiemtin.lookalikes.values import Assessment

if TYPE_CHECKING:
    from kiemtin.lookalikes.matcher import Matcher

COLUMN = "domain"

SCHEMA = pa.schema(
    [
        (COLUMN, pa.string()),
        ("verdict", pa.string()),
        ("organisation", pa.string()),
        ("technique", pa.string()),
        ("score", pa.float64()),
        ("matched", pa.string()),
        ("official", pa.string()),
    ]
)
"""The columns of a result; ``technique`` is empty where nothing imitates."""


class TableMatcher:
    """Matches whole columns; made once for a register."""

    def __init__(self, matcher: Matcher, index: AliasIndex) -> None:
        self._matcher = matcher
        self._sieve = Sieve(index)

    def match(self, table: pa.Table) -> pa.Table:
        """The rows of ``table`` that resemble a name; raises ``ValueError`` where it has no column of text."""
        names = pl.Series(table[column_of(table)].cast(pa.string())).cast(pl.String).drop_nulls()
        seen = self._sieve.look(clean(names))
        likely = zip(names.filter(seen.worth_looking), seen.misspelt.filter(seen.worth_looking), strict=True)
        assess = self._matcher.assess
        rows = [(name, found) for name, slips in likely if (found := assess(name, misspelt=slips)) is not None]
        return pa.Table.from_pydict(_columns(rows), schema=SCHEMA)


def column_of(table: pa.Table) -> str:
    """The column that holds the names: ``domain``, or the first one of text."""
    if COLUMN in table.column_names:
        return COLUMN
    for field in table.schema:
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
            return str(field.name)
    raise ValueError(f"no column of text among {table.column_names}")


def clean(names: pl.Series) -> pl.Series:
    """``names`` in lower case, without spaces around or a dot behind."""
    return names.str.to_lowercase().str.strip_chars(" .")


def _columns(rows: list[tuple[str, Assessment]]) -> dict[str, list[object]]:
    return {
        "domain": [name for name, _ in rows],
        "verdict": [found.verdict.value for _, found in rows],
        "organisation": [found.organisation for _, found in rows],
        "technique": [found.technique.value if found.technique else None for _, found in rows],
        "score": [found.score for _, found in rows],
        "matched": [found.matched for _, found in rows],
        "official": [found.official for _, found in rows],
    }
