"""Pictures that are asked about: a screenshot of a message, a known picture in a post; drawn when they are needed."""

from __future__ import annotations

import datetime
import io
import random
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

ANSWER = "https://example.org/tra-loi/pho-ngap"
"""Where the answer about the known picture stands."""

ADDED = datetime.datetime(2026, 11, 20, 3, tzinfo=datetime.UTC)

RIVER = (96, 125, 139)


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


@lru_cache(maxsize=1)
def street() -> bytes:
    """A JPEG of a street under water, full of windows and roofs: what somebody has answered about."""
    from PIL import Image, ImageDraw

    draws = random.Random(7)
    picture = Image.linear_gradient("L").resize((960, 720)).convert("RGB")
    draw = ImageDraw.Draw(picture)
    for x in range(0, 960, 80):
        top, shade = draws.randrange(120, 330), draws.randrange(90, 200)
        draw.rectangle((x, top, x + 78, 520), (shade, draws.randrange(80, 190), draws.randrange(70, 160)))
        draw.polygon(((x - 4, top), (x + 39, top - draws.randrange(30, 70)), (x + 82, top)), (140, 60, 40))
        for row in range(top + 14, 500, 42):
            for column in (x + 10, x + 46):
                if draws.random() < 0.8:
                    draw.rectangle((column, row, column + 20, row + 26), draws.choice([(40, 50, 70), (250, 230, 150)]))
    draw.rectangle((0, 500, 960, 720), RIVER)
    for _ in range(260):
        x, y = draws.randrange(960), draws.randrange(505, 715)
        light = draws.randrange(110, 220)
        draw.line((x, y, x + draws.randrange(10, 70), y + draws.randrange(-3, 4)), (light, light, light), 2)
    grain = Image.effect_noise(picture.size, 30).convert("RGB")
    buffer = io.BytesIO()
    Image.blend(picture, grain, 0.12).save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


@lru_cache(maxsize=1)
def post() -> bytes:
    """A PNG of a post as a telephone shows it, with three quarters of the known picture in it."""
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.truetype(next(file for file in FONTS if Path(file).is_file()), 28)
    picture = Image.new("RGB", (720, 1280), "white")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((32, 60, 104, 132), (180, 190, 205))
    draw.text((124, 66), "Tin nóng hôm nay", (20, 20, 20), font=font)
    draw.text((32, 160), "Nước đã ngập cả phố, ai ở gần đây", (20, 20, 20), font=font)
    draw.text((32, 208), "thì chia sẻ gấp nhé!", (20, 20, 20), font=font)
    with Image.open(io.BytesIO(street())) as known:
        picture.paste(known.crop((200, 60, 960, 660)).resize((720, 568)), (0, 280))
    draw.text((32, 890), "12 bình luận", (90, 90, 90), font=font)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def keep_street(home: Path) -> None:
    """Put the known picture, with its answer, into the collection of a desk."""
    import numpy as np
    from PIL import Image

    from kiemtin.pictures.adding import described
    from kiemtin.pictures.collection import Collection
    from kiemtin.pictures.index import update_index
    from kiemtin.pictures.known import FOLDER

    with Image.open(io.BytesIO(street())) as known, Collection(home / FOLDER) as collection:
        pixels = np.asarray(known.convert("RGB"))
        collection.add(described("pho-ngap.jpg", ANSWER, street(), pixels), ADDED)
        update_index(collection)
