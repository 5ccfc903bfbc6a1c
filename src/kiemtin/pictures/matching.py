"""Whether one picture holds another: points that look alike, lie alike, and an area that is alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from kiemtin.items.boxes import Box
from kiemtin.pictures.agreement import Agreement, Comparison, compare
from kiemtin.pictures.descriptors import decode, mirrored
from kiemtin.pictures.geometry import MOST_PAIRS, Placement, Points, corners, moved, place
from kiemtin.pictures.letters import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from kiemtin.pictures.features import Features

RATIO = 0.9
"""How much nearer a point's partner has to be than the second: Lowe's test, loose, since geometry follows."""
FEWEST_INLIERS = 14
"""Points at places of their own that agree. Most edits leave more than a hundred; letters alone have reached twelve."""
LEAST_SPREAD = 0.25
"""The area around those points, of the area that is shared: a line of letters, or a logo in a corner, is less."""
ENOUGH_INLIERS = 60
"""As many again prove no more."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What an area of the known picture must show before "contains" is said."""

    alike: float
    gap: float
    shared: float

    def holds(self, agreement: Agreement) -> bool:
        """Whether the area looks alike enough, is large enough, and has no large part that differs."""
        return agreement.alike >= self.alike and agreement.gap <= self.gap and agreement.shared >= self.shared


PHOTO = Rule(alike=0.47, gap=0.3, shared=0.1)
"""Letters across a photo leave half of it alike and no gap of a third; a quarter of it may be all that is left."""
REGION = Rule(alike=0.5, gap=0.3, shared=0.05)
"""A photo within a known screenshot: what stands around it proves nothing, so it alone has to look alike."""
LEAST_REGION, LEAST_ON_PAGE = 0.06, 0.12
"""A region of the known picture with less of its area is not what the picture is known for; on a page, between letters
that say something else each time, it has to be larger."""
SECOND_REGION = 0.4
"""Nor one that is smaller than this, beside its largest."""
CLOSE, MORE_INLIERS = 0.75, 180
"""Where less than this share looks just so, as many more points have to agree for the share that is missing. Repeated
things in one photo, such as a second petrol pump beside the first, have come to 42 points with a share of 0.43, which
asks for 72. Copies in which letters or a frame leave a third have 97 and more; those with few points, after a blur or
in a quarter of the size, have shares of 0.52 and more."""
PROVEN = 0.4
"""Where so much of the known picture is textured and looks alike, its points need not be spread: they may lie on the
one thing that stands out."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a known picture lies in another.

    ``contains``: sure enough to be said; else they may be related. ``score``: 0 to 1, for order. ``inliers``: points
    that agree. ``alike``: of what is compared, the share that looks alike. ``box`` and ``polygon`` (four corners from
    the known picture's top left on, as seen) are in pixels of the other picture; the box is cut at its edges.
    """

    contains: bool
    score: float
    inliers: int
    alike: float
    mirrored: bool
    box: Box
    polygon: tuple[tuple[float, float], ...]


def is_page(known: Features) -> bool:
    """Whether a known picture is told by what is written on it: what looks the same may say something else."""
    return bool(known.page.size) and not list(_known_regions(known))


def says_the_same(query: Features, known: Features, between: NDArray[np.float64]) -> bool:
    """Whether the page of a known picture reads the same in the query; ``between`` leads between their previews."""
    rows, columns = known.page.shape
    to_preview = np.diag([known.preview.shape[1] / columns, known.preview.shape[0] / rows, 1.0])
    return read(known.page, query.preview, between @ to_preview).same


def verify(query: Features, known: Features, *, mirror: bool | None = None) -> Match | None:
    """Where the known picture lies in the query; ``None`` where points do not say.

    ``mirror``: only seen straight, or only in a mirror; both where it is not given.
    """
    known_vectors, query_vectors = decode(known.codes), decode(query.codes)
    best: Match | None = None
    for flip in (False, True) if mirror is None else (mirror,):
        vectors = mirrored(query_vectors) if flip else query_vectors
        found = _match(query, known, _pairs(vectors, known_vectors), mirror=flip)
        if found is not None and (best is None or (found.contains, found.score) > (best.contains, best.score)):
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
    frame = moved(transform / transform[2, 2], corners(size))
    box = _box(frame, query.width, query.height)
    if box is None:
        return None
    between = _between(query, known, transform)
    agreement, holds, fewest = _judged(query, known, between, compare(known.preview, query.preview, between))
    inliers = _distinct(found, known_points)
    spread = _spread(found, known_points) / (size[0] * size[1] * max(agreement.shared, 1e-9))
    return Match(
        holds and inliers >= fewest and (spread >= LEAST_SPREAD or agreement.proven >= PROVEN),
        round(min(1.0, inliers / ENOUGH_INLIERS) * agreement.alike, 4),
        inliers,
        round(agreement.alike, 4),
        mirror,
        box,
        tuple((round(z.real, 1), round(z.imag, 1)) for z in frame.tolist()),
    )


def _judged(
    query: Features, known: Features, between: NDArray[np.float64], comparison: Comparison
) -> tuple[Agreement, bool, float]:
    """What agrees most, whether that is enough, and how many points are.

    Within the known picture's photos, where it has some; else in all of it, or in what one photo of the query shows of
    it. What is drawn has to say the same, letter by letter.
    """
    everything = np.ones(known.preview.shape, np.bool_)
    whole = comparison.within(everything)
    areas = list(_known_regions(known))
    if areas:
        agreement, holds = _best(comparison, areas, REGION)
        return agreement, holds, points_needed(agreement)
    if known.page.size:
        return whole, says_the_same(query, known, between), FEWEST_INLIERS
    agreement, holds = _best(comparison, [everything, *_query_regions(query, between, known.preview.shape)], PHOTO)
    return agreement, holds, points_needed(whole)


def points_needed(agreement: Agreement) -> float:
    """How many points have to agree, by how close what is compared comes."""
    return FEWEST_INLIERS + MORE_INLIERS * max(0.0, CLOSE - agreement.close)


def _best(comparison: Comparison, areas: list[NDArray[np.bool_]], rule: Rule) -> tuple[Agreement, bool]:
    found = [(rule.holds(agreement), agreement) for agreement in map(comparison.within, areas)]
    holds, agreement = max(found, key=lambda each: (each[0], each[1].alike * each[1].shared))
    return agreement, holds


def _known_regions(known: Features) -> Iterator[NDArray[np.bool_]]:
    """The known picture's own photos, as areas of its preview."""
    rows, columns = known.preview.shape
    boxes = known.regions * (np.array([columns, rows, columns, rows]) / 65535.0)
    sizes = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    least = LEAST_ON_PAGE if known.page.size else LEAST_REGION
    for (left, top, right, bottom), size in zip(boxes.tolist(), sizes.tolist(), strict=True):
        if size >= max(least * rows * columns, SECOND_REGION * sizes[0]):
            area = np.zeros((rows, columns), np.bool_)
            area[round(top) : round(bottom), round(left) : round(right)] = True
            yield area


def _query_regions(
    query: Features, between: NDArray[np.float64], shape: tuple[int, ...]
) -> Iterator[NDArray[np.bool_]]:
    """What the photos in the query show, as areas of the known picture's preview."""
    rows, columns = query.preview.shape
    ys, xs = np.mgrid[0 : shape[0], 0 : shape[1]]
    where = moved(between, (xs + 0.5 + 1j * (ys + 0.5)).ravel()).reshape(shape)
    for left, top, right, bottom in (query.regions * (np.array([columns, rows, columns, rows]) / 65535.0)).tolist():
        yield (where.real >= left) & (where.real < right) & (where.imag >= top) & (where.imag < bottom)


def _between(query: Features, known: Features, transform: NDArray[np.float64]) -> NDArray[np.float64]:
    """The transform between the previews."""
    rows, columns = known.preview.shape
    from_preview = np.diag([known.width / columns, known.height / rows, 1.0])
    rows, columns = query.preview.shape
    to_preview = np.diag([columns / query.width, rows / query.height, 1.0])
    return to_preview @ transform @ from_preview


def _spread(found: Placement, known: Points) -> float:
    """The area around the points that agree, in square pixels of the known picture."""
    where = known.positions[found.agreeing]
    hull = cv2.convexHull(np.stack([where.real, where.imag], axis=1).astype(np.float32))
    return float(cv2.contourArea(hull))


def _distinct(found: Placement, known: Points) -> int:
    """Inliers at places of their own: SIFT gives one place several directions, which is no further evidence."""
    where = known.positions[found.agreeing]
    return len({(round(z.real / 2), round(z.imag / 2)) for z in where.tolist()})


def _box(frame: NDArray[np.complex128], width: int, height: int) -> Box | None:
    left, right = np.clip([frame.real.min(), frame.real.max()], 0, width)
    top, bottom = np.clip([frame.imag.min(), frame.imag.max()], 0, height)
    box = Box(int(left), int(top), int(np.ceil(right) - int(left)), int(np.ceil(bottom) - int(top)))
    return box if box.width > 0 and box.height > 0 else None
