"""Which part of a known picture another shows, and where: the same area as an outline in each of the two.

The known picture's corners in the other one give the homography between them (four points do; Hartley and Zisserman,
4.1). Of what lies within the other, the edges that do not look alike are left out: a post shows a photo cut, and what
stands above and below it in the post is not the photo.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from kiemtin.items.boxes import Box
from kiemtin.items.overlap import Overlap, whole
from kiemtin.pictures.agreement import Comparison, compare
from kiemtin.pictures.pdq import ORIENTATIONS
from kiemtin.pictures.whole import PLACES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiemtin.pictures.features import Features

Point = tuple[float, float]
Size = tuple[int, int]

_SMALLEST = 1e-9
"""Divisors of the same picture have one sign; of those around zero, one stands for a point infinitely far away."""

_TOLD = 0.05
"""Of a row or column of the preview: with less of it textured, it says neither that it is alike nor that it is not."""

_ALIKE = 0.4
"""Of what is textured in a row or column: from here on it belongs to what both pictures show."""

_BLURRED = 3
"""Rows of the preview around an edge that a comparison within windows cannot tell."""


def overlap_of(frame: Sequence[Point], asked: Features, known: Features) -> Overlap | None:
    """What a known picture and the one asked about share, where the known one's corners lie.

    ``frame``: those four corners in the picture asked about, from the known picture's top left on; they may lie
    outside. ``None`` where nothing of the known picture is within, or the corners fit no picture.
    """
    size = (known.width, known.height)
    back = _homography(frame, size)
    if back is None or abs(np.linalg.det(back)) < _SMALLEST**2:
        return None
    forth: NDArray[np.float64] = np.asarray(np.linalg.inv(back), np.float64)
    area = _alike_area(compare(known.preview, asked.preview, _between(forth, asked, known)), size)
    placed = _moved(forth, area)
    seen = _clipped(placed, (asked.width, asked.height)) if placed is not None else []
    corners = _moved(back, seen) if len(seen) >= 3 else None
    if corners is None:
        return None
    within = np.clip(np.array(corners), 0, size).tolist()
    return Overlap(whole(seen), whole([(x, y) for x, y in within]), *size)


def _between(forth: NDArray[np.float64], asked: Features, known: Features) -> NDArray[np.float64]:
    """The transform from the known picture's preview to that of the picture asked about."""
    rows, columns = known.preview.shape
    asked_rows, asked_columns = asked.preview.shape
    from_preview = np.diag([known.width / columns, known.height / rows, 1.0])
    return np.diag([asked_columns / asked.width, asked_rows / asked.height, 1.0]) @ forth @ from_preview


def _alike_area(comparison: Comparison, size: Size) -> list[Point]:
    """The corners of what looks alike, in pixels of the known picture; of all of it where nothing tells."""
    columns, rows = (_alike_span(comparison, axis) for axis in (0, 1))
    height, width = comparison.inside.shape
    left, right = columns[0] * size[0] / width, columns[1] * size[0] / width
    top, bottom = rows[0] * size[1] / height, rows[1] * size[1] / height
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def _alike_span(comparison: Comparison, axis: int) -> tuple[int, int]:
    """The columns (``axis`` 0) or rows (1) from the first to the last that look alike, with plain ones beside them."""
    textured, alike = comparison.textured.sum(axis=axis), comparison.alike.sum(axis=axis)
    plain = textured <= _TOLD * comparison.inside.shape[axis]
    same = np.flatnonzero(~plain & (alike >= _ALIKE * textured))
    if not len(same):
        return 0, len(plain)
    first, last = int(same[0]), int(same[-1])
    first, last = max(0, first - _BLURRED), min(len(plain) - 1, last + _BLURRED)
    while first > 0 and plain[first - 1]:
        first -= 1
    while last < len(plain) - 1 and plain[last + 1]:
        last += 1
    return first, last + 1


def _moved(transform: NDArray[np.float64], points: Sequence[Point]) -> list[Point] | None:
    """Where a transform puts points; ``None`` where it puts one infinitely far away."""
    mapped = np.array([(x, y, 1.0) for x, y in points]) @ transform.T
    if mapped[:, 2].min() * mapped[:, 2].max() < _SMALLEST:
        return None
    return [(x, y) for x, y in (mapped[:, :2] / mapped[:, 2:]).tolist()]


def turned(orientation: int, box: Box) -> tuple[Point, ...]:
    """The corners of a known picture that is seen in ``box``, turned by ``ORIENTATIONS[orientation]``."""
    unit = np.array(PLACES[ORIENTATIONS[orientation]], np.float64)
    corners = np.array([(0, 0, 1), (1, 0, 1), (1, 1, 1), (0, 1, 1)]) @ unit.T
    placed = corners * (box.width, box.height) + (box.x, box.y)
    return tuple((x, y) for x, y in placed.tolist())


def _clipped(frame: Sequence[Point], size: Size) -> list[Point]:
    """What of a convex area lies within a picture (Sutherland and Hodgman, 1974)."""
    area = list(frame)
    for axis, limit in ((0, 0), (1, 0), (0, size[0]), (1, size[1])):
        sign = 1 if limit == 0 else -1
        area = _on_one_side(area, axis, limit, sign)
    return area


def _on_one_side(area: list[Point], axis: int, limit: int, sign: int) -> list[Point]:
    kept: list[Point] = []
    for at, point in enumerate(area):
        before = area[at - 1]
        inside, was_inside = sign * (point[axis] - limit) >= 0, sign * (before[axis] - limit) >= 0
        if inside != was_inside:
            share = (limit - before[axis]) / (point[axis] - before[axis])
            kept.append((before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])))
        if inside:
            kept.append(point)
    return kept


def _homography(frame: Sequence[Point], known: Size) -> NDArray[np.float64] | None:
    """From the picture asked about to the known one; ``None`` where the corners lie on a line."""
    width, height = known
    rows, wanted = [], []
    for (x, y), (u, v) in zip(frame, ((0, 0), (width, 0), (width, height), (0, height)), strict=True):
        rows += [(x, y, 1, 0, 0, 0, -u * x, -u * y), (0, 0, 0, x, y, 1, -v * x, -v * y)]
        wanted += [u, v]
    try:
        solved = np.linalg.solve(np.array(rows, np.float64), np.array(wanted, np.float64))
    except np.linalg.LinAlgError:
        return None
    return np.append(solved, 1.0).reshape(3, 3)
