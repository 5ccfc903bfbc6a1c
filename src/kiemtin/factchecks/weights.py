"""BM25's weights of terms, in plain Python, for both ways of searching."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeVar

from kiemtin.factchecks.asking import usual_weight
from kiemtin.factchecks.measures import LENGTH_WEIGHT, PAIR_WEIGHT, QUERY_K3
from kiemtin.factchecks.terms import pairs_of

Number = TypeVar("Number", float, Any)
"""One number, or an array of them; which array, this module does not know."""


def rarity(reviews: int, frequency: int) -> float:
    """Inverse document frequency of a term that stands in ``frequency`` of so many reviews; never negative."""
    return math.log(1 + (reviews - frequency + 0.5) / (frequency + 0.5))


def asked_terms(stems: list[str]) -> list[tuple[str, float]]:
    """The terms of a question, stems and pairs, each once, with what the question makes of it before its rarity."""
    return _weighted(stems, 1.0) + _weighted(pairs_of(stems), PAIR_WEIGHT)


def repeated(count: Number) -> Number:
    """What a term counts that a question has ``count`` times."""
    return count * (QUERY_K3 + 1) / (count + QUERY_K3)


def slowing(saturation: float, relative_size: Number) -> Number:
    """How many times a term must stand in a review of such a size, beside the mean, to count half of what it may."""
    return saturation * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * relative_size)


def _weighted(terms: Sequence[str], weight: float) -> list[tuple[str, float]]:
    return [(term, weight * usual_weight(term) * repeated(count)) for term, count in sorted(Counter(terms).items())]
