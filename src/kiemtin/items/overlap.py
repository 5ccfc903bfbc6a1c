"""What two pictures share: the area of each that shows the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

Outline = tuple[tuple[int, int], ...]
"""Corners of an area in order, x and y in whole pixels of a picture after its EXIF orientation."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Where a picture that was asked about (``outline``) and a known one (``known_outline``) show the same.

    ``width`` and ``height`` are the known picture's. ``preview`` is a small JPEG of it; ``None`` where none was asked
    for. Raises ``ValueError`` where an outline has no area or the known picture has no size.
    """

    outline: Outline
    known_outline: Outline
    width: int
    height: int
    preview: bytes | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if min(len(self.outline), len(self.known_outline)) < 3 or min(self.width, self.height) < 1:
            raise ValueError("an area has at least three corners, and a picture a size")

    def scaled(self, across: float, down: float) -> Overlap:
        """The same where the picture that was asked about has so many times as many columns and rows."""
        return replace(self, outline=whole([(x * across, y * down) for x, y in self.outline]))


def whole(corners: Sequence[tuple[float, float]]) -> Outline:
    """Corners in whole pixels."""
    return tuple((round(x), round(y)) for x, y in corners)
