"""The second voice: tesseract with Vietnamese, where the machine has it.

One process reads all lines: they come as the pages of one TIFF on its standard input, its words come back on its
standard output, and nothing is written to disk. A process can be killed when it is slow and takes no part of ours along
when it crashes, which its library inside this process (``tesserocr``) would; starting it costs 50 ms once a picture.
"""

from __future__ import annotations

import contextlib
import os
import struct
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kiemtin.pictures.reading.limits import (
    SECOND_VOICE_MEMORY,
    SECOND_VOICE_OUTPUT,
    SECOND_VOICE_SECONDS,
    SECOND_VOICE_WALL_SECONDS,
)
from kiemtin.pictures.reading.strips import is_light_on_dark, levels_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PLACES = (
    "/usr/bin/tesseract",
    "/usr/local/bin/tesseract",
    "/opt/homebrew/bin/tesseract",
    "/opt/local/bin/tesseract",
    r"C:\Program Files\Tesseract-OCR\tesseract.exe",
)
"""Where its packages put it. ``PATH`` is not asked: a file of that name in somebody's folder is not to be run."""

LANGUAGE = "vie"
ROWS = 36
"""Height of a line's text as it is given, ascenders to descenders: its own network works on 36 rows in all."""
BORDER = 8
"""Empty pixels around a line; without any it drops what touches the edge."""
ONE_LINE = "7"
COLUMNS = 12
"""Columns of its table: the level first (5 is a word), then the page; confidence and text are the last two."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A word as tesseract reads it; ``confidence`` 0..1."""

    text: str
    confidence: float


@lru_cache(maxsize=1)
def program() -> str | None:
    """Where tesseract is installed with Vietnamese; ``None`` where it is not. Asked once."""
    for place in PLACES:
        if Path(place).is_file() and os.access(place, os.X_OK):
            languages = _run([place, "--list-langs"], b"")
            if languages is not None and LANGUAGE in languages.decode("utf-8", "replace").split():
                return place
    return None


def listen(gray: NDArray[np.uint8], boxes: Sequence[tuple[float, float, float, float]]) -> list[list[Heard]] | None:
    """The words of the line at each of ``boxes`` (x0, y0, x1, y1); ``None`` where tesseract is absent or too slow."""
    where = program()
    if where is None or not boxes:
        return None
    pages = [_page(gray, box) for box in boxes]
    told = [where, "stdin", "stdout", "-l", LANGUAGE, "--psm", ONE_LINE, "-c", "tessedit_do_invert=0", "tsv"]
    table = _run(told, multipage(pages))
    return None if table is None else _words(table.decode("utf-8", "replace"), len(boxes))


def columns(box: tuple[float, float, float, float]) -> int:
    """How wide the line at ``box`` is as it is given: what it costs."""
    x0, y0, x1, y1 = box
    return round((x1 - x0) * ROWS / max(1.0, 1.24 * (y1 - y0))) + 3 * BORDER


def _run(command: list[str], data: bytes) -> bytes | None:
    """What ``command`` writes when it is given ``data``; ``None`` where it fails or takes too long and is killed."""
    environment = {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C"}
    if "SYSTEMROOT" in os.environ:
        environment["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
    try:
        child = subprocess.Popen(  # noqa: S603  # one of PLACES, with arguments of our own
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        )
    except OSError:
        return None
    with child:
        if sys.platform == "linux":
            _limit(child.pid)
        try:
            told, _ = child.communicate(data, timeout=SECOND_VOICE_WALL_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            return None
    return told[:SECOND_VOICE_OUTPUT] if child.returncode == 0 else None


def _limit(child: int) -> None:
    """Computing time and memory of tesseract: on a busy machine the clock alone would stop it too early."""
    import resource

    with contextlib.suppress(OSError):  # it has ended already
        resource.prlimit(child, resource.RLIMIT_CPU, (SECOND_VOICE_SECONDS, SECOND_VOICE_SECONDS))
        resource.prlimit(child, resource.RLIMIT_AS, (SECOND_VOICE_MEMORY, SECOND_VOICE_MEMORY))
        resource.prlimit(child, resource.RLIMIT_FSIZE, (0, 0))  # it writes to pipes, which this does not count
        resource.prlimit(child, resource.RLIMIT_CORE, (0, 0))


def _page(gray: NDArray[np.uint8], box: tuple[float, float, float, float]) -> NDArray[np.uint8]:
    """The line as dark on white at the size that tesseract likes, with a border."""
    import cv2
    import numpy as np

    x0, y0, x1, y1 = box
    height, width = gray.shape
    rise = 0.12 * (y1 - y0)
    top, bottom = max(0, round(y0 - rise)), min(height, round(y1 + rise))
    side = 0.25 * (y1 - y0)
    region = gray[top : max(bottom, top + 1), max(0, round(x0 - side)) : max(1, min(width, round(x1 + side)))]
    if not region.size:
        return np.full((ROWS, ROWS), 255, np.uint8)
    if is_light_on_dark(region):
        region = 255 - region
    low, high = levels_of(region, (1, 60))
    clear = np.clip((region - low) * (255 / max(high - low, 20)), 0, 255).astype(np.uint8)
    scale = ROWS / clear.shape[0]
    size = max(4, min(4000, round(clear.shape[1] * scale))), ROWS
    line = cv2.resize(clear, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    return np.pad(line.astype(np.uint8), BORDER, constant_values=255)


TIFF_SHORT, TIFF_LONG = 3, 4
TIFF_ENTRIES = 9


def multipage(pages: Sequence[NDArray[np.uint8]]) -> bytes:
    """Grey pictures (uint8, height × width) as one uncompressed TIFF, by the TIFF 6.0 specification, section 2."""
    parts = [struct.pack("<2sHI", b"II", 42, 8)]
    at = 8
    for number, page in enumerate(pages):
        height, width = page.shape
        data = page.tobytes() + b"\0" * (page.size % 2)
        behind = at + 2 + 12 * TIFF_ENTRIES + 4
        following = behind + len(data) if number + 1 < len(pages) else 0
        entries = (
            (256, TIFF_LONG, width),
            (257, TIFF_LONG, height),
            (258, TIFF_SHORT, 8),  # bits of a pixel
            (259, TIFF_SHORT, 1),  # not compressed
            (262, TIFF_SHORT, 1),  # 0 is black
            (273, TIFF_LONG, behind),  # where the pixels are
            (277, TIFF_SHORT, 1),  # values of a pixel
            (278, TIFF_LONG, height),  # rows in one piece
            (279, TIFF_LONG, page.size),
        )
        parts.append(struct.pack("<H", TIFF_ENTRIES))
        parts += [struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries]
        parts += [struct.pack("<I", following), data]
        at = behind + len(data)
    return b"".join(parts)


def _words(table: str, count: int) -> list[list[Heard]]:
    """Its table of words, by line: each line was a page."""
    lines: list[list[Heard]] = [[] for _ in range(count)]
    for row in table.splitlines():
        cells = row.split("\t")
        if len(cells) == COLUMNS and cells[0] == "5" and cells[11].strip() and 1 <= int(cells[1]) <= count:
            lines[int(cells[1]) - 1].append(Heard(cells[11].strip(), max(0.0, float(cells[10])) / 100))
    return lines
