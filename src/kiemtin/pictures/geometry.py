"""Where one picture lies in another: from pairs of points to one transform, always the same for the same pairs.

A pair of SIFT points alone says shift, turn and scale, so every pair is tried as a hypothesis: no drawing of lots for
the first step (Philbin et al., 2007). The best are refined to an affine transform, then to a homography (MAGSAC++,
which OpenCV seeds alike each time).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_PAIRS = 250
"""Pairs that are looked at, the most alike first: the first step takes their square."""
TRIED = 8
"""Hypotheses that are refined."""
FEWEST = 6
"""Inliers below which nothing is said: an affine transform takes three, so three more have to agree with it."""
_LOOSE, _CLOSER, _CLOSE = 0.09, 0.04, 0.02  # of the size of the known picture, as it lies in the other
_TURN = np.pi / 5  # pairs that agree turn alike; perspective and squashing change it a little
_SCALE = np.log(1.9)
_FINEST = 2.5  # pixels of the working picture: points are not found more exactly after a blur
_ANISOTROPY = 3.0  # a squash to a third, or a screen seen at 70 degrees
_SKEW = 3.0  # a corner of a screen may be seen three times as large as another
_SMALLEST, _LARGEST = 0.02, 50.0


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Points of a picture: positions as complex numbers (pixels, y down), logarithms of scales, angles in radians."""

    positions: NDArray[np.complex128]
    scales: NDArray[np.float64]
    angles: NDArray[np.float64]

    def __getitem__(self, chosen: NDArray[np.int64]) -> Points:
        return Points(self.positions[chosen], self.scales[chosen], self.angles[chosen])


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """A homography, 3 × 3, from the known picture's pixels to the other's, and the pairs that agree with it."""

    transform: NDArray[np.float64]
    agreeing: NDArray[np.int64]


def place(known: Points, other: Points, size: tuple[int, int], grain: float) -> Placement | None:
    """The transform that most pairs agree with, point by point: ``known[i]`` is taken to be ``other[i]``.

    ``size`` is the width and height of the known picture, ``grain`` the pixels of the other picture to a pixel of its
    working picture.
    """
    if len(known.positions) < FEWEST:
        return None
    best: Placement | None = None
    for inliers in _hypotheses(known, other, size):
        if best is not None and len(best.agreeing) >= np.count_nonzero(inliers):
            break  # more agree exactly than agree roughly with any that is left
        found = _refined(known.positions, other.positions, inliers, size, grain)
        if found is not None and (best is None or len(found.agreeing) > len(best.agreeing)):
            best = found
    if best is None:
        return None
    return _bent(known.positions, other.positions, best, size, grain)


def _hypotheses(known: Points, other: Points, size: tuple[int, int]) -> list[NDArray[np.bool_]]:
    """For the best pairs, which pairs agree with the shift, turn and scale that the pair alone says."""
    factors = np.exp(other.scales - known.scales)
    turns = other.angles - known.angles
    steps = factors * np.exp(1j * turns)
    shifts = other.positions - steps * known.positions
    errors = np.abs(steps[:, None] * known.positions[None, :] + shifts[:, None] - other.positions[None, :])
    near = errors < (_LOOSE * (size[0] * size[1]) ** 0.5) * factors[:, None]
    near &= np.abs(np.angle(np.exp(1j * (turns[:, None] - turns[None, :])))) < _TURN
    near &= np.abs(np.log(factors)[:, None] - np.log(factors)[None, :]) < _SCALE
    counts = near.sum(axis=1)
    order = np.argsort(-counts, kind="stable")[:TRIED]
    return [near[index] for index in order if counts[index] >= FEWEST // 2 + 1]


def _refined(
    known: NDArray[np.complex128],
    other: NDArray[np.complex128],
    inliers: NDArray[np.bool_],
    size: tuple[int, int],
    grain: float,
) -> Placement | None:
    """An affine transform from those that agree roughly, then from those that agree with it, more and more exactly."""
    transform = None
    for tolerance in (_LOOSE, _CLOSER, _CLOSE, _CLOSE):
        if np.count_nonzero(inliers) < FEWEST // 2 + 1:
            return None
        transform = _affine(known[inliers], other[inliers])
        if not plausible(transform, size):
            return None
        inliers = _errors(transform, known, other) < _allowed(transform, size, grain, tolerance)
    if transform is None or np.count_nonzero(inliers) < FEWEST:
        return None
    return Placement(transform, np.flatnonzero(inliers))


def _bent(
    known: NDArray[np.complex128], other: NDArray[np.complex128], flat: Placement, size: tuple[int, int], grain: float
) -> Placement:
    """The same with perspective, where that brings more to agree."""
    around = _errors(flat.transform, known, other) < _allowed(flat.transform, size, grain, _LOOSE)
    exact = _allowed(flat.transform, size, grain, _CLOSE / 2)
    if np.count_nonzero(around) < 2 * FEWEST:
        return flat
    sources, targets = (np.stack([z[around].real, z[around].imag], axis=1) for z in (known, other))
    solved, _ = cv2.findHomography(sources, targets, cv2.USAC_MAGSAC, exact, maxIters=500, confidence=0.999)
    transform = np.asarray(solved, np.float64)  # of one number, nan, where it found none
    if transform.shape != (3, 3) or not plausible(transform, size):
        return flat
    agreeing = np.flatnonzero(_errors(transform, known, other) < 2 * exact)
    return Placement(transform, agreeing) if len(agreeing) >= len(flat.agreeing) else flat


def _affine(sources: NDArray[np.complex128], targets: NDArray[np.complex128]) -> NDArray[np.float64]:
    rows = np.stack([sources.real, sources.imag, np.ones(len(sources))], axis=1)
    wanted = np.stack([targets.real, targets.imag], axis=1)
    solved, *_ = np.linalg.lstsq(rows, wanted, rcond=None)
    return np.vstack([np.asarray(solved, np.float64).T, [0.0, 0.0, 1.0]])


def _errors(
    transform: NDArray[np.float64], sources: NDArray[np.complex128], targets: NDArray[np.complex128]
) -> NDArray[np.float64]:
    distances: NDArray[np.float64] = np.abs(moved(transform, sources) - targets)
    return distances


def moved(transform: NDArray[np.float64], points: NDArray[np.complex128]) -> NDArray[np.complex128]:
    """The points after the transform; what lies behind the eye goes to infinity."""
    stacked = transform @ np.stack([points.real, points.imag, np.ones(len(points))])
    depth = np.where(stacked[2] > 1e-9, stacked[2], np.inf)
    with np.errstate(invalid="ignore"):
        where: NDArray[np.complex128] = np.where(np.isfinite(depth), (stacked[0] + 1j * stacked[1]) / depth, np.inf)
    return where


def corners(size: tuple[int, int]) -> NDArray[np.complex128]:
    """The corners of a picture, clockwise from the top left."""
    width, height = size
    return np.array([0, width, width + 1j * height, 1j * height])


def _allowed(transform: NDArray[np.float64], size: tuple[int, int], grain: float, share: float) -> float:
    """The error allowed, in pixels of the other picture: a share of how large the known picture is there."""
    area = float(np.linalg.det(transform[:2, :2])) * size[0] * size[1]
    return max(share * float(abs(area) ** 0.5), _FINEST * grain)


def plausible(transform: NDArray[np.float64], size: tuple[int, int]) -> bool:
    """Whether a picture on a screen or page can be seen so: not turned inside out, crushed, or bent beyond sight."""
    if not np.all(np.isfinite(transform)) or abs(transform[2, 2]) < 1e-9:
        return False
    frame = moved(transform / transform[2, 2], corners(size))
    if not np.all(np.isfinite(frame)):
        return False
    sides = np.roll(frame, -1) - frame
    turns = (np.conj(sides) * np.roll(sides, -1)).imag  # twice the area of the triangle at each corner
    if np.min(turns) <= 0 or np.max(turns) > _SKEW**2 * np.min(turns):
        return False
    width, height = (np.abs(sides[0]) + np.abs(sides[2])) / 2, (np.abs(sides[1]) + np.abs(sides[3])) / 2
    across, down = width / size[0], height / size[1]
    shape = np.mean(turns) / (width * height)  # the sine of the angle between the sides
    return bool(
        1 / _ANISOTROPY < across / down < _ANISOTROPY
        and shape > 0.35
        and _SMALLEST < across < _LARGEST
        and _SMALLEST < down < _LARGEST
    )
