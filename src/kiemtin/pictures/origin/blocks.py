"""The blocks of metadata in a picture file: EXIF, XMP and the texts of a PNG; no pixel is decoded."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from kiemtin.pictures.origin.limits import MAX_BLOCK, MAX_BLOCKS, MAX_TEXT

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
EXIF_HEAD, XMP_HEAD = b"Exif\x00\x00", b"http://ns.adobe.com/xap/1.0/\x00"
XMP_START, XMP_END = b"<x:xmpmeta", b"</x:xmpmeta>"
TIFF_HEADS = (b"II*\x00", b"MM\x00*")
STANDALONE = {0x01, *range(0xD0, 0xD9)}
"""JPEG markers without a length: TEM, RST0 to RST7, SOI."""

SCAN, END = 0xDA, 0xD9
APP1, APP11, COMMENT = 0xE1, 0xEB, 0xFE
MAX_TEXTS = 64
"""Texts of one PNG that are kept; programs write one to five."""


@dataclass(slots=True)
class Blocks:
    """What was found: EXIF as TIFF bytes, XMP packets, texts by keyword; ``damaged`` where some could not be read."""

    exif: list[bytes] = field(default_factory=list)
    xmp: list[bytes] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    damaged: bool = False

    def add_exif(self, data: bytes) -> None:
        """Keep a block of EXIF, with or without its head."""
        if len(self.exif) < 4:
            self.exif.append(data.removeprefix(EXIF_HEAD)[:MAX_BLOCK])

    def add_xmp(self, data: bytes) -> None:
        """Keep a packet of XMP that is not too long."""
        if len(data) > MAX_BLOCK or len(self.xmp) >= 4:
            self.damaged = True
        else:
            self.xmp.append(data)

    def add_text(self, keyword: bytes, text: str) -> None:
        """Keep a text; XMP in a PNG is one of these."""
        if keyword == b"XML:com.adobe.xmp":
            self.add_xmp(text.encode("utf-8", "replace"))
        elif len(self.texts) < MAX_TEXTS:
            self.texts.append((keyword.decode("latin-1").strip().lower(), text))


def read_blocks(data: bytes) -> Blocks:
    """The blocks of a JPEG, PNG, WebP, TIFF, AVIF, HEIC or GIF; of others none. Never raises on damaged bytes."""
    blocks = Blocks()
    try:
        _walk(data, blocks)
    except (struct.error, zlib.error, ValueError, IndexError, OverflowError):
        blocks.damaged = True
    return blocks


def _walk(data: bytes, blocks: Blocks) -> None:
    if data.startswith(PNG):
        _png(data, blocks)
    elif data.startswith(JPEG):
        _jpeg(data, blocks)
    elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        _webp(data, blocks)
    else:
        _others(data, blocks)


def _jpeg(data: bytes, blocks: Blocks) -> None:
    """Segments up to the first scan, where the metadata of every program stand."""
    for marker, segment in _segments(data):
        if marker == APP1 and segment.startswith(EXIF_HEAD):
            blocks.add_exif(segment)
        elif marker == APP1 and segment.startswith(XMP_HEAD):
            blocks.add_xmp(segment[len(XMP_HEAD) :])
        elif marker == COMMENT:
            blocks.add_text(b"comment", segment[:MAX_BLOCK].decode("utf-8", "replace"))


def credential_segments(data: bytes) -> Iterator[bytes]:
    """The pieces of the boxes that hold a JPEG's credential (JPEG XT, APP11), without the head that each repeats."""
    for marker, segment in _segments(data):
        if marker == APP11 and segment.startswith(b"JP"):
            yield segment[8:] if segment[4:8] == b"\x00\x00\x00\x01" else segment[16:]


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 2
    for _ in range(MAX_BLOCKS):
        while at + 1 < len(data) and data[at] == 0xFF and data[at + 1] == 0xFF:
            at += 1
        if at + 4 > len(data) or data[at] != 0xFF or data[at + 1] in (SCAN, END):
            return
        marker = data[at + 1]
        if marker in STANDALONE:
            at += 2
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        yield marker, data[at + 4 : at + 2 + length]
        at += 2 + max(length, 2)


def _png(data: bytes, blocks: Blocks) -> None:
    """All chunks: some programs write their texts behind the pixels."""
    at = len(PNG)
    for _ in range(MAX_BLOCKS):
        if at + 8 > len(data):
            return
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        at += 12 + length
        if kind == b"eXIf":
            blocks.add_exif(body)
        elif kind in TEXT_KINDS:
            _png_text(kind, body, blocks)
    blocks.damaged = True


TEXT_KINDS = (b"tEXt", b"zTXt", b"iTXt")


def _png_text(kind: bytes, body: bytes, blocks: Blocks) -> None:
    keyword, _, rest = body.partition(b"\x00")
    if kind == b"tEXt":
        blocks.add_text(keyword, rest[:MAX_TEXT].decode("latin-1"))
    elif kind == b"zTXt":
        blocks.add_text(keyword, _inflated(rest[1:], blocks).decode("latin-1"))
    else:
        is_packed, rest = rest[:1] == b"\x01", rest[2:]
        text = rest.partition(b"\x00")[2].partition(b"\x00")[2]
        raw = _inflated(text, blocks) if is_packed else text[:MAX_TEXT]
        blocks.add_text(keyword, raw.decode("utf-8", "replace"))


def _inflated(data: bytes, blocks: Blocks) -> bytes:
    """At most ``MAX_TEXT`` bytes of a packed text: a few kilobytes can hold gigabytes."""
    packed = zlib.decompressobj()
    text = packed.decompress(data, MAX_TEXT)
    blocks.damaged |= bool(packed.unconsumed_tail)
    return text


def _webp(data: bytes, blocks: Blocks) -> None:
    at = 12
    for _ in range(MAX_BLOCKS):
        if at + 8 > len(data):
            return
        kind, length = struct.unpack_from("<4sI", data, at)
        body = data[at + 8 : at + 8 + length]
        if kind == b"EXIF":
            blocks.add_exif(body)
        elif kind == b"XMP ":
            blocks.add_xmp(body)
        at += 8 + length + (length & 1)
    blocks.damaged = True


def _others(data: bytes, blocks: Blocks) -> None:
    """TIFF is EXIF itself; in AVIF, HEIC and GIF the blocks are found by their heads."""
    if data.startswith(TIFF_HEADS):
        blocks.exif.append(data)
    elif data[4:8] == b"ftyp":
        # The name of the block, which stands before it, may read like its head.
        heads = (data.find(EXIF_HEAD + head) for head in TIFF_HEADS)
        at = min((at for at in heads if at >= 0), default=-1)
        if at >= 0:
            blocks.add_exif(data[at : at + MAX_BLOCK])
    start = data.find(XMP_START)
    end = data.find(XMP_END, start) if start >= 0 else -1
    if end >= 0:
        blocks.add_xmp(data[start : end + len(XMP_END)])
