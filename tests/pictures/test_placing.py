"""What two pictures share is drawn where it is: cropped, in a frame, turned, in a mirror."""

from __future__ import annotations

import numpy as np
import pytest

from kiemtin.items import Box, Overlap
from kiemtin.pictures.features import Features, describe
from kiemtin.pictures.matching import verify
from kiemtin.pictures.pdq import ORIENTATIONS
from kiemtin.pictures.placing import overlap_of, turned
from tests.pictures.known import scene

NEAR = 16
"""Pixels: an edge is found with a preview of about a hundred columns."""


@pytest.fixture(scope="module")
def known() -> Features:
    """The known picture, 400 × 300."""
    return describe(scene(3))


def _shared(pixels: np.ndarray, known: Features) -> Overlap:
    asked = describe(pixels)
    match = verify(asked, known)
    assert match is not None
    overlap = overlap_of(match.polygon, asked, known)
    assert overlap is not None
    return overlap


def _around(outline: tuple[tuple[int, int], ...]) -> tuple[int, int, int, int]:
    across, down = [x for x, _ in outline], [y for _, y in outline]
    return min(across), min(down), max(across), max(down)


def _close(expected: tuple[int, ...], found: tuple[int, ...]) -> bool:
    return all(abs(one - other) <= NEAR for one, other in zip(expected, found, strict=True))


def test_of_a_copy_all_is_shared(known: Features) -> None:
    """Both outlines are the whole picture."""
    overlap = _shared(scene(3), known)
    assert ((0, 0, 400, 300), (400, 300)) == (_around(overlap.known_outline), (overlap.width, overlap.height))
    assert _close((0, 0, 400, 300), _around(overlap.outline))


def test_of_a_crop_the_part_is_outlined_in_the_known_picture(known: Features) -> None:
    """All of the crop is shared, and of the known picture what was cut out."""
    overlap = _shared(np.ascontiguousarray(scene(3)[60:260, 100:380]), known)
    assert _close((0, 0, 280, 200), _around(overlap.outline))
    assert _close((100, 60, 380, 260), _around(overlap.known_outline))


def test_what_stands_around_a_cut_picture_is_left_out(known: Features) -> None:
    """A page that shows a part of the known picture: the page above and below it is not the picture."""
    page = np.full((600, 400, 3), 255, np.uint8)
    page[200:350] = scene(3)[80:230]
    overlap = _shared(page, known)
    assert _close((0, 200, 400, 350), _around(overlap.outline))
    assert _close((0, 80, 400, 230), _around(overlap.known_outline))


def test_in_a_mirror_the_corners_change_sides(known: Features) -> None:
    """The first corner is the known picture's top left, wherever that is seen."""
    overlap = _shared(np.ascontiguousarray(scene(3)[:, ::-1][:, :300]), known)
    assert _close((0, 0, 300, 300), _around(overlap.outline))
    assert _close((100, 0, 400, 300), _around(overlap.known_outline))


@pytest.mark.parametrize("orientation", range(8))
def test_a_turned_copy_is_placed_as_its_hash_says(known: Features, orientation: int) -> None:
    """The eight ways that a hash is asked in; the part of the picture asked about is the box that was hashed."""
    known_pixels = scene(3)
    seen = {
        "original": known_pixels,
        "rotate-90": np.rot90(known_pixels, 3),
        "rotate-180": np.rot90(known_pixels, 2),
        "rotate-270": np.rot90(known_pixels, 1),
        "mirror": known_pixels[:, ::-1],
        "flip": known_pixels[::-1],
        "transpose": known_pixels.transpose(1, 0, 2),
        "transverse": np.rot90(known_pixels, 2).transpose(1, 0, 2),
    }[ORIENTATIONS[orientation]]
    height, width = seen.shape[:2]
    canvas = np.full((500, 600, 3), 255, np.uint8)
    canvas[40 : 40 + height, 30 : 30 + width] = seen
    box = Box(30, 40, width, height)
    corners = turned(orientation, box)
    assert {(30, 40), (30 + width, 40), (30 + width, 40 + height), (30, 40 + height)} == set(corners)
    overlap = overlap_of(corners, describe(canvas), known)
    assert overlap is not None
    assert (30, 40, 30 + width, 40 + height) == _around(overlap.outline)
    assert (0, 0, 400, 300) == _around(overlap.known_outline)


@pytest.mark.parametrize(
    "frame",
    [
        ((0, 0), (0, 0), (0, 0), (0, 0)),
        ((0, 0), (1, 1), (2, 2), (3, 3)),
        ((900, 0), (1300, 0), (1300, 300), (900, 300)),
        ((-500, 0), (-100, 0), (-100, 300), (-500, 300)),
    ],
)
def test_corners_that_fit_no_picture_give_no_outline(known: Features, frame: tuple[tuple[float, float], ...]) -> None:
    """On a point, on a line, beyond the edge: nothing is drawn, and nothing is raised."""
    assert overlap_of(frame, known, known) is None


def test_an_outline_without_an_area_cannot_be() -> None:
    """Two corners are a line."""
    triangle = ((0, 0), (4, 0), (4, 3))
    assert (4, 3) == (Overlap(triangle, triangle, 4, 3).width, 3)
    for wrong in ((triangle[:2], triangle, 4, 3), (triangle, triangle[:2], 4, 3), (triangle, triangle, 0, 3)):
        with pytest.raises(ValueError, match="three corners"):
            Overlap(*wrong)
