"""Which lines belong together, and what is read after what."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kiemtin.items.boxes import Box, around

LARGEST_LEADING = 0.95
"""Space between lines of one paragraph, in heights of the smaller one: 1.6 em on pages of news is about 0.75."""
LARGEST_STEP = 1.4
"""How much higher a line of one paragraph may be than the next: capitals and marks differ, headings differ more."""
OTHER_GROUND = 24
"""Steps of brightness between the grounds of two bubbles; JPEG moves one ground by a few."""
SAME_EDGE = 1.2
"""How far the left edges of lines of a paragraph are apart at most, in heights."""


def blocks_of(boxes: Sequence[Box], grounds: Sequence[float]) -> list[list[int]]:
    """The numbers of ``boxes`` as paragraphs in reading order, each from its first line to its last.

    ``grounds`` is the brightness (0..255) behind each line: what stands on another colour is another block.
    """
    return [sorted(group, key=lambda at: boxes[at].y) for group in _ordered(_groups(boxes, grounds), boxes)]


def _groups(boxes: Sequence[Box], grounds: Sequence[float]) -> list[list[int]]:
    """Each line joins the nearest one above it that it goes on from."""
    order = sorted(range(len(boxes)), key=lambda at: (boxes[at].y, boxes[at].x))
    group_of: dict[int, list[int]] = {}
    ends: list[int] = []
    for at in order:
        ends = [one for one in ends if boxes[at].y - boxes[one].bottom < LARGEST_LEADING * boxes[one].height]
        above = [
            one
            for one in ends
            if abs(grounds[one] - grounds[at]) < OTHER_GROUND
            and _goes_on(boxes[one], boxes[at])
            and not _is_label(boxes[one], boxes[at], boxes)
        ]
        best = max(above, key=lambda one: boxes[one].bottom, default=None)
        if best is None:
            group_of[at] = [at]
        else:
            group_of[best].append(at)
            group_of[at] = group_of[best]
            ends.remove(best)
        ends.append(at)
    return list({id(group): group for group in group_of.values()}.values())


def _is_label(above: Box, below: Box, boxes: Sequence[Box]) -> bool:
    """Whether ``above`` heads a row ("TIN NHẮN … 5 phút trước"): something at its right ends with the row.

    A column of text at its right goes on below, and ``below`` does not reach under it.
    """
    for other in boxes:
        shared = min(above.bottom, other.bottom) - max(above.y, other.y)
        if other.x < above.right or shared < 0.5 * min(above.height, other.height):
            continue
        if below.right > other.x or not any(_goes_on(other, following) for following in boxes):
            return True
    return False


def _goes_on(above: Box, below: Box) -> bool:
    """Whether ``below`` can be the next line of the paragraph that ``above`` is in."""
    small, large = sorted((above.height, below.height))
    gap = below.y - above.bottom
    overlap = min(above.right, below.right) - max(above.x, below.x)
    return (
        -0.5 * small < gap < LARGEST_LEADING * small
        and large < LARGEST_STEP * small
        and overlap > 0
        and abs(above.x - below.x) < SAME_EDGE * large
    )


def _ordered(groups: list[list[int]], boxes: Sequence[Box]) -> list[list[int]]:
    """Blocks in reading order: bands across the picture from top to bottom, in each band columns from left to right."""
    places = [(group, around(boxes[at] for at in group)) for group in groups]
    return [
        group for group, _ in _cut([(group, box) for group, box in places if box is not None], rows=True, failed=False)
    ]


Placed = tuple[list[int], Box]


def _cut(placed: list[Placed], *, rows: bool, failed: bool) -> list[Placed]:
    """``placed`` cut at empty bands, across (``rows``) or along, each piece the other way in turn (an XY cut)."""
    if len(placed) <= 1:
        return placed
    pieces = _pieces(placed, rows=rows)
    if len(pieces) == 1:
        if failed:
            return sorted(placed, key=lambda one: (one[1].y, one[1].x))
        return _cut(placed, rows=not rows, failed=True)
    return [one for piece in pieces for one in _cut(piece, rows=not rows, failed=False)]


def _pieces(placed: list[Placed], *, rows: bool) -> list[list[Placed]]:
    """Runs of blocks that no empty band separates; text that only touches does not count as overlapping."""

    def extent(one: Placed) -> tuple[float, float]:
        box = one[1]
        slack = 0.15 * min(box.height, box.width)
        return (box.y + slack, box.bottom - slack) if rows else (box.x + slack, box.right - slack)

    ordered = sorted(placed, key=lambda one: extent(one)[0])
    pieces = [[ordered[0]]]
    reach = extent(ordered[0])[1]
    for _, one in pairwise(ordered):
        start, end = extent(one)
        if start >= reach:
            pieces.append([])
        pieces[-1].append(one)
        reach = max(reach, end)
    return pieces
