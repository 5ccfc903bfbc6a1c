"""Where the terms of a collection stand, read from its index and kept for a while: what goes round is asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemtin.factchecks.arrays import Arrays

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Rows = NDArray[np.int64]

COMMON = 8
"""A term that one in so many reviews has is common: for it, how often it stands in each review is kept as a row."""

MOST_KEPT = 32 * 1024 * 1024
"""Bytes that are kept of common terms, and as many of others."""


class Postings:
    """The postings of an index: which of its reviews have a term, and which share of its weight each gets for it.

    ``slowing`` says, for each review, how many times a term must stand in it to get half of what there is to get. A
    term is a range of the index.
    """

    def __init__(self, arrays: Arrays, slowing: Floats) -> None:
        self._arrays = arrays
        self._slowing = slowing
        self._shares: dict[int, tuple[Rows, Floats]] = {}
        self._counts: dict[int, NDArray[np.uint8]] = {}
        self._kept = 0

    def forget(self) -> None:
        """Forget which terms were asked for."""
        self._shares.clear()
        self._counts.clear()
        self._kept = 0

    def shares(self, first: int, last: int) -> tuple[Rows, Floats]:
        """The reviews that have a term, by row, and the share that each gets."""
        import numpy as np

        known = self._shares.get(first)
        if known is not None:
            return known
        rows = self._arrays.rows[first:last].astype(np.intp)
        times = self._arrays.counts[first:last].astype(np.float32)
        shares = rows, times / (times + self._slowing.take(rows))
        size = 12 * len(rows)
        if self._kept + size <= MOST_KEPT:
            self._kept += size
            self._shares[first] = shares
        return shares

    def shares_of(self, rows: Rows, first: int, last: int) -> Floats:
        """The share that each of ``rows`` gets for a term that many have."""
        import numpy as np

        times = self._counted(rows, first, last).astype(np.float32)
        shares: Floats = times / (times + self._slowing.take(rows))
        return shares

    def _counted(self, rows: Rows, first: int, last: int) -> NDArray[np.uint8]:
        """How often a term stands in each of ``rows``."""
        import numpy as np

        known = self._counts.get(first)
        if known is not None:
            return known[rows]
        size = len(self._arrays)
        postings, counts = self._arrays.rows[first:last], self._arrays.counts[first:last]
        if len(postings) * COMMON >= size and (len(self._counts) + 1) * size <= MOST_KEPT:
            row = self._counts[first] = np.zeros(size, np.uint8)
            row[postings] = counts
            return row[rows]
        wanted = rows.astype(np.uint32)
        places = postings.searchsorted(wanted)
        places[places == len(postings)] = 0
        return np.where(postings[places] == wanted, counts[places], np.uint8(0))
