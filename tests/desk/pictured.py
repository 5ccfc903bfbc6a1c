"""Pictures that are asked about: a screenshot of a message, drawn when it is needed."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

import pytest

FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
    "/Library/Fonts/Arial Unicode.ttf",
    "C:/Windows/Fonts/arial.ttf",
)
"""Fonts with Vietnamese letters."""

MESSAGE = (
    "Vietcombank: tài khoản của bạn",
    "bị khóa. Mở khóa tại",
    "https://vietcombank-xacthuc.top/vn",
    "và nhập mã OTP trong 24 giờ",
)

BUBBLE = (233, 236, 240)


@lru_cache(maxsize=8)
def screenshot(*lines: str, told: str = "") -> bytes:
    """A PNG of a message as a telephone shows it; ``told`` stands in its EXIF and among its texts as well."""
    pytest.importorskip("PIL", reason="the extra pictures is not installed")
    from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

    found = next((file for file in FONTS if Path(file).is_file()), None)
    if found is None:
        pytest.skip("needs the DejaVu or Noto fonts")
    font = ImageFont.truetype(found, 28)
    picture = Image.new("RGB", (720, 260 + 48 * len(lines)), "white")
    draw = ImageDraw.Draw(picture)
    draw.text((360, 40), "VIETCOMBANK", (90, 90, 90), font=font, anchor="mm")
    draw.rounded_rectangle((24, 90, 640, 130 + 48 * len(lines)), 24, BUBBLE)
    for number, line in enumerate(lines):
        draw.text((48, 110 + 48 * number), line, (20, 20, 20), font=font)
    notes = PngImagePlugin.PngInfo()
    exif = Image.Exif()
    if told:
        notes.add_text("Comment", told)
        exif[0x010E] = told  # ImageDescription
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", pnginfo=notes, exif=exif)
    return buffer.getvalue()
