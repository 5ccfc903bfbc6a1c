"""Pictures drawn for tests: shapes of many sizes and greys, the same for the same number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from kiemtin.items.boxes import Box

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


def framed(photo: NDArray[np.uint8], ground: int) -> tuple[NDArray[np.uint8], Box]:
    """A screen with a photo between lines of letters, and where the photo is."""
    height, width = photo.shape[:2]
    pixels = np.full((height * 2, width + 40, 3), ground, np.uint8)
    box = Box(20, height // 2, width, height)
    pixels[box.y : box.bottom, box.x : box.right] = photo
    ink = (255 - ground,) * 3
    size = width / 500
    for row in range(round(30 * size), height * 2, round(40 * size)):
        if not box.y - 25 * size < row < box.bottom + 35 * size:
            cv2.putText(pixels, f"Tin {row} gui luc {row % 24} gio", (24, row), 0, size * 0.8, ink, 1, cv2.LINE_AA)
    return pixels, box
