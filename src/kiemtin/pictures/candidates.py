"""Which pictures of a large collection to look at closely: those with the same words, turned and scaled alike.

A word is some bits of a point's code, so nothing is learnt from any picture. There are about as many words as points
in the collection: each then has a few points at most, and a question touches as many of them among 100,000 pictures as
among 1,000. A question also looks under the words that differ from its own in one or two doubtful bits. The votes are
then counted again, among those that agree in turn and scale (weak geometry: Jégou, Douze and Schmid, 2008).
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

INDEXED_POINTS = 400
"""Points per picture under words; the best and most spread come first in `Features`."""
ASKED_POINTS = 1_200
SHORTLIST = 200
"""Pictures with the most votes, whose votes are counted again by turn and scale."""
CANDIDATES = 12
FEWEST_BITS, MOST_BITS = 22, 24
"""22 bits: with fewer words, so many differ in two bits alone that busy pictures push others out of a small collection.
24 bits: 16.8 million words, for 100,000 pictures."""
_BUSY = 64
"""A word that more points than this share, times what is usual, is letters or a texture: it says nothing."""
_TURNS, _SCALES = 16, 16


@dataclass(frozen=True, slots=True, eq=False)
class CandidateIndex:
    """Points of a collection by word; every array may be a memory map.

    ``starts``: ``2**bits + 1`` uint32; the points of word w are ``starts[w]`` to ``starts[w + 1]``. ``pictures``:
    uint32, the number of each point's picture in the order of building. ``poses``: uint16, its angle and, times 256,
    its scale, as in `Features`.
    """

    starts: NDArray[np.uint32]
    pictures: NDArray[np.uint32]
    poses: NDArray[np.uint16]
    size: int

    @property
    def bits(self) -> int:
        """Bits of a word."""
        return (len(self.starts) - 1).bit_length() - 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A picture to look at closely: its number, the votes that agree, and whether they saw it in a mirror."""

    picture: int
    votes: int
    mirrored: bool


def build(collection: Iterable[Features]) -> CandidateIndex:
    """Index pictures in order: the first is picture 0."""
    codes: list[NDArray[Any]] = []
    pictures: list[NDArray[Any]] = []
    poses: list[NDArray[Any]] = []
    size = 0
    for size, features in enumerate(collection, 1):
        kept = slice(INDEXED_POINTS)
        codes.append(_signs(decode(features.codes[kept])))
        poses.append(_poses(features, kept))
        pictures.append(np.full(len(poses[-1]), size - 1, np.uint32))
    return _sorted(_joined(codes, np.uint32), _joined(pictures, np.uint32), _joined(poses, np.uint16), size)


def _joined(parts: list[NDArray[Any]], kind: type) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.zeros(0, kind)


def _sorted(
    signs: NDArray[np.uint32], pictures: NDArray[np.uint32], poses: NDArray[np.uint16], size: int
) -> CandidateIndex:
    bits = min(MOST_BITS, max(FEWEST_BITS, len(signs).bit_length()))
    words = signs & np.uint32((1 << bits) - 1)
    order = np.argsort(words, kind="stable")
    starts = np.zeros((1 << bits) + 1, np.uint32)
    starts[1:] = np.cumsum(np.bincount(words, minlength=1 << bits))
    return CandidateIndex(starts, pictures[order], poses[order], size)


def candidates(index: CandidateIndex, features: Features) -> tuple[Candidate, ...]:
    """At most `CANDIDATES` pictures that may lie in the one described, the most likely first."""
    asked = slice(ASKED_POINTS)
    vectors, poses = decode(features.codes[asked]), _poses(features, asked)
    found = [*_voted(index, vectors, poses, mirror=False), *_voted(index, mirrored(vectors), poses, mirror=True)]
    best: dict[int, Candidate] = {}
    for one in sorted(found, key=lambda one: (-one.votes, one.picture, one.mirrored)):
        best.setdefault(one.picture, one)
    return tuple(best.values())[:CANDIDATES]


def _voted(
    index: CandidateIndex, vectors: NDArray[np.float32], poses: NDArray[np.uint16], *, mirror: bool
) -> Iterator[Candidate]:
    points, hits = _hits(index, vectors)
    pictures = index.pictures[hits]
    votes = np.bincount(pictures, minlength=index.size)
    shortlist = np.argsort(-votes, kind="stable")[:SHORTLIST]
    rank = np.full(index.size, -1, np.int64)
    rank[shortlist] = np.arange(len(shortlist))
    chosen = rank[pictures] >= 0
    counts = _agreeing(rank[pictures[chosen]], poses[points[chosen]], index.poses[hits[chosen]], mirror=mirror)
    for place in np.argsort(-counts, kind="stable")[:CANDIDATES].tolist():
        if place < len(shortlist) and counts[place] > 0:
            yield Candidate(int(shortlist[place]), int(counts[place]), mirror)


def _hits(index: CandidateIndex, vectors: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which point asked about met which point of the index."""
    bits = index.bits
    words = _signs(vectors) & np.uint32((1 << bits) - 1)
    doubtful = _packed(np.abs(vectors) < 1 / DIMENSIONS**0.5) & np.uint32((1 << bits) - 1)
    flips = _flips(bits)
    points, chosen = np.nonzero((flips[None, :] & ~doubtful[:, None]) == 0)
    asked = words[points] ^ flips[chosen]
    first = index.starts[asked].astype(np.int64)
    counts = index.starts[asked + np.uint32(1)].astype(np.int64) - first
    busy = _BUSY * max(1, len(index.pictures) >> bits)
    counts[counts > busy] = 0
    total = np.cumsum(counts)
    within = np.arange(int(total[-1]) if len(total) else 0) - np.repeat(total - counts, counts)
    return np.repeat(points, counts), np.repeat(first, counts) + within


def _agreeing(
    ranks: NDArray[np.int64], asked: NDArray[np.uint16], known: NDArray[np.uint16], *, mirror: bool
) -> NDArray[np.int64]:
    """For each picture of the shortlist, the most votes that agree in turn and scale, give or take."""
    angles, turned = (asked & 255).astype(np.int64), (known & 255).astype(np.int64)
    turns = ((128 - angles if mirror else angles) - turned & 255) * _TURNS // 256
    scales = np.clip(((asked >> 8).astype(np.int64) - (known >> 8) + 128) * _SCALES // 256, 0, _SCALES - 1)
    cells = (ranks * _TURNS + turns) * _SCALES + scales
    counted = np.bincount(cells, minlength=SHORTLIST * _TURNS * _SCALES).reshape(SHORTLIST, _TURNS, _SCALES)
    wider = counted + np.roll(counted, 1, axis=1)
    wider[:, :, 1:] += wider[:, :, :-1].copy()
    return np.asarray(wider.reshape(SHORTLIST, -1).max(axis=1), np.int64)


def _poses(features: Features, chosen: slice) -> NDArray[np.uint16]:
    poses = features.angles[chosen].astype(np.uint16) | features.scales[chosen].astype(np.uint16) << 8
    return np.asarray(poses, np.uint16)


def _signs(vectors: NDArray[np.float32]) -> NDArray[np.uint32]:
    return _packed(vectors > 0)


def _packed(flags: NDArray[np.bool_]) -> NDArray[np.uint32]:
    """The first `MOST_BITS` flags of each row as one number."""
    powers = np.uint32(1) << np.arange(MOST_BITS, dtype=np.uint32)
    return np.asarray(flags[:, :MOST_BITS].astype(np.uint32) @ powers, np.uint32)


@cache
def _flips(bits: int) -> NDArray[np.uint32]:
    """No bit, every single bit, every two bits."""
    chosen = [(), *((bit,) for bit in range(bits)), *combinations(range(bits), 2)]
    return np.array([sum(1 << bit for bit in each) for each in chosen], np.uint32)
