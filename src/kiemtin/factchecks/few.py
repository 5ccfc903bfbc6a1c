"""Searching a few reviews without an index: what ``Searcher`` does, in plain Python, for the starter collection.

Every check looks through the starter collection, in a new process each time: NumPy and an index would cost more than
all the rest of the check. A test holds both to the same answers.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kiemtin.factchecks.asking import asked_words, usual_weight
from kiemtin.factchecks.claims import claims_of, words_said
from kiemtin.factchecks.measures import (
    FIRST_WORDS,
    GRAM,
    GRAM_K1,
    GRAM_WEIGHT,
    LENGTH_WEIGHT,
    MAX_ASKED,
    MAX_TEXT,
    MOST_ABOVE,
    PAIR_WEIGHT,
    PRIOR,
    QUERY_K3,
    SURELY_OTHER,
    USUAL_WORDS,
    WORD_K1,
)
from kiemtin.factchecks.model import matched, model_of
from kiemtin.factchecks.terms import pairs_of, stems_of
from kiemtin.factchecks.values import ClaimReview, Feed, Hit, Match, Stored

Words = Sequence[Sequence[str]]
"""The folded words of a review's title, claim and text."""


@dataclass(frozen=True, slots=True)
class _Scored:
    """One review for one question: the score that orders them, and the shares of words and grams in it."""

    place: int
    score: float
    words: float
    grams: float


class FewSearcher:
    """Searches a trusted collection of a few hundred reviews, given with their folded words."""

    meaning = True  # there is nothing that a vector is missing for
    changes = 0

    def __init__(self, reviews: Sequence[tuple[ClaimReview, Words]], feed: Feed) -> None:
        retrieved = feed.retrieved.isoformat(timespec="seconds")
        self._stored = [Stored(number, one, feed.name, retrieved, True) for number, (one, _) in enumerate(reviews, 1)]
        texts = [f" {' '.join(word for some in words for word in some)[:MAX_TEXT]} "[:MAX_TEXT] for _, words in reviews]
        self._said = [frozenset(stems_of(text.split()[:FIRST_WORDS])) for text in texts]
        self._grams = [_grams_of(text) for text in texts]
        self._gram_slowing = _slowing([len(text) for text in texts], GRAM_K1)
        self._holders = Counter(gram for grams in self._grams for gram in grams)
        self._postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        lengths = []
        for place, (_, words) in enumerate(reviews):
            stems = [stems_of(list(some)) for some in words]
            terms = Counter(term for some in stems for term in (*some, *pairs_of(some)))
            lengths.append(sum(map(len, stems)))
            for term, count in terms.items():
                self._postings[term].append((place, count))
        self._slowing = _slowing(lengths, WORD_K1)

    def close(self) -> None:
        """Nothing is held."""

    def __len__(self) -> int:
        return len(self._stored)

    def search(self, text: str, limit: int = 10, _urls: tuple[str, ...] = ()) -> list[Hit]:
        """At most ``limit`` reviews for a message, best first; as ``Searcher.search``, but none cites an address."""
        best: dict[int, Hit] = {}
        asked = list(dict.fromkeys([text[:MAX_ASKED], *claims_of(text)]))
        for one in asked:
            for hit in self._hits(one, limit, alone=len(asked) == 1):
                known = best.get(hit.stored.number)
                if known is None or known.score < hit.score:
                    best[hit.stored.number] = hit
        return sorted(best.values(), key=lambda hit: (-hit.score, hit.stored.number))[:limit]

    def _hits(self, text: str, limit: int, *, alone: bool) -> list[Hit]:
        words = asked_words(text, lambda term: len(self._postings.get(term, ())))
        scored = self._scored(words)
        background = sorted(one.score for one in scored)[:-SURELY_OTHER]
        first, second = [*(one.score for one in scored[:2]), 0.0, 0.0][:2]
        stems, said = frozenset(stems_of(words)), words_said(text)
        hits = []
        for one in scored[:limit]:
            other = second if one.score >= first else first
            ahead = (one.score - other) / max(first, 1e-6) if len(scored) > 1 else 0.0
            features = (
                one.words,
                one.grams,
                math.log(1 + len(words)),
                self._covered(one.place, stems),
                _above(one.score, background),
                ahead,
            )
            model = model_of("words")
            confidence = model.probability(features)
            match: Match | None = matched(model, confidence, said)
            hits.append(Hit(self._stored[one.place], one.score if alone else confidence, match, confidence))
        return hits

    def _scored(self, words: Sequence[str]) -> list[_Scored]:
        """Every review that has a word of the question, best first."""
        stems = stems_of(list(words))
        weights = _weights(stems, 1.0) + _weights(pairs_of(stems), PAIR_WEIGHT)
        by_words: dict[int, float] = defaultdict(float)
        ideal_words = 0.0
        for term, importance in weights:
            postings = self._postings.get(term, [])
            weight = importance * self._rarity(len(postings))
            ideal_words += weight
            for place, count in postings:
                by_words[place] += weight * (WORD_K1 + 1) * count / (count + self._slowing[place])
        text = f" {' '.join(words)[:MAX_TEXT]} "[:MAX_TEXT]
        grams = [
            (gram, self._rarity(self._holders[gram]) * count * (QUERY_K3 + 1) / (count + QUERY_K3))
            for gram, count in _grams_of(text).items()
        ]
        ideal_grams = sum(weight for _, weight in grams)
        ideal = max(ideal_words + GRAM_WEIGHT * ideal_grams, 1e-6)
        scored = []
        for place, score in by_words.items():
            letters = self._gram_score(place, grams)
            total = (score + GRAM_WEIGHT * letters) / ideal
            scored.append(_Scored(place, total, score / max(ideal_words, 1e-6), letters / max(ideal_grams, 1e-6)))
        return sorted(scored, key=lambda one: (-one.score, one.place))

    def _gram_score(self, place: int, grams: Sequence[tuple[str, float]]) -> float:
        held, slowing = self._grams[place], self._gram_slowing[place]
        return sum(
            weight * (GRAM_K1 + 1) * held[gram] / (held[gram] + slowing) for gram, weight in grams if gram in held
        )

    def _rarity(self, holders: int) -> float:
        return math.log(1 + (len(self) - holders + 0.5) / (holders + 0.5))

    def _covered(self, place: int, asked: frozenset[str]) -> float:
        weights = {
            stem: usual_weight(stem) * self._rarity(len(self._postings.get(stem, ()))) for stem in self._said[place]
        }
        return sum(weight for stem, weight in weights.items() if stem in asked) / max(sum(weights.values()), 1e-6)


def _grams_of(text: str) -> Counter[str]:
    return Counter(text[at : at + GRAM] for at in range(len(text) - GRAM + 1))


def _slowing(sizes: Sequence[int], saturation: float) -> list[float]:
    mean = max(sum(sizes) / max(len(sizes), 1), 1.0)
    return [saturation * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * size / mean) for size in sizes]


def _weights(terms: Sequence[str], weight: float) -> list[tuple[str, float]]:
    return [
        (term, weight * usual_weight(term) * count * (QUERY_K3 + 1) / (count + QUERY_K3))
        for term, count in Counter(terms).items()
    ]


def _above(score: float, background: Sequence[float]) -> float:
    """As ``decision`` has it: standard deviations above what is surely something else."""
    usual_mean, usual_spread = USUAL_WORDS
    known = len(background) + PRIOR
    mean = (sum(background) + PRIOR * usual_mean) / known
    spread = sum((one - mean) ** 2 for one in background) + PRIOR * (usual_spread**2 + (usual_mean - mean) ** 2)
    return min((score - mean) / math.sqrt(spread / known), MOST_ABOVE)
