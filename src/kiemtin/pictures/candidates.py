"""Which pictures of a large collection to look at closely: those whose points lie there as they lie in the question.

1. A word is some bits of a point's code, so nothing is learnt from any picture. There are about as many words as points
   in the collection: a question touches as many of them among 100,000 pictures as among 1,000. A question also looks
   under the words that differ from its own in one or two doubtful bits.
2. 64 more bits of the code say whether a point that was met is alike (Hamming embedding: Jégou, Douze and Schmid,
   2008). One that meets many counts for less with each, and for a picture only once.
3. Each pair says where the picture would lie, how large and how turned. The votes are those that agree with one pair.
   So a picture that fills a tenth of the question is not outvoted by what surrounds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from kiemtin.pictures.descriptors import DIMENSIONS, decode, mirrored

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from kiemtin.pictures.features import Features

INDEXED_POINTS = 600
"""Points per picture under words; the best and most spread come first in `Features`."""
ASKED_POINTS = 1_600
SHORTLIST = 120
"""Pictures with the most votes, whose pairs are looked at together."""
PAIRS = 48
"""The pairs of each that are, the most alike first."""
CANDIDATES = 12
FEWEST_VOTES = 2.5
"""Votes below which a picture is not looked at: of 324 hard edits of photos, the one that was edited had 5 or more in
99, and the best of the others had 2."""
FEWEST_BITS, MOST_BITS = 14, 26
"""26 bits: 67 million words, for 100,000 pictures."""
SIGNATURE_BITS = 64
MOST_APART = 20
"""Bits of 64 that may differ: those of points that have nothing to do with each other differ in 32, give or take 4."""
_DOUBTFUL = 0.4  # standard deviations from a border: about six bits of twenty
_SOFT = 12.0  # bits apart at which a pair counts for a third
_BUSY = 64
"""A word that more points than this have, times what is usual, is letters or a texture: it says nothing."""
_TURN, _SCALE, _SHIFT = np.pi / 6, np.log(1.6), 0.35  # of what one pair says of the other, the shift in sizes


@dataclass(frozen=True, slots=True, eq=False)
class CandidateIndex:
    """Points of a collection by word; every array may be a memory map.

    ``starts``: ``2**bits + 1`` uint32; the points of word w are ``starts[w]`` to ``starts[w + 1]``. Of each point,
    ``pictures``: uint32, the number of its picture in the order of building; ``signatures``: uint64; ``poses``: uint16,
    its angle and, times 256, its scale, and ``places``: ``n × 2`` uint16, both as in `Features`. ``sizes``: width and
    height of each picture, uint32.
    """

    starts: NDArray[np.uint32]
    pictures: NDArray[np.uint32]
    signatures: NDArray[np.uint64]
    poses: NDArray[np.uint16]
    places: NDArray[np.uint16]
    sizes: NDArray[np.uint32]

    @property
    def bits(self) -> int:
        """Bits of a word."""
        return (len(self.starts) - 1).bit_length() - 1

    @property
    def size(self) -> int:
        """How many pictures there are."""
        return len(self.sizes)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A picture to look at closely: its number, the votes that agree, and whether they saw it in a mirror."""

    picture: int
    votes: float
    mirrored: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """Points asked about, the points of the index they met, what each pair counts, and the picture's rank so far."""

    points: NDArray[np.int64]
    hits: NDArray[np.int64]
    weights: NDArray[np.float64]
    ranks: NDArray[np.int64]

    def __getitem__(self, chosen: NDArray[Any]) -> _Pairs:
        return _Pairs(self.points[chosen], self.hits[chosen], self.weights[chosen], self.ranks[chosen])


def word_bits(points: int) -> int:
    """Bits of a word in an index of so many points."""
    return min(MOST_BITS, max(FEWEST_BITS, points.bit_length() + 1))


def build(collection: Iterable[Features], bits: int | None = None) -> CandidateIndex:
    """Index pictures in order: the first is picture 0. ``bits`` of a word: as many as an index that is to hold them."""
    parts: list[tuple[NDArray[Any], ...]] = []
    sizes: list[tuple[int, int]] = []
    for features in collection:
        kept = slice(INDEXED_POINTS)
        flags = decode(features.codes[kept]) > 0
        picture = np.full(len(flags), len(sizes), np.uint32)
        parts.append((_words(flags), picture, _signatures(flags), _poses(features, kept), features.places[kept]))
        sizes.append((features.width, features.height))
    kinds = (np.uint32, np.uint32, np.uint64, np.uint16, np.uint16)
    empty = tuple(np.zeros((0, 2) if place == 4 else 0, kind) for place, kind in enumerate(kinds))
    words, *rest = (np.concatenate(each) for each in zip(empty, *parts, strict=True))
    bits = bits if bits is not None else word_bits(len(words))
    words &= np.uint32((1 << bits) - 1)
    order = np.argsort(words, kind="stable")
    starts = np.zeros((1 << bits) + 1, np.uint32)
    starts[1:] = np.cumsum(np.bincount(words, minlength=1 << bits))
    pictures, signatures, poses, places = (each[order] for each in rest)
    return CandidateIndex(
        starts, pictures, signatures, poses, places, np.array(sizes, np.uint32).reshape(len(sizes), 2)
    )


def candidates(index: CandidateIndex, features: Features) -> tuple[Candidate, ...]:
    """At most `CANDIDATES` pictures that may lie in the one described, the most likely first."""
    vectors = decode(features.codes[:ASKED_POINTS])
    found = [*_voted(index, features, vectors, mirror=False), *_voted(index, features, mirrored(vectors), mirror=True)]
    best: dict[int, Candidate] = {}
    for one in sorted(found, key=lambda one: (-one.votes, one.picture, one.mirrored)):
        best.setdefault(one.picture, one)
    return tuple(best.values())[:CANDIDATES]


def _voted(
    index: CandidateIndex, features: Features, vectors: NDArray[np.float32], *, mirror: bool
) -> Iterator[Candidate]:
    pairs = _once(index, _met(index, vectors))
    votes = np.bincount(pairs.ranks, pairs.weights, minlength=index.size)
    shortlist = np.argsort(-votes, kind="stable")[:SHORTLIST]
    counts = _agreeing(index, features, _ranked(pairs, shortlist, index.size), mirror=mirror)
    for place in np.argsort(-counts, kind="stable")[:CANDIDATES].tolist():
        if place < len(shortlist) and counts[place] >= FEWEST_VOTES:
            yield Candidate(int(shortlist[place]), round(float(counts[place]), 3), mirror)


def _met(index: CandidateIndex, vectors: NDArray[np.float32]) -> _Pairs:
    """Which points asked about met which alike points of the index; the ranks are the pictures' numbers."""
    bits = index.bits
    flags = vectors > 0
    mask = np.uint32((1 << bits) - 1)
    doubtful = _words(np.abs(vectors) < _DOUBTFUL / DIMENSIONS**0.5) & mask
    flips = _flips(bits)
    points, chosen = np.nonzero((flips[None, :] & ~doubtful[:, None]) == 0)
    asked = (_words(flags) & mask)[points] ^ flips[chosen]
    first = index.starts[asked].astype(np.int64)
    counts = index.starts[asked + np.uint32(1)].astype(np.int64) - first
    counts[counts > _BUSY * max(1, len(index.pictures) >> bits)] = 0
    total = np.cumsum(counts)
    within = np.arange(int(total[-1]) if len(total) else 0) - np.repeat(total - counts, counts)
    points, hits = np.repeat(points, counts), np.repeat(first, counts) + within
    apart = np.bitwise_count(_signatures(flags)[points] ^ index.signatures[hits])
    alike = apart <= MOST_APART
    weights = np.exp(-((apart[alike] / _SOFT) ** 2))
    return _Pairs(points[alike], hits[alike], weights, index.pictures[hits[alike]].astype(np.int64))


def _once(index: CandidateIndex, pairs: _Pairs) -> _Pairs:
    """Of each point, its best pair with each picture; a point with many pairs counts for less in each."""
    sums = np.bincount(pairs.points, pairs.weights)
    weights = pairs.weights / np.sqrt(sums[pairs.points]) if len(sums) else pairs.weights
    keys = pairs.points * np.int64(index.size) + pairs.ranks
    order = np.lexsort((-weights, keys))
    firsts = np.ones(len(order), np.bool_)
    firsts[1:] = keys[order][1:] != keys[order][:-1]
    return _Pairs(pairs.points, pairs.hits, weights, pairs.ranks)[order[firsts]]


def _ranked(pairs: _Pairs, shortlist: NDArray[np.int64], size: int) -> _Pairs:
    """The best `PAIRS` pairs of each picture of the shortlist, picture by picture, with its rank in it."""
    places = np.full(size, -1, np.int64)
    places[shortlist] = np.arange(len(shortlist))
    ranks = places[pairs.ranks]
    order = np.lexsort((-pairs.weights, ranks))
    order = order[ranks[order] >= 0]
    sorted_ranks = ranks[order]
    order = order[np.arange(len(order)) - np.searchsorted(sorted_ranks, sorted_ranks) < PAIRS]
    return _Pairs(pairs.points[order], pairs.hits[order], pairs.weights[order], ranks[order])


def _agreeing(index: CandidateIndex, features: Features, pairs: _Pairs, *, mirror: bool) -> NDArray[np.float64]:
    """For each picture of the shortlist, the most votes that agree on where it lies, how large and how turned."""
    poses, asked = index.poses[pairs.hits], _poses(features, slice(None))[pairs.points]
    sizes = index.sizes[index.pictures[pairs.hits]].astype(np.float64)
    where = features.positions()[pairs.points]
    across = features.width - where[:, 0] if mirror else where[:, 0]
    angles = (asked & 255) * (2 * np.pi / 256)
    turns = (np.pi - angles if mirror else angles) - (poses & 255) * (2 * np.pi / 256)
    scales = ((asked >> 8).astype(np.float64) - (poses >> 8)) * (np.log(2) / 16)
    from_middle = (index.places[pairs.hits] / 65535.0 - 0.5) * sizes
    step = np.exp(scales + 1j * turns)
    middles = across + 1j * where[:, 1] - step * (from_middle[:, 0] + 1j * from_middle[:, 1])
    reach = _SHIFT * np.sqrt(sizes[:, 0] * sizes[:, 1]) * np.exp(scales)

    column = np.arange(len(pairs.ranks)) - np.searchsorted(pairs.ranks, pairs.ranks)

    def table(values: NDArray[Any], empty: float) -> NDArray[Any]:
        filled = np.full((SHORTLIST, PAIRS), empty, values.dtype)
        filled[pairs.ranks, column] = values
        return filled

    places, steps, logs = table(middles, np.inf), table(np.exp(1j * turns), 0), table(scales, 0)
    with np.errstate(invalid="ignore"):  # infinity less infinity, in places without a pair
        near = np.abs(places[:, :, None] - places[:, None, :]) < table(reach, 0)[:, :, None]
    near &= np.abs(logs[:, :, None] - logs[:, None, :]) < _SCALE
    near &= (steps[:, :, None] * np.conj(steps)[:, None, :]).real > np.cos(_TURN)
    agreed: NDArray[np.float64] = (near * table(pairs.weights, 0)[:, None, :]).sum(axis=2).max(axis=1)
    return agreed


def _poses(features: Features, chosen: slice) -> NDArray[np.uint16]:
    poses = features.angles[chosen].astype(np.uint16) | features.scales[chosen].astype(np.uint16) << 8
    return np.asarray(poses, np.uint16)


def _words(flags: NDArray[np.bool_]) -> NDArray[np.uint32]:
    """The first `MOST_BITS` flags of each row as one number."""
    padded = np.zeros((len(flags), 32), np.bool_)
    padded[:, :MOST_BITS] = flags[:, :MOST_BITS]
    return np.packbits(padded, axis=1, bitorder="little").view("<u4").astype(np.uint32).ravel()


def _signatures(flags: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """The flags behind those of the word."""
    chosen = np.ascontiguousarray(flags[:, MOST_BITS : MOST_BITS + SIGNATURE_BITS])
    return np.packbits(chosen, axis=1, bitorder="little").view("<u8").astype(np.uint64).ravel()


@cache
def _flips(bits: int) -> NDArray[np.uint32]:
    """No bit, every single bit, every two bits."""
    chosen = [(), *((bit,) for bit in range(bits)), *combinations(range(bits), 2)]
    return np.array([sum(1 << bit for bit in each) for each in chosen], np.uint32)
