"""Whether one letter of a page is another in a second picture: the place that fits worst decides, not the most.

A figure that was changed leaves three letters in a row almost as alike as they were. So each place is laid over the
other as exactly as a picture that was shrunk, shifted, blurred or made darker allows, by least squares; what is then
left over is looked at in cells of a letter's size, and one cell that does not fit is another letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

PLACE = (24, 14)
"""Pixels of a page, wide and high, that are laid over the other as one: about five letters of a telephone's screen, so
that one of them cannot bend the rest to itself."""
NEARBY = 3
"""Pixels that a place may be off: the transform is about as exact."""
_CELL = (5, 7)  # pixels of a letter
_CONTRAST = 12.0  # the deviation within a place: below it there is nothing on it
_FAINT = 8.0  # grey levels; what is fainter in the other picture is not made larger than it is
_SOFT = 0.6
"""Pixels of blur for both: a copy that was shrunk has its pixels elsewhere, which would look like other letters."""
_HOLD = (50.0, 200.0, 200.0, 200.0, 0.01)
"""Keeps the five unknowns of a place (contrast, two shifts, blur, brightness) small where its pixels do not say."""


def worst_cell(page: NDArray[np.uint8], seen: NDArray[np.uint8], inside: NDArray[np.bool_]) -> float:
    """How badly the worst cell fits: what is left over there, of the contrast around it; 0 where nothing is compared.

    ``seen``: the other picture as the page would see it, of the page's shape. ``inside``: what of it is there.
    """
    wide, high = PLACE
    first, second = (_softened(one) for one in (page, seen))
    blurred = np.asarray(cv2.GaussianBlur(first, (0, 0), 1.0), np.float32)
    across = np.asarray(cv2.Sobel(first, cv2.CV_32F, 1, 0, ksize=3), np.float32) / 8
    down = np.asarray(cv2.Sobel(first, cv2.CV_32F, 0, 1, ksize=3), np.float32) / 8
    layers = np.stack([first, across, down, blurred - first, np.ones_like(first)])
    known, other = [], []
    for top, left in _places(first, inside):
        here = (slice(top, top + high), slice(left, left + wide))
        around = second[top - NEARBY : top + high + NEARBY, left - NEARBY : left + wide + NEARBY]
        fit = cv2.matchTemplate(around, first[here], cv2.TM_CCOEFF_NORMED)
        y, x = divmod(int(np.argmax(fit)), fit.shape[1])
        known.append(layers[:, here[0], here[1]])
        other.append(around[y : y + high, x : x + wide])
    return _worst(np.stack(known), np.stack(other)) if known else 0.0


def _softened(grey: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.asarray(cv2.GaussianBlur(grey.astype(np.float32), (0, 0), _SOFT), np.float32)


def _places(page: NDArray[np.float32], inside: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The top and left of every place with something on it that is inside the other picture, half over one another."""
    wide, high = PLACE
    mean = cv2.blur(page, PLACE, anchor=(0, 0))
    spread = cv2.blur(page * page, PLACE, anchor=(0, 0)) - mean * mean
    sight = (wide + 2 * NEARBY, high + 2 * NEARBY)
    there = cv2.blur(inside.astype(np.float32), sight, anchor=(NEARBY, NEARBY))
    wanted = (np.asarray(spread) >= _CONTRAST**2) & (np.asarray(there) > 0.9999)
    rows, columns = (max(0, side - least - NEARBY) for side, least in zip(page.shape, (high, wide), strict=True))
    tops, lefts = np.nonzero(wanted[NEARBY : rows : high // 2, NEARBY : columns : wide // 2])
    return [
        (NEARBY + y * (high // 2), NEARBY + x * (wide // 2)) for y, x in zip(tops.tolist(), lefts.tolist(), strict=True)
    ]


def _worst(known: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """``known``: places × 5 layers × rows × columns; ``other``: places × rows × columns."""
    layers, pixels = known.reshape(*known.shape[:2], -1), other.reshape(len(other), -1)
    square = layers @ layers.transpose(0, 2, 1) + np.diag(np.array(_HOLD, np.float32))
    unknowns = np.linalg.solve(square, layers @ pixels[..., None])
    left_over = (pixels - (unknowns.transpose(0, 2, 1) @ layers)[:, 0]) ** 2
    contrast = np.maximum(pixels.std(axis=1), _FAINT)
    (rows, columns), (wide, high) = other.shape[1:], _CELL
    within = (slice(high // 2, rows - high // 2), slice(wide // 2, columns - wide // 2))
    worst = [float(cv2.blur(one.reshape(rows, columns), _CELL)[within].max()) for one in left_over]
    return float((np.sqrt(worst) / contrast).max())
