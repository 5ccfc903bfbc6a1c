"""Two names side by side: which letters are the same, changed, added or left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kiemtin.text.fold import fold_character

MAX_ALIGNED = 253
"""Characters of each name that are aligned (a domain name has no more, RFC 1035); the rest is cut."""

OPEN, GAP, CHANGED, LOOKS_LIKE = 39, 20, 39, 10
"""The price of starting a run of differences, and of a letter added or left out, changed, or replaced by a look-alike.

A change costs hardly less than leaving one letter out and adding another, so letters are paired only where that loses
no match; the price of a new run (as much as one change: a single chance match does not pay) keeps matches together
instead of scattering them (affine gaps, Gotoh 1982).
"""

TWO_READ_AS_ONE = dict(zip(("rn", "nn", "vv", "uu", "cl", "ci", "cj", "lc", "ij"), "mmwwdagky", strict=True))
"""Two letters that read as one at a glance."""

LOOK_ALIKE = frozenset(map(frozenset, ("0o", "1l", "1i", "li", "5s", "3e", "4a", "8b", "9g")))
"""Pairs of characters that read as each other at a glance."""

UNREACHABLE = 1 << 30


@dataclass(frozen=True, slots=True)
class Aligned:
    """One column: what the forged name has and what the official one has there; ``""`` where one has nothing."""

    forged: str
    official: str

    @property
    def same(self) -> bool:
        """Whether both names have the same here."""
        return self.forged == self.official


@lru_cache(maxsize=64)
def align(forged: str, official: str) -> tuple[Aligned, ...]:
    """The columns of the cheapest alignment: few long matching runs; two letters that look like one share a column.

    Joined, the columns give back both names (each cut to ``MAX_ALIGNED``). Time grows with the product of the lengths.
    """
    costs = _Costs(forged[:MAX_ALIGNED], official[:MAX_ALIGNED])
    row, column = len(costs.forged), len(costs.official)
    differs = costs.ends_differing(row, column)
    columns: list[Aligned] = []
    while row or column:
        used, facing, differs = costs.last_step(row, column, differs)
        columns.append(Aligned(costs.forged[row - used : row], costs.official[column - facing : column]))
        row, column = row - used, column - facing
    return tuple(reversed(columns))


class _Costs:
    """The cheapest cost of aligning each pair of beginnings, by whether its last column is the same or differs."""

    def __init__(self, forged: str, official: str) -> None:
        self.forged, self.official = forged, official
        gaps = [0, *(OPEN + GAP * count for count in range(1, len(official) + 1))]
        self._same = [[0] + [UNREACHABLE] * len(official)]
        self._different = [[UNREACHABLE, *gaps[1:]]]
        self._before_difference = [[OPEN, *gaps[1:]]]
        for row in range(1, len(forged) + 1):
            self._add(row)

    def _add(self, row: int) -> None:
        """One more letter of the forged name. Written for speed: this loop is all the time an alignment takes."""
        letter, reads_as = self.forged[row - 1], TWO_READ_AS_ONE.get(self.forged[max(0, row - 2) : row])
        above, two_above = self._before_difference[row - 1], self._before_difference[max(0, row - 2)]
        same, different, before = [UNREACHABLE], [above[0] + GAP], [above[0] + GAP]
        for column, facing in enumerate(self.official, 1):
            cost = min(above[column], before[column - 1]) + GAP
            equal = UNREACHABLE
            if letter == facing:
                equal = min(self._same[row - 1][column - 1], self._different[row - 1][column - 1])
            else:
                cost = min(cost, above[column - 1] + _change(letter, facing))
            if reads_as == facing:
                cost = min(cost, two_above[column - 1] + LOOKS_LIKE)
            if column > 1 and TWO_READ_AS_ONE.get(self.official[column - 2 : column]) == letter:
                cost = min(cost, above[column - 2] + LOOKS_LIKE)
            same.append(equal)
            different.append(cost)
            before.append(min(cost, equal + OPEN))
        self._same.append(same)
        self._different.append(different)
        self._before_difference.append(before)

    def _differences(self, row: int, column: int) -> Iterator[tuple[int, int, int]]:
        """The columns that may end here: letters of the forged name, letters of the official one, price.

        Of equally cheap ones the walk from the end takes the first, so gaps come after the letters they follow.
        """
        if row:
            yield 1, 0, GAP
        if column:
            yield 0, 1, GAP
        if row and column:
            letter, facing = self.forged[row - 1], self.official[column - 1]
            if letter != facing:
                yield 1, 1, _change(letter, facing)
            if TWO_READ_AS_ONE.get(self.forged[max(0, row - 2) : row]) == facing:
                yield 2, 1, LOOKS_LIKE
            if TWO_READ_AS_ONE.get(self.official[max(0, column - 2) : column]) == letter:
                yield 1, 2, LOOKS_LIKE

    def ends_differing(self, row: int, column: int) -> bool:
        """Whether the cheapest alignment up to here ends in a run of differences."""
        return self._different[row][column] < self._same[row][column]

    def last_step(self, row: int, column: int, differs: bool) -> tuple[int, int, bool]:
        """The last column of the cheapest alignment up to here, and whether the one before it differs."""
        if not differs:
            return 1, 1, self.ends_differing(row - 1, column - 1)
        for used, facing, price in self._differences(row, column):
            rest = self._different[row][column] - price
            if rest == self._different[row - used][column - facing]:
                return used, facing, True
            if rest == self._same[row - used][column - facing] + OPEN:
                return used, facing, False
        raise AssertionError("every cost came from one of these columns")


@lru_cache(maxsize=4096)
def _change(letter: str, other: str) -> int:
    """The price of one letter for another: low where they read alike, or differ in marks or script only."""
    plain, facing = fold_character(letter), fold_character(other)
    return LOOKS_LIKE if plain == facing or frozenset((plain, facing)) in LOOK_ALIKE else CHANGED
