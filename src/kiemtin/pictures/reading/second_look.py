"""What was read held against the ink: signs the first voice cannot write, points it drops, shapes it takes for others.

The first voice has no ``? ! =``, drops points between letters and takes a nought for a capital. All of that shows in
the ink: a question mark is a hook above a point, a nought is as wide as the other figures. Nothing here knows a word
or a name; where the ink does not say, what was read stays.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from kiemtin.pictures.reading.ink import Piece, Shape, shapes_of
from kiemtin.pictures.reading.recogniser import Letter
from kiemtin.pictures.reading.spaces import spaces_missed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LATE = 0.04
"""Heights of the line by which the first voice places a letter behind its middle; on drawn screens 0.16 at most."""
REACH = 0.08
"""Heights of the line beyond a shape's edges in which a letter's place still belongs to it."""
ON_FOOT = frozenset("aceimnorsuvwxzABCDEFGHIKLMNOPRSTUVWXYZ0123456789bdfhkl")
TALL = frozenset("ABCDEFGHIKLMNOPRSTUVWXYZ0123456789bdfhkl")
LOW_LETTERS, TALL_BY_LOW = frozenset("acemnorsuvwxz"), 1.36
FIGURES = frozenset("2345689")
"""Letters that stand on the line's foot, those that reach its head, those that do not and how much higher the others
are in most fonts, and figures that are as wide as a nought."""
FEWEST = 3
"""Letters that have to be found in the ink before it says where foot and head are."""
SMALLEST_TALL = 8.0
"""Pixels from foot to head below which points and gaps drown."""
LIKE_QUESTION, LIKE_CALL, LIKE_EQUALS = frozenset("27Z"), frozenset("Il1i"), frozenset("-+_:z2")
"""What the first voice writes for ``?``, ``!`` and ``=``, which it cannot."""
LIKE_PERCENT, LOW = frozenset("6óô"), 0.75
"""What is written for the lower ring of a ``%``, and the height, of a figure's, that a ring has at most."""
ROUND = frozenset("0O")
NOUGHT_WIDTH, CAPITAL_WIDTH = 1.13, 1.25
"""Widths of a figure up to which a round shape is a nought, and from which on it is a capital …"""
NOUGHT_RATIO, CAPITAL_RATIO = 0.74, 0.88
"""… and of its own height, where a line has no other figures."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A line's ink: the shape of each letter (``None`` where that is unsure), all shapes, foot and height of capitals.

    ``figure`` is the width of a figure, ``None`` where the line has none.
    """

    shape_of: tuple[Shape | None, ...]
    shapes: tuple[Shape, ...]
    foot: float
    tall: float
    figure: float | None


def looked_at(
    gray: NDArray[np.uint8], box: tuple[float, float, float, float], letters: Sequence[Letter]
) -> list[Letter]:
    """``letters`` of the line at ``box`` (x0, y0, x1, y1), as the ink has them."""
    seen = _seen(shapes_of(gray, box), letters, box[3] - box[1]) if len(letters) >= FEWEST else None
    if seen is None:
        return list(letters)
    spaces = spaces_missed(letters, seen.shape_of, seen.tall)
    return list(_with_points([_by_its_ink(at, letters, seen) for at in range(len(letters))], spaces, seen))


def _seen(shapes: Sequence[Shape], letters: Sequence[Letter], height: float) -> Seen | None:
    """The ink of a line beside its letters; ``None`` where too few of them are found."""
    found = _matched(shapes, letters, height)
    pairs = [(letter.text, shape) for letter, shape in zip(letters, found, strict=True) if shape is not None]
    feet = [shape.y1 for text, shape in pairs if text in ON_FOOT]
    heads = [shape.y0 for text, shape in pairs if text in TALL]
    lows = [shape.y0 for text, shape in pairs if text in LOW_LETTERS]
    if len(feet) < FEWEST or max(len(heads), len(lows)) < FEWEST:
        return None
    foot = median(feet)
    tall = foot - median(heads) if len(heads) >= FEWEST else TALL_BY_LOW * (foot - median(lows))
    if tall < SMALLEST_TALL:
        return None
    widths = [shape.width for text, shape in pairs if text in FIGURES]
    return Seen(tuple(found), tuple(shapes), foot, tall, median(widths) if len(widths) > 1 else None)


def _matched(shapes: Sequence[Shape], letters: Sequence[Letter], height: float) -> list[Shape | None]:
    """The shape that each letter alone stands on."""
    middles = [shape.middle for shape in shapes]
    places: list[int | None] = []
    for letter in letters:
        at = (letter.x0 + letter.x1) / 2 - LATE * height
        near = bisect_left(middles, at)
        hit = [
            one
            for one in range(max(0, near - 1), min(len(shapes), near + 1))
            if shapes[one].x0 - REACH * height <= at <= shapes[one].x1 + REACH * height
        ]
        nearest = min(hit, key=lambda one: abs(middles[one] - at), default=None)
        places.append(None if letter.text.isspace() else nearest)
    taken = Counter(places)
    return [shapes[place] if place is not None and taken[place] == 1 else None for place in places]


def _by_its_ink(at: int, letters: Sequence[Letter], seen: Seen) -> Letter:
    letter, shape = letters[at], seen.shape_of[at]
    if shape is None:
        return letter
    text = letter.text
    if text in LIKE_CALL or (text in LIKE_QUESTION and not _is_among_figures(at, letters)):
        text = _with_a_point_below(text, shape, seen)
    if text in LIKE_EQUALS and _is_two_bars(shape, seen.tall):
        text = "="
    elif text in ROUND:
        text = _round_one(text, shape, seen)
    elif text == "j" and len(shape.pieces) == 1 and shape.height > 0.9 * seen.tall and seen.tall >= 2 * SMALLEST_TALL:
        text = "J"
    elif text == "+":
        text = _plus_hash_or_star(shape, seen)
    elif text in LIKE_PERCENT and _is_percent(shape, seen):
        text = "%"
    return letter if text == letter.text else replace(letter, text=text)


def _with_a_point_below(text: str, shape: Shape, seen: Seen) -> str:
    """``?`` or ``!`` for a shape that stands above a point, by how wide it is."""
    *upper, point = shape.pieces
    if not upper or not _is_point(point, seen):
        return text
    end, width = max(one.y1 for one in upper), max(one.x1 for one in upper) - min(one.x0 for one in upper)
    if point.y0 - end < 0.05 * seen.tall or end - shape.y0 < 0.4 * seen.tall or shape.height < 0.85 * seen.tall:
        return text
    if text in LIKE_CALL:
        return "!" if width < 0.3 * seen.tall else text
    return "?" if width > 0.3 * seen.tall else text


def _is_among_figures(at: int, letters: Sequence[Letter]) -> bool:
    """Whether it stands where a figure does: a faint 7 falls apart just as a question mark does."""
    before = letters[at - 1].text if at else " "
    after = letters[at + 1].text if at + 1 < len(letters) else " "
    return after.isdigit() or after in ":.,/" or (before.isdigit() and not after.isspace())


def _is_point(piece: Piece, seen: Seen) -> bool:
    """Whether it is a full stop: small, solid, on the foot of the line."""
    sides = piece.width, piece.height
    return (
        max(sides) < 0.32 * seen.tall
        and min(sides) > 0.08 * seen.tall
        and max(sides) < 1.8 * min(sides)
        and piece.filled > 0.55
        and abs(piece.y1 - seen.foot) < 0.12 * seen.tall
    )


def _is_two_bars(shape: Shape, tall: float) -> bool:
    """Whether it is one flat bar above another, as wide."""
    if len(shape.pieces) != 2:
        return False
    one, other = shape.pieces
    return (
        min(one.width, other.width) > 0.8 * max(one.width, other.width)
        and all(bar.width > 2 * bar.height and bar.width > 0.25 * tall for bar in (one, other))
        and 0.15 * tall < shape.height < 0.75 * tall
    )


def _round_one(text: str, shape: Shape, seen: Seen) -> str:
    """``0`` or ``O`` by how wide it is; as it was read where that does not say."""
    if not 0.88 < shape.height / seen.tall < 1.15:
        return text
    if seen.figure is not None:
        wide, nought, capital = shape.width / seen.figure, NOUGHT_WIDTH, CAPITAL_WIDTH
    else:
        wide, nought, capital = shape.width / shape.height, NOUGHT_RATIO, CAPITAL_RATIO
    return "0" if wide <= nought else "O" if wide >= capital else text


def _plus_hash_or_star(shape: Shape, seen: Seen) -> str:
    """A hash is as high as a figure, a star hangs from the head of the line; else it is the plus that was read."""
    if shape.height > 0.9 * seen.tall:
        return "#"
    hangs = shape.y0 < seen.foot - 0.85 * seen.tall and shape.y1 < seen.foot - 0.25 * seen.tall
    return "*" if hangs else "+"


def _is_percent(shape: Shape, seen: Seen) -> bool:
    """Whether it is the lower ring of a percent sign: low, with the upper ring before it."""
    if shape.height > LOW * seen.tall:
        return False
    at = bisect_left(seen.shapes, shape.x0, key=lambda one: one.x0)
    rings = (
        piece
        for one in seen.shapes[max(0, at - 3) : at]
        for piece in one.pieces
        if shape.x0 - seen.tall < piece.x1 < shape.x0 + 0.1 * seen.tall and piece.width > 0.2 * seen.tall
    )
    low, high = 0.3 * seen.tall, LOW * seen.tall
    return any(ring.y0 < seen.foot - 0.85 * seen.tall and low < ring.height < high for ring in rings)


def _with_points(letters: Sequence[Letter], spaces: Set[int], seen: Seen) -> Iterator[Letter]:
    """The letters, with the points between two of one word that were not read, and a space before ``spaces``."""
    taken = {id(shape) for shape in seen.shape_of if shape is not None}
    points = [one for one in seen.shapes if id(one) not in taken and len(one.pieces) == 1]
    points = [one for one in points if _is_point(one.pieces[0], seen)]  # from left to right, as the shapes are
    for at, letter in enumerate(letters):
        if at in spaces:
            yield Letter(" ", 1.0, letter.x0, letter.x0)
        yield letter
        left, right = seen.shape_of[at], seen.shape_of[at + 1] if at + 1 < len(letters) else None
        if (
            left is None
            or right is None
            or at + 1 in spaces
            or not (letter.text.isalnum() and letters[at + 1].text.isalnum())
        ):
            continue
        place = bisect_left(points, left.middle, key=lambda one: one.x0)
        point = points[place] if place < len(points) else None
        if point is not None and _lies_between(left, point, right, 0.15 * seen.tall):
            yield Letter(".", min(letter.confidence, letters[at + 1].confidence), point.x0, point.x1)


def _lies_between(left: Shape, point: Shape, right: Shape, slack: float) -> bool:
    """Whether a point stands behind one letter and before the next; letters with slopes reach over it."""
    return left.x1 - slack < point.x0 and point.x1 < right.x0 + slack and left.middle < point.x0 < right.middle
