"""Where in a picture a code could be: where light changes often both ways, and no words were read.

On most screenshots nothing is left when their words are left out, and looking again in ten ways is spared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kiemtin.items.boxes import Box, around

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Grey = NDArray[numpy.uint8]

CELL = 12
"""Pixels of a square that is looked at as one: a code of 25 modules of two pixels has four each way."""

SIZES = (1, 4)
"""How many times smaller the picture is looked at: in a code that fills it, squares of 12 pixels lie within modules."""

STEP = 0.7
"""Mean step of brightness between neighbours, each way, from which on a square may lie in a code.

A code with 30 levels between its black and white and 12 pixels a module comes to 1.2; compressed paper to 0.3.
"""

SOLID = 3
"""Squares each way that a place has throughout: a code of modules of two pixels has them; the edge of a bubble not."""

BESIDE, ABOVE = 1.6, 0.35
"""How far a line reaches beyond its words, in its heights: a small picture stands behind them, marks stand above."""

AROUND = 0.3
"""What is looked at around such a place, in its own lengths: the quiet zone, and what a turned code needs."""

MAX_PLACES = 12
"""Places that are looked at one by one: a feed has so many small pictures; with more, all that lies between is too."""


def places_of_codes(grey: Grey, writing: Sequence[Box]) -> tuple[Box, ...]:
    """The parts of ``grey`` (uint8, height × width) that could hold codes, apart from one another, largest first.

    ``writing`` are the boxes of lines that were read as words, in the same pixels.
    """
    height, width = grey.shape
    if min(height, width) < 2 * SOLID * CELL:
        return (Box(0, 0, width, height),)  # too small for squares to say anything
    found: list[Box] = []
    for place in (box for times in SIZES for box in _restless_places(grey, writing, times)):
        more = round(AROUND * max(place.width, place.height)) + CELL
        x, y = max(0, place.x - more), max(0, place.y - more)
        found = _with(found, Box(x, y, min(width, place.right + more) - x, min(height, place.bottom + more) - y))
    if len(found) > MAX_PLACES:
        found = [whole for whole in [around(found)] if whole is not None]
    return tuple(sorted(found, key=lambda box: -box.width * box.height))


def _with(apart: Sequence[Box], box: Box) -> list[Box]:
    """Boxes that do not touch, and ``box``: what it touches becomes one with it."""
    while touched := [one for one in apart if _touch(one, box)]:
        apart = [one for one in apart if one not in touched]
        box = around([box, *touched]) or box
    return [*apart, box]


def _touch(one: Box, other: Box) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def _restless_places(grey: Grey, writing: Sequence[Box], times: int) -> Iterator[Box]:
    """The places in which light changes often both ways, seen ``times`` smaller."""
    import cv2
    import numpy as np

    cell, (height, width) = CELL * times, grey.shape
    if min(height, width) < SOLID * cell:
        return
    rows, columns = height // cell, width // cell
    small = grey[: rows * cell, : columns * cell]
    if times > 1:
        small = cv2.resize(small, (columns * CELL, rows * CELL), interpolation=cv2.INTER_AREA).astype(np.uint8)
    restless = _restless(small, rows, columns)
    for box in writing:
        aside, above = BESIDE * box.height, ABOVE * box.height
        top, bottom = max(0, int((box.y - above) // cell)), -int(-(box.bottom + above) // cell)
        left, right = max(0, int((box.x - above) // cell)), -int(-(box.right + aside) // cell)
        restless[top:bottom, left:right] = 0
    square = np.ones((SOLID, SOLID), np.uint8)
    solid = cv2.morphologyEx(cv2.morphologyEx(restless, cv2.MORPH_CLOSE, square), cv2.MORPH_OPEN, square)
    for x, y, across, along, _ in cv2.connectedComponentsWithStats(solid)[2][1:].tolist():
        yield Box(x * cell, y * cell, across * cell, along * cell)


def _restless(grey: Grey, rows: int, columns: int) -> Grey:
    """1 for each of ``rows`` × ``columns`` squares in which light changes often both ways, 0 for others."""
    import cv2
    import numpy as np

    steps = []
    for one, other in ((grey[:, 1:], grey[:, :-1]), (grey[1:], grey[:-1])):
        change = np.zeros(grey.shape, np.uint16)
        # Times 64: a mean below one would be lost among whole numbers.
        change[: one.shape[0], : one.shape[1]] = cv2.absdiff(one, other)
        steps.append(cv2.resize(change * 64, (columns, rows), interpolation=cv2.INTER_AREA))
    return (np.minimum(*steps) >= STEP * 64).astype(np.uint8)
