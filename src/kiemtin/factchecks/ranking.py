"""How near reviews are to words: BM25 over stems and pairs of syllables, then letter by letter for the best of them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemtin.factchecks.arrays import BUCKETS, Arrays, folded_text, gram_buckets, row_grams
from kiemtin.factchecks.asking import usual_weight
from kiemtin.factchecks.measures import (
    FIRST_WORDS,
    GRAM_K1,
    GRAM_WEIGHT,
    LENGTH_WEIGHT,
    PAIR_WEIGHT,
    QUERY_K3,
    WORD_K1,
)
from kiemtin.factchecks.terms import key, pairs_of, stems_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Rows = NDArray[np.int64]


CANDIDATES = 200
"""Reviews compared letter by letter; the right one is among them for 98% of the English dev messages."""

SAMPLE = 5_000
"""Rows looked at to guess which scores candidates have."""

POSTINGS = 200_000
"""Postings added up before candidates are chosen; what commoner words add is looked up for the candidates alone."""


NEAR_DAYS, NEAR_BONUS = 30.0, 0.6
"""A message that gives its own day is rather answered by what was published around it; half of the dev tweets were
checked within a day, a tenth after half a year, so that a distant day costs nothing."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows with their scores, best first: ``score`` is 1 for a review that says all the question says, and no more.

    ``words`` and ``grams`` are the parts of it, on the same scale, and ``lexical`` both together, before the day is
    looked at; ``length`` is the number of words asked for.
    """

    rows: Rows
    score: Floats
    lexical: Floats
    words: Floats
    grams: Floats
    length: int


@dataclass(frozen=True, slots=True)
class Query:
    """A question as words, folded, and the day it gives as its own (an ordinal, 0 where it gives none)."""

    words: tuple[str, ...]
    day: int = 0


class Ranker:
    """Ranks the reviews of an index; holds views of it and a table of 8 MB, and is for one thread."""

    def __init__(self, arrays: Arrays) -> None:
        import numpy as np

        self._arrays = arrays
        self._size = len(arrays)
        self._table = np.zeros(BUCKETS, np.float32)  # what each gram of the question weighs; all zero between questions
        mean = float(arrays.lengths.mean()) if self._size else 1.0
        relative = arrays.lengths.astype(np.float32) / max(mean, 1.0)
        self._slowing = np.float32(WORD_K1) * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * relative)
        sizes = np.diff(arrays.text_starts).astype(np.float32)
        self._gram_slowing = (
            GRAM_K1 * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * sizes / max(float(sizes.mean()), 1.0))
            if self._size
            else sizes
        )

    def best(self, query: Query, also: Rows | None = None) -> Candidates:
        """The candidates for ``query``, and the rows ``also`` asked for, ranked."""
        import numpy as np

        stems = stems_of(list(query.words))
        terms = self._terms(_weights(stems, 1.0) + _weights(pairs_of(stems), PAIR_WEIGHT))
        scores, left = self._added_up(terms)
        rows = self._candidates(scores)
        if also is not None and len(also):
            rows = np.union1d(rows, also)
        words = scores[rows] + self._looked_up(left, rows)
        ideal_words = sum(term.weight for term in terms)
        grams, ideal_grams = self._gram_scores(query.words, rows)
        ideal = ideal_words + GRAM_WEIGHT * ideal_grams
        lexical = ((words + GRAM_WEIGHT * grams) / max(ideal, 1e-6)).astype(np.float32)
        score = (lexical * self._nearness(rows, query.day)).astype(np.float32)
        order = np.lexsort((rows, -score))
        return Candidates(
            rows[order],
            score[order],
            lexical[order],
            (words / max(ideal_words, 1e-6))[order].astype(np.float32),
            (grams / max(ideal_grams, 1e-6))[order].astype(np.float32),
            len(query.words),
        )

    def covered(self, query: Query, rows: Sequence[int]) -> Floats:
        """Which share of what each review says first (its title and claim) the question says too, by rarity."""
        import numpy as np

        asked = frozenset(stems_of(list(query.words)))
        starts = self._arrays.text_starts
        texts = [self._arrays.text[starts[row] : starts[row + 1]].tobytes().decode("utf-8", "ignore") for row in rows]
        said = [list(dict.fromkeys(stems_of(text.split()[:FIRST_WORDS]))) for text in texts]
        terms = dict.fromkeys(term for some in said for term in some)
        weights = {term.text: term.weight for term in self._terms([(term, usual_weight(term)) for term in terms])}
        shares = [
            sum(weights[one] for one in some if one in asked) / max(sum(weights[one] for one in some), 1e-6)
            for some in said
        ]
        return np.asarray(shares, np.float32)

    def rarity(self, frequency: int) -> float:
        """BM25's inverse document frequency of a term that stands in ``frequency`` reviews; never negative."""
        return math.log(1 + (self._size - frequency + 0.5) / (frequency + 0.5))

    def frequency(self, term: str) -> int:
        """In how many reviews a term stands."""
        (found,) = self._terms([(term, 1.0)])
        return found.last - found.first

    def _terms(self, weighted: Sequence[tuple[str, float]]) -> list[_Term]:
        """Each term with the place of its postings and its weight times its rarity."""
        import numpy as np

        keys, starts = self._arrays.keys, self._arrays.starts
        if not weighted or not len(keys):
            return [_Term(text, 0, 0, weight * self.rarity(0)) for text, weight in weighted]
        wanted = np.frombuffer(b"".join(key(text) for text, _ in weighted), ">u8").astype(np.uint64)
        places = np.minimum(keys.searchsorted(wanted), len(keys) - 1)
        known = keys[places] == wanted
        first = np.where(known, starts[places], 0).tolist()
        last = np.where(known, starts[places + 1], 0).tolist()
        return [
            _Term(text, begin, end, weight * self.rarity(end - begin))
            for (text, weight), begin, end in zip(weighted, first, last, strict=True)
        ]

    def _added_up(self, terms: Sequence[_Term]) -> tuple[Floats, list[_Term]]:
        """What the rarest terms bring each row, and the terms that are too common to be added up."""
        import numpy as np

        scores = np.zeros(self._size, np.float32)
        rising = sorted(terms, key=lambda one: one.last - one.first)
        budget = POSTINGS
        for at, term in enumerate(rising):
            budget -= term.last - term.first
            if budget < 0 and at:
                return scores, rising[at:]
            rows = self._arrays.rows[term.first : term.last]
            scores[rows] += self._values(term, slice(term.first, term.last), rows)
        return scores, []

    def _candidates(self, scores: Floats) -> Rows:
        import numpy as np

        rows = np.flatnonzero(scores > self._low_cut(scores))
        if len(rows) > CANDIDATES:
            best = np.argpartition(scores[rows], len(rows) - CANDIDATES)[-CANDIDATES:]
            rows = np.sort(rows[best])
        return rows

    def _low_cut(self, scores: Floats) -> float:
        """A score that more rows pass than there may be candidates, so that not all rows need to be partitioned.

        Every ``step``-th row is looked at; twice the share of candidates among them is kept, or all where that fails.
        """
        import numpy as np

        step = self._size // SAMPLE
        if step < 2:
            return 0.0
        some = scores[::step]
        place = len(some) - 2 * CANDIDATES // step - 20
        cut = float(np.partition(some, place)[place])
        return cut if np.count_nonzero(scores > cut) >= CANDIDATES else 0.0

    def _values(self, term: _Term, places: slice | Rows, rows: NDArray[np.uint32] | Rows) -> Floats:
        import numpy as np

        counts = self._arrays.counts[places].astype(np.float32)
        values = np.float32(term.weight * (WORD_K1 + 1)) * counts / (counts + self._slowing[rows])
        return values.astype(np.float32, copy=False)

    def _looked_up(self, terms: Sequence[_Term], rows: Rows) -> Floats:
        """What terms bring each of ``rows``."""
        import numpy as np

        scores = np.zeros(len(rows), np.float32)
        wanted = rows.astype(np.uint32)
        for term in terms:
            postings = self._arrays.rows[term.first : term.last]
            places = postings.searchsorted(wanted)
            places[places == len(postings)] = 0
            hit = postings[places] == wanted
            scores[hit] += self._values(term, places[hit] + term.first, rows[hit])
        return scores

    def _gram_scores(self, words: Sequence[str], rows: Rows) -> tuple[Floats, float]:
        import numpy as np

        text = np.frombuffer(folded_text([words]), np.uint8)
        buckets, repeated = np.unique(gram_buckets(text), return_counts=True)
        known = self._arrays.grams[buckets].astype(np.float64)
        rarity = np.log1p((self._size - np.minimum(known, self._size) + 0.5) / (known + 0.5))
        weights = (rarity * repeated * (QUERY_K3 + 1) / (repeated + QUERY_K3)).astype(np.float32)
        scores = np.zeros(len(rows), np.float32)
        if not len(rows) or not len(buckets):
            return scores, float(weights.sum())
        table = self._table
        table[buckets] = weights
        starts = self._arrays.text_starts
        pieces = [self._arrays.text[starts[row] : starts[row + 1]] for row in rows]
        inner = np.zeros(len(rows) + 1, np.int64)
        np.cumsum([len(piece) for piece in pieces], out=inner[1:])
        at, found = row_grams(np.concatenate(pieces), inner)
        hit = table[found] > 0
        together, counts = np.unique(at[hit] * BUCKETS + found[hit], return_counts=True)
        at = together // BUCKETS
        value = table[together % BUCKETS] * (GRAM_K1 + 1) * counts / (counts + self._gram_slowing[rows[at]])
        scores += np.bincount(at, value, minlength=len(rows)).astype(np.float32)
        table[buckets] = 0
        return scores, float(weights.sum())

    def _nearness(self, rows: Rows, day: int) -> Floats:
        import numpy as np

        days = self._arrays.days[rows]
        if day == 0:
            return np.ones(len(rows), np.float32)
        near = np.exp(-np.abs(days - day) / NEAR_DAYS) * (days > 0)
        return (1 + NEAR_BONUS * near).astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Term:
    """A term of a question: where its postings lie, and what it weighs."""

    text: str
    first: int
    last: int
    weight: float


def _weights(terms: Sequence[str], weight: float) -> list[tuple[str, float]]:
    """Each term once, with the weight of its repetitions and less of it for a word of everyday messages."""
    return [
        (term, weight * usual_weight(term) * count * (QUERY_K3 + 1) / (count + QUERY_K3))
        for term, count in sorted(Counter(terms).items())
    ]
