"""BM25's weights of terms, in plain Python, for both ways of searching."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

from kiemtin.factchecks.asking import usual_weight
from kiemtin.factchecks.measures import LENGTH_WEIGHT, PAIR_WEIGHT, QUERY_K3
from kiemtin.factchecks.terms import pairs_of

Number = TypeVar("Number", float, Any)
"""One number, or an array of them; which array, this module does not know."""


class Found(NamedTuple):
    """How rare something is, and the texts that have it, by place, with the share of its weight that each gets."""

    rarity: float
    places: Sequence[tuple[int, float]]


def rarity(reviews: int, frequency: int) -> float:
    """Inverse document frequency of a term that stands in ``frequency`` of so many reviews; never negative."""
    return math.log(1 + (reviews - frequency + 0.5) / (frequency + 0.5))


def asked_terms(stems: list[str]) -> list[tuple[str, float]]:
    """The terms of a question, stems and pairs, each once, with what the question makes of it before its rarity."""
    words = [(term, usual_weight(term) * times) for term, times in sorted(asked_often(stems))]
    # A pair stands in no list of usual words.
    return words + [(pair, PAIR_WEIGHT * times) for pair, times in sorted(asked_often(pairs_of(stems)))]


def asked_often(terms: Iterable[str]) -> list[tuple[str, float]]:
    """Each of ``terms`` once, with what it counts as often as a question has it."""
    counts = Counter(terms)
    counted = {count: repeated(count) for count in {*counts.values()}}
    return [(term, counted[count]) for term, count in counts.items()]


def repeated(count: Number) -> Number:
    """What a term counts that a question has ``count`` times."""
    return count * (QUERY_K3 + 1) / (count + QUERY_K3)


def slowing(saturation: float, relative_size: Number) -> Number:
    """How many times a term must stand in a review of such a size, beside the mean, to count half of what it may."""
    return saturation * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * relative_size)
