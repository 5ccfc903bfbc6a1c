"""Features of a picture: what is stored, and what is refused."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from kiemtin.errors import Refused
from kiemtin.pictures.features import KEPT_POINTS, MOST_BYTES, QUERY_POINTS, Features, describe, from_bytes
from tests.pictures.drawn import scene


def same(one: Features, other: Features) -> bool:
    """Whether two features are equal, number by number."""
    fields = ("places", "scales", "angles", "codes", "preview", "regions", "page")
    sizes = (one.width, one.height) == (other.width, other.height)
    return sizes and all(np.array_equal(getattr(one, name), getattr(other, name)) for name in fields)


def test_features_come_back_as_they_were_stored() -> None:
    """What a collection stores is the compact part of the features, number by number."""
    features = describe(scene(1))
    assert same(features.compact(), from_bytes(features.to_bytes()))


def _paper(lines: int) -> NDArray[np.uint8]:
    paper = np.full((900, 540, 3), 250, np.uint8)
    for row in range(lines):
        cv2.putText(paper, f"Dong {row} so {row * 7919}", (20, 30 + row * 900 // lines), 0, 0.9, (20, 30, 60), 2)
    return paper


def test_the_page_of_a_drawn_picture_comes_back() -> None:
    """A picture of writing keeps its page, within its bytes; a photo has none."""
    stored = from_bytes(describe(_paper(20)).to_bytes())
    assert same(stored, from_bytes(stored.to_bytes()))
    assert (True, 0) == (stored.page.size > 50_000, from_bytes(describe(scene(1)).to_bytes()).page.size)


def test_a_page_of_another_size_is_refused() -> None:
    """A head that claims a page larger than what was packed is refused, and no more is unpacked."""
    stored = bytearray(describe(_paper(20)).to_bytes())
    place = 5 + 4 + 4 + 2 + 2 + 2 + 1
    stored[place : place + 2] = (int.from_bytes(stored[place : place + 2], "little") - 1).to_bytes(2, "little")
    with pytest.raises(Refused):
        from_bytes(bytes(stored))


def test_a_stored_picture_keeps_to_its_size() -> None:
    """The busiest picture there is, noise in many sizes, is stored within the limit, with all the points allowed."""
    features = describe(scene(2, shapes=9000, width=1600, height=1600))
    stored = features.to_bytes()
    assert (QUERY_POINTS, KEPT_POINTS, True) == (len(features), len(from_bytes(stored)), len(stored) <= MOST_BYTES)


def test_the_same_picture_has_the_same_features() -> None:
    """Describing twice gives the same bytes: nothing is drawn by lot."""
    assert describe(scene(3)).to_bytes() == describe(scene(3)).to_bytes()


@pytest.mark.parametrize("pixels", [(1, 1), (3, 400), (2000, 7), (64, 64)])
def test_a_picture_without_anything_in_it_has_no_points(pixels: tuple[int, int]) -> None:
    """An even surface of any shape is described, and stored, with no points at all."""
    features = describe(np.full((*pixels, 3), 90, np.uint8))
    assert (0, 0) == (len(features), len(from_bytes(features.to_bytes())))


@pytest.mark.parametrize("cut", [0, 4, 18, 60, -1])
def test_bytes_cut_short_are_refused(cut: int) -> None:
    """Features that lost their end, or all but their beginning, are refused."""
    with pytest.raises(Refused):
        from_bytes(describe(scene(1)).to_bytes()[:cut])


def test_bytes_of_another_version_are_refused() -> None:
    """Features of a version that is not known are refused rather than misread."""
    stored = bytearray(describe(scene(1)).to_bytes())
    stored[4] += 1
    with pytest.raises(Refused):
        from_bytes(bytes(stored))


def test_more_bytes_than_allowed_are_refused() -> None:
    """Bytes after the end are refused."""
    with pytest.raises(Refused):
        from_bytes(describe(scene(1)).to_bytes() + b"\0")
