"""A name that was found beside the organisation's own, in pieces of letters that are the same or differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from kiemtin.domains import parse_domain
from kiemtin.formats.letters import side_by_side
from kiemtin.formats.visible import clipped, visible
from kiemtin.text.alignment import Aligned

MAX_SHOWN = 253
"""Characters of a name on the page (RFC 1035 allows no more)."""

PIECE = 8
"""Letters of one name that stay together where a narrow screen breaks the line; what is written out may be longer."""


LIKE_ENOUGH = 0.6
"""Of the letters of an official name, the least that another must have to be set beside it letter by letter."""

TOGETHER = 1 / 3
"""Of the same letters, the least that must stand in one stretch: any long name has some of any other's."""


def read_as(row: Mapping[str, Any]) -> str:
    """The name as a browser shows it, in lower case: ``xn--…`` in its own letters."""
    parsed = parse_domain(row["domain"])
    return parsed.shown if parsed else row["domain"].lower()


def pieces(row: Mapping[str, Any]) -> list[Aligned]:
    """The name found and the organisation's own, in pieces of letters that are the same or differ.

    None where the two have little in common: what is imitated is then another name of the organisation's.
    """
    official = row["official"] or ""
    columns = side_by_side(read_as(row), official)
    if not _comparable(columns, official.partition(".")[0]):
        return []
    joined: list[Aligned] = []
    for _, run in groupby(columns, key=lambda column: column.same):
        piece = Aligned("", "")
        for column in run:
            longer = Aligned(piece.forged + column.forged, piece.official + column.official)
            fits = max(len(longer.forged), len(longer.official)) <= PIECE
            joined += [piece] if not fits and piece != Aligned("", "") else []
            piece = longer if fits else column
        joined.append(piece)
    return joined


def _comparable(columns: Sequence[Aligned], label: str) -> bool:
    """Whether most letters of the official name's first label stand in the other name too, and not scattered."""
    runs, place = [0], 0
    for column in columns:
        if not column.forged or not column.official:
            runs.append(0)
        elif column.same and place < len(label):
            runs[-1] += 1
        place += len(column.official)
    return bool(columns) and sum(runs) >= LIKE_ENOUGH * len(label) and max(runs) > TOGETHER * len(label)


def around(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """The name in three: before the letters that recall the organisation, these, and behind them."""
    name = clipped(read_as(row), MAX_SHOWN)
    before, recalls, behind = name.partition(row["matched"]) if row["matched"] else (name, "", "")
    return visible(before), visible(recalls), visible(behind)


def safe_name(text: str) -> str:
    """A stranger's name, safe to show and not too long."""
    return clipped(visible(text[: MAX_SHOWN + 1]), MAX_SHOWN)
