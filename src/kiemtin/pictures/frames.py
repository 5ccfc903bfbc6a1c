"""How many frames or pages a file has, counted without decoding any; linear in the file, and it stops at a limit."""

from __future__ import annotations

from collections.abc import Callable

from kiemtin.pictures.kinds import PictureKind


def count_frames(data: bytes, kind: PictureKind, limit: int) -> int:
    """The frames of ``data``, at least 1; ``limit + 1`` where there are more than ``limit``. Damage ends the count."""
    count = COUNTS.get(kind)
    return max(1, count(data, limit)) if count is not None else 1


def _gif(data: bytes, limit: int) -> int:
    """GIF89a: blocks behind the header and the global colour table."""
    at, frames = 13 + _table(data[10] if len(data) > 10 else 0), 0
    while at < len(data) and frames <= limit:
        sign = data[at]
        if sign == 0x21:
            at = _behind_blocks(data, at + 2)
        elif sign == 0x2C and at + 9 < len(data):
            frames += 1
            at = _behind_blocks(data, at + 11 + _table(data[at + 9]))
        else:
            break
    return frames


def _table(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _behind_blocks(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += data[at] + 1
    return at + 1


def _png(data: bytes, limit: int) -> int:
    """APNG says how many frames it has before the first; only then are there more than one."""
    at = data.find(b"acTL", 0, 65_536)
    return min(int.from_bytes(data[at + 4 : at + 8], "big"), limit + 1) if at > 0 else 1


def _webp(data: bytes, limit: int) -> int:
    at, frames = 12, 0
    while at + 8 <= len(data) and frames <= limit:
        frames += data[at : at + 4] == b"ANMF"
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8 + size + size % 2
    return frames


def _tiff(data: bytes, limit: int) -> int:
    """The chain of directories; one that leads back, or out of the file, ends the count."""
    order = "little" if data[:1] == b"I" else "big"

    def number(at: int, size: int) -> int:
        return int.from_bytes(data[at : at + size], "little" if order == "little" else "big")

    seen: set[int] = set()
    at = number(4, 4)
    while 8 <= at < len(data) and at not in seen and len(seen) <= limit:
        seen.add(at)
        at = number(at + 2 + 12 * number(at, 2), 4)
    return len(seen)


COUNTS: dict[PictureKind, Callable[[bytes, int], int]] = {
    PictureKind.GIF: _gif,
    PictureKind.PNG: _png,
    PictureKind.WEBP: _webp,
    PictureKind.TIFF: _tiff,
}
