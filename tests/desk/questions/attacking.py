"""Somebody has a copy of the database, down to its bytes, and tries to find out which rows came from one hand."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, product
from math import sqrt
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]

FEW = 200
"""Rows with one value in common, of which every pair is looked at."""

PREFIX = 6
"""Letters or bytes with which hashes and seals of different origin never begin alike."""

BESIDE_ONE_ANOTHER = ("questions_asking", "questions_replyaddress", "overview_feedbackmark")
"""Tables with at most one row for an asking; whatever leads from one to another is known to the desk's secret alone."""

LEAF, POINTERS = 0x0D, 8
"""A page of SQLite's with rows of a table, and where the places of its rows stand in it."""


@dataclass(frozen=True, slots=True)
class Copy:
    """The rows of each table in the order in which the database gives them, and rows that lie on one page in theirs."""

    tables: dict[str, list[Row]]
    pages: list[list[int]]


def giveaways(copy: Copy, whose: Mapping[int, int], hands: int) -> list[str]:
    """What tells hands apart better than chance; ``whose`` is the hand behind the number of a row, in any table."""
    found = []
    for name, rows in copy.tables.items():
        known = [row for row in rows if row["id"] in whose]
        for way, pairs in _ways(known):
            same = [whose[some["id"]] == whose[other["id"]] for some, other in pairs if not _of_one(some, other)]
            if _is_no_chance(same, hands):
                found.append(f"{name}, {way}: {sum(same)} of {len(same)}")
    on_pages = [whose[some] == whose[other] for page in copy.pages for some, other in pairwise(page)]
    if _is_no_chance(on_pages, hands):
        found.append(f"places on a page: {sum(on_pages)} of {len(on_pages)}")
    return [*found, *_joins(copy)]


def _is_no_chance(same: Sequence[bool], hands: int) -> bool:
    """Whether so many pairs are of one hand that it is no chance: seven standard deviations, and five for few pairs."""
    expected = len(same) / hands
    return sum(same) > expected + 7 * sqrt(expected) + 5


def _of_one(some: Row, other: Row) -> bool:
    """Whether both rows belong to one question, which is of one hand and says so."""
    return "question_id" in some and some["question_id"] == other["question_id"]


def _ways(rows: Sequence[Row]) -> Iterator[tuple[str, Iterable[tuple[Row, Row]]]]:
    """What pairs rows: lying side by side, also sorted by a column; sharing a value, its length, its start."""
    yield "as they lie", pairwise(rows)
    for name in rows[0]:
        mixed = random.Random(1).sample(rows, len(rows))  # what is equal says nothing by its order
        yield f"sorted by {name}", pairwise(sorted(mixed, key=lambda row: _comparable(row[name])))
        yield f"same {name}", _sharing(rows, [row[name] for row in rows])
        if isinstance(rows[0][name], str | bytes | memoryview):
            values = [bytes(row[name]) if isinstance(row[name], memoryview) else row[name] for row in rows]
            yield f"same length of {name}", _sharing(rows, [len(value or "") for value in values])
            yield f"same start of {name}", _sharing(rows, [(value or "")[:PREFIX] for value in values])


def _comparable(value: Any) -> tuple[int, Any]:
    if isinstance(value, int):
        return 0, value
    return 1, bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


def _sharing(rows: Sequence[Row], values: Sequence[Any]) -> Iterator[tuple[Row, Row]]:
    having: dict[Any, list[Row]] = defaultdict(list)
    for row, value in zip(rows, values, strict=True):
        having[_comparable(value)].append(row)
    for some in having.values():
        yield from combinations(random.Random(1).sample(some, min(len(some), FEW)), 2)


def _joins(copy: Copy) -> list[str]:
    """Columns by which rows beside askings lead to them, or to each other: values that one row of each table has."""
    columns = [
        [(f"{name} by {column}", _only_once(copy.tables[name], column)) for column in copy.tables[name][0]]
        for name in BESIDE_ONE_ANOTHER
        if copy.tables.get(name)
    ]
    pairs = (pair for some, others in combinations(columns, 2) for pair in product(some, others))
    return [
        f"{left}, {right}: {len(both)}"
        for (left, some), (right, other) in pairs
        if len(both := some & other) > min(len(some), len(other)) // 10 + 1
    ]


def _only_once(rows: Sequence[Row], name: str) -> set[str]:
    seen: dict[str, int] = defaultdict(int)
    for row in rows:
        seen[str(row[name])] += 1
    return {value for value, count in seen.items() if count == 1}


def numbers_on_pages(file: Path, known: Mapping[int, int]) -> list[list[int]]:
    """Numbers of rows by page of an SQLite file, in the order in which they were written: from its end to its front."""
    raw = file.read_bytes()
    size = int.from_bytes(raw[16:18], "big")
    pages = []
    for start in range(0, len(raw), size):
        page = raw[start : start + size]
        head = 100 if start == 0 else 0
        if page[head] != LEAF:
            continue
        count = int.from_bytes(page[head + 3 : head + 5], "big")
        first = head + POINTERS
        places = [int.from_bytes(page[first + 2 * n : first + 2 * n + 2], "big") for n in range(count)]
        numbers = [_number_at(page, place) for place in sorted(places, reverse=True)]
        pages.append([number for number in numbers if number in known])
    return pages


def _number_at(page: bytes, place: int) -> int:
    """The number of the row at ``place``: behind the length of the row, both as variable integers."""
    _, place = _variable(page, place)
    return _variable(page, place)[0]


def _variable(page: bytes, place: int) -> tuple[int, int]:
    value = 0
    for _ in range(8):
        byte = page[place]
        place += 1
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place
    return value << 8 | page[place], place + 1
