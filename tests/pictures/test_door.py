"""The door for pictures: what is opened, how, and what is refused with which words."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import zipfile
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kiemtin.errors import KiemtinError, OutOfReach, Refused, TooLarge, Unreadable
from kiemtin.items.values import Unread
from kiemtin.pictures.decoding import TURNS
from kiemtin.pictures.door import Opened, open_picture, read_picture
from kiemtin.pictures.foreign import also
from kiemtin.pictures.frames import count_frames
from kiemtin.pictures.kinds import PictureKind, recognise
from kiemtin.pictures.limits import (
    MAX_FRAMES,
    MAX_PICTURE_BYTES,
    MAX_PIXELS,
    MAX_RATIO,
    MAX_SIDE,
    PIXELS_KEPT,
)
from kiemtin.pictures.picture import Picture
from tests.pictures.drawing import gif_of, png, saved, two_colours

KINDS = {
    "JPEG": PictureKind.JPEG,
    "PNG": PictureKind.PNG,
    "WEBP": PictureKind.WEBP,
    "GIF": PictureKind.GIF,
    "AVIF": PictureKind.AVIF,
    "TIFF": PictureKind.TIFF,
    "BMP": PictureKind.BMP,
}


def opened(data: bytes, name: str = "") -> Picture:
    """The picture in ``data``, which opens."""
    found = open_picture(data, name)
    assert isinstance(found, Opened)
    return found.picture


def refusal(data: bytes) -> KiemtinError:
    """Why ``data`` is refused."""
    with pytest.raises(Refused) as caught:
        open_picture(data, "x.png")
    return caught.value


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_opens_by_its_bytes_whatever_its_name(kind: str) -> None:
    """The first bytes decide; pixels come as upright RGB."""
    picture = opened(saved(two_colours(), kind), "photo.svg")

    assert (KINDS[kind], 60, 40, 1.0) == (picture.kind, picture.width, picture.height, picture.scale)
    assert (np.dtype("uint8"), (40, 60, 3), True) == (
        picture.pixels.dtype,
        picture.pixels.shape,
        picture.pixels.flags.c_contiguous,
    )
    assert picture.pixels[5, 30, 0] > 150 > 100 > picture.pixels[5, 30, 2]


@pytest.mark.parametrize(
    ("kind", "turn"), [("JPEG", 6), ("JPEG", 3), ("PNG", 8), ("WEBP", 5), ("TIFF", 6), ("AVIF", 6)]
)
def test_what_exif_says_of_the_orientation_is_done(kind: str, turn: int) -> None:
    """A photo taken with the phone on its side comes upright, and so does its original size."""
    exif = Image.Exif()
    exif[0x0112] = turn
    picture = opened(saved(two_colours(), kind, exif=exif))
    expected = np.asarray(two_colours().transpose(TURNS[turn]))

    assert expected.shape == picture.pixels.shape
    assert (picture.width, picture.height) == (picture.original_width, picture.original_height)
    assert np.abs(expected.astype(int) - picture.pixels).mean() < 12


@pytest.mark.parametrize(
    ("image", "kind", "expected"),
    [
        (Image.new("CMYK", (20, 20), (0, 255, 255, 0)), "JPEG", (255, 0, 0)),
        (Image.new("L", (20, 20), 90), "PNG", (90, 90, 90)),
        (Image.new("1", (20, 20), 1), "TIFF", (255, 255, 255)),
        (Image.new("I;16", (20, 20), 40_000), "PNG", (156, 156, 156)),
        (Image.new("LA", (20, 20), (0, 0)), "PNG", (255, 255, 255)),
        (Image.new("RGBA", (20, 20), (0, 0, 90, 255)), "WEBP", (0, 0, 90)),
    ],
)
def test_every_colour_mode_comes_as_rgb(image: Image.Image, kind: str, expected: tuple[int, int, int]) -> None:
    """Print colours, 16 bits, black and white, and transparency all become what a reader would see."""
    seen = opened(saved(image, kind)).pixels[10, 10]

    assert np.abs(seen.astype(int) - np.array(expected)).max() <= 6


@pytest.mark.parametrize("mode", ["RGBA", "P"])
@pytest.mark.parametrize(("letter", "ground"), [((250, 250, 250), 0), ((10, 10, 10), 255)])
def test_transparent_pictures_stand_on_a_ground_that_shows_them(
    mode: str, letter: tuple[int, int, int], ground: int
) -> None:
    """White letters on nothing, as in dark mode, stay legible; black ones too."""
    image = Image.new("RGBA", (40, 40), (*letter, 0))
    image.paste((*letter, 255), (10, 10, 20, 20))
    picture = opened(saved(image.quantize(4) if mode == "P" else image, "PNG"))

    assert ground == picture.pixels[0, 0, 0]
    assert abs(int(picture.pixels[15, 15, 0]) - letter[0]) <= 4


def test_the_first_frame_that_shows_anything_is_taken() -> None:
    """An animation that begins with an empty frame is not an empty picture."""
    blank = Image.new("RGB", (60, 40), "white")
    picture = opened(saved(blank, "GIF", save_all=True, append_images=[two_colours(), blank]))

    assert 3 == picture.frames
    assert picture.pixels.std() > 30


def test_a_large_photo_is_scaled_down_and_says_so() -> None:
    """A JPEG beyond what is handed on is decoded at a half; a PNG is scaled to fit."""
    photo = opened(saved(two_colours(6000, 4000), "JPEG", quality=30))
    screen = opened(saved(two_colours(2000, 9000), "PNG"))

    assert (3000, 2000, 6000, 0.5) == (photo.width, photo.height, photo.original_width, photo.scale)
    assert screen.width * screen.height <= PIXELS_KEPT
    assert (2000, 9000) == (screen.original_width, screen.original_height)
    assert abs(int(screen.pixels[-1, 5, 2]) - 200) <= 1


def test_limits_of_pixels_side_and_ratio_are_where_they_are_said_to_be() -> None:
    """One pixel beyond a limit is refused before anything is decoded."""
    assert "refused.picture-pixels" == refusal(png(MAX_PIXELS // 5000 + 1, 5000, b"")).message_id
    assert "refused.picture-damaged" == refusal(png(MAX_PIXELS // 5000, 5000, b"")).message_id
    assert "refused.picture-shape" == refusal(png(10, 10 * MAX_RATIO + 1, b"")).message_id
    assert (10, 10 * MAX_RATIO) == opened(png(10, 10 * MAX_RATIO, bytes(31 * 10 * MAX_RATIO))).pixels.shape[1::-1]
    assert "refused.picture-shape" == refusal(png(MAX_SIDE + 1, 900, b"")).message_id
    assert "refused.picture-shape" == refusal(png(1, 1_000_000, bytes(4_000_000))).message_id


def test_a_small_file_that_asks_for_much_memory_is_refused() -> None:
    """280 million pixels in a few kilobytes."""
    assert isinstance(refusal(png(20_000, 14_000, bytes(1_000_000))), TooLarge)


def test_frames_are_counted_before_any_is_decoded() -> None:
    """The limit is that of frames, in whatever kind of file they come."""
    assert MAX_FRAMES == opened(gif_of(MAX_FRAMES)).frames
    assert "refused.picture-frames" == refusal(gif_of(MAX_FRAMES + 1)).message_id
    assert MAX_FRAMES + 1 == count_frames(gif_of(10_000), PictureKind.GIF, MAX_FRAMES)
    frames = [Image.new("RGB", (8, 8), (number, 0, 0)) for number in range(7)]
    for kind in ("PNG", "TIFF", "WEBP"):
        data = saved(
            frames[0], kind, save_all=True, append_images=frames[1:], **({"lossless": True} if kind == "WEBP" else {})
        )
        assert 7 == count_frames(data, KINDS[kind], MAX_FRAMES)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_cut_short_is_refused(kind: str) -> None:
    """Half a picture is not guessed at."""
    noise = Image.effect_noise((300, 300), 90).convert("RGB")
    data = saved(noise, kind)

    assert "refused.picture-damaged" == refusal(data[: len(data) // 2]).message_id


def test_what_is_no_picture_is_refused() -> None:
    """A page, a drawing that is a program, nothing at all, and words that begin as a BMP does."""
    assert "refused.not-a-picture" == refusal(b"<html>").message_id
    assert "refused.not-a-picture" == refusal(b"").message_id
    assert "refused.not-a-picture" == refusal("BMW bán xe cũ giá rẻ".encode()).message_id
    assert "refused.picture-drawing" == refusal(b'<?xml version="1.0"?>\n<svg xmlns="x"/>').message_id


def test_a_file_that_is_two_things_is_refused() -> None:
    """A picture with an archive, a document or a page in it is none that a camera or a phone made."""
    picture = saved(two_colours(), "PNG")
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("classes.dex", "x")

    assert {"other": "ZIP", "name": "x.png"} == refusal(picture + archive.getvalue()).values
    assert "HTML" == also(picture + b"<SCRIPT>alert(1)</SCRIPT>")
    assert "PDF" == also(b"\xff\xd8\xff\xfe\x00\x20%PDF-1.4")
    assert None is also(picture + b"PK\x05\x06 by chance")
    assert None is also(picture + b"MotionPhoto_Data" * 100)


def test_heic_opens_where_a_decoder_is_installed_and_is_left_unread_where_none_is() -> None:
    """With ``pillow_heif`` a photo comes upright, once, and a cut one is refused; without, the report says why not."""
    data = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(100)
    assert PictureKind.HEIC is recognise(data)
    if importlib.util.find_spec("pillow_heif") is None:
        found = open_picture(data, "a.heic")
        assert isinstance(found, Unread)
        assert ("unread.picture-kind", "HEIC") == (found.what, dict(found.values)["kind"])
        return
    importlib.import_module("pillow_heif").register_heif_opener()
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = saved(two_colours(), "HEIF", exif=exif.tobytes(), quality=90)
    picture = opened(photo, "a.heic")
    expected = np.asarray(two_colours().transpose(TURNS[6]))
    assert (PictureKind.HEIC, expected.shape, 40) == (picture.kind, picture.pixels.shape, picture.original_width)
    assert np.abs(expected.astype(int) - picture.pixels).mean() < 12
    for damaged in (data, photo[: len(photo) // 2]):
        assert "refused.picture-damaged" == refusal(damaged).message_id


def test_files_are_read_within_the_limit(tmp_path: Path) -> None:
    """One byte too many, a folder, and nothing there."""
    path = tmp_path / "a.png"
    path.write_bytes(bytes(MAX_PICTURE_BYTES))
    assert MAX_PICTURE_BYTES == len(read_picture(path))
    path.write_bytes(bytes(MAX_PICTURE_BYTES + 1))
    with pytest.raises(TooLarge):
        read_picture(path)
    with pytest.raises(Refused):
        read_picture(tmp_path)
    with pytest.raises(OutOfReach):
        read_picture(tmp_path / "none.png")


def test_damage_anywhere_is_a_refusal_or_a_picture() -> None:
    """Bytes changed at random never come to anything but a picture or a plain refusal."""
    whole = bytearray(saved(two_colours(), "JPEG"))
    for at in range(3, len(whole), len(whole) // 6):
        changed = bytearray(whole)
        changed[at : at + 4] = b"\xff\x00\xd9\x7f"
        with contextlib.suppress(Unreadable):
            assert isinstance(open_picture(bytes(changed)), Opened)
