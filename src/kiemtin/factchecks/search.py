"""Finding the reviews of a collection that are about the same claim as a message."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kiemtin.factchecks.addresses import address_hash
from kiemtin.factchecks.arrays import Arrays
from kiemtin.factchecks.asking import AskedWords, lacks_diacritics, speaks_like_a_message
from kiemtin.factchecks.claims import claims_of, words_said
from kiemtin.factchecks.collection import Collection
from kiemtin.factchecks.dates import quoted_day
from kiemtin.factchecks.decision import Evidence, decide
from kiemtin.factchecks.index import build_index, open_index
from kiemtin.factchecks.measures import MAX_ASKED
from kiemtin.factchecks.ranking import Candidates, Query, Ranker
from kiemtin.factchecks.values import ClaimReview, Feed, Hit, Match
from kiemtin.factchecks.vectors import MAX_QUESTION, NEAREST_BY_WORDS, Encoder, Vectors, bundled_encoder, nearest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NEAREST = 50
"""Reviews taken for their meaning alone, whatever their words."""

AS_TYPED_WEIGHT, RESTORED_WEIGHT = 5.0, 3.0
"""What a cosine counts beside the share of the question's words, for a text with all its diacritics, and for one that
has none or was given them back; on the dev questions 4 to 6, and 2 to 4, give nearly the same."""

WARNING = "Cảnh báo lừa đảo, tin giả: "
"""Put before a message when its meaning is compared: fact-checks tell of a message, they do not speak like one. Of 120
messages of our own about published warnings 83% instead of 68% then find theirs first; headlines lose one in a hundred,
and are left as they are."""

MOST_ENCODED = 4
"""Claims of one message whose meaning is compared, at a third of a second each; of the rest, words alone."""


class Searcher:
    """Searches one collection as it was when it was opened; a context manager, for one thread at a time.

    ``vectors`` lie in the order of ``arrays``; with them, meanings are compared too.
    """

    def __init__(self, collection: Collection, arrays: Arrays, vectors: Vectors | None = None) -> None:
        self._collection = collection
        self.changes = collection.changes
        self._cites = collection.cites
        self._arrays = arrays
        self._ranker = Ranker(arrays)
        self._words = AskedWords(self._ranker.frequency)
        self._vectors = vectors
        self._encoder: Encoder | None = bundled_encoder() if vectors is not None and len(vectors.values) else None

    @classmethod
    def open(cls, folder: Path, *, semantic: bool = True) -> Searcher:
        """The collection in ``folder``; raises what ``Collection`` raises.

        ``semantic`` compares meanings where the extra is installed and the collection has vectors.
        """
        collection = Collection(folder, create=False)
        arrays = open_index(collection)
        return cls(collection, arrays, Vectors.open(folder, arrays.numbers) if semantic else None)

    @classmethod
    def of(cls, reviews: Iterable[ClaimReview], feed: Feed) -> Searcher:
        """A trusted collection in memory, of a few reviews."""
        collection = Collection(None)
        collection.add(reviews, feed, trust=True)
        return cls(collection, build_index(collection))

    def __enter__(self) -> Searcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the collection."""
        self._collection.close()

    def forget(self) -> None:
        """Forget the words of earlier questions."""
        self._ranker.forget()
        self._words.forget()

    def __len__(self) -> int:
        return len(self._arrays)

    @property
    def meaning(self) -> bool:
        """Whether meanings are compared for every review."""
        return self._encoder is not None and self._vectors is not None and self._vectors.complete

    @property
    def encodes(self) -> bool:
        """Whether a question may be encoded, which takes a third of a second."""
        return self._encoder is not None

    def search(self, text: str, limit: int = 10, urls: tuple[str, ...] = (), *, near: bool = False) -> list[Hit]:
        """At most ``limit`` reviews for a message, and those that cite one of ``urls`` before all others.

        ``near``: of these only what has a match or cites an address; the rest is not even read.
        """
        import numpy as np

        if not len(self._arrays) or limit < 1:
            return []
        cited = self._citing(urls)
        found: dict[int, tuple[float, float, Match | None]] = {}
        for row, score, confidence, match in self._judged(text, limit):
            if row not in found or found[row][0] < score:
                found[row] = (score, confidence, match)
        number_of = self._arrays.numbers
        row_of = {int(number): int(np.searchsorted(number_of, number)) for number in cited}
        order = sorted(found, key=lambda row: (-found[row][0], row))
        order = [*row_of.values(), *(row for row in order if row not in row_of.values())][:limit]
        if near:
            order = [row for row in order if row in row_of.values() or found[row][2] is not None]
        stored = self._collection.get([int(number_of[row]) for row in order])
        hits = []
        for row in order:
            one = stored.get(int(number_of[row]))
            score, confidence, match = found.get(row, (0.0, 0.0, None))
            if one is not None:
                hits.append(Hit(one, score, match, confidence, int(number_of[row]) in row_of))
        return hits

    def worded(self, wording: bytes) -> list[Hit]:
        """The reviews that are about the very message which is known by ``wording``, as one among what they cite."""
        numbers = self._collection.citing(wording) if self._cites else []
        found = self._collection.get(numbers)
        return [Hit(found[one], 1.0, Match.SAME, 1.0, worded=True) for one in numbers if one in found]

    def _citing(self, urls: tuple[str, ...]) -> list[int]:
        if not self._cites:
            return []
        hashes = filter(None, (address_hash(url) for url in urls))
        numbers = [number for one in hashes for number in self._collection.citing(one)]
        return list(dict.fromkeys(numbers))

    def _judged(self, text: str, limit: int) -> Iterator[tuple[int, float, float, Match | None]]:
        """Row, score, confidence and match of the best reviews for the message and for each claim in it.

        Scores order the hits of one claim; where there are several, how surely each is the same does.
        """
        day = _day_of(text)
        asked = _asked(text)
        for place, one in enumerate(asked):
            evidence = self.evidence(one, day, limit, meaning=place < MOST_ENCODED)
            said = words_said(one)
            for at, row in enumerate(evidence.rows):
                confidence, match = decide(evidence, at, said)
                yield row, evidence.scores[at] if len(asked) == 1 else confidence, confidence, match

    def evidence(self, text: str, day: int, limit: int, *, meaning: bool = True) -> Evidence:
        """The best ``limit`` rows for one claim, with all that speaks for and against each."""
        query = self._query(text, day)
        found = self._ranker.best(query)
        meant = self._meaning(text, query) if meaning and self._may_compare(found) else None
        if meant is not None:
            found = self._ranker.best(query, nearest(meant.nearness, NEAREST))
        return _fused(found, meant, limit, lambda rows: self._ranker.covered(query, rows))

    def nearest_by_words(self, text: str) -> frozenset[int]:
        """The numbers of the reviews that need a vector, if meanings are to be compared for a message."""
        day = _day_of(text)
        found = [self._ranker.best(self._query(one, day)).rows for one in _asked(text)[:MOST_ENCODED]]
        return frozenset(int(self._arrays.numbers[row]) for rows in found for row in rows[:NEAREST_BY_WORDS])

    def _query(self, text: str, day: int) -> Query:
        return Query(tuple(self._words.of(text)), day)

    def _may_compare(self, found: Candidates) -> bool:
        """Whether the reviews nearest by words have vectors; else words alone are the fairer judge."""
        return self._vectors is not None and self._vectors.have(found.rows[:NEAREST_BY_WORDS])

    def _meaning(self, text: str, query: Query) -> _Meaning | None:
        if self._encoder is None or self._vectors is None:
            return None
        from kiemtin.text.tones import restore

        asked = self._words.opened(text[:MAX_QUESTION])
        lacking = lacks_diacritics(asked)
        asked = restore(asked) if lacking else asked
        framed = WARNING + asked if speaks_like_a_message(query.words) else asked
        nearness = self._vectors.nearness(self._encoder.query(framed))
        return _Meaning(nearness, RESTORED_WEIGHT if lacking else AS_TYPED_WEIGHT)


@dataclass(frozen=True, slots=True)
class _Meaning:
    """The cosine of each row with the question, and what it counts."""

    nearness: NDArray[np.float32]
    weight: float


def _asked(text: str) -> list[str]:
    """What is searched for: the message, and each claim of a long one."""
    return list(dict.fromkeys([text[:MAX_ASKED], *claims_of(text)]))


def _day_of(text: str) -> int:
    day = quoted_day(text)
    return day.toordinal() if day else 0


def _fused(
    found: Candidates,
    meaning: _Meaning | None,
    limit: int,
    covered: Callable[[Sequence[int]], NDArray[np.float32]],
) -> Evidence:
    import numpy as np

    nearness = meaning.nearness if meaning else None
    total = found.score + meaning.weight * meaning.nearness[found.rows] if meaning else found.score
    order = np.argsort(-total, kind="stable")[:limit]
    return Evidence.of(found, nearness, (order, total), covered(found.rows[order].tolist()))
