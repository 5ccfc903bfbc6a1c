"""Where photos probably are within a screenshot."""

from __future__ import annotations

import numpy as np
import pytest

from kiemtin.items.boxes import Box
from kiemtin.pictures.regions import propose
from tests.pictures.drawn import framed, scene


@pytest.mark.parametrize("ground", [255, 18])
def test_a_photo_in_a_screen_is_found(ground: int) -> None:
    """On a light or dark ground, with lines of text around it, the photo alone is proposed, within a few pixels."""
    pixels, box = framed(scene(1), ground)
    (found,) = propose(pixels)
    apart = [abs(getattr(found, side) - getattr(box, side)) for side in ("x", "y", "right", "bottom")]
    assert max(apart) <= 4


def test_four_photos_of_a_collage_are_found() -> None:
    """Photos with even gaps between them are proposed one by one."""
    photos = [scene(number, width=300, height=240) for number in range(4)]
    pixels = np.full((500, 620, 3), 255, np.uint8)
    for number, photo in enumerate(photos):
        top, left = number // 2 * 250 + 5, number % 2 * 310 + 5
        pixels[top : top + 240, left : left + 300] = photo
    assert 4 == len(propose(pixels))


def test_a_photo_alone_has_no_region() -> None:
    """A photo that fills the picture is not a part of it."""
    assert () == propose(scene(5))


def test_text_alone_has_no_region() -> None:
    """Lines of letters on paper are not photos."""
    pixels, box = framed(scene(1), 255)
    pixels[box.y : box.bottom] = 255
    assert () == propose(pixels)


@pytest.mark.parametrize("size", [(1, 1), (1, 900), (4000, 3), (30, 30)])
def test_odd_sizes_have_no_region(size: tuple[int, int]) -> None:
    """Nothing is proposed within pictures without room for it."""
    assert () == propose(np.zeros((*size, 3), np.uint8))


def test_a_box_stays_inside() -> None:
    """Boxes keep to the picture in full size, whatever rounding did on the way."""
    pixels, _ = framed(scene(3, width=1900, height=1200), 255)
    height, width = pixels.shape[:2]
    assert all(isinstance(box, Box) and box.right <= width and box.bottom <= height for box in propose(pixels))
