"""Which pictures of a collection are looked at closely."""

from __future__ import annotations

import cv2
import numpy as np

from kiemtin.pictures.candidates import CANDIDATES, FEWEST_VOTES, INDEXED_POINTS, build, candidates
from kiemtin.pictures.features import describe
from tests.pictures.drawn import framed, scene


def test_the_picture_itself_comes_first() -> None:
    """Among thirty pictures, the one that lies in a screen comes first, straight or in a mirror."""
    photos = [scene(number, width=320, height=240, shapes=90) for number in range(30)]
    index = build(describe(photo) for photo in photos)
    asked = [framed(photos[7], 255)[0], framed(photos[21][:, ::-1].copy(), 18)[0]]
    first = [candidates(index, describe(pixels))[0] for pixels in asked]
    assert [(7, False), (21, True)] == [(one.picture, one.mirrored) for one in first]


def test_no_more_than_the_candidates_come_each_once() -> None:
    """A picture seen straight and in a mirror comes once, and no more come than are to be looked at."""
    index = build(describe(scene(number, width=200, height=160, shapes=60)) for number in range(20))
    found = [one.picture for one in candidates(index, describe(scene(3, width=200, height=160, shapes=60)))]
    assert (True, len(found)) == (len(found) <= CANDIDATES, len(set(found)))


def test_a_small_picture_within_a_busy_one_is_looked_at() -> None:
    """A picture that fills a tenth of another, itself in the collection, is not outvoted by what surrounds it."""
    photos = [scene(number, width=320, height=240, shapes=90) for number in range(30)]
    index = build(describe(photo) for photo in photos)
    around = cv2.resize(photos[4], (960, 720), interpolation=cv2.INTER_CUBIC)
    around[300:540, 500:820] = photos[11]
    assert {4, 11} <= {one.picture for one in candidates(index, describe(np.asarray(around, np.uint8)))}


def test_pictures_with_too_few_votes_are_not_looked_at() -> None:
    """A picture that is not in the collection is held against none of it, or against very few."""
    index = build(describe(scene(number, width=320, height=240, shapes=90)) for number in range(30))
    found = candidates(index, describe(scene(99, width=320, height=240, shapes=90)))
    assert all(FEWEST_VOTES <= one.votes for one in found)
    assert len(found) <= 2


def test_an_empty_collection_has_no_candidates() -> None:
    """Nothing is found where nothing is."""
    assert () == candidates(build([]), describe(scene(1)))


def test_a_picture_without_points_has_no_candidates() -> None:
    """An even picture asks for nothing, and takes no room in the index."""
    even = describe(np.full((90, 90, 3), 7, np.uint8))
    index = build([describe(scene(1)), even])
    assert (2, True, ()) == (index.size, len(index.pictures) <= INDEXED_POINTS, candidates(index, even))


def test_building_twice_gives_the_same_arrays() -> None:
    """The index of the same pictures is the same, number by number."""
    one, two = (build([describe(scene(1)), describe(scene(2))]) for _ in range(2))
    names = ("starts", "pictures", "signatures", "poses", "places", "sizes")
    assert all(np.array_equal(getattr(one, name), getattr(two, name)) for name in names)
