"""Feeds as bytes: opened, decompressed while they are read, and cut into blocks of whole lines."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from kiemtin.errors import OutOfReach, Refused

STANDARD_INPUT = "-"

COMPRESSIONS = {".gz": "gzip", ".zst": "zstd"}

BLOCK = 16_000_000
"""Bytes read at once: about a million names, so that what is prepared for each block costs little for each name."""

MAX_LINE = 1_000_000
"""Bytes of one line; a longer one is no line of a feed."""

PIECE = 4096
"""Bytes asked for at a time: where a compressed file is damaged, all that was asked for is lost."""

Progress = Callable[[int], None]
"""Is told how many bytes of the file itself, compressed or not, were read."""


class _Counted(io.RawIOBase):
    """A file that tells how much of it was read."""

    def __init__(self, file: BinaryIO, progress: Progress) -> None:
        self._file, self._progress = file, progress

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self._progress(len(data))
        return len(data)

    def close(self) -> None:
        if self._file is not sys.stdin.buffer:
            self._file.close()
        super().close()


def open_feed(path: Path, progress: Progress) -> BinaryIO:
    """The decompressed bytes of ``path`` (``-``: standard input); raises ``OutOfReach`` without the file."""
    if str(path) == STANDARD_INPUT:
        if sys.stdin is None:
            raise Refused("refused.nothing-given")
        raw: BinaryIO = sys.stdin.buffer
    else:
        try:
            raw = path.open("rb")
        except (OSError, ValueError) as error:
            raise OutOfReach("missing.file", name=str(path)) from error
    counted = io.BufferedReader(_Counted(raw, progress), 1 << 20)  # type: ignore[type-var]
    compression = COMPRESSIONS.get(path.suffix.lower())
    return pa.input_stream(counted, compression=compression) if compression else counted


def blocks(stream: BinaryIO, size: int = BLOCK) -> Iterator[bytes]:
    """Whole lines, some ``size`` bytes at a time; the last may lack its line end. An endless line comes cut.

    Where the stream breaks off, the whole lines before come first; then what it raised is raised.
    """
    rest = b""
    broken: Exception | None = None
    while broken is None:
        data, broken = _gathered(stream, size)
        if not data:
            break
        end = data.rfind(b"\n")
        if end < 0 and len(rest) + len(data) < MAX_LINE:
            rest += data
            continue
        yield rest + data[: end + 1]
        rest = data[end + 1 :] if end >= 0 else data[:0]
    if broken is not None:
        raise broken  # what is left may be the beginning of another name
    if rest:
        yield rest


def _gathered(stream: BinaryIO, size: int) -> tuple[bytes, Exception | None]:
    """``size`` bytes, or what there is before the end or before the stream breaks."""
    gathered = bytearray()
    try:
        while len(gathered) < size and (data := stream.read(min(PIECE, size - len(gathered)))):
            gathered += data
    except (OSError, EOFError, ValueError, pa.ArrowException) as error:
        return bytes(gathered), error
    return bytes(gathered), None
