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
_TEXTURE = 3.0
"""Grey levels, the deviation within a window: sky and paper are alike everywhere and prove nothing."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How much of what the two pictures share looks alike; all shares are 0 to 1.

    ``shared``: the share of the known picture that lies inside the other. ``alike``: the share of the textured places
    there that look alike. ``proven``: the share of the known picture's area that is textured and looks alike.
    ``largest_gap``: ...
    """

    shared: float
    alike: float
    proven: float


def compare(known: NDArray[np.uint8], other: NDArray[np.uint8], transform: NDArray[np.float64]) -> Agreement:
    """Compare a preview with another picture in grey; ``transform`` leads from the first's pixels to the second's."""
    rows, columns = known.shape
    seen, inside = _seen_from(other, transform, (columns, rows))
    first, second = known.astype(np.float32), seen.astype(np.float32)
    means = (_mean(first), _mean(second))
    spreads = (_mean(first * first) - means[0] ** 2, _mean(second * second) - means[1] ** 2)
    products = _mean(first * second) - means[0] * means[1]
    floor = _TEXTURE**2
    spread = np.asarray(
        np.sqrt(np.clip(spreads[0], floor / 4, None) * np.clip(spreads[1], floor / 4, None)), np.float32
    )
    correlation = products / spread
    whole = _mean(inside.astype(np.float32)) > 0.999
    textured = whole & ((spreads[0] > floor) | (spreads[1] > floor))
    alike = textured & (correlation > _ALIKE)
    return Agreement(
        float(np.mean(inside)),
        float(np.count_nonzero(alike) / max(1, np.count_nonzero(textured))),
        float(np.mean(alike)),
    )


def _mean(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(cv2.blur(picture, (_WINDOW, _WINDOW), borderType=cv2.BORDER_REFLECT_101), np.float32)


def _seen_from(
    other: NDArray[np.uint8], transform: NDArray[np.float64], size: tuple[int, int]
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """The other picture as the preview would see it, and which of its pixels are really there."""
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
