"""Whether one picture holds another: points that look alike, lie alike, and an area that is alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kiemtin.items.boxes import Box
from kiemtin.pictures.agreement import Agreement, compare
from kiemtin.pictures.descriptors import decode, mirrored
from kiemtin.pictures.geometry import MOST_PAIRS, Placement, Points, corners, moved, place

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiemtin.pictures.features import Features

RATIO = 0.9
FEWEST_INLIERS = 10
ENOUGH_INLIERS = 40
ALIKE = 0.55
PROVEN = 0.08


@dataclass(frozen=True, slots=True)
class Match:
    """Where a known picture lies in another.

    ``contains``: sure enough to be said; else they may be related. ``box`` and ``polygon`` (four corners, clockwise
    from the known picture's top left, as seen) are pixels of the other picture; the box is cut at its edges.
    ``score``: 0 to 1, for order.
    """

    contains: bool
    score: float
    inliers: int
    alike: float
    shared: float
    proven: float
    mirrored: bool
    box: Box
    polygon: tuple[tuple[float, float], ...]


def verify(query: Features, known: Features) -> Match | None:
    """Where the known picture lies in the query, seen straight or in a mirror; ``None`` where points do not say."""
    known_vectors, query_vectors = decode(known.codes), decode(query.codes)
    best: Match | None = None
    for mirror in (False, True):
        vectors = mirrored(query_vectors) if mirror else query_vectors
        found = _match(query, known, _pairs(vectors, known_vectors), mirror=mirror)
        if found is not None and (best is None or found.score > best.score):
            best = found
    return best


def _pairs(query: NDArray[np.float32], known: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Points that are each other's most alike and stand out from the second: of the query, and of the known picture."""
    if len(query) < 2 or len(known) < 2:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    cosines = query @ known.T
    nearest = np.argmax(cosines, axis=1)
    rows = np.arange(len(query))
    best = cosines[rows, nearest]
    mutual = np.argmax(cosines, axis=0)[nearest] == rows
    chosen = np.flatnonzero(mutual)
    others = cosines[chosen]
    others[np.arange(len(chosen)), nearest[chosen]] = -1
    second = others.max(axis=1) if len(chosen) else np.zeros(0)
    stands_out = (1 - best[chosen]) < RATIO**2 * (1 - second)
    chosen = chosen[stands_out]
    order = np.argsort(-best[chosen], kind="stable")[:MOST_PAIRS]
    return chosen[order], nearest[chosen[order]]


def _points(features: Features, chosen: NDArray[np.int64], *, mirror: bool) -> Points:
    where = features.positions()[chosen]
    angles = features.angles[chosen] * (2 * np.pi / 256)
    across = features.width - where[:, 0] if mirror else where[:, 0]
    return Points(
        across + 1j * where[:, 1],
        features.scales[chosen].astype(np.float64) * float(np.log(2) / 16),
        np.asarray(np.pi - angles if mirror else angles, np.float64),
    )


def _match(
    query: Features, known: Features, pairs: tuple[NDArray[np.int64], NDArray[np.int64]], *, mirror: bool
) -> Match | None:
    size = (known.width, known.height)
    known_points = _points(known, pairs[1], mirror=False)
    grain = max(query.width / query.preview.shape[1], query.height / query.preview.shape[0])
    found = place(known_points, _points(query, pairs[0], mirror=mirror), size, grain)
    if found is None:
        return None
    flip = np.array([[-1.0, 0, query.width], [0, 1, 0], [0, 0, 1]]) if mirror else np.eye(3)
    transform = flip @ found.transform
    agreement = compare(known.preview, query.preview, _between(query, known, transform))
    inliers = _distinct(found, known_points)
    return _judged(query, size, transform, mirror=mirror, inliers=inliers, agreement=agreement)


def _between(query: Features, known: Features, transform: NDArray[np.float64]) -> NDArray[np.float64]:
    """The transform between the previews."""
    rows, columns = known.preview.shape
    from_preview = np.diag([known.width / columns, known.height / rows, 1.0])
    rows, columns = query.preview.shape
    to_preview = np.diag([columns / query.width, rows / query.height, 1.0])
    return to_preview @ transform @ from_preview


def _distinct(found: Placement, known: Points) -> int:
    """Inliers at places of their own: SIFT gives one place several directions, which is no further evidence."""
    where = known.positions[found.agreeing]
    return len({(round(z.real / 2), round(z.imag / 2)) for z in where.tolist()})


def _judged(
    query: Features,
    size: tuple[int, int],
    transform: NDArray[np.float64],
    *,
    mirror: bool,
    inliers: int,
    agreement: Agreement,
) -> Match | None:
    frame = moved(transform / transform[2, 2], corners(size))
    box = _box(frame, query.width, query.height)
    if box is None:
        return None
    evidence = min(1.0, inliers / ENOUGH_INLIERS)
    contains = inliers >= FEWEST_INLIERS and agreement.alike >= ALIKE and agreement.proven >= PROVEN
    return Match(
        contains,
        round(evidence * agreement.alike, 4),
        inliers,
        agreement.alike,
        agreement.shared,
        agreement.proven,
        mirror,
        box,
        tuple((round(z.real, 1), round(z.imag, 1)) for z in frame.tolist()),
    )


def _box(frame: NDArray[np.complex128], width: int, height: int) -> Box | None:
    left, right = np.clip([frame.real.min(), frame.real.max()], 0, width)
    top, bottom = np.clip([frame.imag.min(), frame.imag.max()], 0, height)
    box = Box(int(left), int(top), int(np.ceil(right) - int(left)), int(np.ceil(bottom) - int(top)))
    return box if box.width > 0 and box.height > 0 else None
