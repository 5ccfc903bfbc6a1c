"""What was read is held against the ink: drawn here, and read wrong on purpose."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from kiemtin.pictures.reading.ink import MOST_PIECES_OF_A_SHAPE, shapes_of
from kiemtin.pictures.reading.recogniser import Letter
from kiemtin.pictures.reading.second_look import looked_at
from tests.pictures.reading.test_reading import font_file

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SIZE = 30

Edges = tuple[float, float, float, float]


def drawn(text: str, ink: int = 20, ground: int = 250) -> tuple[NDArray[np.uint8], Edges, list[float]]:
    """``text`` as a grey line, the line's box, and the middle column of each character."""
    import numpy as np
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.truetype(font_file(), SIZE)
    picture = Image.new("L", (SIZE * (len(text) + 2), 2 * SIZE), ground)
    ImageDraw.Draw(picture).text((SIZE, SIZE // 3), text, ink, font=font)
    edges = [SIZE + font.getlength(text[:at]) for at in range(len(text) + 1)]
    box = (float(SIZE), SIZE / 3 + 2, edges[-1], SIZE * 1.55)
    return np.asarray(picture), box, [(one + other) / 2 for one, other in pairwise(edges)]


def looked(text: str, read: str, ink: int = 20, ground: int = 250) -> str:
    """What becomes of ``read`` where ``text`` stands; a ``·`` in ``read`` is a character that was not read at all."""
    gray, box, middles = drawn(text, ink, ground)
    letters = [Letter(one, 0.9, x - 4, x + 4) for one, x in zip(read, middles, strict=True) if one != "·"]
    return "".join(letter.text for letter in looked_at(gray, box, letters))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("vay.vn/kh?id=83", "vay.vn/kh2id-83"),
        ("vay.vn/kh?ref=a", "vay.vn/kh7ref+a"),
        ("Nhanh tay! Chỉ 5 phút", "Nhanh tayl Chỉ 5 phút"),
        ("nhan2 qua7 hang1 Il", "nhan2 qua7 hang1 Il"),
        ("giao.io.vn hang", "giao·io.vn hang"),
        ("2.500.000 dong", "2·500·000 dong"),
        ("stk 0120045 OCB", "stk O12OO45 0CB"),
        ("giam 36%, con 60 hom", "giam ·36, con 60 hom"),
        ("don #20261, goi *101", "don +20261, goi +101"),
        ("goi +84 912 hoac 1+1", "goi +84 912 hoac 1+1"),
        ("hom nay ngay dep gio", "hom nay ngay dep gio"),
        ("ngay 16/06/2026 luc 07:17", "ngay 16/06/2026 luc 07:17"),
    ],
)
@pytest.mark.parametrize(("ink", "ground"), [(20, 250), (235, 25)], ids=["light", "dark"])
def test_what_the_ink_shows_is_put_right(text: str, read: str, ink: int, ground: int) -> None:
    """Signs the first voice has no letter for, points it dropped and noughts come out as drawn, on either ground."""
    if "%" in text:  # the lower ring of the sign is what is read as a figure, at its own place
        gray, box, middles = drawn(text, ink, ground)
        at = text.index("%")
        letters = [Letter(one, 0.9, x - 4, x + 4) for one, x in zip(text, middles, strict=True)]
        letters[at] = Letter("6", 0.9, middles[at] + 4, middles[at] + 12)
        assert text == "".join(letter.text for letter in looked_at(gray, box, letters))
        return
    assert text == looked(text, read, ink, ground)


def test_what_the_ink_does_not_say_stays_as_it_was_read() -> None:
    """On an empty line, on a line of two letters and where no letter is found in the ink nothing is changed."""
    import numpy as np

    gray, box, _ = drawn("vay.vn/kh?id=83")
    elsewhere = [Letter(one, 0.9, 2000.0, 2008.0) for one in "2I-0"]
    assert elsewhere == looked_at(gray, box, elsewhere)
    assert elsewhere == looked_at(np.full_like(gray, 255), box, elsewhere)
    few = [Letter("2", 0.9, 40, 48)]
    assert few == looked_at(gray, box, few)
    assert [] == looked_at(gray, (0.0, 0.0, 0.0, 0.0), [])


def test_a_texture_is_no_line_of_signs() -> None:
    """Ink in more pieces than the longest line has is looked at no further, and one shape keeps a few pieces alone."""
    import numpy as np

    dots = np.full((120, 4000), 255, np.uint8)
    dots[2::4, 2::4] = dots[3::4, 2::4] = dots[2::4, 3::4] = dots[3::4, 3::4] = 0
    assert [] == shapes_of(dots, (0.0, 0.0, 4000.0, 30.0))
    column = shapes_of(dots[:, :8], (0.0, 0.0, 8.0, 40.0))
    assert {MOST_PIECES_OF_A_SHAPE} == {len(shape.pieces) for shape in column}
