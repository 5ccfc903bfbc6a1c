"""The arrays of an index: made of blocks of reviews, put together into files, and opened without being read.

Postings lie term by term. Everything that depends on other reviews (how rare a term is, how long a text is beside the
rest) is worked out from counts when a question is asked, so that an index that grew and one made anew are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from kiemtin.factchecks.measures import GRAM, MAX_TEXT
from kiemtin.factchecks.terms import key, pairs_of, stems_of, words_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_TERMS = 2_000
"""Terms of one review that are indexed: its beginning, title first."""


MAX_COUNT = 255

BUCKETS = 1 << 21
"""Buckets in which grams are counted; 100,000 claims, made of 15,653, fill 237,000 of them."""

BLOCK = 20_000
"""Reviews turned into arrays at once."""

MOST_POSTINGS = 1_500_000
"""Terms in reviews turned into arrays at once: 20,000 claims have fewer, as many long articles six times as many."""

LETTERS = 1_500_000
"""Letters whose grams are counted at once: each takes some fifty bytes meanwhile."""

SLICE = 4_000_000
"""Postings moved at once while blocks are put together."""


@dataclass(frozen=True, slots=True)
class Arrays:
    """One index, or one block of it, as arrays; those of an opened index are memory-mapped.

    ``numbers`` [n] are the reviews by row, rising, and ``lengths`` [n] their stems; ``keys`` [t] are the terms, rising;
    term ``i`` stands in the rows ``rows[starts[i]:starts[i + 1]]`` (rising), ``counts`` times in each. ``text`` holds
    the folded words of row ``r`` at ``text_starts[r]:text_starts[r + 1]``. ``grams`` [BUCKETS] counts in how many rows
    a gram stands. ``days`` [n] are ordinals of the days of publication, 0 where there is none.
    """

    numbers: NDArray[np.int64]
    lengths: NDArray[np.uint16]
    days: NDArray[np.int32]
    keys: NDArray[np.uint64]
    starts: NDArray[np.int64]
    rows: NDArray[np.uint32]
    counts: NDArray[np.uint8]
    text: NDArray[np.uint8]
    text_starts: NDArray[np.int64]
    grams: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.numbers)

    @classmethod
    def open(cls, folder: Path) -> Arrays:
        """The arrays in ``folder``, mapped, not read; raises ``OSError`` or ``ValueError`` where they are damaged."""
        import numpy as np

        mapped = {one.name: np.load(folder / f"{one.name}.npy", mmap_mode="r") for one in fields(cls)}
        return cls(**{name: array.view(np.ndarray) for name, array in mapped.items()})  # plain: views of it cost less

    def save(self, folder: Path) -> None:
        """Write the arrays into ``folder``."""
        import numpy as np

        for one in fields(self):
            np.save(folder / f"{one.name}.npy", getattr(self, one.name))


@dataclass(frozen=True, slots=True)
class Entry:
    """What an index takes of a review: its number, its texts in order of weight, and the day it was published."""

    number: int
    texts: Sequence[str]
    day: int = 0


def blocks(entries: Iterable[Entry]) -> Iterator[Arrays]:
    """``entries`` (numbers rising) as blocks of at most ``BLOCK`` reviews, fewer where they are long."""
    block = _Block()
    for entry in entries:
        block.add(entry)
        if len(block) >= BLOCK or block.postings >= MOST_POSTINGS:
            yield block.arrays()
            block = _Block()
    if len(block):
        yield block.arrays()


class _Block:
    """Counts the terms of reviews, one by one."""

    def __init__(self) -> None:
        self._numbers: list[int] = []
        self._days: list[int] = []
        self._lengths: list[int] = []
        self._terms: dict[bytes, int] = {}
        self._postings: list[int] = []
        self._sizes: list[int] = []
        self._texts: list[bytes] = []

    def __len__(self) -> int:
        return len(self._numbers)

    @property
    def postings(self) -> int:
        """How many terms were counted."""
        return len(self._postings)

    def add(self, entry: Entry) -> None:
        words = [words_of(text) for text in entry.texts]
        stems = [stems_of(some) for some in words]
        terms = [term for some in stems for term in some][:MAX_TERMS]
        length = len(terms)
        for some in stems:
            terms.extend(pairs_of(some[: max(0, 2 * MAX_TERMS - len(terms))]))
        known = self._terms
        self._postings.extend([known.setdefault(key(term), len(known)) for term in terms])
        self._sizes.append(len(terms))
        self._numbers.append(entry.number)
        self._days.append(entry.day)
        self._lengths.append(length)
        self._texts.append(folded_text(words))

    def arrays(self) -> Arrays:
        import numpy as np

        keys = np.frombuffer(b"".join(self._terms), dtype=">u8").astype(np.uint64)
        order = np.argsort(keys)
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        rows = np.repeat(np.arange(len(self), dtype=np.int64), self._sizes)
        postings = rank[np.asarray(self._postings, np.int64)] * len(self) + rows
        postings, counts = np.unique(postings, return_counts=True)
        text, text_starts = joined(self._texts)
        return Arrays(
            numbers=np.asarray(self._numbers, np.int64),
            lengths=np.asarray(self._lengths, np.uint16),
            days=np.asarray(self._days, np.int32),
            keys=keys[order],
            starts=np.searchsorted(postings // len(self), np.arange(len(keys) + 1)).astype(np.int64),
            rows=(postings % len(self)).astype(np.uint32),
            counts=np.minimum(counts, MAX_COUNT).astype(np.uint8),
            text=text,
            text_starts=text_starts,
            grams=gram_counts(text, text_starts),
        )


def folded_text(texts: Sequence[Sequence[str]]) -> bytes:
    """Folded words as they are compared letter by letter: a space around each, the texts one after the other."""
    joined_words = " ".join(word for words in texts for word in words)[:MAX_TEXT]
    return f" {joined_words} ".encode("utf-8", "replace")[:MAX_TEXT]


def joined(texts: Sequence[bytes]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Texts in one array, and where each begins (with the end of the last)."""
    import numpy as np

    starts = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) for text in texts], out=starts[1:])
    return np.frombuffer(b"".join(texts), np.uint8), starts


def gram_buckets(text: NDArray[np.uint8]) -> NDArray[np.int64]:
    """The bucket of the gram that begins at each place of ``text``; the last places have none."""
    import numpy as np

    if len(text) < GRAM:
        return np.empty(0, np.int64)
    # The eight bytes that end with each gram, read as one number, of which the gram is the lower five.
    padded = np.zeros(len(text) + 8 - GRAM, np.uint8)
    padded[8 - GRAM :] = text
    codes = np.ndarray((len(text) - GRAM + 1,), ">u8", padded, 0, (1,)).astype(np.uint64)
    codes &= np.uint64((1 << 8 * GRAM) - 1)
    # Fibonacci hashing (Knuth, TAOCP 6.4): the upper bits of a product by 2^64 over the golden ratio.
    codes *= np.uint64(0x9E3779B97F4A7C15)
    codes >>= np.uint64(64 - 21)
    return codes.view(np.int64)


def row_grams(text: NDArray[np.uint8], starts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The row and the bucket of every gram that lies within one row's text."""
    import numpy as np

    buckets = gram_buckets(text)
    lengths = np.diff(starts)
    rows = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)[: len(buckets)]
    ends = starts[1:][rows]
    within = np.arange(len(buckets)) + GRAM <= ends
    return rows[within], buckets[within]


def gram_counts(text: NDArray[np.uint8], starts: NDArray[np.int64]) -> NDArray[np.uint32]:
    """In how many rows the grams of each bucket stand."""
    import numpy as np

    counts = np.zeros(BUCKETS, np.uint32)
    first, end = 0, len(starts) - 1
    while first < end:
        last = max(first + 1, int(np.searchsorted(starts, starts[first] + LETTERS, "right")) - 1)
        some = starts[first : last + 1]
        first = last
        rows, buckets = row_grams(text[some[0] : some[-1]], some - some[0])
        together = np.sort(rows * BUCKETS + buckets)  # np.unique would hash, at three times the cost
        once = together[np.append(True, together[1:] != together[:-1])] % BUCKETS if len(together) else together
        counts += np.bincount(once, minlength=BUCKETS).astype(np.uint32)
    return counts
