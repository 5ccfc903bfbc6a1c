"""Slips of the finger and of the eye: how far one word is from another, and which aliases are near a word.

Candidates come from a deletion neighbourhood (SymSpell, Garbe 2012) for short words and from unharmed thirds (the
pigeonhole filter of approximate matching, Wu and Manber 1992) for long ones. The distance is optimal string alignment
with cheaper slips for neighbouring keys, look-alike letters, doubled letters and swapped neighbours.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

MIN_LENGTH_ONE_SLIP = 4
MIN_LENGTH_TWO_SLIPS = 8
"""Shorter words have too many honest neighbours."""

MIN_LENGTH_BESIDE_OTHERS = 5
"""Shorter words must be misspelt as a whole run (``b0dv``), not beside other letters."""

ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
LOOKALIKES = "il l1 i1 o0 uv vy ij mn nr ce gq bd pq sz ao ae kx bh nh tl tf"

SWAPPED, DOUBLED, NEAR, FAR = 0.6, 0.4, 0.6, 1.0

MAX_COST_ONE_SLIP = 1.0
MAX_COST_TWO_SLIPS = 1.6
"""Slips that cost more make another word, not a typo."""

MAX_LETTERS_ABSENT = int(MAX_COST_TWO_SLIPS / NEAR)
"""Different letters of a word that may be missing altogether: each costs at least one cheap slip."""


BAND = 3
"""How far the letters of a word may stand from where they would without a slip."""

MOST_SLIPS = 2
"""Slips that ``MAX_COST_TWO_SLIPS`` can pay for, where some are doubled letters."""


def _neighbours() -> frozenset[tuple[str, str]]:
    pairs = {(a, b) for row in ROWS for a, b in pairwise(row)}
    pairs |= {(a, b) for upper, lower in pairwise(ROWS) for a, b in zip(upper, lower, strict=False)}
    pairs |= {(pair[0], pair[1]) for pair in LOOKALIKES.split()}
    return frozenset(pairs | {(b, a) for a, b in pairs})


NEIGHBOURS = _neighbours()


def slips_allowed(length: int) -> int:
    """How many slips an alias of this length may carry and still be recognised."""
    return 2 if length >= MIN_LENGTH_TWO_SLIPS else 1 if length >= MIN_LENGTH_ONE_SLIP else 0


@dataclass(frozen=True, slots=True)
class Slip:
    """``word`` found in a label with slips that cost ``cost``, at ``label[start:end]``."""

    word: str
    cost: float
    start: int
    end: int


class TypoIndex:
    """Finds words written with a slip inside a label, without comparing it with each word.

    Short words (one slip) are looked for at the edges of the label's runs of letters, through a deletion
    neighbourhood. Long words (two slips) are looked for anywhere: cut in three, one third must stand unharmed.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._forms: dict[str, list[str]] = {}
        self._thirds: dict[str, list[tuple[str, int]]] = {}
        for word in words:
            if slips_allowed(len(word)) == 2:
                for start, end in thirds(len(word)):
                    self._thirds.setdefault(word[start:end], []).append((word, start))
            elif slips_allowed(len(word)) == 1:
                for form in deletions(word):
                    self._forms.setdefault(form, []).append(word)
        self._letters = {word: frozenset(word) for pieces in self._thirds.values() for word, _ in pieces}
        self._sizes = sorted({len(piece) for piece in self._thirds})

    def slips(self, label: str, runs: Iterable[tuple[int, int]]) -> Iterator[Slip]:
        """Every word that ``label`` seems to misspell; ``runs`` are the spans of its words."""
        for start, end in runs:
            yield from self._at_edges(label, start, end)
        yield from self._anywhere(label)

    def _at_edges(self, label: str, first: int, last: int) -> Iterator[Slip]:
        for size in range(MIN_LENGTH_ONE_SLIP - 1, min(last - first, MIN_LENGTH_TWO_SLIPS) + 1):
            for start in sorted({first, last - size}):
                window = label[start : start + size]
                for word in sorted({word for form in deletions(window) for word in self._forms.get(form, ())}):
                    if len(word) < MIN_LENGTH_BESIDE_OTHERS and size < last - first:
                        continue
                    cost = one_slip(window, word)
                    if 0 < cost <= MAX_COST_ONE_SLIP:
                        yield Slip(word, cost, start, start + size)

    def _anywhere(self, label: str) -> Iterator[Slip]:
        hits = {
            (word, position - offset)
            for size in self._sizes
            for position in range(len(label) - size + 1)
            for word, offset in self._thirds.get(label[position : position + size], ())
        }
        for word, place in sorted(hits):
            first = max(0, place - 2)
            window = label[first : place + len(word) + 2]
            if len(self._letters[word].difference(window)) > MAX_LETTERS_ABSENT or not is_near(window, word):
                continue
            cost, start, end = locate(window, word, place - first)
            if 0 < cost <= MAX_COST_TWO_SLIPS:
                yield Slip(word, cost, first + start, first + end)


def deletions(word: str) -> list[str]:
    """``word`` and every form of it with one letter deleted."""
    return [word, *(word[:i] + word[i + 1 :] for i in range(len(word)))]


def thirds(length: int) -> tuple[tuple[int, int], ...]:
    """Where a long word is cut: two slips leave one of the pieces as it is."""
    one, two = round(length / 3), length - round(length / 3)
    return (0, one), (one, two), (two, length)


def one_slip(word: str, target: str) -> float:
    """The cost of the one slip that turns ``target`` into ``word``; 0 for equal words, infinite where it takes more."""
    shorter = min(len(word), len(target))
    first = next((at for at in range(shorter) if word[at] != target[at]), shorter)
    if word == target:
        return 0.0
    if len(word) == len(target):
        if word[first + 1 :] == target[first + 1 :]:
            return NEAR if (word[first], target[first]) in NEIGHBOURS else FAR
        swapped = (
            word[first : first + 2] == target[first : first + 2][::-1] and word[first + 2 :] == target[first + 2 :]
        )
        return SWAPPED if swapped else math.inf
    longer, other = (word, target) if len(word) > len(target) else (target, word)
    if longer[first + 1 :] != other[first:]:
        return math.inf
    return DOUBLED if longer[first] in (longer[first - 1 : first], longer[first + 1 : first + 2]) else FAR


def locate(window: str, target: str, offset: int = 0) -> tuple[float, int, int]:
    """The cheapest place of ``target`` inside ``window``, where it begins near ``offset``: cost, start and end.

    Optimal string alignment with free letters around ``target``, in a band about the diagonal; of places that cost the
    same the last one. One long function, for it is the innermost loop of all.
    """
    size, last = len(target), ""
    costs_before, starts_before = [math.inf] * (size + 1), [0] * (size + 1)
    costs_above, starts_above = [FAR * j for j in range(size + 1)], [0] * (size + 1)
    best = (costs_above[size], 0, 0)
    for i, letter in enumerate(window, 1):
        costs, starts = [math.inf] * (size + 1), [i] * (size + 1)
        costs[0] = 0.0
        extra = DOUBLED if last == letter else FAR
        for j in range(max(1, i - offset - BAND), min(size, i - offset + BAND) + 1):
            wanted, wanted_last = target[j - 1], target[j - 2] if j > 1 else ""
            cost, start = costs_above[j - 1], starts_above[j - 1]
            if letter != wanted:
                cost += NEAR if (letter, wanted) in NEIGHBOURS else FAR
            if costs_above[j] + extra < cost:
                cost, start = costs_above[j] + extra, starts_above[j]
            missing = costs[j - 1] + (DOUBLED if wanted_last == wanted else FAR)
            if missing < cost:
                cost, start = missing, starts[j - 1]
            if letter == wanted_last and last == wanted and letter != wanted:
                cost, start = min((cost, start), (costs_before[j - 2] + SWAPPED, starts_before[j - 2]))
            costs[j], starts[j] = cost, start
        if costs[size] <= best[0]:
            best = (costs[size], starts[size], i)
        costs_before, starts_before, costs_above, starts_above = costs_above, starts_above, costs, starts
        last = letter
    return best


@lru_cache(maxsize=4096)
def _bits(word: str) -> dict[str, int]:
    """Of each letter of ``word``, the places where it stands, as bits."""
    bits: dict[str, int] = {}
    for at, letter in enumerate(word):
        bits[letter] = bits.get(letter, 0) | 1 << at
    return bits


def is_near(window: str, word: str) -> bool:
    """Whether ``word`` stands somewhere in ``window`` with at most ``MOST_SLIPS`` slips, each counted as one.

    Bit-parallel optimal string alignment (Hyyrö 2003, "A bit-vector algorithm for computing Levenshtein and Damerau
    edit distances"), with free letters around ``word``: a few operations for each letter of ``window``.
    """
    places, last = _bits(word), 1 << len(word) - 1
    full = (last << 1) - 1
    more, fewer, diagonal, before, distance = full, 0, 0, 0, len(word)
    for letter in window:
        here = places.get(letter, 0)
        swapped = (((~diagonal & here) << 1) & before) & full
        diagonal = (((here & more) + more) ^ more) | here | fewer | swapped
        right_more = fewer | (~(diagonal | more) & full)
        right_fewer = more & diagonal
        if right_more & last:
            distance += 1
        elif right_fewer & last:
            distance -= 1
        if distance <= MOST_SLIPS:
            return True
        right_more = (right_more << 1) & full
        right_fewer = (right_fewer << 1) & full
        more = right_fewer | (~(diagonal | right_more) & full)
        fewer = right_more & diagonal
        before = here
    return False
