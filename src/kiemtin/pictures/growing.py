"""An index of local features that grows: pictures added to it and left out of it, without looking at the others again.

What comes out is what `candidates.build` makes of the same pictures, array by array.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kiemtin.pictures.candidates import CandidateIndex

if TYPE_CHECKING:
    from numpy.typing import NDArray

SLICE = 1 << 20
"""Words whose starts are moved at once: there are millions, and what is worked out beside them takes memory too."""


def without(index: CandidateIndex, kept: NDArray[np.bool_]) -> CandidateIndex:
    """``index`` as if only the ``kept`` pictures had ever been there; `kept` [size] is in the order of building."""
    if kept.all():
        return index
    stay = kept[index.pictures]
    places = np.cumsum(kept) - 1
    gone = _words(index, np.flatnonzero(~stay))
    return CandidateIndex(
        _moved(index.starts, gone, -1),
        places[index.pictures[stay]].astype(np.uint32),
        index.signatures[stay],
        index.poses[stay],
        index.places[stay],
        index.sizes[kept],
    )


def joined(index: CandidateIndex, added: CandidateIndex) -> CandidateIndex:
    """Both as one: the pictures of ``added`` (indexed with the same bits) come behind those of ``index``."""
    if index.bits != added.bits:
        raise ValueError("words of different lengths")
    words = _words(added, np.arange(len(added.pictures)))
    behind = index.starts[words + 1].astype(np.int64)  # of each word, points of later pictures come last
    return CandidateIndex(
        _moved(index.starts, words, 1),
        np.insert(index.pictures, behind, added.pictures + np.uint32(index.size)),
        np.insert(index.signatures, behind, added.signatures),
        np.insert(index.poses, behind, added.poses),
        np.insert(index.places, behind, added.places, axis=0),
        np.concatenate([index.sizes, added.sizes]),
    )


def _words(index: CandidateIndex, points: NDArray[np.int64]) -> NDArray[np.int64]:
    """The words of the points at these places, rising where they rise."""
    return np.asarray(np.searchsorted(index.starts, points, "right") - 1, np.int64)


def _moved(starts: NDArray[np.uint32], words: NDArray[np.int64], by: int) -> NDArray[np.uint32]:
    """``starts`` where each of ``words`` (rising) has one point more (``by`` 1) or less (-1)."""
    moved = np.empty(len(starts), np.uint32)
    for first in range(0, len(starts), SLICE):
        some: NDArray[Any] = starts[first : first + SLICE].astype(np.int64)
        bounds = np.searchsorted(words, (first, first + len(some)))
        counts = np.bincount(words[bounds[0] : bounds[1]] - first, minlength=len(some))
        before = np.cumsum(counts) - counts + bounds[0]  # points of lower words move a word
        moved[first : first + len(some)] = some + by * before
    return moved
