"""Whether one picture lies in another, and where."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from kiemtin.pictures.agreement import Agreement
from kiemtin.pictures.features import describe, from_bytes
from kiemtin.pictures.matching import Match, points_needed, verify
from tests.pictures.drawn import framed, scene

Pixels = NDArray[np.uint8]


def looked_for(known: Pixels, query: Pixels) -> Match | None:
    """What is said of the query when the known picture is stored and read again."""
    return verify(describe(query), from_bytes(describe(known).to_bytes()))


def edited(name: str, photo: Pixels) -> Pixels:
    """The photo after one edit."""
    height, width = photo.shape[:2]
    if name == "mirror":
        return photo[:, ::-1].copy()
    if name == "crop":
        return photo[height // 5 : height * 3 // 4, width // 4 : width * 4 // 5].copy()
    if name == "turn":
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), 20, 1)
        return np.asarray(cv2.warpAffine(photo, turn, (width, height)), np.uint8)
    if name == "squash":
        return np.asarray(cv2.resize(photo, (width, height * 3 // 4), interpolation=cv2.INTER_AREA), np.uint8)
    if name == "blur":
        return np.asarray(cv2.GaussianBlur(photo, (0, 0), 2.5), np.uint8)
    if name == "dark":
        return (photo * 0.6).astype(np.uint8)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = np.array([[40, 30], [width - 20, 50], [width - 60, height - 40], [70, height - 20]], np.float32)
    bent = cv2.getPerspectiveTransform(corners, seen)
    return np.asarray(cv2.warpPerspective(photo, bent, (width, height)), np.uint8)


@pytest.mark.parametrize("name", ["mirror", "crop", "turn", "squash", "blur", "dark", "perspective"])
def test_an_edited_picture_is_recognised(name: str) -> None:
    """The picture is found after each edit, in a mirror only where it was mirrored."""
    photo = scene(1)
    match = looked_for(photo, edited(name, photo))
    assert (True, name == "mirror") == (match and match.contains, match and match.mirrored)


def test_the_box_is_where_the_photo_is() -> None:
    """A photo within a screen is found in its place, within a few pixels."""
    photo = scene(2)
    pixels, box = framed(photo, 255)
    match = looked_for(photo, pixels)
    found = (match.box.x, match.box.y, match.box.right, match.box.bottom) if match else ()
    assert all(abs(a - b) <= 4 for a, b in zip(found, (box.x, box.y, box.right, box.bottom), strict=True))


@pytest.mark.parametrize("ground", [255, 18])
def test_the_same_screen_with_another_photo_is_not_it(ground: int) -> None:
    """All that two screens share is the application and its words: points agree, yet nothing is contained."""
    one, two = (framed(scene(number), ground)[0] for number in (3, 4))
    match = looked_for(one, two)
    assert match is not None
    assert not match.contains


def test_the_same_words_across_another_photo_are_not_it() -> None:
    """Two photos with the same large words and the same logo share points, and neither contains the other."""
    pair = [scene(number) for number in (5, 6)]
    for photo in pair:
        cv2.putText(photo, "XEM NGAY KEO LO", (10, 60), 0, 1.6, (255, 255, 255), 4, cv2.LINE_AA)
        cv2.putText(photo, "TIN NONG SANG NAY", (10, 330), 0, 1.4, (255, 255, 255), 4, cv2.LINE_AA)
        photo[150:210, 380:470] = scene(9, width=90, height=60, shapes=30)
    match = looked_for(pair[0], pair[1])
    assert match is None or not match.contains


def test_pictures_that_share_nothing_do_not_match() -> None:
    """Of twenty pairs of different pictures none is contained in the other."""
    described = [describe(scene(number)) for number in range(10, 15)]
    matches = [verify(one, two) for one in described for two in described if one is not two]
    assert not [match for match in matches if match and match.contains]


def test_an_even_picture_matches_nothing() -> None:
    """A picture without points is in none, and none is in it."""
    even, photo = np.full((300, 300, 3), 128, np.uint8), scene(7)
    assert (None, None) == (looked_for(even, photo), looked_for(photo, even))


def test_matching_twice_says_the_same() -> None:
    """Nothing is drawn by lot: the same two pictures always give the same match."""
    photo = scene(8)
    assert looked_for(photo, edited("perspective", photo)) == looked_for(photo, edited("perspective", photo))


@pytest.mark.parametrize(("close", "points"), [(0.9, 14), (0.75, 14), (0.43, 72), (0.0, 149)])
def test_the_less_looks_just_so_the_more_points_are_needed(close: float, points: int) -> None:
    """A repeated shape, of which 43 places in 100 look just so, needs more points than such shapes have come to."""
    assert points == round(points_needed(Agreement(shared=1, alike=0.7, gap=0, proven=0.5, close=close)))


def _receipt(amount: str, receiver: str) -> Pixels:
    paper = np.full((900, 540, 3), 250, np.uint8)
    lines = [
        "VI DU BANK",
        "Chuyen tien thanh cong",
        "So tien",
        amount,
        "Nguoi nhan",
        receiver,
        "Noi dung",
        amount + " OK",
    ]
    for number, line in enumerate(lines):
        cv2.putText(paper, line, (30, 90 + number * 100), cv2.FONT_HERSHEY_DUPLEX, 1.1, (20, 30, 60), 2)
    return paper


@pytest.mark.parametrize(
    ("amount", "receiver"),
    [("9.900.000 VND", "QUAN VI DU HAI"), ("1.200.000 VND", "QUAN VI DU HAI"), ("1.900.000 VND", "CUA HANG SO MOT")],
)
def test_another_receipt_of_one_form_is_not_it(amount: str, receiver: str) -> None:
    """Two receipts share nearly all their letters; another receiver, or one other digit in the amount, is another."""
    match = looked_for(_receipt("1.200.000 VND", "CUA HANG SO MOT"), _receipt(amount, receiver))
    assert match is not None
    assert not match.contains


@pytest.mark.parametrize("edit", ["none", "turn", "blur", "dark", "perspective"])
def test_a_copy_of_a_receipt_is_found(edit: str) -> None:
    """A receipt is told from others by its letters, and so it is found again after what happens to a picture."""
    receipt = _receipt("1.200.000 VND", "CUA HANG SO MOT")
    match = looked_for(receipt, receipt if edit == "none" else edited(edit, receipt))
    assert match is not None
    assert match.contains


def test_a_receipt_too_small_to_be_read_is_not_said_to_be_it() -> None:
    """In a picture that shows it in a fifth of its size, nobody can tell one amount from another."""
    receipt = _receipt("1.200.000 VND", "CUA HANG SO MOT")
    around = np.full((1200, 900, 3), 255, np.uint8)
    around[100:280, 100:208] = cv2.resize(receipt, (108, 180), interpolation=cv2.INTER_AREA)
    match = looked_for(receipt, around)
    assert match is None or not match.contains
