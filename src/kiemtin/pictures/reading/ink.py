"""The shapes on a line: connected ink, with what stands above one another as one shape, as in ``i`` or ``?``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemtin.pictures.reading.limits import MAX_LINE_CHARACTERS
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

MAX_PIECES = 4 * MAX_LINE_CHARACTERS
"""Pieces of ink on a line from which on they are no writing but a texture: no letter has more than four."""
MOST_PIECES_OF_A_SHAPE = 8
"""Pieces that are kept of one shape: what is drawn above one another without end is no sign."""


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
    """The shapes on the line at ``box`` (x0, y0, x1, y1), from left to right; none where its ink is no writing."""
    pieces = _pieces(gray, box)
    if len(pieces) > MAX_PIECES:
        return []
    shapes: list[Shape] = []
    for piece in sorted(pieces, key=lambda one: one.x0):
        near = range(max(0, len(shapes) - 2), len(shapes))
        at = next((at for at in near if _stands_above(shapes[at], piece)), None)
        if at is None:
            shapes.append(Shape((piece,), piece.x0, piece.y0, piece.x1, piece.y1))
        elif len(shapes[at].pieces) < MOST_PIECES_OF_A_SHAPE:
            shapes[at] = _with(shapes[at], piece)
    return shapes


def _with(shape: Shape, piece: Piece) -> Shape:
    return Shape(
        tuple(sorted((*shape.pieces, piece), key=lambda one: one.y0)),
        min(shape.x0, piece.x0),
        min(shape.y0, piece.y0),
        max(shape.x1, piece.x1),
        max(shape.y1, piece.y1),
    )


def _stands_above(shape: Shape, piece: Piece) -> bool:
    return min(shape.x1, piece.x1) - max(shape.x0, piece.x0) > ABOVE * min(shape.width, piece.width)


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
