"""Ways of preparing a picture for reading its codes: larger, sharper, calmer, with even light, in one colour only."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kiemtin.items.boxes import Box

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Grey = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A grey picture to be read; ``scale`` is its size over the original's, ``is_even`` wants one threshold for all.

    ``corner`` is where a part of the original begins in it.
    """

    grey: Grey
    scale: float
    original_size: tuple[int, int]
    colours: Grey | None = None
    is_even: bool = False
    corner: tuple[int, int] = (0, 0)

    @property
    def size(self) -> int:
        """Its number of pixels."""
        return int(self.grey.size)

    def original(self, x: float, y: float) -> tuple[int, int]:
        """A place in the original for one in this picture."""
        width, height = self.original_size
        across, down = self.corner[0] + round(x / self.scale), self.corner[1] + round(y / self.scale)
        return min(max(across, 0), width), min(max(down, 0), height)

    def part(self, box: Box) -> Prepared:
        """What lies in ``box`` of this picture."""
        rows, columns = slice(box.y, box.bottom), slice(box.x, box.right)
        colours = None if self.colours is None else self.colours[rows, columns]
        corner = round(box.x / self.scale), round(box.y / self.scale)
        return Prepared(self.grey[rows, columns], self.scale, self.original_size, colours, self.is_even, corner)


Preparation = Callable[[Prepared], Prepared | None]

SMALL, LARGE = 1_400, 2_200
"""Longest sides: below the first a picture is made larger, above the second also smaller."""


def as_it_is(pixels: NDArray[Any], max_pixels: int) -> Prepared:
    """The picture in grey, made smaller where it has more than ``max_pixels``."""
    import cv2

    height, width = pixels.shape[:2]
    scale = min(1.0, math.sqrt(max_pixels / (width * height)))
    if scale < 1.0:
        target = (max(2, int(width * scale)), max(2, int(height * scale)))
        pixels = cv2.resize(pixels, target, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    return Prepared(grey, scale, (width, height), pixels)


def preparations() -> Iterator[Preparation]:
    """The ways in the order of what they found in trials, the cheap ones first."""
    yield _sharper
    yield lambda first: _larger(first, 2.0)
    yield lambda first: _smaller(first, 0.5)
    yield _one_threshold
    yield lambda first: _calmer(first, 1.2)
    yield lambda first: _calmer(first, 2.5)
    yield _even_light
    yield _strongest_colour
    yield lambda first: _sharper(_larger(first, 3.0))
    yield lambda first: _smaller(first, 0.25)


def _again(first: Prepared, grey: Grey, factor: float = 1.0, *, is_even: bool = False) -> Prepared:
    return Prepared(grey, first.scale * factor, first.original_size, is_even=is_even, corner=first.corner)


def _larger(first: Prepared, factor: float) -> Prepared | None:
    import cv2

    if max(first.grey.shape) * factor > 2 * SMALL:
        return None
    return _again(first, cv2.resize(first.grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC), factor)


def _smaller(first: Prepared, factor: float) -> Prepared | None:
    import cv2

    if max(first.grey.shape) * factor < SMALL / 4:
        return None
    return _again(first, cv2.resize(first.grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), factor)


def _sharper(first: Prepared | None) -> Prepared | None:
    """Unsharp masking, against blur."""
    import cv2

    if first is None:
        return None
    soft = cv2.GaussianBlur(first.grey, (0, 0), 3.0)
    return _again(first, cv2.addWeighted(first.grey, 2.5, soft, -1.5, 0))


def _calmer(first: Prepared, sigma: float) -> Prepared:
    """Blurred, against noise, scan lines and moiré."""
    import cv2

    return _again(first, cv2.GaussianBlur(first.grey, (0, 0), sigma))


def _one_threshold(first: Prepared) -> Prepared:
    return _again(first, first.grey, is_even=True)


def _even_light(first: Prepared) -> Prepared:
    """Contrast evened out over neighbourhoods (CLAHE), against shadows and reflections."""
    import cv2

    return _again(first, cv2.createCLAHE(clipLimit=4.0, tileGridSize=(8, 8)).apply(first.grey), is_even=True)


def _strongest_colour(first: Prepared) -> Prepared | None:
    """The colour channel with the widest spread: a yellow code on white is seen in blue alone."""
    if first.colours is None:
        return None
    spreads = [float(first.colours[:, :, one].std()) for one in range(3)]
    return _again(first, first.colours[:, :, spreads.index(max(spreads))].copy())
