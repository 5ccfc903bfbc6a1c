"""Codes in pictures: found in many conditions, at the right place, never misread."""

from __future__ import annotations

import random
import runpy
from pathlib import Path
from typing import Any

import pytest

from kiemtin.pictures.codes import AppSecret, Box, Code, Payment, WebLink, Wifi, read_codes
from kiemtin.pictures.codes.limits import MAX_AGAIN, MAX_CODES, MAX_WORK
from kiemtin.pictures.codes.places import MAX_PLACES, places_of_codes
from kiemtin.pictures.codes.preparing import as_it_is, preparations
from tests.pictures.codes.payloads import receiver, vietqr

np = pytest.importorskip("numpy", reason="the extra pictures is not installed")
cv2 = pytest.importorskip("cv2", reason="the extra pictures is not installed")
zxingcpp = pytest.importorskip("zxingcpp", reason="the extra pictures is not installed")

Pixels = Any


def drawn(text: str, module: int = 6, level: str = "M", kind: str = "QRCode") -> Pixels:
    """A code with its quiet zone, in RGB."""
    options = {"ec_level": level} if kind == "QRCode" else {}
    code = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind), **options)
    small = np.array(code.to_image(scale=1), dtype=np.uint8)
    return in_colour(np.kron(small, np.ones((module, module), np.uint8)))


def in_colour(grey: Pixels) -> Pixels:
    """Three equal channels."""
    return np.ascontiguousarray(np.dstack([grey] * 3))


def texts(pixels: Pixels) -> list[str]:
    """What was read."""
    return [code.text for code in read_codes(pixels)]


TEXT = vietqr(amount="250000")


@pytest.mark.parametrize("level", ["L", "M", "Q", "H"])
@pytest.mark.parametrize("module", [2, 5, 12])
def test_a_code_is_read_at_every_size_and_correction(level: str, module: int) -> None:
    """From a thumbnail to a poster."""
    assert [TEXT] == texts(drawn(TEXT, module, level))


def test_the_conditions_of_real_pictures_are_read() -> None:
    """Turned, mirrored in light, blurred, dark, compressed, noisy, with a logo: each as the benchmark measures it."""
    benchmark = runpy.run_path(str(Path(__file__).parents[3] / "benchmarks/codes.py"))
    for name, condition in benchmark["CONDITIONS"].items():
        chance = random.Random(f"test {name}")
        code = benchmark["draw"](chance, level="H", module=6)
        assert [code.text] == texts(in_colour(condition(chance, code))), name


def test_the_place_of_a_code_is_told_in_pixels_of_the_picture() -> None:
    """Also when it was found only after the picture had been made larger or smaller."""
    code = drawn(TEXT, 3)
    page = np.full((900, 1200, 3), 255, np.uint8)
    page[500 : 500 + code.shape[0], 700 : 700 + code.shape[1]] = code
    (found,) = read_codes(page)
    side = code.shape[0]
    assert (700, 500) <= (found.box.x, found.box.y) <= (700 + side // 4, 500 + side // 4)
    assert abs(found.box.width - (side - 24)) <= 6
    assert 4 == len(found.polygon)
    assert isinstance(found.content, Payment)


def test_several_codes_are_read_and_no_more_than_the_limit() -> None:
    """The largest come first."""

    def sheet(count: int) -> Pixels:
        codes = [drawn(f"https://vidu.vn/{one}", 3)[:111, :111] for one in range(count)]
        rows = [np.hstack(codes[start : start + 6]) for start in range(0, count, 6)]
        return np.ascontiguousarray(np.vstack(rows))

    assert 6 == len(texts(sheet(6)))
    assert MAX_CODES == len(texts(sheet(18)))
    two = np.full((400, 700, 3), 255, np.uint8)
    for text, module, x in (("https://vidu.vn/nho", 3, 20), ("https://vidu.vn/to", 8, 300)):
        one = drawn(text, module)
        two[20 : 20 + one.shape[0], x : x + one.shape[1]] = one
    assert ["https://vidu.vn/to", "https://vidu.vn/nho"] == texts(two)


@pytest.mark.parametrize("kind", ["Aztec", "DataMatrix", "PDF417", "MicroQRCode", "Code128"])
def test_other_kinds_of_codes_are_read(kind: str) -> None:
    """Tickets, parcels and labels use them."""
    assert ["VIDU 12345"] == texts(drawn("VIDU 12345", 5, kind=kind))


def test_a_code_in_one_colour_is_read() -> None:
    """Yellow on white hardly differs in grey."""
    code = drawn("https://vidu.vn", 6)
    code[:, :, :2] = 255 - (255 - code[:, :, :2]) // 40
    (found,) = read_codes(code)
    assert WebLink("https://vidu.vn") == found.content


def test_passwords_do_not_leave_the_engine() -> None:
    """Neither in the text of a code nor in its content."""
    for text in ("WIFI:T:WPA;S:Quán;P:bimat123;;", "otpauth://totp/x?secret=BIMAT123"):
        (found,) = read_codes(drawn(text))
        assert isinstance(found.content, Wifi | AppSecret)
        assert "bimat" not in repr(found).lower()


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (2, 2), (3, 4000), (700, 2)])
def test_pictures_of_any_shape_are_read(shape: tuple[int, int]) -> None:
    """A line of pixels holds no code and makes nothing fail."""
    assert () == read_codes(np.full((*shape, 3), 200, np.uint8))


def test_pictures_without_codes_give_none() -> None:
    """Noise, stripes, gradients and text are looked at in every way and nothing is made up."""
    chance = np.random.default_rng(7)
    stripes = np.tile((np.arange(320) // 3 % 2 * 255).astype(np.uint8), (240, 1))
    ramp = np.tile(np.linspace(0, 255, 320).astype(np.uint8), (240, 1))
    noise = chance.integers(0, 256, (240, 320), dtype=np.uint8)
    cells = np.kron(chance.integers(0, 2, (30, 40), dtype=np.uint8) * 255, np.ones((8, 8), np.uint8))
    assert [(), (), (), ()] == [read_codes(in_colour(one)) for one in (stripes, ramp, noise, cells)]


@pytest.mark.parametrize("module", [2, 6, 40])
def test_a_code_between_lines_of_words_is_among_the_places_looked_at(module: int) -> None:
    """Small, large or faint, and whatever was read around it: words alone leave nothing to look at."""
    page = np.full((1500, 1700), 250, np.uint8)
    lines = [Box(20, y, 1000, 30) for y in range(20, 1480, 60)]
    for line in lines:
        cv2.putText(page, "chuyen khoan nhan qua " * 2, (line.x, line.y + 24), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 40, 2)
    assert () == places_of_codes(page, lines)
    code = drawn(TEXT, module)[:, :, 0] // 8 + 100
    side = min(code.shape[0], 1500)
    page[-side:, -side:] = code[:side, :side]
    shown = [line for line in lines if line.bottom < 1500 - side or line.right < 1700 - side]
    assert any(
        place.x <= 1700 - side and place.y <= 1500 - side and (place.right, place.bottom) == (1700, 1500)
        for place in places_of_codes(page, shown)
    )


def test_a_blurred_code_on_a_screen_is_found_where_it_stands() -> None:
    """Only the places left between words are prepared again; the box is still one of the whole picture."""
    page = np.full((900, 700), 255, np.uint8)
    code = cv2.GaussianBlur(drawn(TEXT, 5)[:, :, 0], (0, 0), 3.0)
    page[400 : 400 + code.shape[0], 200 : 200 + code.shape[1]] = code
    (found,) = read_codes(in_colour(page), [Box(20, 40, 600, 40)])
    assert TEXT == found.text
    assert 200 <= found.box.x < 240
    assert 400 <= found.box.y < 440


def test_many_small_pictures_are_looked_at_as_one_place() -> None:
    """Up to the limit each is a place of its own; with one more it is all that lies between them."""
    chance = np.random.default_rng(5)
    for count, places in ((MAX_PLACES, MAX_PLACES), (MAX_PLACES + 1, 1)):
        page = np.full((200, 240 * (MAX_PLACES + 1)), 255, np.uint8)
        for number in range(count):
            page[60:132, 240 * number + 60 : 240 * number + 132] = chance.integers(0, 256, (72, 72), dtype=np.uint8)
        assert places == len(places_of_codes(page, []))


def test_work_on_one_picture_is_bounded() -> None:
    """A picture at the limit of pixels is looked at whole, one beyond is made smaller first."""
    assert 6_000 == as_it_is(np.full((60, 100, 3), 255, np.uint8), 6_000).size
    assert as_it_is(np.full((61, 101, 3), 255, np.uint8), 6_000).size <= 6_000
    assert 0 < len(list(preparations())) <= 12
    assert MAX_AGAIN < MAX_WORK


def test_the_damaged_code_is_read_right_or_not_at_all() -> None:
    """Blots of growing size over a code: until it cannot be read, never another text."""
    chance = random.Random(3)
    outcomes = set()
    for _ in range(15):
        code = drawn(vietqr(receiver(account=str(chance.randrange(10**9, 10**10)))), 5)
        for _ in range(chance.randint(1, 12)):
            y, x = chance.randrange(20, code.shape[0] - 40), chance.randrange(20, code.shape[1] - 40)
            code[y : y + 20, x : x + 20] = chance.choice((0, 255))
        outcomes |= {type(one.content).__name__ for one in read_codes(code)}
    assert outcomes <= {"Payment"}


def test_a_code_is_a_value() -> None:
    """Two readings of one picture are equal."""
    one, two = read_codes(drawn(TEXT)), read_codes(drawn(TEXT))
    assert isinstance(one[0], Code)
    assert one == two
