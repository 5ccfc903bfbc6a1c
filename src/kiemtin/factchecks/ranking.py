"""How near reviews are to words: BM25 over stems and pairs of syllables, then letter by letter for the best of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from kiemtin.factchecks.arrays import Arrays, folded_text, gram_buckets
from kiemtin.factchecks.asking import usual_weight
from kiemtin.factchecks.measures import FIRST_WORDS, GRAM_K1, GRAM_WEIGHT, WORD_K1
from kiemtin.factchecks.postings import Postings
from kiemtin.factchecks.terms import key, stems_of
from kiemtin.factchecks.weights import asked_terms, rarity, repeated, slowing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Rows = NDArray[np.int64]


CANDIDATES = 150
"""Reviews compared letter by letter; the right one is among them for 98% of the English dev messages."""

SAMPLE = 5_000
"""Rows looked at to guess which scores candidates have."""

FEW_BUCKETS = 1 << 16
"""Buckets into which those of a question are thrown together, to pass over most grams of a text at the least cost."""

KNOWN_TERMS = 65_536
"""Terms whose place in the index is kept in mind."""

POSTINGS = 100_000
"""Postings added up, or as many as there are reviews, before candidates are chosen; what commoner words add is looked
up for the candidates alone. Half as many lose one in 250 of the English dev messages."""


KNOWN_REVIEWS = 4_096
"""Reviews of which it is kept in mind what they say first; what goes round meets the same ones."""

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
    """Ranks the reviews of an index, of which it holds views."""

    def __init__(self, arrays: Arrays) -> None:
        import numpy as np

        self._arrays = arrays
        self._size = len(arrays)
        self._known: dict[str, _Found] = {}  # most words of a question were asked before
        self._said: dict[int, _Said] = {}
        mean = float(arrays.lengths.mean()) if self._size else 1.0
        lengths = arrays.lengths.astype(np.float32) / max(mean, 1.0)
        self._postings = Postings(arrays, slowing(WORD_K1, lengths))
        sizes = np.diff(arrays.text_starts).astype(np.float32)
        mean_size = float(sizes.mean()) if self._size else 1.0
        self._gram_slowing: Floats = slowing(GRAM_K1, sizes / max(mean_size, 1.0))

    def best(self, query: Query, also: Rows | None = None) -> Candidates:
        """The candidates for ``query``, and the rows ``also`` asked for, ranked."""
        import numpy as np

        stems = stems_of(list(query.words))
        terms = self._terms(asked_terms(stems))
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

    def forget(self) -> None:
        """Forget the words of earlier questions."""
        self._known.clear()
        self._said.clear()
        self._postings.forget()

    def covered(self, query: Query, rows: Sequence[int]) -> Floats:
        """Which share of what each review says first (its title and claim) the question says too, by rarity."""
        import numpy as np

        asked = frozenset(stems_of(list(query.words)))
        said = [self._said.get(row) or self._said_first(row) for row in rows]
        shares = [sum(one for term, one in some.says if term in asked) / some.all for some in said]
        return np.asarray(shares, np.float32)

    def _said_first(self, row: int) -> _Said:
        starts = self._arrays.text_starts
        text = self._arrays.text[starts[row] : starts[row + 1]].tobytes().decode("utf-8", "ignore")
        terms = list(dict.fromkeys(stems_of(text.split(None, FIRST_WORDS)[:FIRST_WORDS])))
        says = [(term, one.says) for term, one in zip(terms, self._found(terms), strict=True)]
        if len(self._said) >= KNOWN_REVIEWS:
            self._said.clear()
        said = self._said[row] = _Said(says, max(sum(one for _, one in says), 1e-6))
        return said

    def frequency(self, term: str) -> int:
        """In how many reviews a term stands."""
        (found,) = self._found([term])
        return found.last - found.first

    def _terms(self, weighted: Sequence[tuple[str, float]]) -> list[_Term]:
        """Each term with the place of its postings and its weight times its rarity."""
        found = self._found([text for text, _ in weighted])
        return [
            _Term(one.first, one.last, weight * one.rarity) for (_, weight), one in zip(weighted, found, strict=True)
        ]

    def _found(self, terms: Sequence[str]) -> list[_Found]:
        """What the index knows of each term."""
        known = self._known
        new = [term for term in terms if term not in known]
        if new:
            if len(known) + len(new) > KNOWN_TERMS:
                known.clear()
                new = list(terms)
            known.update(zip(new, self._looked_for(new), strict=True))
        return [known[term] for term in terms]

    def _looked_for(self, terms: Sequence[str]) -> list[_Found]:
        import numpy as np

        keys, starts = self._arrays.keys, self._arrays.starts
        if not len(keys):
            return [self._of(term, 0, 0) for term in terms]
        wanted = np.frombuffer(b"".join(map(key, terms)), ">u8").astype(np.uint64)
        at = np.minimum(keys.searchsorted(wanted), len(keys) - 1)
        there = keys[at] == wanted
        first, last = np.where(there, starts[at], 0), np.where(there, starts[at + 1], 0)
        return [self._of(*one) for one in zip(terms, first.tolist(), last.tolist(), strict=True)]

    def _of(self, term: str, first: int, last: int) -> _Found:
        rare = rarity(self._size, last - first)
        return _Found(first, last, rare, usual_weight(term) * rare)

    def _added_up(self, terms: Sequence[_Term]) -> tuple[Floats, list[_Term]]:
        """What the rarest terms bring each row, and the terms that are too common to be added up."""
        import numpy as np

        scores = np.zeros(self._size, np.float32)
        rising = sorted(terms, key=lambda one: one.last - one.first)
        ends = list(accumulate(one.last - one.first for one in rising))
        some = max(1, bisect_right(ends, max(POSTINGS, self._size)))
        added = [one for one in rising[:some] if one.first < one.last]
        if added:
            found = [self._postings.shares(one.first, one.last) for one in added]
            weights = np.asarray([one.weight * (WORD_K1 + 1) for one in added], np.float32)
            rows = np.concatenate([rows for rows, _ in found])
            values = np.concatenate([shares for _, shares in found])
            values *= np.repeat(weights, [one.last - one.first for one in added])
            np.add.at(scores, rows, values)
        return scores, rising[some:]

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

    def _looked_up(self, terms: Sequence[_Term], rows: Rows) -> Floats:
        """What terms bring each of ``rows``."""
        import numpy as np

        scores = np.zeros(len(rows), np.float32)
        for term in terms:
            scores += self._postings.shares_of(rows, term.first, term.last) * np.float32(term.weight * (WORD_K1 + 1))
        return scores

    def _gram_scores(self, words: Sequence[str], rows: Rows) -> tuple[Floats, float]:
        """What the grams of ``words`` bring each of ``rows``, and what a text that has them all would get."""
        import numpy as np

        grams, times = np.unique(gram_buckets(np.frombuffer(folded_text([words]), np.uint8)), return_counts=True)
        known = self._arrays.grams[grams].astype(np.float64)
        rare = np.log1p((self._size - np.minimum(known, self._size) + 0.5) / (known + 0.5))
        weights = (rare * repeated(times.astype(np.float64))).astype(np.float32)
        row, gram = self._grams_of(rows, grams)
        counts = np.bincount(row * len(grams) + gram, minlength=len(rows) * len(grams)).astype(np.float32)
        counts = counts.reshape(len(rows), len(grams))
        scores: Floats = counts / (counts + self._gram_slowing[rows, None]) @ (weights * np.float32(GRAM_K1 + 1))
        return scores, float(weights.sum())

    def _grams_of(self, rows: Rows, grams: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where ``rows`` have one of ``grams`` (rising): the place of the row among them, and of the gram.

        Two texts meet in two spaces, which no question has: a gram across them is found by a chance of the hash alone.
        """
        import numpy as np

        if not len(rows) or not len(grams):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        starts = self._arrays.text_starts
        pieces = [self._arrays.text[starts[row] : starts[row + 1]] for row in rows]
        found = gram_buckets(np.concatenate(pieces))
        some = np.zeros(FEW_BUCKETS, np.bool_)
        some[grams & (FEW_BUCKETS - 1)] = True
        hits = np.flatnonzero(some.take(found & (FEW_BUCKETS - 1)))
        place = np.minimum(grams.searchsorted(found[hits]), len(grams) - 1)
        exact = grams[place] == found[hits]
        begins = np.cumsum([0, *map(len, pieces)])
        return begins.searchsorted(hits[exact], "right") - 1, place[exact]

    def _nearness(self, rows: Rows, day: int) -> Floats:
        import numpy as np

        days = self._arrays.days[rows]
        if day == 0:
            return np.ones(len(rows), np.float32)
        near = np.exp(-np.abs(days - day) / NEAR_DAYS) * (days > 0)
        return (1 + NEAR_BONUS * near).astype(np.float32)


class _Found(NamedTuple):
    """Where the postings of a term lie, how rare it is, and what that says where it is no word of everyday messages."""

    first: int
    last: int
    rarity: float
    says: float


class _Said(NamedTuple):
    """The terms that a review says first, with what each says, and what all of them say."""

    says: list[tuple[str, float]]
    all: float


class _Term(NamedTuple):
    """A term of a question: where its postings lie, and what it weighs."""

    first: int
    last: int
    weight: float
