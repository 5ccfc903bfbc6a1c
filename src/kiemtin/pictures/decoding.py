"""From the bytes of a picture to pixels, inside the child process (``kiemtin.pictures.sandboxed``).

The only module that hands strangers' bytes to Pillow, and to one decoder of it: that of the kind which the first bytes
name. Sizes are judged before anything is decoded.
"""

from __future__ import annotations

import importlib
import io
import warnings
from typing import Any

from PIL import Image, ImageFile

from kiemtin.pictures.frames import count_frames
from kiemtin.pictures.kinds import PictureKind
from kiemtin.pictures.limits import (
    FRAMES_LOOKED_AT,
    MAX_FRAMES,
    MAX_METADATA_BYTES,
    MAX_PIXELS,
    MAX_PIXELS_SCALED,
    MAX_RATIO,
    MAX_SIDE,
    PIXELS_KEPT,
)
from kiemtin.pictures.sandboxed import RefusedInside

PLUGINS = {
    PictureKind.JPEG: ("JpegImagePlugin", "JPEG"),
    PictureKind.PNG: ("PngImagePlugin", "PNG"),
    PictureKind.WEBP: ("WebPImagePlugin", "WEBP"),
    PictureKind.GIF: ("GifImagePlugin", "GIF"),
    PictureKind.AVIF: ("AvifImagePlugin", "AVIF"),
    PictureKind.TIFF: ("TiffImagePlugin", "TIFF"),
    PictureKind.BMP: ("BmpImagePlugin", "BMP"),
}
LOADED_LATE = ("copy", "PIL.ImagePalette", "PIL.ImageOps", "PIL.TiffImagePlugin", "PIL.MpoImagePlugin")
"""What Pillow imports in the middle of its work, for palettes, EXIF and JPEGs of several pictures: too late in here."""

HEIF_LIBRARIES = ("pi_heif", "pillow_heif")
"""Libraries that open HEIC for Pillow, where one is installed: none is ours, for their licences are others."""

ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF 2.32, 4.6.4: how to turn a picture that was stored so."""

STRIP = 256
"""Rows scaled at a time: a picture with transparency is copied whole to be scaled whole."""

LIGHT = 150
"""Mean brightness (0..255) of what a transparent picture shows from which on it was drawn for a dark ground."""

WHITE, BLACK = (255, 255, 255), (0, 0, 0)


def prepare(options: dict[str, Any]) -> None:
    """Load the decoder for ``options["kind"]``, and nothing else."""
    kind = PictureKind(options["kind"])
    Image._initialized = 2  # no other decoder is loaded, whatever the bytes say
    Image.MAX_IMAGE_PIXELS = None  # our own limits come first, and differ by kind
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    warnings.simplefilter("ignore")
    if kind is PictureKind.HEIC:
        _load_heif()
        return
    for name in LOADED_LATE if kind is not PictureKind.BMP else ():
        importlib.import_module(name)
    plugin: Any = importlib.import_module(f"PIL.{PLUGINS[kind][0]}")
    if kind is PictureKind.PNG:
        plugin.MAX_TEXT_CHUNK = MAX_METADATA_BYTES
        plugin.MAX_TEXT_MEMORY = MAX_METADATA_BYTES


def _load_heif() -> None:
    for name in HEIF_LIBRARIES:
        try:
            importlib.import_module(name).register_heif_opener()
        except ImportError:
            continue
        return


def decode(data: bytes, options: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """The picture as RGB, row by row, with what was done to it.

    Value: ``width``, ``height`` of the pixels; ``original``: width and height as stored, upright; ``frames``.
    Raises ``RefusedInside`` for a limit, or for bytes that are no whole picture of their kind.
    """
    kind = PictureKind(options["kind"])
    frames = count_frames(data, kind, MAX_FRAMES)
    if frames > MAX_FRAMES:
        raise RefusedInside("refused.picture-frames", limit=MAX_FRAMES)
    name = PLUGINS[kind][1] if kind in PLUGINS else "HEIF"
    if name not in Image.OPEN:
        raise RefusedInside("no-decoder")
    try:
        with Image.open(io.BytesIO(data), formats=[name]) as opened:
            _judge(opened.size, kind)
            upright, original = _pixels(opened, frames)
    except (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError, TypeError) as error:
        raise RefusedInside("refused.picture-damaged") from error
    value = {"width": upright.width, "height": upright.height, "original": original, "frames": frames}
    return value, upright.tobytes()


def _judge(size: tuple[int, int], kind: PictureKind) -> None:
    """Refuse what would cost too much, or shows nothing, by the size it says it has."""
    width, height = size
    limit = MAX_PIXELS_SCALED if kind is PictureKind.JPEG else MAX_PIXELS
    if max(size) > MAX_SIDE or max(size) > MAX_RATIO * min(size):
        raise RefusedInside("refused.picture-shape", width=width, height=height)
    if width * height > limit:
        raise RefusedInside("refused.picture-pixels", width=width, height=height, limit=limit)


def _pixels(opened: ImageFile.ImageFile, frames: int) -> tuple[Image.Image, tuple[int, int]]:
    """Upright RGB of the frame to look at, within ``PIXELS_KEPT``; and the size it had, upright."""
    stored = opened.size
    if stored[0] * stored[1] > PIXELS_KEPT:
        part = next((part for part in (2, 4) if stored[0] * stored[1] <= PIXELS_KEPT * part * part), 8)
        opened.draft(None, (stored[0] // part, stored[1] // part))  # a JPEG is then decoded at that part of its size
    frame = _first_that_shows(opened) if frames > 1 else opened
    frame.load()
    turn = TURNS.get(_orientation(opened))
    small = _within(_eight_bits(frame))
    plain = _on_ground(small)
    upright = plain.transpose(turn) if turn is not None else plain
    swapped = (upright.width > upright.height) != (stored[0] > stored[1]) and upright.width != upright.height
    return upright, (stored[1], stored[0]) if swapped else stored


def _fitting(size: tuple[int, int]) -> tuple[int, int]:
    scale = (PIXELS_KEPT / (size[0] * size[1])) ** 0.5
    return max(1, int(size[0] * scale)), max(1, int(size[1] * scale))


def _within(image: Image.Image) -> Image.Image:
    if image.width * image.height <= PIXELS_KEPT:
        return image
    if image.mode in ("P", "1", "PA"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    if image.mode not in ("L", "LA", "RGB", "RGBA"):
        image = image.convert("RGB")
    width, height = _fitting(image.size)
    smaller = Image.new(image.mode, (width, height))
    for top in range(0, height, STRIP):
        bottom = min(top + STRIP, height)
        part = (0, top * image.height / height, image.width, bottom * image.height / height)
        rows = (int(part[1]), min(image.height, int(part[3]) + 1))
        strip = image.crop((0, rows[0], image.width, rows[1]))
        within = (0, part[1] - rows[0], image.width, min(part[3], image.height) - rows[0])
        smaller.paste(strip.resize((width, bottom - top), Image.Resampling.BOX, within), (0, top))
    return smaller


def _first_that_shows(opened: ImageFile.ImageFile) -> Image.Image:
    """The first frame that is not all of one colour, among the first few; else the very first."""
    for number in range(FRAMES_LOOKED_AT):
        try:
            opened.seek(number)
        except EOFError:
            break
        frame = opened.copy()
        if frame.convert("RGB").getcolors(1) is None:
            return frame
    opened.seek(0)
    return opened


def _orientation(opened: Image.Image) -> int:
    try:
        return int(opened.getexif().get(ORIENTATION, 1))
    except (ValueError, TypeError, OSError, SyntaxError, LookupError, ArithmeticError):
        return 1  # a damaged description of the picture does not make the picture unreadable


def _eight_bits(image: Image.Image) -> Image.Image:
    """Samples of 16 bits and floating ones brought to 8, over the range they use where none is given."""
    if image.mode.startswith("I;16"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode not in ("I", "F"):
        return image
    low, high = image.getextrema()
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        raise RefusedInside("refused.picture-damaged")
    if image.mode == "I" and 255 < high <= 65_535 and low >= 0:
        low, high = 0, 65_535
    scale = 255 / (high - low) if high > low else 0.0
    return image.convert("F").point(lambda value: value * scale + -low * scale).convert("L")


def _on_ground(image: Image.Image) -> Image.Image:
    """Without transparency: on white, or on black where what it shows is light, as for an app's dark mode.

    A light letter on a transparent ground would vanish on white; its sender saw it on a dark screen.
    """
    if not image.has_transparency_data:
        return image.convert("RGB")
    layered = image.convert("RGBA")
    alpha = layered.getchannel("A")
    if alpha.getextrema() == (255, 255):
        return layered.convert("RGB")
    seen = layered.convert("L").histogram(alpha.point(lambda value: 255 * (value > 127)))
    shown = sum(seen)
    mean = sum(value * count for value, count in enumerate(seen)) / shown if shown else 0
    ground = Image.new("RGB", layered.size, BLACK if mean >= LIGHT else WHITE)
    ground.paste(layered, mask=alpha)
    return ground
