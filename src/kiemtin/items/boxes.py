"""A place in a picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A rectangle in whole pixels of a picture after its EXIF orientation; ``x`` and ``y`` are its upper left corner.

    Raises ``ValueError`` where it would be empty or begin outside the picture.
    """

    x: int
    y: int
    width: int
    height: int

    def __post_init__(self) -> None:
        if min(self.x, self.y) < 0 or min(self.width, self.height) < 1:
            raise ValueError(f"not a box: {self.x}, {self.y}, {self.width} × {self.height}")

    @property
    def right(self) -> int:
        """One past the last column."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """One past the last row."""
        return self.y + self.height


def around(boxes: Iterable[Box]) -> Box | None:
    """The smallest box that holds all of ``boxes``; ``None`` where there are none."""
    every = tuple(boxes)
    if not every:
        return None
    x, y = min(box.x for box in every), min(box.y for box in every)
    return Box(x, y, max(box.right for box in every) - x, max(box.bottom for box in every) - y)
