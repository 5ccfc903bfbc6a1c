"""Tables of names in, tables of likenesses out (Arrow): their columns, and the way through without a compiler."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

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


class OneByOne:
    """Matches columns name by name: the same rows as ``table.py``, a hundred times slower, and nothing to compile."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher

    def match(self, table: pa.Table) -> pa.Table:
        """The rows of ``table`` that resemble a name; raises ``ValueError`` where it has no column of text."""
        names = table[column_of(table)].drop_null().to_pylist()
        found = [(name, said) for name in names if (said := self._matcher.assess(name)) is not None]
        rows = [dict(zip(SCHEMA.names, (name, *cells(said)), strict=True)) for name, said in found]
        return pa.Table.from_pylist(rows, SCHEMA)


def column_of(table: pa.Table) -> str:
    """The column that holds the names: ``domain``, or the first one of text."""
    if COLUMN in table.column_names:
        return COLUMN
    for field in table.schema:
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
            return str(field.name)
    raise ValueError(f"no column of text among {table.column_names}")


def cells(said: Assessment) -> tuple[Any, ...]:
    """The cells of a row behind the name."""
    technique = said.technique.value if said.technique else None
    return said.verdict.value, said.organisation, technique, said.score, said.matched, said.official
