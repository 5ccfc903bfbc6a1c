"""What a collection keeps of a picture: read off its pixels once, when it is added."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kiemtin.errors import KiemtinError, OutOfReach, TooLarge, Unreadable
from kiemtin.pictures.known import NewPicture, stored_path

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kiemtin.pictures.picture import Picture

THUMBNAIL_SIDE = 256
"""Pixels of the longer side of a thumbnail: enough to see that two pictures are the same, at about 10 kB."""

THUMBNAIL_QUALITY = 70
"""Of JPEG, 1 to 95."""

MAX_FILES = 100_000
"""Files of one run of ``add``: past it, one folder was given for another."""

AHEAD = 4
"""Pictures read ahead for each processor, so that none waits for one that takes long."""


@dataclass(frozen=True, slots=True)
class Given:
    """A file to be looked at: its path as it was given, and whether it was found in a folder."""

    path: str
    in_folder: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What reading one file came to: a picture to be stored, an error, or neither where it is stored already."""

    given: Given
    picture: NewPicture | None = None
    error: KiemtinError | None = None


def opened(data: bytes, name: str) -> Picture:
    """The picture in ``data``; raises what the door raises, and ``Unreadable`` where this machine cannot open it."""
    from kiemtin.items.values import Unread
    from kiemtin.pictures.door import open_picture

    found = open_picture(data, name)
    if isinstance(found, Unread):
        raise Unreadable(found.what, **dict(found.values))
    return found.picture


def described(path: str, answer: str, data: bytes, pixels: NDArray[np.uint8]) -> NewPicture:
    """What is kept of the file ``data`` with these RGB ``pixels`` [h, w, 3], known under ``path``."""
    from kiemtin.pictures.features import describe
    from kiemtin.pictures.pdq import pdq

    height, width = pixels.shape[:2]
    found, quality = pdq(pixels)
    digest = hashlib.sha256(data).digest()
    features = describe(pixels).to_bytes()
    return NewPicture(path, answer, digest, width, height, found, quality, features, thumbnail(pixels))


def thumbnail(pixels: NDArray[np.uint8]) -> bytes:
    """A small JPEG of RGB ``pixels`` [h, w, 3], without anything of the file but what it shows."""
    from PIL import Image

    picture = Image.fromarray(pixels)
    picture.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=THUMBNAIL_QUALITY)
    return out.getvalue()


def files_of(given: Sequence[str]) -> list[Given]:
    """The files named, and those in folders named, in order; raises ``TooLarge`` past ``MAX_FILES``."""
    found: list[Given] = []
    for path in given:
        some = _in_folder(path) if Path(path).is_dir() else [Given(path)]
        found += islice(some, MAX_FILES + 1)
        if len(found) > MAX_FILES:
            raise TooLarge("refused.too-many-known-pictures", name=path[:80], limit=MAX_FILES)
    return found


def _in_folder(folder: str) -> Iterator[Given]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        start = place if place.endswith(os.sep) else f"{place}{os.sep}"  # as it was typed: Path would tidy it
        yield from (Given(f"{start}{name}", in_folder=True) for name in sorted(names))


def take(files: Iterable[Given], answer: str, holds: Callable[[bytes, str], bool]) -> Iterator[Taken]:
    """Read the files, several at once, and give what each came to, in order.

    ``holds`` says whether the content with a digest is stored already under a path.
    """
    # No more at once than processors: more would only take turns, and Windows ends a child by the clock.
    workers = os.cpu_count() or 1
    waiting: list[Future[Taken]] = []
    with ThreadPoolExecutor(workers) as pool:
        for one in files:
            waiting.append(pool.submit(_taken, one, answer, *_read(one, holds)))
            if len(waiting) >= workers * AHEAD:
                yield waiting.pop(0).result()
        for rest in waiting:
            yield rest.result()


def _read(one: Given, holds: Callable[[bytes, str], bool]) -> tuple[bytes | None, KiemtinError | None]:
    """The bytes of a file; ``None`` where it could not be read, or is known. Asked here: a database has one thread."""
    from kiemtin.pictures.door import read_picture

    try:
        path = stored_path(one.path)
        data = read_picture(Path(one.path))
    except KiemtinError as error:
        return None, error
    return (None if holds(hashlib.sha256(data).digest(), path) else data), None


def _taken(one: Given, answer: str, data: bytes | None, error: KiemtinError | None) -> Taken:
    if data is None:
        return Taken(one, error=error)
    try:
        picture = opened(data, one.path)
        return Taken(one, described(stored_path(one.path), answer, data, picture.pixels))
    except KiemtinError as problem:
        return Taken(one, error=problem)
    except MemoryError:
        return Taken(one, error=OutOfReach("missing.memory", name=one.path))
