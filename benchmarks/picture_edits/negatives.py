"""Hard negatives: pairs of pictures that share much, but neither shows the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from picture_edits import plain, screens
from picture_edits.documents import DOCUMENTS, drawn
from picture_edits.drawing import Pixels, Sheet, filled, font, resized, words

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


def corners(draw: Draw, photo: Pixels, other: Pixels) -> Iterator[tuple[Pixels, Pixels]]:
    """Crops of a third of a photo from corners that face each other, one of them in another size."""
    height, width = (int(side * 0.55) for side in photo.shape[:2])
    gap = draw.uniform(0.8, 0.86)
    first = photo[: int(height * gap), : int(width * gap)].copy()
    yield first, resized(photo[-int(height * gap) :, -int(width * gap) :], int(width * 1.3), int(height * 1.3))
    yield photo[: int(height * gap), -int(width * gap) :].copy(), photo[-int(height * gap) :, : int(width * gap)].copy()


def documents(draw: Draw, photo: Pixels, other: Pixels) -> Iterator[tuple[Pixels, Pixels]]:
    """Receipts, conversations, pages, tables, posters and codes of one look with other contents; some edited."""
    look, says = (int(one) for one in draw.integers(0, 1 << 30, 2))
    for kind in DOCUMENTS:
        one, two = drawn(kind, look, says), drawn(kind, look, says + 1)
        yield one, two
        yield plain.shrunk(one, float(draw.uniform(0.3, 0.6))), plain.blurred(draw, two)
        yield screens.chat(draw, one, screens.interface(draw, dark=bool(draw.random() < 0.5))), two


def wallpapers(draw: Draw, photo: Pixels, other: Pixels) -> Iterator[tuple[Pixels, Pixels]]:
    """One frame of words and panels on two photos: what an application lays over the pictures of its users."""
    alike = filled(other, photo.shape[1], photo.shape[0])
    texts, colour = [words(draw, 3, 6) for _ in range(4)], tuple(int(one) for one in draw.integers(0, 200, 3))
    pair = []
    for ground in (photo, alike):
        sheet, (height, width) = Sheet(ground), photo.shape[:2]
        sheet.box((0, 0, width, height // 7), colour)  # type: ignore[arg-type]  # three
        sheet.box((0, height - height // 7, width, height), colour)  # type: ignore[arg-type]  # three
        for row, text in enumerate(texts):
            sheet.write(
                text,
                (8, [4, height // 14, height - height // 8, height - height // 15][row]),
                font(1, 14 + height // 60),
                (255, 255, 255),
            )
        pair.append(sheet.pixels())
    yield pair[0], pair[1]


NEGATIVES = {
    "halves": halves,
    "feeds": feeds,
    "chats": chats,
    "banners": banners,
    "memes": memes,
    "stamps": stamps,
    "corners": corners,
    "wallpapers": wallpapers,
    "documents": documents,
}
"""Each gives pairs: one is asked about, the other is in the collection; then the other way round."""
