"""A picture that has passed the door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemtin.items.boxes import Box
from kiemtin.pictures.kinds import PictureKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Box", "Picture"]


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """``pixels``: uint8, height × width × 3, RGB, upright (after EXIF orientation), C-contiguous; not to be written to.

    ``original_width`` and ``original_height`` are what the file holds, upright: larger than the pixels where it was
    scaled down at the door. ``frames`` is how many frames or pages the file has; only one is in ``pixels``.
    """

    pixels: NDArray[np.uint8]
    kind: PictureKind
    original_width: int
    original_height: int
    frames: int = 1

    @property
    def width(self) -> int:
        """Columns of ``pixels``."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Rows of ``pixels``."""
        return int(self.pixels.shape[0])

    @property
    def scale(self) -> float:
        """Columns of ``pixels`` for one column of the file: 1.0, or less where it was scaled down."""
        return self.width / self.original_width

    @property
    def whole(self) -> Box:
        """All of it."""
        return Box(0, 0, self.width, self.height)
