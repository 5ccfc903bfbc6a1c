"""Pictures drawn for tests: shapes of many sizes and greys, the same for the same number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def scene(seed: int, shapes: int = 160, width: int = 480, height: int = 360) -> NDArray[np.uint8]:
    """A picture with as much to see as a photo: ellipses and triangles over one another, and a little noise."""
    draw = np.random.default_rng(seed)
    pixels = np.full((height, width, 3), draw.integers(60, 200, 3), np.uint8)
    for _ in range(shapes):
        colour = tuple(int(part) for part in draw.integers(0, 256, 3))
        centre = int(draw.integers(0, width)), int(draw.integers(0, height))
        reach = int(draw.integers(3, 12) ** 2 // 2 + 3)
        if draw.random() < 0.5:
            axes = (reach, int(draw.integers(2, reach + 2)))
            cv2.ellipse(pixels, centre, axes, float(draw.integers(0, 180)), 0, 360, colour, -1, cv2.LINE_AA)
        else:
            triangle = np.array(centre) + draw.integers(-reach, reach + 1, (3, 2))
            cv2.fillPoly(pixels, [triangle.astype(np.int32)], colour, cv2.LINE_AA)
    noisy = cv2.GaussianBlur(pixels, (0, 0), 0.7).astype(np.int16) + draw.integers(-4, 5, pixels.shape)
    return np.asarray(np.clip(noisy, 0, 255), np.uint8)
