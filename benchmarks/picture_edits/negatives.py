"""Hard negatives: pairs of pictures that share much, but neither shows the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from PIL import Image, ImageDraw

from picture_edits import plain, screens
from picture_edits.drawing import Pixels, Sheet, filled, font, words

Draw = np.random.Generator


def halves(draw: Draw, photo: Pixels, other: Pixels) -> Iterator[tuple[Pixels, Pixels]]:
    """Two crops of one photo that do not overlap: the same kind of scene."""
    height, width = photo.shape[:2]
    if width > height:
        yield photo[:, : int(width * 0.48)].copy(), photo[:, int(width * 0.52) :].copy()
    else:
        yield photo[: int(height * 0.48)].copy(), photo[int(height * 0.52) :].copy()


def feeds(draw: Draw, photo: Pixels, other: Pixels) -> Iterator[tuple[Pixels, Pixels]]:
    """Two screens of one interface: other photos with other words, and other photos with the same words."""
    for text in (None, words(draw, 12, 30)):
        look = replace(screens.interface(draw, dark=bool(draw.random() < 0.5)), height=1800)
        seed = int(draw.integers(0, 1 << 30))
        yield screens.feed(draw, photo, look, text=text), screens.feed(draw, other, look, text=text)
        shape = (photo.shape[1], photo.shape[0])
        first = screens.feed(np.random.default_rng(seed), photo, look, text=text)
        yield first, screens.feed(np.random.default_rng(seed), filled(other, *shape), look, text=text)


def chats(draw: Draw, photo: Pixels, other: Pixels) -> Iterator[tuple[Pixels, Pixels]]:
    """Two screens of one chat: other photos with other words, and other photos among the very same words."""
    look = screens.interface(draw, dark=bool(draw.random() < 0.5))
    yield screens.chat(draw, photo, look), screens.chat(draw, other, look)
    seed = int(draw.integers(0, 1 << 30))
    alike = filled(other, photo.shape[1], photo.shape[0])
    yield screens.chat(np.random.default_rng(seed), photo, look), screens.chat(np.random.default_rng(seed), alike, look)


def banners(draw: Draw, photo: Pixels, other: Pixels) -> Iterator[tuple[Pixels, Pixels]]:
    """The same bands with the same words around different photos."""
    seed = int(draw.integers(0, 1 << 30))
    alike = filled(other, photo.shape[1], photo.shape[0])
    yield plain.banner(np.random.default_rng(seed), photo), plain.banner(np.random.default_rng(seed), alike)


def memes(draw: Draw, photo: Pixels, other: Pixels) -> Iterator[tuple[Pixels, Pixels]]:
    """The same words across different photos."""
    seed = int(draw.integers(0, 1 << 30))
    alike = filled(other, photo.shape[1], photo.shape[0])
    yield plain.meme(np.random.default_rng(seed), photo), plain.meme(np.random.default_rng(seed), alike)


def stamps(draw: Draw, photo: Pixels, other: Pixels) -> Iterator[tuple[Pixels, Pixels]]:
    """The same stamp on different photos, and a logo in the same corner."""
    seed, alike = int(draw.integers(0, 1 << 30)), filled(other, photo.shape[1], photo.shape[0])
    pair = [plain.stamp(one, np.random.default_rng(seed), "ĐÃ KIỂM TRA", 0.45) for one in (photo, alike)]
    yield pair[0], pair[1]
    logo = filled(plain.banner(np.random.default_rng(seed), plain.turned(photo, 30)), 90, 70)
    sheets = [Sheet(one) for one in (photo, alike)]
    for sheet in sheets:
        sheet.paste(logo, 8, 8)
    yield sheets[0].pixels(), sheets[1].pixels()


def forms(draw: Draw, photo: Pixels, other: Pixels) -> Iterator[tuple[Pixels, Pixels]]:
    """Two receipts of one program, with other values in every field: a screen without any photo."""
    colour = tuple(int(one) for one in draw.integers(0, 160, 3))
    yield _form(draw, colour), _form(draw, colour)


def _form(draw: Draw, colour: tuple[int, ...]) -> Pixels:
    picture = Image.new("RGB", (720, 1280), (245, 247, 250))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 720, 180), fill=colour)
    pen.text((60, 70), "Chuyển khoản thành công", font=font(0, 40), fill="white")
    pen.ellipse((310, 220, 410, 320), fill=(30, 170, 90))
    pen.rectangle((40, 360, 680, 1100), fill="white")
    for row, label in enumerate(("Số tiền", "Người nhận", "Số tài khoản", "Nội dung", "Mã giao dịch", "Thời gian")):
        value = str(draw.integers(10**9, 10**11)) if row % 2 == 0 else words(draw, 2, 3)
        pen.text((70, 410 + row * 110), label, font=font(0, 26), fill=(120, 130, 140))
        pen.text((300, 410 + row * 110), value, font=font(0, 30), fill=(20, 30, 40))
    pen.rectangle((60, 1150, 660, 1230), fill=(30, 110, 220))
    pen.text((310, 1165), "Xong", font=font(0, 34), fill="white")
    return np.array(picture)


NEGATIVES = {
    "halves": halves,
    "feeds": feeds,
    "chats": chats,
    "banners": banners,
    "memes": memes,
    "stamps": stamps,
    "forms": forms,
}
"""Each gives pairs: one is asked about, the other is in the collection; then the other way round."""
