"""Where lines of text are: the detector of ``trueocr`` at a bounded size."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kiemtin.pictures.reading.limits import DETECTION_SIDE, LONGEST_DETECTION_SIDE, MAX_DETECTION_PIXELS
from kiemtin.pictures.reading.models import session

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STRIDE = 2
"""The detector answers for each second pixel of what it is given."""
MULTIPLE = 32
"""What the sides it is given must divide by."""
THRESHOLD = 0.5
SMALLEST_AREA = 6
"""Points of its answer that a line has at least; less is a speck."""
ENDS = 0.15
"""What it marks is shorter than the line by this much of the line's height, at each end."""
MOSTLY_WITHIN = 0.6
"""The share of a box within a larger one from which on it is only a part of it."""
SAME_ROW = 0.75
NEAR = 0.75
"""Shares of the height: halves of a line stand on one row, and nearer than that."""
TALL_SCREEN, TOP, LARGER = 1.3, 0.05, 1.3
"""Height to width of a telephone's screen, the share of it that its bar takes, how much larger that is looked at."""
SMALL_LINE = 11.0
"""Lines lower than this, in its own pixels, are looked for again at a larger size …"""
GOOD_LINE = 15.0
"""… at which they are about this high."""


def find_lines(gray: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Boxes of lines as rows of ``x0, y0, x1, y1, score``, in pixels of ``gray`` (uint8, height × width), any order."""
    import numpy as np

    height, width = gray.shape
    side = _bounded(DETECTION_SIDE, height, width)
    boxes, scale = _at(gray, side)
    if len(boxes):
        typical = float(np.median(boxes[:, 3] - boxes[:, 1]))
        larger = _bounded(min(LONGEST_DETECTION_SIDE, side * GOOD_LINE / max(typical, 1.0)), height, width)
        if typical < SMALL_LINE and larger > side * 1.15:
            boxes, scale = _at(gray, larger)
    boxes[:, :4] /= scale
    boxes = np.concatenate([boxes, _on_top(gray)])
    boxes[:, [0, 2]] = boxes[:, [0, 2]].clip(0, width)
    boxes[:, [1, 3]] = boxes[:, [1, 3]].clip(0, height)
    return _with_halves_joined(boxes[_without_ghosts(boxes)])


def _on_top(gray: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Lines in the uppermost rows of a tall picture, looked for at a larger size.

    Of short ones at the edge, as in the bar of a telephone, half is missed at the usual one.
    """
    import numpy as np

    height, width = gray.shape
    if height < TALL_SCREEN * width:
        return np.zeros((0, 5), np.float32)
    top = np.ascontiguousarray(gray[: round(TOP * height)])
    boxes, scale = _at(top, LARGER * DETECTION_SIDE * max(top.shape) / height)
    boxes[:, :4] /= scale
    return np.ascontiguousarray(boxes[boxes[:, 3] < 0.9 * top.shape[0]])


def _with_halves_joined(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Boxes on one row with less than a space or two between them are one line that was found in halves."""
    import numpy as np

    joined: list[NDArray[np.float32]] = []
    for box in boxes[np.argsort(boxes[:, 0], kind="stable")]:
        half = next((one for one in joined if _goes_on(one, box)), None)
        if half is None:
            joined.append(box.copy())
        else:
            half[1:4] = min(half[1], box[1]), max(half[2], box[2]), max(half[3], box[3])
    return np.stack(joined) if joined else boxes


def _goes_on(left: NDArray[np.float32], right: NDArray[np.float32]) -> bool:
    heights = left[3] - left[1], right[3] - right[1]
    shared = min(left[3], right[3]) - max(left[1], right[1])
    return bool(shared > SAME_ROW * max(heights) and -0.5 * min(heights) < right[0] - left[2] < NEAR * min(heights))


def _without_ghosts(boxes: NDArray[np.float32]) -> list[int]:
    """The boxes that are not within a larger one: large figures are marked as a whole and again in part."""
    left, top, right, bottom = boxes[:, :4].T
    areas = (right - left) * (bottom - top)
    kept = []
    for at in range(len(boxes)):
        across = (right.clip(max=right[at]) - left.clip(min=left[at])).clip(min=0)
        along = (bottom.clip(max=bottom[at]) - top.clip(min=top[at])).clip(min=0)
        if not ((across * along > MOSTLY_WITHIN * areas[at]) & (areas > areas[at])).any():
            kept.append(at)
    return kept


def _bounded(side: float, height: int, width: int) -> float:
    """``side`` for the longer side, or less where the picture would then have too many pixels."""
    pixels = side * side * min(height, width) / max(height, width)
    return side * min(1.0, math.sqrt(MAX_DETECTION_PIXELS / max(pixels, 1.0)))


def _at(gray: NDArray[np.uint8], side: float) -> tuple[NDArray[np.float32], float]:
    import cv2
    import numpy as np

    height, width = gray.shape
    scale = side / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(gray, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    padded = [math.ceil(pixels / MULTIPLE) * MULTIPLE for pixels in reversed(size)]
    ink = np.zeros(padded, np.float32)
    np.subtract(255, small, out=ink[: size[1], : size[0]], dtype=np.float32)
    ink /= 255
    return _boxes(session("det").run(None, {"x": ink[None, None]})[0][0]), scale


def _boxes(answer: NDArray[np.float32]) -> NDArray[np.float32]:
    """The connected cores of lines in its answer (core, distance to the top and to the bottom, at half the size)."""
    import cv2
    import numpy as np

    core = (answer[0] > math.log(THRESHOLD / (1 - THRESHOLD))).astype(np.uint8)
    count, labels, sizes, _ = cv2.connectedComponentsWithStats(core, connectivity=4)
    rows, columns = np.nonzero(labels)
    which = labels[rows, columns]
    area = np.maximum(np.bincount(which, minlength=count), 1)
    middle = (rows + 0.5) * STRIDE
    score = 1 / (1 + np.exp(-answer[0][rows, columns]))
    top, bottom, sure = (
        np.bincount(which, weights=each, minlength=count) / area
        for each in (middle - answer[1][rows, columns], middle + answer[2][rows, columns], score)
    )
    left = sizes[:, cv2.CC_STAT_LEFT] * STRIDE
    ends = ENDS * np.maximum(bottom - top, 1)
    right = left + sizes[:, cv2.CC_STAT_WIDTH] * STRIDE
    boxes = np.stack([left - ends, top, right + ends, bottom, sure], axis=1).astype(np.float32)
    kept = (sizes[:, cv2.CC_STAT_AREA] >= SMALLEST_AREA) & (bottom - top >= 2)
    kept[0] = False
    return np.ascontiguousarray(boxes[kept])
