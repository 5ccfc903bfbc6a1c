"""The door for pictures: what is handed over is opened whole and safely, or is refused with a reason.

1. The bytes are counted.
2. Their first ones decide what they are; a drawing that is a program (SVG) and a file that is two things are refused.
3. A child process with little memory and time judges the size, decodes, turns upright (``decoding``, ``sandbox``).
"""

from __future__ import annotations

import importlib.util
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kiemtin.errors import OutOfReach, Refused, TooLarge, Unreadable
from kiemtin.items.values import Unread
from kiemtin.pictures.foreign import also
from kiemtin.pictures.kinds import PictureKind, is_drawing, recognise
from kiemtin.pictures.limits import MAX_PICTURE_BYTES
from kiemtin.pictures.picture import Picture
from kiemtin.pictures.sandbox import Answer, Failure, Step, run

DECODE = "kiemtin.pictures.decoding:decode"

NEEDED = ("PIL", "numpy")
"""What ``kiemtin[pictures]`` brings and the door needs."""

LIMITS = frozenset({"refused.picture-frames", "refused.picture-shape", "refused.picture-pixels"})


@dataclass(frozen=True, slots=True)
class Opened:
    """A picture, and what further steps said of its bytes (``beside``, in their order)."""

    picture: Picture
    beside: tuple[Answer | Failure, ...] = ()


def open_picture(data: bytes, name: str = "", beside: Sequence[Step] = ()) -> Opened | Unread:
    """The picture in ``data``, with what the steps ``beside`` say of the same bytes in the same child process.

    ``Unread`` where it cannot be opened here: no decoder for its kind, or ``kiemtin[pictures]`` is not installed.
    Raises ``TooLarge`` past a limit, ``Unreadable`` where the bytes are no whole picture of a known kind or are
    something else besides, ``OutOfReach`` where no child process can be started. ``name`` is only for messages.
    """
    kind = _kind(data, name)
    if any(importlib.util.find_spec(library) is None for library in NEEDED):
        return Unread("unread.pictures-extra", (("name", name),))
    decoded, *others = run(data, (Step(DECODE, {"kind": kind.value}), *beside))
    if isinstance(decoded, Failure):
        if decoded.detail == "no-decoder":
            return Unread("unread.picture-kind", (("name", name), ("kind", kind.value.upper())))
        raise _refusal(decoded, name)
    return Opened(_picture(decoded, kind, name), tuple(others))


def read_picture(path: Path) -> bytes:
    """The bytes of the file at ``path``, within the limit.

    Raises ``OutOfReach`` where there is no readable file, ``Refused`` where it is a folder, a pipe or a device,
    ``TooLarge`` past the limit.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise Refused("refused.not-a-picture-file", name=printable(path.name))
            data = file.read(MAX_PICTURE_BYTES + 1) or b""
    except IsADirectoryError as error:
        raise Refused("refused.not-a-picture-file", name=printable(path.name)) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise OutOfReach("missing.file", name=printable(str(path))) from error
    require_size(len(data), printable(path.name))
    return data


def require_size(size: int, name: str) -> None:
    """Raise ``TooLarge`` for more bytes than a picture may have."""
    if size > MAX_PICTURE_BYTES:
        raise TooLarge("refused.picture-bytes", name=name, size=size, limit=MAX_PICTURE_BYTES)


def printable(name: str) -> str:
    """A file's name as valid UTF-8."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _kind(data: bytes, name: str) -> PictureKind:
    require_size(len(data), name)
    kind = recognise(data)
    if kind is None:
        raise Unreadable("refused.picture-drawing" if is_drawing(data) else "refused.not-a-picture", name=name)
    other = also(data)
    if other is not None:
        raise Unreadable("refused.picture-also", name=name, other=other)
    return kind


def _refusal(failure: Failure, name: str) -> Refused:
    if failure.reason == "refused" and failure.detail in LIMITS:
        return TooLarge(failure.detail, name=name, **failure.values)
    if failure.reason == "costly":
        return TooLarge("refused.picture-costly", name=name)
    return Unreadable("refused.picture-damaged", name=name)


def _picture(decoded: Answer, kind: PictureKind, name: str) -> Picture:
    """What the child says is believed no further than it fits: it has looked into a stranger's file."""
    import numpy as np

    try:
        width, height, frames = (int(decoded.value[key]) for key in ("width", "height", "frames"))
        original_width, original_height = map(int, decoded.value["original"])
        pixels = np.frombuffer(decoded.data, np.uint8).reshape(height, width, 3)
    except (ValueError, TypeError, KeyError) as error:
        raise Unreadable("refused.picture-damaged", name=name) from error
    return Picture(pixels, kind, original_width, original_height, frames)
