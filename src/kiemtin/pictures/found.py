"""What is found of a known picture in another: plain values, without the libraries behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from kiemtin.items.boxes import Box
from kiemtin.items.overlap import Overlap
from kiemtin.pictures.known import Known


class Relation(StrEnum):
    """What is said of a known picture."""

    CONTAINS = "contains"
    POSSIBLY_RELATED = "possibly-related"


class Method(StrEnum):
    """What said it: the hash of a whole picture or photo, or local features."""

    PDQ = "pdq"
    FEATURES = "features"


@dataclass(frozen=True, slots=True)
class Found:
    """A known picture, what is said of it, and where in the picture that was asked about it lies.

    ``score`` is 0 to 1, for order. ``distance`` are the bits in which the hashes differ, where they are near.
    ``overlap`` is what the two show of each other; ``None`` where that cannot be drawn.
    """

    known: Known
    match: Relation
    method: Method
    score: float
    box: Box
    distance: int | None = None
    overlap: Overlap | None = None

    def scaled(self, width: int, height: int, shape: Sequence[int]) -> Found:
        """The same with its box in pixels of the file, ``width`` × ``height``; those asked had ``shape`` [h, w, …]."""
        across, down = width / shape[1], height / shape[0]
        if across == down == 1:
            return self
        x, y = int(self.box.x * across), int(self.box.y * down)
        right, bottom = min(width, round(self.box.right * across)), min(height, round(self.box.bottom * down))
        overlap = self.overlap.scaled(across, down) if self.overlap is not None else None
        return replace(self, box=Box(x, y, max(1, right - x), max(1, bottom - y)), overlap=overlap)
