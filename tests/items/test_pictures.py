"""Pictures as an item holds them."""

from __future__ import annotations

import pytest

from kiemtin.errors import TooLarge
from kiemtin.items import Box, Section, receive_pictures
from kiemtin.items.boxes import around
from kiemtin.items.pictures import MAX_READ, ReadCode, SeenPicture, boxes_of, section_at
from kiemtin.items.values import ScannedCode, Spot, Unread

PICTURE = SeenPicture(
    400,
    300,
    text="xem abc.top\nngay",
    spots=(
        Spot(0, 3, Box(10, 20, 30, 12), 0),
        Spot(4, 11, Box(50, 20, 70, 12), 0),
        Spot(12, 16, Box(10, 40, 40, 12), 1),
    ),
    codes=(ReadCode("https://b.top", Box(200, 200, 50, 50), ScannedCode("QRCode")),),
    unread=(Unread("unread.read-by-machine"),),
)


def test_text_and_pictures_are_sections_of_one_item() -> None:
    """Each section holds exactly its own words, and knows its picture."""
    item = receive_pictures([PICTURE, Unread("unread.picture-kind"), PICTURE], "Nhìn này")
    sections = [(one.image, item.text[one.start : one.end], one.code is not None) for one in item.sections]

    assert [
        (None, "Nhìn này", False),
        (0, "xem abc.top\nngay", False),
        (0, "https://b.top", True),
        (1, "xem abc.top\nngay", False),
        (1, "https://b.top", True),
    ] == sections
    assert ["unread.read-by-machine", "unread.picture-kind", "unread.read-by-machine"] == [
        one.what for one in item.unread
    ]


def test_words_lead_back_to_their_place() -> None:
    """A span gives a box per line, and part of a word its share of the word."""
    item = receive_pictures([PICTURE], "Nhìn")
    section = item.sections[1]
    at = section.start

    assert (Box(50, 20, 70, 12),) == boxes_of(section, at + 4, at + 11)
    assert (Box(50, 20, 30, 12),) == boxes_of(section, at + 4, at + 7)
    assert (Box(50, 20, 70, 12), Box(10, 40, 40, 12)) == boxes_of(section, at + 4, at + 16)
    assert (Box(200, 200, 50, 50),) == boxes_of(item.sections[2], item.sections[2].start + 8, item.sections[2].end)
    assert section is section_at(item, at + 4, at + 11)
    assert None is section_at(item, 0, at + 4)


def test_what_is_read_has_a_limit() -> None:
    """A picture full of letters is cut, and a text past its own limit is refused as ever."""
    (section,) = receive_pictures([SeenPicture(9, 9, text="a" * (MAX_READ + 1))]).sections
    assert MAX_READ == section.end
    with pytest.raises(TooLarge):
        receive_pictures([PICTURE], "a" * 200_000)


def test_boxes_are_whole_and_inside() -> None:
    """An empty box cannot be, and several have one around them."""
    with pytest.raises(ValueError, match="not a box"):
        Box(0, 0, 0, 4)
    with pytest.raises(ValueError, match="not a box"):
        Box(-1, 0, 4, 4)
    assert Box(1, 2, 9, 10) == around([Box(1, 2, 3, 4), Box(5, 6, 5, 6)])
    assert None is around([])
    assert Section(3, 5) == Section(1, 3).moved(2)
