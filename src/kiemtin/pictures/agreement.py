"""Whether two pictures really look alike where points say that one lies in the other.

Points agree on a shared logo or a line of text just as well as on a photo. So the known picture's small grey preview
is compared with the same area of the other picture, place by place: the correlation within a window, which no change
of brightness or contrast touches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WINDOW = 9
"""Pixels of the preview, about a tenth of the picture: large enough that chance does not correlate."""
_ALIKE = 0.6
_CLOSE = 0.9
"""A copy comes to this wherever nothing covers it, for the preview is too small to show blur or compression; another
thing of the same shape seldom does."""
_UNLIKE = 0.4
_TEXTURE = 3.0
"""Grey levels, the deviation within a window: sky and paper are alike everywhere and prove nothing."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How alike two pictures are within an area of the known one; all are shares, 0 to 1.

    ``shared``: of the known picture, how much is in the area and inside the other. ``alike``: of the textured places
    there, how many look alike. ``gap``: the side of the largest square that differs, of the side of all that is
    shared. ``proven``: of the known picture, how much is textured and looks alike. ``close``: of the textured places,
    how many look just so.
    """

    shared: float
    alike: float
    gap: float
    proven: float
    close: float


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Which pixels of the known preview are in the other picture, have texture, look alike, close, or different."""

    inside: NDArray[np.bool_]
    textured: NDArray[np.bool_]
    alike: NDArray[np.bool_]
    close: NDArray[np.bool_]
    unlike: NDArray[np.bool_]

    def within(self, area: NDArray[np.bool_]) -> Agreement:
        """The agreement in an area of the preview."""
        shared = float(np.count_nonzero(self.inside & area))
        textured = float(np.count_nonzero(self.textured & area))
        alike = float(np.count_nonzero(self.alike & area))
        close = float(np.count_nonzero(self.close & area))
        gap = _largest_square(self.unlike & area) / max(1.0, shared**0.5)
        return Agreement(
            shared / area.size, alike / max(1.0, textured), min(1.0, gap), alike / area.size, close / max(1.0, textured)
        )


def compare(known: NDArray[np.uint8], other: NDArray[np.uint8], transform: NDArray[np.float64]) -> Comparison:
    """Compare a preview with another picture, both grey; ``transform`` leads from its pixels to the other's."""
    rows, columns = known.shape
    seen, inside = seen_from(other, transform, (columns, rows))
    first, second = known.astype(np.float32), seen.astype(np.float32)
    means = (_mean(first), _mean(second))
    spreads = (_mean(first * first) - means[0] ** 2, _mean(second * second) - means[1] ** 2)
    floor = _TEXTURE**2
    product = np.clip(spreads[0], floor / 4, None) * np.clip(spreads[1], floor / 4, None)
    spread = np.asarray(np.sqrt(product), np.float32)
    correlation = (_mean(first * second) - means[0] * means[1]) / spread
    whole = _mean(inside.astype(np.float32)) > 0.999
    textured = whole & ((spreads[0] > floor) | (spreads[1] > floor))
    alike, close, unlike = correlation > _ALIKE, correlation > _CLOSE, correlation < _UNLIKE
    return Comparison(whole, textured, textured & alike, textured & close, textured & unlike)


def _largest_square(marked: NDArray[np.bool_]) -> float:
    """The side of the largest square within what is marked, small holes filled."""
    solid = cv2.morphologyEx(marked.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    framed = cv2.copyMakeBorder(solid, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    return max(0.0, 2 * float(cv2.distanceTransform(framed, cv2.DIST_C, 3).max()) - 1)


def _mean(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(cv2.blur(picture, (_WINDOW, _WINDOW), borderType=cv2.BORDER_REFLECT_101), np.float32)


def seen_from(
    other: NDArray[np.uint8], transform: NDArray[np.float64], size: tuple[int, int]
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """The other picture as one of this size (width, height) would see it, and which of its pixels are really there."""
    scale = float(abs(np.linalg.det(transform[:2, :2]))) ** 0.5
    shrink = min(1.0, 1 / max(scale, 1e-6))
    if shrink < 1:
        width, height = max(1, round(other.shape[1] * shrink)), max(1, round(other.shape[0] * shrink))
        step = np.diag([width / other.shape[1], height / other.shape[0], 1.0])
        other, transform = (
            np.asarray(cv2.resize(other, (width, height), interpolation=cv2.INTER_AREA), np.uint8),
            step @ transform,
        )
    centred = np.array([[1, 0, -0.5], [0, 1, -0.5], [0, 0, 1]])
    backwards = centred @ transform @ np.linalg.inv(centred)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    seen = cv2.warpPerspective(other, backwards, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    there = cv2.warpPerspective(np.full_like(other, 255), backwards, size, flags=flags)
    return np.asarray(seen, np.uint8), np.asarray(there > 127)
