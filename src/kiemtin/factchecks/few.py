"""Searching a few reviews without an index: what ``Searcher`` does, in plain Python, for the starter collection.

Every check looks through the starter collection, in a new process each time: NumPy and an index would cost more than
all the rest of the check. The texts are the index: a term is looked for in them when it is first asked for; a process
that is asked often makes an index of all their terms, and adds up by NumPy where something else has loaded it
already. A test holds these ways to the same answers.
"""

from __future__ import annotations

import math
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from kiemtin.factchecks.asking import AskedWords, usual_weight
from kiemtin.factchecks.claims import claims_of, words_said
from kiemtin.factchecks.measures import (
    FIRST_WORDS,
    GRAM,
    GRAM_K1,
    GRAM_WEIGHT,
    MAX_ASKED,
    MAX_TEXT,
    MOST_ABOVE,
    PRIOR,
    SURELY_OTHER,
    USUAL_WORDS,
    WORD_K1,
)
from kiemtin.factchecks.model import matched, model_of
from kiemtin.factchecks.terms import stems_of
from kiemtin.factchecks.values import ClaimReview, Feed, Hit, Match, Stored
from kiemtin.factchecks.weights import Found, asked_often, asked_terms, rarity, slowing

if TYPE_CHECKING:
    from kiemtin.factchecks.table import Table

OFTEN = 2_000
"""Terms looked for in the texts before all of them are indexed at once: a check or a few ask for less."""


class Worded(NamedTuple):
    """A review with the folded words of its title, claim and text, and with the stems of each; a space between two."""

    review: ClaimReview
    words: Sequence[str]
    stems: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Scored:
    """One review for one question: the score that orders them, and the shares of words and grams in it."""

    place: int
    score: float
    words: float
    grams: float


class FewSearcher:
    """Searches a trusted collection of a few hundred reviews."""

    meaning = True  # there is nothing that a vector is missing for
    encodes = False
    changes = 0

    def __init__(self, reviews: Sequence[Worded], feed: Feed) -> None:
        retrieved = feed.retrieved.isoformat(timespec="seconds")
        self._stored = [Stored(at, one.review, feed.name, retrieved, True) for at, one in enumerate(reviews, 1)]
        self._texts = [f" {' '.join(one.words)[:MAX_TEXT]} "[:MAX_TEXT] for one in reviews]
        self._grams = _Places(self._texts, [len(text) for text in self._texts], GRAM_K1, _every_gram)
        stems = [" \n ".join(["", *one.stems, ""]) for one in reviews]
        sizes = [sum(len(some.split()) for some in one.stems) for one in reviews]
        self._terms = _Places(stems, sizes, WORD_K1, _every_term)
        self._frequency = Counter(stem for one in reviews for stem in {*" ".join(one.stems).split()})
        self._said: dict[int, dict[str, float]] = {}
        self._words = AskedWords(self._frequency.__getitem__)

    def close(self) -> None:
        """Nothing is held."""

    def forget(self) -> None:
        """Forget the words of earlier questions: from now on only what stands in the reviews is known."""
        self._grams.index()
        self._terms.index()
        self._words.forget()

    def __len__(self) -> int:
        return len(self._stored)

    def search(self, text: str, limit: int = 10, _urls: tuple[str, ...] = (), *, near: bool = False) -> list[Hit]:
        """At most ``limit`` reviews for a message, best first; as ``Searcher.search``, but none cites an address."""
        best: dict[int, Hit] = {}
        asked = list(dict.fromkeys([text[:MAX_ASKED], *claims_of(text)]))
        for one in asked:
            for hit in self._hits(one, limit, alone=len(asked) == 1):
                known = best.get(hit.stored.number)
                if known is None or known.score < hit.score:
                    best[hit.stored.number] = hit
        hits = sorted(best.values(), key=lambda hit: (-hit.score, hit.stored.number))[:limit]
        return [hit for hit in hits if hit.match is not None] if near else hits

    def worded(self, _wording: bytes) -> list[Hit]:
        """None: no message that anybody sent led to these."""
        return []

    def _hits(self, text: str, limit: int, *, alone: bool) -> list[Hit]:
        words = self._words.of(text)
        scored = self._scored(words)
        mean, spread = _usual([one.score for one in reversed(scored)][:-SURELY_OTHER])
        first, second = [*(one.score for one in scored[:2]), 0.0, 0.0][:2]
        stems, said = frozenset(stems_of(words)), words_said(text)
        model = model_of("words")
        hits = []
        for one in scored[:limit]:
            other = second if one.score >= first else first
            ahead = (one.score - other) / max(first, 1e-6) if len(scored) > 1 else 0.0
            features = (
                one.words,
                one.grams,
                math.log(1 + len(words)),
                self._covered(one.place, stems),
                min((one.score - mean) / spread, MOST_ABOVE),
                ahead,
            )
            confidence = model.probability(features)
            match: Match | None = matched(model, confidence, said)
            hits.append(Hit(self._stored[one.place], one.score if alone else confidence, match, confidence))
        return hits

    def _scored(self, words: Sequence[str]) -> list[_Scored]:
        """Every review that has a word of the question, best first."""
        terms = [(f" {term} ", weight) for term, weight in asked_terms(stems_of(list(words)))]
        by_words, ideal_words = self._terms.added_up(terms)
        grams = _every_gram(f" {' '.join(words)[:MAX_TEXT]} "[:MAX_TEXT])
        by_grams, ideal_grams = self._grams.added_up(asked_often(grams))
        ideal = max(ideal_words + GRAM_WEIGHT * ideal_grams, 1e-6)
        ideal_words, ideal_grams = max(ideal_words, 1e-6), max(ideal_grams, 1e-6)
        scored = []
        for place, score in by_words.items():
            letters = by_grams.get(place, 0.0)
            total = (score + GRAM_WEIGHT * letters) / ideal
            scored.append(_Scored(place, total, score / ideal_words, letters / ideal_grams))
        return sorted(scored, key=lambda one: (-one.score, one.place))

    def _covered(self, place: int, asked: frozenset[str]) -> float:
        """Which share of what a review says first the question says too, by rarity."""
        weights = self._said.get(place)
        if weights is None:
            stems = stems_of(self._texts[place].split(None, FIRST_WORDS)[:FIRST_WORDS])
            weights = self._said[place] = {
                stem: usual_weight(stem) * rarity(len(self), self._frequency[stem]) for stem in stems
            }
        return sum(weight for stem, weight in weights.items() if stem in asked) / max(sum(weights.values()), 1e-6)


class _Places:
    """Where texts have what is looked for, with what BM25 gives each of them for it.

    ``every`` gives all that can be looked for in one of the texts, as often as it stands there.
    """

    def __init__(
        self, texts: Sequence[str], sizes: Sequence[int], saturation: float, every: Callable[[str], Iterable[str]]
    ) -> None:
        self._texts = texts
        self._every = every
        self._whole = "\n".join(texts)
        self._starts = [0, *accumulate(len(text) + 1 for text in texts)][:-1]
        mean = max(sum(sizes) / max(len(sizes), 1), 1.0)
        self._slowing = [slowing(saturation, size / mean) for size in sizes]
        self._most = saturation + 1
        self._nowhere = self._found(())
        self._known: dict[str, Found] = {}
        self._indexed = False
        self._table: Table | None = None

    def of(self, sought: str) -> Found:
        """How rare ``sought`` is, and the texts that have it."""
        found = self._known.get(sought)
        if found is not None:
            return found
        if self._indexed:
            return self._nowhere
        if len(self._known) >= OFTEN:
            self.index()
            return self.of(sought)
        found = self._known[sought] = self._found(self._looked_for(sought))
        return found

    def index(self) -> None:
        """Know all that stands in the texts; what was asked for and stands in none of them is forgotten."""
        if self._indexed:
            return
        places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for place, text in enumerate(self._texts):
            for term, count in Counter(self._every(text)).items():
                places[term].append((place, count))
        self._known = {term: self._found(counts) for term, counts in places.items()}
        self._indexed = True

    def added_up(self, asked: Iterable[tuple[str, float]]) -> tuple[dict[int, float], float]:
        """What ``asked``, each with its importance, brings each text that has any of it, and one that has it all."""
        if self._indexed and "numpy" in sys.modules:
            return self._as_table().added_up(asked)
        ideal = 0.0
        scores: dict[int, float] = defaultdict(float)
        for term, importance in asked:
            found = self.of(term)
            weight = importance * found.rarity
            ideal += weight
            for place, share in found.places:
                scores[place] += weight * share
        return scores, ideal

    def _as_table(self) -> Table:
        from kiemtin.factchecks.table import Table

        self._table = self._table or Table(self._known, self._nowhere)
        return self._table

    def _looked_for(self, sought: str) -> Iterable[tuple[int, int]]:
        counts: Counter[int] = Counter()
        at = self._whole.find(sought)
        while at >= 0:
            counts[bisect_right(self._starts, at) - 1] += 1
            at = self._whole.find(sought, at + 1)
        return counts.items()

    def _found(self, counts: Iterable[tuple[int, int]]) -> Found:
        places = [(place, self._most * count / (count + self._slowing[place])) for place, count in counts]
        return Found(rarity(len(self._texts), len(places)), places)


def _every_gram(text: str) -> Iterable[str]:
    return (text[at : at + GRAM] for at in range(len(text) - GRAM + 1))


def _every_term(text: str) -> Iterable[str]:
    """Every word, and every two that stand side by side, with the spaces around them; lines are apart."""
    for line in text.split("\n"):
        words = line.split()
        yield from (f" {word} " for word in words)
        yield from (f" {first} {second} " for first, second in pairwise(words))


def _usual(scores: Sequence[float]) -> tuple[float, float]:
    """As ``decision`` has it: mean and standard deviation of what is surely something else."""
    usual_mean, usual_spread = USUAL_WORDS
    known = len(scores) + PRIOR
    mean = (sum(scores) + PRIOR * usual_mean) / known
    spread = sum((one - mean) ** 2 for one in scores) + PRIOR * (usual_spread**2 + (usual_mean - mean) ** 2)
    return mean, math.sqrt(spread / known)
