"""Pixels, words and letters for the edits."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Pixels = NDArray[np.uint8]
"""Height × width × 3, RGB."""

_FONTS = (
    "dejavu/DejaVuSans.ttf",
    "dejavu/DejaVuSans-Bold.ttf",
    "dejavu/DejaVuSansCondensed-Bold.ttf",
    "noto/NotoSans-Regular.ttf",
    "noto/NotoSans-Bold.ttf",
    "liberation/LiberationSans-Bold.ttf",
    "liberation/LiberationSerif-Regular.ttf",
)
_FOLDER = Path("/usr/share/fonts/truetype")
_TEXT = (
    "hôm nay cả nhà đi chợ mua cá về nấu canh chua trời mưa to đường ngập nước nhớ mang áo mưa con mèo nằm ngủ "
    "trên mái nhà chiều mai họp tổ dân phố bàn chuyện sửa cống xem ngay kẻo lỡ tin nóng mới nhận được chia sẻ cho "
    "mọi người cùng biết ảnh chụp sáng nay ở ngã ba đông quá không biết có thật không ai rõ thì nói giúp nghe bảo "
    "tuần sau tăng giá xăng"
)
_WORDS = tuple(_TEXT.split())


def words(draw: np.random.Generator, fewest: int, most: int) -> str:
    """A few words in Vietnamese that mean nothing in particular."""
    chosen = draw.choice(_WORDS, int(draw.integers(fewest, most + 1)))
    text = " ".join(str(word) for word in chosen)
    return text[0].upper() + text[1:]


@lru_cache(maxsize=200)
def font(number: int, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """One of the fonts of this machine; Pillow's own where there is none."""
    there = [path for name in _FONTS if (path := _FOLDER / name).exists()]
    return ImageFont.truetype(str(there[number % len(there)]), size) if there else ImageFont.load_default(size)


def wrapped(text: str, face: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: int) -> str:
    """The text in lines no wider than ``width`` pixels."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if face.getlength(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)


def canvas(width: int, height: int, colour: tuple[int, int, int]) -> Pixels:
    """An even surface."""
    return np.full((height, width, 3), colour, np.uint8)


def resized(pixels: Pixels, width: int, height: int) -> Pixels:
    """The picture in another size."""
    shrinking = width * height < pixels.shape[0] * pixels.shape[1]
    how = cv2.INTER_AREA if shrinking else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, (max(1, width), max(1, height)), interpolation=how), np.uint8)


def fitted(pixels: Pixels, width: int) -> Pixels:
    """The picture in another width, its shape kept."""
    return resized(pixels, width, round(pixels.shape[0] * width / pixels.shape[1]))


def filled(pixels: Pixels, width: int, height: int) -> Pixels:
    """The middle of the picture, as large as fills the frame."""
    factor = max(width / pixels.shape[1], height / pixels.shape[0])
    larger = resized(pixels, max(width, round(pixels.shape[1] * factor)), max(height, round(pixels.shape[0] * factor)))
    top, left = (larger.shape[0] - height) // 2, (larger.shape[1] - width) // 2
    return larger[top : top + height, left : left + width].copy()


def compressed(pixels: Pixels, quality: int) -> Pixels:
    """The picture as JPEG leaves it."""
    _, data = cv2.imencode(".jpg", pixels[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.ascontiguousarray(np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)[:, :, ::-1])


class Sheet:
    """A picture being drawn on."""

    def __init__(self, pixels: Pixels) -> None:
        self._image = Image.fromarray(pixels)
        self._draw = ImageDraw.Draw(self._image)

    def pixels(self) -> Pixels:
        """What has been drawn."""
        return np.asarray(self._image, np.uint8).copy()

    def paste(self, pixels: Pixels, x: int, y: int) -> None:
        """Lay a picture on it."""
        self._image.paste(Image.fromarray(pixels), (x, y))

    def box(self, box: tuple[int, int, int, int], colour: tuple[int, int, int], radius: int = 0) -> None:
        """A filled rectangle: left, top, right, bottom."""
        self._draw.rounded_rectangle(box, radius, fill=colour)

    def ring(self, box: tuple[int, int, int, int], colour: tuple[int, int, int], width: int) -> None:
        """The outline of an ellipse."""
        self._draw.ellipse(box, outline=colour, width=width)

    def disc(self, box: tuple[int, int, int, int], colour: tuple[int, int, int]) -> None:
        """A filled ellipse."""
        self._draw.ellipse(box, fill=colour)

    def write(
        self,
        text: str,
        at: tuple[int, int],
        face: ImageFont.FreeTypeFont | ImageFont.ImageFont,
        colour: tuple[int, int, int],
        edge: int = 0,
    ) -> int:
        """Write lines from a left upper corner on, with a black edge of so many pixels; the row below them."""
        self._draw.multiline_text(at, text, font=face, fill=colour, stroke_width=edge, stroke_fill=(0, 0, 0))
        return int(self._draw.multiline_textbbox(at, text, font=face, stroke_width=edge)[3])
