"""Pictures for tests, made when they are needed."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image


def saved(image: Image.Image, kind: str, **settings: Any) -> bytes:
    """``image`` as a file of ``kind`` (a name of Pillow's)."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **settings)
    return buffer.getvalue()


def two_colours(width: int = 60, height: int = 40) -> Image.Image:
    """Red above, blue below."""
    image = Image.new("RGB", (width, height), (200, 0, 0))
    image.paste((0, 0, 200), (0, height // 2, width, height))
    return image


def png(width: int, height: int, rows: bytes, bits: int = 8, colour: int = 2) -> bytes:
    """A PNG that says it has this size, whatever ``rows`` hold."""
    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, chunks))


def _chunk(chunk: tuple[bytes, bytes]) -> bytes:
    name, data = chunk
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def gif_of(frames: int) -> bytes:
    """A GIF that repeats one frame."""
    one = saved(Image.new("P", (9, 9), 3), "GIF")
    head = 13 + (3 << ((one[10] & 7) + 1) if one[10] & 0x80 else 0)
    return one[:head] + one[head:-1] * frames + one[-1:]
