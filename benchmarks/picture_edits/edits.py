"""All edits by name; each takes the photo, a source of chance, and other photos for what needs several."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from picture_edits import plain, screens
from picture_edits.drawing import Pixels, Sheet, canvas, filled, fitted, resized

Draw = np.random.Generator
Others = tuple[Pixels, ...]
Edit = Callable[[Draw, Pixels, Others], Pixels]
"""Where ``others`` are shown in a picture in full, the edit stands in `SHOWS_OTHERS` with their number."""


def inside(draw: Draw, photo: Pixels, other: Pixels, area: float) -> Pixels:
    """The photo inside another, with this share of its area."""
    ground = fitted(other, int(draw.integers(640, 1100)))
    height, width = ground.shape[:2]
    side = (area * height * width / (photo.shape[0] * photo.shape[1])) ** 0.5
    side = min(side, 0.98 * width / photo.shape[1], 0.98 * height / photo.shape[0])
    small = resized(photo, int(photo.shape[1] * side), int(photo.shape[0] * side))
    sheet = Sheet(ground)
    left = int(draw.integers(0, width - small.shape[1] + 1))
    sheet.paste(small, left, int(draw.integers(0, height - small.shape[0] + 1)))
    return sheet.pixels()


def collage(draw: Draw, photos: tuple[Pixels, ...]) -> Pixels:
    """Two photos beside or above each other, or four in a square, with a narrow gap."""
    cell, gap = (int(draw.integers(360, 560)), int(draw.integers(300, 480))), int(draw.integers(0, 12))
    columns = 1 if len(photos) == 2 and draw.random() < 0.5 else 2
    rows = len(photos) // columns
    ground = [(255, 255, 255), (0, 0, 0)][int(draw.integers(0, 2))]
    sheet = Sheet(canvas(columns * cell[0] + (columns + 1) * gap, rows * cell[1] + (rows + 1) * gap, ground))
    for number, place in enumerate(draw.permutation(len(photos)).tolist()):
        x, y = number % columns, number // columns
        sheet.paste(filled(photos[place], *cell), gap + x * (cell[0] + gap), gap + y * (cell[1] + gap))
    return sheet.pixels()


def feed(draw: Draw, photo: Pixels, others: Others, *, dark: bool) -> Pixels:
    """A screenshot of a feed."""
    return screens.feed(draw, photo, screens.interface(draw, dark=dark), others[:1] if draw.random() < 0.5 else ())


def chat(draw: Draw, photo: Pixels, others: Others) -> Pixels:
    """A screenshot of a chat."""
    return screens.chat(draw, photo, screens.interface(draw, dark=bool(draw.random() < 0.5)))


def meme_in_feed(draw: Draw, photo: Pixels, others: Others) -> Pixels:
    """Words across it, cropped, then seen in a feed."""
    part = plain.cropped(draw, plain.meme(draw, photo), draw.uniform(0.6, 0.85))
    return feed(draw, part, others, dark=bool(draw.random() < 0.5))


EDITS: dict[str, Edit] = {
    "jpeg": lambda d, p, o: plain.jpeg(d, p),
    "half": lambda d, p, o: plain.shrunk(p, 0.5),
    "quarter": lambda d, p, o: plain.shrunk(p, 0.25),
    "squash": lambda d, p, o: plain.squashed(d, p),
    "grey": lambda d, p, o: plain.grey(d, p),
    "brighter": lambda d, p, o: plain.brighter(d, p),
    "darker": lambda d, p, o: plain.darker(d, p),
    "saturation": lambda d, p, o: plain.saturated(d, p),
    "blur": lambda d, p, o: plain.blurred(d, p),
    "stamp": lambda d, p, o: plain.stamped(d, p),
    "crop-90": lambda d, p, o: plain.cropped(d, p, 0.9),
    "crop-75": lambda d, p, o: plain.cropped(d, p, 0.75),
    "crop-50": lambda d, p, o: plain.cropped(d, p, 0.5),
    "crop-30": lambda d, p, o: plain.cropped(d, p, 0.3),
    "mirror": lambda d, p, o: plain.mirrored(d, p),
    "turn-90": lambda d, p, o: np.ascontiguousarray(np.rot90(p, int(d.choice([1, 3])))),
    "turn-5": lambda d, p, o: plain.turned(p, float(d.choice([-5, 5]))),
    "turn-20": lambda d, p, o: plain.turned(p, float(d.choice([-20, 20]))),
    "banner": lambda d, p, o: plain.banner(d, p),
    "meme": lambda d, p, o: plain.meme(d, p),
    "letterbox": lambda d, p, o: plain.letterboxed(d, p),
    "feed-light": lambda d, p, o: feed(d, p, o, dark=False),
    "feed-dark": lambda d, p, o: feed(d, p, o, dark=True),
    "chat": chat,
    "inside-40": lambda d, p, o: inside(d, p, o[0], 0.4),
    "inside-20": lambda d, p, o: inside(d, p, o[0], 0.2),
    "collage-2": lambda d, p, o: collage(d, (p, o[0])),
    "collage-4": lambda d, p, o: collage(d, (p, *o[:3])),
    "screen-photo": lambda d, p, o: screens.photographed(d, p),
    "meme-crop-feed": meme_in_feed,
}

SHOWS_OTHERS = {
    "inside-40": 1,
    "inside-20": 1,
    "collage-2": 1,
    "collage-4": 3,
    "feed-light": 1,
    "feed-dark": 1,
    "meme-crop-feed": 1,
}
"""How many of the other photos an edit may show: to find them as well is right, not wrong."""
