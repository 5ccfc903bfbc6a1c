"""Every hash within some bits of a question, among a million, without looking at a million.

Multi-index hashing (Norouzi, Punjani, Fleet, CVPR 2012): a hash is 16 chunks of 16 bits, and for each chunk the rows
are sorted by its value. Two hashes that differ in at most ``r`` bits cannot differ in more than their share of ``r`` in
every chunk, so only rows near in one of them are compared. How near is shared out among the chunks by what it costs
(Qin et al., "GPH", ICDE 2018): a value that a great many rows have is not looked at, and others more widely.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kiemtin.pictures.pdq import NEAR, WORDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

CHUNKS = 16
CHUNK_BITS = 16
VALUES = 1 << CHUNK_BITS

LEVELS = 3
"""How far a chunk may be looked at: its own value, one bit beside it, two bits."""

MASKS = np.array(
    [sum(1 << bit for bit in bits) for level in range(LEVELS) for bits in combinations(range(CHUNK_BITS), level)],
    np.uint16,
)
ENDS = (1, 1 + CHUNK_BITS, len(MASKS))
"""Where the masks of each level end."""

WIDEST = CHUNKS * LEVELS - 1
"""Past so many bits every row is compared."""

TOGETHER = 64
"""Questions looked up at once."""

BLOCK = 1 << 14
"""Rows compared at once where every row is: their words stay in the processor's cache."""

DEAR = 4
"""A row that is looked up costs as much as so many that are read in order."""


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """What was found: question ``queries[i]`` and row ``rows[i]`` differ in ``distances[i]`` bits; nearest first."""

    queries: NDArray[np.int64]
    rows: NDArray[np.int64]
    distances: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True, eq=False)
class HashTable:
    """Hashes [n, 4] of pictures ``numbers`` [n], and for each chunk the rows [16, n] in the order of its values.

    Those with value ``v`` in chunk ``c`` are ``rows[c, starts[c, v]:starts[c, v + 1]]``. Arrays of an opened table are
    memory-mapped.
    """

    numbers: NDArray[np.int64]
    words: NDArray[np.uint64]
    starts: NDArray[np.uint32]
    rows: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.numbers)

    @classmethod
    def of(cls, numbers: NDArray[np.int64], words: NDArray[np.uint64]) -> HashTable:
        """The table of hashes [n, 4] that belong to ``numbers`` [n]."""
        chunks = _chunks(words)
        rows = np.empty((CHUNKS, len(words)), np.uint32)
        starts = np.zeros((CHUNKS, VALUES + 1), np.uint32)
        for index in range(CHUNKS):
            rows[index] = np.argsort(chunks[:, index], kind="stable")
            starts[index, 1:] = np.cumsum(np.bincount(chunks[:, index], minlength=VALUES))
        return cls(numbers, words, starts, rows)

    @classmethod
    def open(cls, folder: Path) -> HashTable:
        """The table in ``folder``, mapped, not read; raises ``OSError`` or ``ValueError`` where it is damaged."""
        mapped = {one.name: np.load(folder / f"{one.name}.npy", mmap_mode="r") for one in fields(cls)}
        return cls(**{name: array.view(np.ndarray) for name, array in mapped.items()})  # plain: views of it cost less

    def save(self, folder: Path) -> None:
        """Write the table into ``folder``."""
        for one in fields(self):
            np.save(folder / f"{one.name}.npy", getattr(self, one.name))

    def near(self, queries: NDArray[np.uint64], radius: int = NEAR) -> Hits:
        """Every row within ``radius`` bits of the hashes ``queries`` [q, 4]: exactly those, nearest first."""
        found = [
            self._near(queries[start : start + TOGETHER], radius, start) for start in range(0, len(queries), TOGETHER)
        ]
        return _joined(found)

    def _near(self, queries: NDArray[np.uint64], radius: int, first: int) -> Hits:
        if not len(self) or radius < 0:
            return _joined([])
        if radius <= WIDEST:
            begins, sizes = self._ranges(queries)
            wanted = _shared_out(sizes, radius + 1)
            sizes = np.where(wanted, sizes, 0)
            if DEAR * int(sizes.sum()) < len(self) * len(queries):
                asked, rows = self._candidates(begins, sizes)
                return self._compared(queries, asked, rows, (radius, first))
        return self._all(queries, radius, first)

    def _ranges(self, queries: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the rows of each question, chunk and mask begin in all of ``rows``, and how many: [q, 16, 137] each."""
        values = (_chunks(queries)[:, :, None] ^ MASKS).astype(np.int64)
        places = values + (np.arange(CHUNKS) * (VALUES + 1))[:, None]
        flat = self.starts.reshape(-1)
        begins = flat.take(places).astype(np.int64)
        sizes = flat.take(places + 1).astype(np.int64) - begins
        return begins + (np.arange(CHUNKS) * len(self))[:, None], sizes

    def _candidates(
        self, begins: NDArray[np.int64], sizes: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
        """The rows in these ranges, each with its question; a row may come more than once."""
        asked, chunk, mask = np.nonzero(sizes)
        lengths = sizes[asked, chunk, mask]
        ends = np.cumsum(lengths)
        places = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(
            begins[asked, chunk, mask] - ends + lengths, lengths
        )
        return np.repeat(asked, lengths), self.rows.reshape(-1).take(places)

    def _compared(
        self, queries: NDArray[np.uint64], asked: NDArray[np.int64], rows: NDArray[np.uint32], limits: tuple[int, int]
    ) -> Hits:
        radius, first = limits
        ends = np.searchsorted(asked, np.arange(len(queries) + 1))
        words = self.words.take(rows, axis=0)
        for index, query in enumerate(queries):
            words[ends[index] : ends[index + 1]] ^= query
        distances = _weights(words)
        close = np.flatnonzero(distances <= radius)
        once = np.unique(asked[close] * len(self) + rows[close], return_index=True)[1]
        kept = close[once]
        return Hits(asked[kept] + first, rows[kept].astype(np.int64), distances[kept].astype(np.int64))

    def _all(self, queries: NDArray[np.uint64], radius: int, first: int) -> Hits:
        found = []
        for start in range(0, len(self), BLOCK):
            block = self.words[start : start + BLOCK]
            for index, query in enumerate(queries):
                distances = _weights(block ^ query)
                close = np.flatnonzero(distances <= radius)
                found.append(Hits(np.full(len(close), index + first), close + start, distances[close].astype(np.int64)))
        return _joined(found)


def _chunks(words: NDArray[np.uint64]) -> NDArray[np.uint16]:
    return np.ascontiguousarray(words, "<u8").view("<u2").reshape(len(words), CHUNKS).astype(np.uint16, copy=False)


def _weights(words: NDArray[np.uint64]) -> NDArray[np.uint16]:
    """How many bits are set in each row [n, 4]; summed by columns, which is faster than along short rows."""
    counts = np.bitwise_count(words)
    total = counts[:, 0].astype(np.uint16)
    for word in range(1, WORDS):
        total += counts[:, word]
    return total


def _shared_out(sizes: NDArray[np.int64], steps: int) -> NDArray[np.bool_]:
    """Which masks to look at [q, 16, 137], so that nothing within ``steps - 1`` bits is missed, at little cost.

    A row that is missed differs in chunk ``c`` in at least as many bits as ``c`` has levels. So ``steps`` levels in all
    are enough, wherever they lie, as long as a chunk has its lower levels first.
    """
    costs = np.add.reduceat(sizes, (0, *ENDS[:-1]), axis=2).transpose(0, 2, 1)  # [q, levels, 16]
    rising = np.maximum.accumulate(costs, axis=1).reshape(len(sizes), -1)
    order = np.argsort(rising, axis=1, kind="stable")  # of equal cost the lower level comes first
    chosen = np.zeros(rising.shape, bool)
    np.put_along_axis(chosen, order[:, :steps], values=True, axis=1)
    levels = chosen.reshape(costs.shape)
    return np.repeat(levels.transpose(0, 2, 1), np.diff((0, *ENDS)), axis=2)


def _joined(found: list[Hits]) -> Hits:
    if not found:
        nothing = np.zeros(0, np.int64)
        return Hits(nothing, nothing, nothing)
    queries, rows, distances = (
        np.concatenate([getattr(one, one_field.name) for one in found]) for one_field in fields(Hits)
    )
    order = np.lexsort((rows, queries, distances))
    return Hits(queries[order], rows[order], distances[order])
