"""Writing in pictures is read: drawn here with a font of the machine, read by the real models."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kiemtin.items import extract
from kiemtin.items.boxes import Box
from kiemtin.pictures import reading
from kiemtin.pictures.reading import Line, Reading, Voice, Word, second_voice
from kiemtin.pictures.reading.agreement import agreed
from kiemtin.pictures.reading.document import joined
from kiemtin.pictures.reading.limits import MAX_LINES
from kiemtin.pictures.reading.recogniser import Letter
from kiemtin.pictures.reading.second_voice import Heard
from kiemtin.pictures.reading.spelling import Spelt, as_it_can_be, words_of
from tests.pictures.drawn import scene

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
    "/Library/Fonts/Arial Unicode.ttf",
    "C:/Windows/Fonts/arial.ttf",
)
MESSAGE = (
    "Tài khoản của quý khách bị khoá.",
    "Xác thực tại https://vcb-abc.top/kh",
    "hoặc gọi 0912 345 678 trước 17:30",
)
DARK = ((18, 18, 20), (228, 230, 235))
LIGHT = ((255, 255, 255), (20, 20, 20))

Colour = tuple[int, int, int]


@lru_cache(maxsize=1)
def font_file() -> str:
    """A font with Vietnamese letters; the test is skipped by name where there is none."""
    found = next((file for file in FONTS if Path(file).is_file()), None)
    if found is None:
        pytest.skip("needs the DejaVu or Noto fonts")
    return found


def drawn(lines: tuple[str, ...], colours: tuple[Colour, Colour] = LIGHT, size: int = 30) -> NDArray[np.uint8]:
    """``lines`` below each other on a plain ground."""
    import numpy as np
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.truetype(font_file(), size)
    picture = Image.new("RGB", (int(size * 24), int(size * (2.2 + 1.45 * len(lines)))), colours[0])
    draw = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        draw.text((size, size * (1 + 1.45 * number)), line, colours[1], font=font)
    return np.asarray(picture)


def line(text: str, y: int, width: int, block: int = 0) -> Line:
    """A line whose words lie 10 pixels a character from the left edge."""
    words, start = [], 0
    for word in text.split(" "):
        words.append(Word(word, start, Box(10 * start, y, 10 * len(word), 20)))
        start += len(word) + 1
    return Line(text, Box(0, y, width, 20), 1.0, tuple(words), block)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_a_message_is_read_with_its_link_and_number(colours: tuple[Colour, Colour]) -> None:
    """Both polarities give the same sentence, and extraction finds its link at its own place in the picture."""
    document = reading.read_document(drawn(MESSAGE, colours), second_voice=False)
    text = unicodedata.normalize("NFC", " ".join(MESSAGE))
    assert "17:30" in document.text
    assert document.reading.voices == (Voice.TRUEOCR,)
    wrong = sum(one != other for one, other in zip(document.text.split(), text.split(), strict=False))
    assert wrong <= 2
    (link,) = (part for part in extract(document.text).parts if part.kind == "link")
    assert link.text == "https://vcb-abc.top/kh"
    (box,) = document.boxes_of(link.start or 0, link.end or 0)
    assert box.x > 180
    assert box.y > 60
    assert box.height < 50


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_screen_that_lies_on_its_side_is_read(turns: int) -> None:
    """Whichever way it was turned, the text is the same, and boxes lie where the words are in the picture."""
    import numpy as np

    upright = drawn(MESSAGE)
    pixels = np.ascontiguousarray(np.rot90(upright, turns))
    document, straight = (reading.read_document(one, second_voice=False) for one in (pixels, upright))
    assert (turns, 0) == (document.reading.turns, straight.reading.turns)
    assert straight.text == document.text
    start = document.text.index("https")
    (box,), (there,) = document.boxes_of(start, start + 20), straight.boxes_of(start, start + 20)
    seen = pixels[box.y : box.bottom, box.x : box.right]
    assert (there.width, there.height) == ((box.height, box.width) if turns % 2 else (box.width, box.height))
    part = upright[there.y : there.bottom, there.x : there.right]
    assert np.array_equal(np.rot90(part, turns), seen)


@pytest.mark.parametrize("turns", [1, 3])
@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_single_line_on_its_side_is_read(number: int, turns: int) -> None:
    """A picture of one line says little about its side, so both are read and the one with words is believed."""
    import numpy as np

    upright = drawn(MESSAGE[number : number + 1], DARK)
    document = reading.read_document(np.ascontiguousarray(np.rot90(upright, turns)), second_voice=False)
    assert turns == document.reading.turns
    assert reading.read_document(upright, second_voice=False).text == document.text


@pytest.mark.parametrize("seed", range(6))
def test_what_is_no_writing_is_never_turned(seed: int) -> None:
    """Shapes like those of a photo read as next to nothing each way, and lie as they came."""
    assert reading.read(scene(seed), use_second_voice=False).turns == 0


@pytest.mark.parametrize("text", ["OK", "Mẹ ơi", "9:41", "Con về chưa?"])
def test_a_word_or_two_is_not_turned(text: str) -> None:
    """So few letters that the sides are tried, and upright they read best."""
    assert reading.read(drawn((text,)), use_second_voice=False).turns == 0


@pytest.mark.parametrize(
    ("message", "link"),
    [
        ("http://shopee-tuyendung.vip/ để nhận trước 17h", "http://shopee-tuyendung.vip/"),
        ("https://momo-quatang.cc/ nhan thuong truoc 17h", "https://momo-quatang.cc/"),
        ("Xem momo-quatang.cc để nhận trước 17h", "momo-quatang.cc"),
        ("Tại https://vcb-abc.top/kh?id=83 để xem", "https://vcb-abc.top/kh?id=83"),
        ("https://vcb-hoantien.top/dangnhap/xac-thuc", "https://vcb-hoantien.top/dangnhap/xac-thuc"),
    ],
)
@pytest.mark.parametrize("size", [24, 30, 36])
def test_a_link_ends_where_the_gap_in_the_ink_is(message: str, link: str, size: int) -> None:
    """The word behind a link is no part of it, and a link without a gap stays whole."""
    document = reading.read_document(drawn((message,), size=size), second_voice=False)
    assert [link] == [part.text for part in extract(document.text).parts if part.kind == "link"]


def test_the_bar_on_top_of_a_telephone_is_read_whole() -> None:
    """A short line in the corner, of which the usual look for lines finds the end alone, is found as one line."""
    import numpy as np
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("RGB", (1024, 1680), "white")
    draw = ImageDraw.Draw(picture)
    bold = ImageFont.truetype(font_file(), 33)
    draw.text((46, 18), "6:18", "black", font=bold)
    draw.text((850, 18), "4G 82%", "black", font=bold, stroke_width=1)
    for number in range(12):
        draw.text((46, 300 + 90 * number), "Đơn hàng giao không thành công, xin xem lại", "black", font=bold)
    lines = {line.text for line in reading.read_lines(np.asarray(picture))}
    assert {"6:18", "4G 82%"} <= lines


def test_tesseract_is_a_second_voice_where_it_is_installed() -> None:
    """The same message with both voices, when the machine has the second one; else the first alone says so."""
    document = reading.read_document(drawn(MESSAGE, size=22))
    present = second_voice.program() is not None
    assert document.reading.voices in {(Voice.TRUEOCR,), (Voice.TRUEOCR, Voice.TESSERACT)}
    assert present or document.reading.voices == (Voice.TRUEOCR,)
    assert "https://vcb-abc.top/kh" in document.text


def test_a_picture_without_writing_gives_an_empty_reading() -> None:
    """Plain, single pixels and a long thin strip: no line, no error, an empty text without boxes."""
    import numpy as np

    for shape in ((1, 1, 3), (300, 200, 3), (2, 4000, 3)):
        document = reading.read_document(np.full(shape, 200, np.uint8))
        assert document.text == ""
        assert document.boxes_of(0, 5) == ()


def test_what_is_past_the_limit_is_counted() -> None:
    """A picture full of small words has as many lines read as the limit says, and the rest is told as left out."""
    import numpy as np

    word = drawn(("so",), size=12)[8:32, 8:40]
    spaced = np.pad(word, ((0, 0), (0, 28), (0, 0)), constant_values=255)
    document = reading.read_document(np.ascontiguousarray(np.tile(spaced, (22, 14, 1))), second_voice=False)
    assert len(document.lines) <= MAX_LINES
    assert document.reading.left_out > 22 * 14 - MAX_LINES - 60


def test_a_link_that_wraps_is_one_link() -> None:
    """Lines of a paragraph are joined by a space, a link broken over two by nothing, paragraphs by a line break."""
    lines = (
        line("Đăng nhập tại https://vcb-", 0, 260),
        line("xacthuc.top/kh ngay", 25, 190),
        line("hôm nay", 50, 70),
        line("Trả lời", 120, 70, block=1),
    )
    document = joined(Reading(lines, (Voice.TRUEOCR,)))
    assert document.text == "Đăng nhập tại https://vcb-xacthuc.top/kh ngay hôm nay\nTrả lời"
    start = document.text.index("https")
    boxes = document.boxes_of(start, start + len("https://vcb-xacthuc.top/kh"))
    assert boxes == (Box(140, 0, 120, 20), Box(0, 25, 140, 20))


def test_an_ordinary_line_end_is_a_space() -> None:
    """A sentence that ends in a name, or a link followed by a word with marks, is not glued to what follows."""
    lines = (line("Xem tại abc.vn", 0, 140), line("để biết thêm", 25, 120), line("- không gấp", 50, 110))
    assert joined(Reading(lines, (Voice.TRUEOCR,))).text == "Xem tại abc.vn để biết thêm - không gấp"


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("https:/scb.vip/x", "https://scb.vip/x"),
        ("httns://kien.vn", "https://kien.vn"),
        ("http://a.vn/2id=83", "http://a.vn/?id=83"),
        ("O6:17", "06:17"),
        ("8O0.0O0đ", "800.000đ"),
        ("l.250.000", "1.250.000"),
        ("www.l1xiOl.com.vn/kh", "www.l1xi0l.com.vn/kh"),
        ("Oanh.vn", "Oanh.vn"),
        ("shopOnline.vn", "shopOnline.vn"),
        ("SHOP24.COM/IO", "SHOP24.COM/IO"),
        ("a.vn/xIO4", "a.vn/xIO4"),
        ("TP.HCM", "TP.HCM"),
        ("10l", "10l"),
        ("O2", "O2"),
    ],
)
def test_a_shape_two_characters_share_is_read_as_the_one_that_can_stand_there(seen: str, meant: str) -> None:
    """Between figures stand figures; a scheme has two strokes; names, capitals and paths stay as they were seen."""
    assert meant == as_it_can_be(seen)


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        ("23/11/2026,07:30", ["23/11/2026,", "07:30"]),
        ("ngày:https://acb.vn", ["ngày:", "https://acb.vn"]),
        ("(https://acb.vn", ["(https://acb.vn"]),
        ("https://a.vn/r=https://b.vn", ["https://a.vn/r=https://b.vn"]),
        ("http://abc.vip/để", ["http://abc.vip/", "để"]),
        ("abc.vip/nhận.", ["abc.vip/", "nhận."]),
        ("http://abc.vip/kh/để", ["http://abc.vip/kh/", "để"]),
        ("http://abc.vip/bđsx", ["http://abc.vip/bđsx"]),
        ("http://abc.vip/de", ["http://abc.vip/de"]),
        ("STK7759100912636", ["STK", "7759100912636"]),
        ("SĐT0912345678", ["SĐT", "0912345678"]),
        ("Hotline0888123456.", ["Hotline", "0888123456."]),
        ("STK:0071001234567", ["STK:0071001234567"]),
        ("TK1234567", ["TK1234567"]),
        ("FTK7759100912636", ["FTK7759100912636"]),
    ],
)
def test_an_overlooked_space_is_put_back(seen: str, words: list[str]) -> None:
    """Behind a date, before an address or the number that a word announces, and behind the slash before a word."""
    letters = [Letter(letter, 1.0, float(at), at + 1.0) for at, letter in enumerate(seen)]
    assert words == [word.text for word in words_of(letters)]


def test_the_surer_voice_is_believed_except_with_addresses() -> None:
    """A sure second voice mends a letter; an unsure one, or one that breaks an address, does not."""
    ours = [Spelt("nhẫn", 0.5, 0, 40), Spelt("https://l1.vn/x", 0.9, 50, 150)]
    mended = agreed(ours, [Heard("nhắn", 0.95), Heard("https://|1.vn/x", 0.95)])
    assert [word.text for word in mended] == ["nhắn", "https://l1.vn/x"]
    with_figures = agreed([Spelt("http://nhangua24.vn", 0.9, 0, 90)], [Heard("http://nhanqua24.vn", 0.9)])
    assert [word.text for word in with_figures] == ["http://nhanqua24.vn"]
    unsure = agreed(ours, [Heard("nhắn", 0.1), Heard("https://l1.vn/x", 0.9)])
    assert [word.text for word in unsure] == ["nhẫn", "https://l1.vn/x"]


def test_pages_for_tesseract_are_a_readable_tiff() -> None:
    """The pages written by hand come back from Pillow as they were: sizes, order and pixels."""
    import io

    import numpy as np
    from PIL import Image, ImageSequence

    pages = [np.arange(35, dtype=np.uint8).reshape(5, 7), np.full((3, 3), 9, np.uint8)]
    with Image.open(io.BytesIO(second_voice.multipage(pages))) as picture:
        read = [np.asarray(page).tolist() for page in ImageSequence.Iterator(picture)]
    assert read == [page.tolist() for page in pages]
