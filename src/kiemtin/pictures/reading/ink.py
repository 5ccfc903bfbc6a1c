"""The shapes on a line: connected ink, with what stands above one another as one shape, as in ``i`` or ``?``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemtin.pictures.reading.strips import is_light_on_dark, levels_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RISE, ASIDE = 0.15, 0.3
"""What is looked at above, below and beside a line, in its heights."""
CLEAR_HEIGHT = 40.0
"""Pixels of a line's height at which letters that nearly touch come apart; a lower one is enlarged first."""
SPECK = 0.001
"""Ink of less than this share of a square of the line's height is noise."""
LONGEST = 3.0
"""Ink wider than this many heights is a rule or an underline."""
ABOVE = 0.5
"""The share of the narrower one's width from which on two pieces of ink stand above one another."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Connected ink: its edges in pixels of the picture, and how much of the box between them it fills."""

    x0: float
    y0: float
    x1: float
    y1: float
    filled: float

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """How high it is."""
        return self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class Shape:
    """Pieces of ink that stand above one another, from top to bottom; its edges in pixels of the picture."""

    pieces: tuple[Piece, ...]
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """How high it is."""
        return self.y1 - self.y0

    @property
    def middle(self) -> float:
        """Its middle column."""
        return (self.x0 + self.x1) / 2


def shapes_of(gray: NDArray[np.uint8], box: tuple[float, float, float, float]) -> list[Shape]:
    """The shapes on the line at ``box`` (x0, y0, x1, y1), from left to right."""
    height = box[3] - box[1]
    shapes: list[list[Piece]] = []
    for piece in sorted(_pieces(gray, box), key=lambda one: one.x0):
        beside = next((one for one in shapes[-2:] if _stands_above(one, piece)), None)
        if beside is None:
            shapes.append([piece])
        else:
            beside.append(piece)
    return [_shape(one) for one in shapes if max(piece.height for piece in one) > 0 and height > 0]


def _shape(pieces: Sequence[Piece]) -> Shape:
    return Shape(
        tuple(sorted(pieces, key=lambda one: one.y0)),
        min(one.x0 for one in pieces),
        min(one.y0 for one in pieces),
        max(one.x1 for one in pieces),
        max(one.y1 for one in pieces),
    )


def _stands_above(shape: Sequence[Piece], piece: Piece) -> bool:
    left, right = min(one.x0 for one in shape), max(one.x1 for one in shape)
    return min(right, piece.x1) - max(left, piece.x0) > ABOVE * min(right - left, piece.width)


def _pieces(gray: NDArray[np.uint8], box: tuple[float, float, float, float]) -> list[Piece]:
    import cv2
    import numpy as np

    x0, y0, x1, y1 = box
    height = max(1.0, y1 - y0)
    top, left = max(0, int(y0 - RISE * height)), max(0, int(x0 - ASIDE * height))
    region = gray[top : int(y1 + RISE * height) + 1, left : int(x1 + ASIDE * height) + 1]
    if not region.size:
        return []
    times = 1 if height >= CLEAR_HEIGHT else 2 if 2 * height >= CLEAR_HEIGHT else 3
    if times > 1:
        size = region.shape[1] * times, region.shape[0] * times
        region = cv2.resize(region, size, interpolation=cv2.INTER_CUBIC).astype(np.uint8)
    ink = region if is_light_on_dark(region) else 255 - region
    low, high = levels_of(ink, (10, 99))
    _, _, found, _ = cv2.connectedComponentsWithStats((ink > (low + high) / 2).astype(np.uint8), connectivity=8)
    return [
        Piece(x / times + left, y / times + top, (x + w) / times + left, (y + h) / times + top, area / (w * h))
        for x, y, w, h, area in found[1:].tolist()
        if area > SPECK * (height * times) ** 2 and w < LONGEST * height * times
    ]
