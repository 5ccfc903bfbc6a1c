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

CERTAIN_TURN = 0.9
"""How sure it has to be: of 12 drawn screens, four ways each, it was never less than 0.96, and always right."""


def quarter_turns(gray: NDArray[np.uint8]) -> int:
    """How many quarter turns, counter-clockwise, what is in ``gray`` was turned by: 0 to 3; 0 where that is unsure."""
    import cv2
    import numpy as np

    height, width = gray.shape
    scale = SIDE / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
    ink = np.zeros((1, 1, SIDE, SIDE), np.float32)
    ink[0, 0, : size[1], : size[0]] = 1 - small.astype(np.float32) / 255
    likely = session("orient").run(None, {"x": ink})[0][0]
    turns = int(likely.argmax())
    return turns if turns < 4 and float(likely[turns]) >= CERTAIN_TURN else 0


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
