"""Edits of the picture alone: compression, size, colours, blur, crops, turns, stamps, banners, words across."""

from __future__ import annotations

import cv2
import numpy as np

from picture_edits.drawing import Pixels, Sheet, canvas, compressed, font, resized, words, wrapped

Draw = np.random.Generator


def jpeg(draw: Draw, photo: Pixels) -> Pixels:
    """JPEG at 15 to 40."""
    return compressed(photo, int(draw.integers(15, 41)))


def shrunk(photo: Pixels, part: float) -> Pixels:
    """A smaller picture, saved once more."""
    return compressed(resized(photo, round(photo.shape[1] * part), round(photo.shape[0] * part)), 85)


def squashed(draw: Draw, photo: Pixels) -> Pixels:
    """One side at 0.75, or nearly."""
    part, height, width = draw.uniform(0.7, 0.8), photo.shape[0], photo.shape[1]
    return (
        resized(photo, round(width * part), height)
        if draw.random() < 0.5
        else resized(photo, width, round(height * part))
    )


def grey(draw: Draw, photo: Pixels) -> Pixels:
    """No colours."""
    return np.asarray(cv2.cvtColor(cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB), np.uint8)


def brighter(draw: Draw, photo: Pixels) -> Pixels:
    """Up to 40% brighter."""
    return np.asarray(np.clip(photo * draw.uniform(1.2, 1.4), 0, 255), np.uint8)


def darker(draw: Draw, photo: Pixels) -> Pixels:
    """Up to 40% darker."""
    return (photo * draw.uniform(0.6, 0.8)).astype(np.uint8)


def saturated(draw: Draw, photo: Pixels) -> Pixels:
    """Colours stronger or weaker."""
    middle = photo.mean(axis=2, keepdims=True)
    return np.asarray(np.clip(middle + (photo - middle) * draw.choice([0.4, 1.6, 2.2]), 0, 255), np.uint8)


def blurred(draw: Draw, photo: Pixels) -> Pixels:
    """A blur of radius 1 to 3."""
    return np.asarray(cv2.GaussianBlur(photo, (0, 0), draw.uniform(1, 3)), np.uint8)


def stamped(draw: Draw, photo: Pixels) -> Pixels:
    """A round stamp in red with a word, somewhere."""
    return stamp(photo, draw, words(draw, 1, 2).upper(), draw.uniform(0.25, 0.4))


def stamp(photo: Pixels, draw: Draw, text: str, part: float) -> Pixels:
    """This stamp, as large as this part of the shorter side."""
    sheet, side = Sheet(photo), round(min(photo.shape[:2]) * part)
    x, y = int(draw.integers(0, photo.shape[1] - side)), int(draw.integers(0, photo.shape[0] - side))
    sheet.ring((x, y, x + side, y + side), (200, 20, 30), max(2, side // 20))
    sheet.ring(
        (x + side // 8, y + side // 8, x + side - side // 8, y + side - side // 8), (200, 20, 30), max(1, side // 40)
    )
    sheet.write(text, (x + side // 6, y + side * 2 // 5), font(1, max(8, side // 7)), (200, 20, 30))
    return sheet.pixels()


def cropped(draw: Draw, photo: Pixels, area: float) -> Pixels:
    """A part of the picture with this share of its area."""
    height, width = photo.shape[:2]
    wide = min(1.0, max(area, area**0.5 * draw.uniform(0.85, 1.18)))
    rows, columns = round(height * area / wide), round(width * wide)
    top, left = int(draw.integers(0, height - rows + 1)), int(draw.integers(0, width - columns + 1))
    return photo[top : top + rows, left : left + columns].copy()


def mirrored(draw: Draw, photo: Pixels) -> Pixels:
    """Seen in a mirror."""
    return photo[:, ::-1].copy()


def turned(photo: Pixels, degrees: float) -> Pixels:
    """Turned by any angle, on a surface that holds all of it."""
    height, width = photo.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    cosine, sine = abs(turn[0, 0]), abs(turn[0, 1])
    columns, rows = round(height * sine + width * cosine), round(height * cosine + width * sine)
    turn[:, 2] += (columns - width) / 2, (rows - height) / 2
    return np.asarray(cv2.warpAffine(photo, turn, (columns, rows), flags=cv2.INTER_CUBIC), np.uint8)


def banner(draw: Draw, photo: Pixels, text: str | None = None) -> Pixels:
    """Bands with words above and below."""
    height, width = photo.shape[:2]
    above, below = round(height * draw.uniform(0.15, 0.3)), round(height * draw.uniform(0.1, 0.25))
    colour = [(200, 20, 20), (20, 30, 90), (250, 210, 20), (0, 0, 0), (255, 255, 255)][int(draw.integers(0, 5))]
    ink = (0, 0, 0) if sum(colour) > 400 else (255, 255, 255)
    sheet = Sheet(canvas(width, height + above + below, colour))
    sheet.paste(photo, 0, above)
    face = font(1, max(10, above // 3))
    sheet.write(wrapped(text or words(draw, 4, 8).upper(), face, width - 20), (10, above // 8), face, ink)
    sheet.write(wrapped(words(draw, 3, 6), face, width - 20), (10, height + above + below // 8), face, ink)
    return sheet.pixels()


def meme(draw: Draw, photo: Pixels, text: str | None = None) -> Pixels:
    """Large white letters with a black edge across the picture."""
    height, width = photo.shape[:2]
    size = max(12, round(min(height, width) * draw.uniform(0.08, 0.13)))
    face, sheet = font(1 + int(draw.integers(0, 2)), size), Sheet(photo)
    first = text or words(draw, 3, 6).upper()
    sheet.write(wrapped(first, face, width - 10), (6, int(height * draw.uniform(0.01, 0.1))), face, (255, 255, 255), 2)
    last = wrapped(words(draw, 2, 4).upper(), face, width - 10)
    sheet.write(last, (6, int(height * draw.uniform(0.6, 0.75))), face, (255, 255, 255), 2)
    return sheet.pixels()


def letterboxed(draw: Draw, photo: Pixels) -> Pixels:
    """Even bands around it, black, white, or its own blurred background."""
    height, width = photo.shape[:2]
    more = draw.uniform(1.25, 1.9)
    size = (round(width * more), height) if draw.random() < 0.4 else (width, round(height * more))
    kind = int(draw.integers(0, 3))
    surface = canvas(*size, (0, 0, 0) if kind == 0 else (255, 255, 255))
    if kind == 2:
        surface = np.asarray(cv2.GaussianBlur(resized(photo, *size), (0, 0), 20), np.uint8)
    sheet = Sheet(surface)
    sheet.paste(photo, (size[0] - width) // 2, (size[1] - height) // 2)
    return sheet.pixels()
