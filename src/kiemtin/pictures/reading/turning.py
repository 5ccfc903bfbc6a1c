"""Screens that were photographed or sent sideways: which way the writing lies, and back to the picture's own places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemtin.items.boxes import Box
from kiemtin.pictures.reading.models import session

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SIDE = 768
"""Pixels each way that the model for orientation is given: the picture with its longer side at it, the rest empty."""

ON_ITS_SIDE = 0.5
"""How likely it holds both ways to lie on a side, together, from which on those are tried.

Of 90 drawn screens with few lines, four ways each, it was right about that (0.67 and more, 0.38 at most of the others),
though often not sure which side it is, or wrong.
"""


def ways_to_try(gray: NDArray[np.uint8]) -> tuple[int, ...]:
    """The quarter turns, counter-clockwise, that ``gray`` may have come turned by if any, the likelier first."""
    likely = _likely(gray)
    if likely[1] + likely[3] < ON_ITS_SIDE:
        return (2,)
    return (1, 3) if likely[1] >= likely[3] else (3, 1)


def _likely(gray: NDArray[np.uint8]) -> list[float]:
    """How likely the model holds each number of quarter turns, 0 to 3; what else it says is that it does not know."""
    import cv2
    import numpy as np

    height, width = gray.shape
    scale = SIDE / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
    ink = np.zeros((1, 1, SIDE, SIDE), np.float32)
    ink[0, 0, : size[1], : size[0]] = 1 - small.astype(np.float32) / 255
    return [float(share) for share in session("orient").run(None, {"x": ink})[0][0][:4]]


def turned_back(box: Box, turns: int, width: int, height: int) -> Box:
    """Where ``box`` of an upright picture of ``width`` × ``height`` lies once it is turned counter-clockwise."""
    match turns % 4:
        case 1:
            return Box(box.y, width - box.right, box.height, box.width)
        case 2:
            return Box(width - box.right, height - box.bottom, box.width, box.height)
        case 3:
            return Box(height - box.bottom, box.x, box.height, box.width)
        case _:
            return box
