"""Where in a screenshot, a chat, a picture with bands or a collage the photos probably are.

What an application draws stands on an even ground, so the picture is cut along even rows and columns, again and again
(the recursive XY-cut: Nagy and Seth, 1984), and what is left and has many greys is taken for a photo. Nothing is said
of photos pasted right beside or upon one another: there points have to find them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from kiemtin.items.boxes import Box

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

MOST_REGIONS = 6
_WORKING_SIDE = 640
"""Pixels of the longer side that is looked at: letters are still letters there."""
_SMALLEST = 0.03
"""A region has this share of the picture's area at least: smaller ones are icons and lines of text."""
_SHORTEST = 24
_EVEN = 10
"""Grey levels between the darkest and the lightest of an even row: JPEG leaves a few beside letters."""
_GROUND = 0.55
"""A block with more than this share of its pixels in one grey is letters on paper."""
_DEPTH = 5

_Block = tuple[int, int, int, int]  # left, top, right, bottom


def propose(pixels: NDArray[np.uint8]) -> tuple[Box, ...]:
    """Boxes that are likely to be photos within the picture, the largest first; none where the picture is all of it.

    ``pixels``: height × width × 3, RGB, uint8. Less than 10 ms for a screenshot.
    """
    height, width = pixels.shape[:2]
    factor = min(1.0, _WORKING_SIDE / max(height, width))
    size = (max(1, int(width * factor)), max(1, int(height * factor)))
    smaller = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA) if factor < 1 else pixels
    grey: NDArray[Any] = cv2.cvtColor(smaller, cv2.COLOR_RGB2GRAY)
    return tuple(_scaled(block, (width, height), size) for block in photo_blocks(grey))


def photo_blocks(grey: NDArray[Any]) -> list[_Block]:
    """The same on a grey picture: left, top, right, bottom; the largest first."""
    rows, columns = grey.shape
    whole = rows * columns
    found = [block for block in _cut(grey, (0, 0, columns, rows), _DEPTH) if _photo(grey, block, whole)]
    found.sort(key=lambda block: (-_area(block), block))
    return [block for block in found if _area(block) < 0.97 * whole][:MOST_REGIONS]


def _area(block: _Block) -> int:
    return (block[2] - block[0]) * (block[3] - block[1])


def _cut(grey: NDArray[Any], block: _Block, depth: int) -> Iterator[_Block]:
    """The parts of a block between its even rows, then between its even columns, until nothing more comes off."""
    left, top, right, bottom = block
    part = grey[top:bottom, left:right]
    if depth == 0 or min(part.shape) < _SHORTEST:
        yield block
        return
    for axis in (1, 0):
        runs = _runs(part, axis)
        if runs != [(0, part.shape[1 - axis])]:
            for first, last in runs:
                inner = (left, top + first, right, top + last) if axis else (left + first, top, left + last, bottom)
                yield from _cut(grey, inner, depth - 1)
            return
    yield block


def _runs(part: NDArray[Any], axis: int) -> list[tuple[int, int]]:
    """From where to where rows (axis 1) or columns (axis 0) are not even, or not of the ground's grey."""
    low, high = part.min(axis=axis).astype(np.int64), part.max(axis=axis).astype(np.int64)
    even = high - low <= _EVEN
    if even.any():
        ground = np.bincount((low + high)[even] // 2, minlength=256).argmax()
        even &= np.abs((low + high) // 2 - ground) <= _EVEN
    edges = np.flatnonzero(np.diff(np.concatenate([[True], even, [True]]).astype(np.int8)))
    return [(int(first), int(last)) for first, last in zip(edges[::2], edges[1::2], strict=True)]


def _photo(grey: NDArray[Any], block: _Block, whole: int) -> bool:
    left, top, right, bottom = block
    if _area(block) < _SMALLEST * whole or min(right - left, bottom - top) < _SHORTEST:
        return False
    counts = np.bincount(grey[top:bottom, left:right].ravel() >> 3, minlength=32)
    around = counts + np.roll(counts, 1)
    return bool(around.max() < _GROUND * _area(block))


def _scaled(block: _Block, size: tuple[int, int], working: tuple[int, int]) -> Box:
    across, down = size[0] / working[0], size[1] / working[1]
    left, top = int(block[0] * across), int(block[1] * down)
    right, bottom = min(size[0], round(block[2] * across)), min(size[1], round(block[3] * down))
    return Box(left, top, max(1, right - left), max(1, bottom - top))
