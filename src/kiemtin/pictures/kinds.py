"""What a file is, by its first bytes: the name and the sender's word for it count for nothing."""

from __future__ import annotations

from enum import StrEnum


class PictureKind(StrEnum):
    """The kinds of picture that are opened. SVG is none of them: it is a program that draws."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    AVIF = "avif"
    TIFF = "tiff"
    BMP = "bmp"
    HEIC = "heic"

    @property
    def media_type(self) -> str:
        """As the registry of media types calls it."""
        return f"image/{self.value}"


AVIF_BRANDS = frozenset({b"avif", b"avis"})
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})

STARTS = (
    (b"\xff\xd8\xff", PictureKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", PictureKind.PNG),
    (b"GIF87a", PictureKind.GIF),
    (b"GIF89a", PictureKind.GIF),
    (b"II*\x00", PictureKind.TIFF),
    (b"MM\x00*", PictureKind.TIFF),
    (b"BM", PictureKind.BMP),
)
"""How each kind begins. BigTIFF is left out: it is for pictures far beyond every limit here."""

BMP_HEADERS = frozenset({12, 16, 40, 52, 56, 64, 108, 124})
"""Sizes of the header behind the first 14 bytes of a BMP: two letters alone would make pictures of many texts."""

MOST_BRANDS = 64
"""Bytes of compatible brands read of an ISO file."""


def recognise(data: bytes) -> PictureKind | None:
    """The kind of picture that ``data`` begins as; ``None`` for anything else."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return PictureKind.WEBP
    if data[4:8] == b"ftyp":
        return _iso(data)
    kind = next((kind for start, kind in STARTS if data.startswith(start)), None)
    if kind is PictureKind.BMP and int.from_bytes(data[14:18], "little") not in BMP_HEADERS:
        return None
    return kind


def is_drawing(data: bytes) -> bool:
    """Whether ``data`` looks like an SVG: a text that draws, and may run or fetch."""
    return b"<svg" in data[:4_096].lower()


def _iso(data: bytes) -> PictureKind | None:
    """AVIF before HEIC: both name ``mif1``, and an AVIF can be opened everywhere."""
    end = min(int.from_bytes(data[:4], "big"), 16 + MOST_BRANDS, len(data))
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, end - 3, 4))}
    if brands & AVIF_BRANDS:
        return PictureKind.AVIF
    return PictureKind.HEIC if brands & HEIC_BRANDS else None
