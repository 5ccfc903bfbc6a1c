"""What is drawn rather than photographed, and whether two drawn pictures say the same."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from kiemtin.pictures.letters import (
    GREY_STEP,
    LEAST_SCALE,
    MOST_OTHERWISE,
    MOST_WORST,
    NOTHING_READ,
    PAGE_PIXELS,
    Reading,
    is_drawn,
    page_of,
    read,
)
from tests.pictures.drawn import scene

LINES = tuple(f"Dong so {row} noi rang {row * 37} va {row * 91}" for row in range(12))


def written(lines: tuple[str, ...] = LINES, ground: int = 250) -> NDArray[np.uint8]:
    """A grey picture of lines of letters."""
    paper = np.full((600, 440), ground, np.uint8)
    for row, line in enumerate(lines):
        cv2.putText(paper, line, (12, 44 + row * 46), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 255 - ground, 1, cv2.LINE_AA)
    return paper


def onto(page: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.float64]:
    """The transform that lays a page over all of another picture."""
    return np.diag([other.shape[1] / page.shape[1], other.shape[0] / page.shape[0], 1.0])


@pytest.mark.parametrize("ground", [250, 12])
def test_letters_are_drawn_and_scenes_are_not(ground: int) -> None:
    """Lines on light or dark paper are drawn and have a page; a picture full of shapes has none."""
    photo = np.asarray(cv2.cvtColor(scene(1), cv2.COLOR_RGB2GRAY), np.uint8)
    assert (True, False, 0) == (is_drawn(written(ground=ground)), is_drawn(photo), page_of(photo).size)


def test_a_page_keeps_to_its_size_and_greys() -> None:
    """A page has no more pixels than allowed, and sixteen greys."""
    page = page_of(np.asarray(cv2.resize(written(), (1320, 1800)), np.uint8))
    assert (True, 0) == (0 < page.size <= PAGE_PIXELS, int((page % GREY_STEP).max()))


def test_the_same_letters_read_the_same() -> None:
    """A page reads the same in its own picture, blurred and darker."""
    page, paper = page_of(written()), written()
    dim = np.asarray(cv2.GaussianBlur(paper, (0, 0), 1.0) * 0.6, np.uint8)
    assert (True, True) == (read(page, paper, onto(page, paper)).same, read(page, dim, onto(page, dim)).same)


def test_one_other_word_is_not_the_same() -> None:
    """Of twelve lines one says something else in one word: that is another page."""
    other = written((*LINES[:6], "Dong so 6 noi rang 999 va 546", *LINES[7:]))
    page = page_of(written())
    reading = read(page, other, onto(page, other))
    assert (False, True) == (reading.same, reading.seen == 1.0)


@pytest.mark.parametrize(("scale", "nothing"), [(LEAST_SCALE * 1.02, False), (LEAST_SCALE * 0.97, True)])
def test_letters_too_small_are_not_read(scale: float, nothing: bool) -> None:
    """Just above the smallest scale a page is read; below it, nothing is."""
    page = page_of(written())
    size = (round(page.shape[1] * scale), round(page.shape[0] * scale))
    small = np.asarray(cv2.resize(written(), size, interpolation=cv2.INTER_AREA), np.uint8)
    assert nothing == (read(page, small, onto(page, small)) == NOTHING_READ)


@pytest.mark.parametrize(("otherwise", "same"), [(MOST_OTHERWISE[0], True), (MOST_OTHERWISE[0] + 1, False)])
def test_few_blocks_may_read_otherwise(otherwise: int, same: bool) -> None:
    """At the limit both still say the same; one block more, and they do not."""
    assert same == Reading(1.0, 0.9, otherwise, 500).same


def test_a_part_of_a_page_is_not_enough() -> None:
    """The upper half of a page reads the same, yet what stands below is not known."""
    page, half = page_of(written()), written()[:300].copy()
    reading = read(page, half, np.diag([440 / page.shape[1], 600 / page.shape[0], 1.0]))
    assert (0, False) == (reading.otherwise, reading.same)


@pytest.mark.parametrize(("worst", "same"), [(MOST_WORST, True), (MOST_WORST + 0.01, False)])
def test_the_worst_letter_decides(worst: float, same: bool) -> None:
    """At the limit both still say the same; a little worse in one place, and they do not, well as the rest fits."""
    assert same == Reading(1.0, 0.99, 0, 500, worst).same


@pytest.mark.parametrize("figure", ["1", "3", "8", "9"])
@pytest.mark.parametrize("ground", [250, 12])
def test_one_other_figure_is_not_the_same(figure: str, ground: int) -> None:
    """Of twelve lines one has one other figure, as alike as 8 is to 6, on light or dark paper: that is another page."""
    other = written((*LINES[:6], f"Dong so 6 noi rang 222 va 54{figure}", *LINES[7:]), ground)
    page = page_of(written(ground=ground))
    assert not read(page, other, onto(page, other)).same


@pytest.mark.parametrize(("quality", "scale"), [(40, 1.0), (75, 0.8), (60, 1.5)])
def test_a_recompressed_page_reads_the_same(quality: int, scale: float) -> None:
    """A page that was made smaller or larger and compressed again has no letter that is another."""
    sized = cv2.resize(written(), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    again = cv2.imencode(".jpg", sized, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    copy, page = np.asarray(cv2.imdecode(again, cv2.IMREAD_GRAYSCALE), np.uint8), page_of(written())
    assert read(page, copy, onto(page, copy)).same
