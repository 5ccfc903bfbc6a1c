"""Pictures of writing: whether two of one form also say the same, place by place, letter by letter.

Receipts of one bank, screens of one program and pages of one newspaper share nearly all that a small preview shows. So
of a picture that is drawn rather than photographed a larger one is kept, its page, and every place with something on
it is looked for in the other picture, a few letters wide and at the resolution that both have.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from kiemtin.pictures.agreement import seen_from
from kiemtin.pictures.glyphs import worst_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

PAGE_PIXELS = 120_000
"""Of a page: the letters of a telephone's screen are five pixels high in it."""
GREY_STEP = 17
"""A page has 16 greys, multiples of it: enough for letters, and an even ground takes no room."""
_STEP = 6  # grey levels between neighbours on even ground, JPEG included
EVEN, MOSTLY_EVEN = 0.75, 0.45
"""The share of even ground from which a picture is drawn; from which it is where letters are most of the rest.
Receipts, conversations, tables, codes and posters have 0.79 to 0.93, pages full of words 0.61 to 0.7."""
LETTERS = 0.5
"""The share of thin strokes on even ground, of all that is not even: of pages and conversations 0.67 to 1."""
WRITTEN = 0.45
"""That share of a page from which each letter has to be the same: pages of writing have 0.6 to 0.97, photos with an
even sky or ground, which are drawn in the sense above, 0.33 at most."""
_INK = 40  # grey levels between a stroke and its ground
_GROUND = 16  # grey levels of the ground around letters
_CELL = 16
_STROKE = (9, 9)  # strokes are narrower, in pixels of the picture that points are looked for in

_BLOCK = (18, 9)
"""Pixels of a page that are looked for as one: three letters of a telephone's screen."""
_SMALLEST_BLOCK = (12, 8)
_NEARBY = 3
"""Pixels that a block may be off: the transform is about as exact."""
_CONTRAST = 12.0  # the deviation within a block: below it there is nothing on it
LEAST_SCALE = 0.6
"""Pixels of the other picture to one of the page, along a side: with fewer, a 3 and an 8 are the same."""
LEAST_BLOCKS = 20
"""Blocks with something on them; fewer say too little."""
LEAST_SEEN = 0.6
"""The share of them that has to be inside the other picture: the heading of a form is the same on each."""
LEAST_MEDIAN = 0.6
"""The correlation of the block in the middle: copies come to 0.7 after a blur, and to 0.9 after all else."""
OTHERWISE = 0.7
"""A block that correlates less than this share of the one in the middle says something else."""
MOST_OTHERWISE = (2, 0.002)
"""Blocks that may, and what share of all; one word of five letters is in six. Of other receipts of one form it was 8%
or more, of copies none or one in a thousand."""

MOST_WORST = 0.4
"""Of the contrast around it, what may be left of the letter that fits worst. Of 1,134 pictures of drawn pages in which
one letter is another, two are below it; of 900 copies, 2% of receipts, 4% of news and 48% of chats are not found."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the blocks of a page with something on them look in another picture.

    ``seen``: the share of them that is inside it, at a resolution that tells letters apart. ``median``: how well the
    one in the middle correlates. ``otherwise``: how many say something else, of ``blocks`` that were compared.
    ``worst``: what `glyphs.worst_cell` says of the letter that fits worst, 0 where there are hardly any.
    """

    seen: float
    median: float
    otherwise: int
    blocks: int
    worst: float = 0.0

    @property
    def same(self) -> bool:
        """Whether that is enough to say that both say the same."""
        fewest, share = MOST_OTHERWISE
        return (
            self.blocks >= LEAST_BLOCKS
            and self.seen >= LEAST_SEEN
            and self.median >= LEAST_MEDIAN
            and self.otherwise <= max(fewest, share * self.blocks)
            and self.worst <= MOST_WORST
        )


NOTHING_READ = Reading(0.0, 0.0, 0, 0)


def page_of(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The page of a grey picture where it is drawn, in 16 greys; without rows where it is a photo."""
    if not is_drawn(grey):
        return np.zeros((0, 0), np.uint8)
    factor = min(1.0, (PAGE_PIXELS / grey.size) ** 0.5)
    size = (max(1, int(grey.shape[1] * factor)), max(1, int(grey.shape[0] * factor)))
    smaller = cv2.resize(grey, size, interpolation=cv2.INTER_AREA) if factor < 1 else grey
    return np.asarray(smaller, np.uint8) // 16 * np.uint8(GREY_STEP)


def is_drawn(grey: NDArray[np.uint8]) -> bool:
    """Whether a picture, in the size that points are looked for in, is writing and lines rather than a photo."""
    steps = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    even = float(np.mean(np.asarray(steps) <= _STEP))
    return even > EVEN or (even > MOSTLY_EVEN and _letters_share(grey) > LETTERS)


def _letters_share(grey: NDArray[np.uint8]) -> float:
    """Of the cells that are not even, those with thin strokes whose ground would be even without them."""
    kernel = np.ones(_STROKE, np.uint8)
    light, dark = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, kernel), cv2.morphologyEx(grey, cv2.MORPH_OPEN, kernel)
    letters = np.zeros((1, 1), np.bool_)
    for ground, strokes in ((light, cv2.subtract(light, grey)), (dark, cv2.subtract(grey, dark))):
        level = np.asarray(cv2.morphologyEx(ground, cv2.MORPH_GRADIENT, kernel)) <= _GROUND
        letters = letters | (_cells((np.asarray(strokes) > _INK) & level) >= 0.05)
    busy = _cells(np.asarray(cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, kernel)) > 1.5 * _GROUND) > 0.5
    return float(letters.sum() / max(1, (letters | busy).sum()))


def _cells(marked: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The share of each cell that is marked."""
    rows, columns = (max(1, side // _CELL) for side in marked.shape)
    part = marked[: rows * _CELL, : columns * _CELL].astype(np.float32)
    return np.asarray(cv2.resize(part, (columns, rows), interpolation=cv2.INTER_AREA), np.float32)


def read(page: NDArray[np.uint8], other: NDArray[np.uint8], transform: NDArray[np.float64]) -> Reading:
    """Read a page in another picture, both grey; ``transform`` leads from its pixels to the other's."""
    scale = min(1.0, float(abs(np.linalg.det(transform[:2, :2]))) ** 0.5)
    if scale < LEAST_SCALE:
        return NOTHING_READ
    rows, columns = (max(1, round(side * scale)) for side in page.shape)
    smaller = cv2.resize(page, (columns, rows), interpolation=cv2.INTER_AREA) if scale < 1 else page
    step = np.diag([page.shape[1] / columns, page.shape[0] / rows, 1.0])
    seen, inside = seen_from(other, transform @ step, (columns, rows))
    found = list(_correlations(np.asarray(smaller, np.uint8), seen, inside, scale))
    compared = np.array([one for one in found if one is not None])
    if not len(compared):
        return NOTHING_READ
    median = float(np.median(compared))
    otherwise = int(np.count_nonzero(compared < OTHERWISE * median))
    reading = Reading(len(compared) / len(found), median, otherwise, len(compared))
    if not reading.same or _letters_share(page) < WRITTEN:
        return reading
    if scale < 1:
        seen, inside = seen_from(other, transform, page.shape[::-1])
    return replace(reading, worst=worst_cell(page, seen, inside))


def _correlations(
    page: NDArray[np.uint8], seen: NDArray[np.uint8], inside: NDArray[np.bool_], scale: float
) -> Iterator[float | None]:
    """For each block of the page with something on it, how well it is found; ``None`` where it lies outside."""
    wide, high = (max(least, round(side * scale)) for side, least in zip(_BLOCK, _SMALLEST_BLOCK, strict=True))
    first, second = page.astype(np.float32), seen.astype(np.float32)
    mean = cv2.blur(first, (wide, high), anchor=(0, 0))
    spread = cv2.blur(first * first, (wide, high), anchor=(0, 0)) - mean * mean
    there = cv2.integral(inside.astype(np.uint8))
    for top in range(_NEARBY, page.shape[0] - high - _NEARBY, max(1, high // 2)):
        for left in range(_NEARBY, page.shape[1] - wide - _NEARBY, max(1, wide // 2)):
            if spread[top, left] < _CONTRAST**2:
                continue
            up, low, near, far = top - _NEARBY, top + high + _NEARBY, left - _NEARBY, left + wide + _NEARBY
            if there[low, far] - there[up, far] - there[low, near] + there[up, near] < (low - up) * (far - near):
                yield None
                continue
            block = first[top : top + high, left : left + wide]
            yield float(cv2.matchTemplate(second[up:low, near:far], block, cv2.TM_CCOEFF_NORMED).max())
