"""A picture looked at as a whole: opened, its text and codes read, what its metadata says asked for.

1. Opened in a child process that can be killed; the same child reads what the metadata says of the origin.
2. Codes are found in its pixels (``pictures.codes``).
3. Text is read in its pixels (``pictures.reading``).
4. Known pictures are looked for in it, where there is a collection of them (``pictures.search``).

What is not installed is left out and said so: an ``Unread`` becomes a Skip of the report.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kiemtin.errors import KiemtinError, TooLarge
from kiemtin.items.pictures import SeenPicture
from kiemtin.items.values import Unread
from kiemtin.pictures.door import open_picture
from kiemtin.pictures.known import FOLDER
from kiemtin.pictures.limits import MAX_PICTURES
from kiemtin.pictures.origin.reading import read_trust
from kiemtin.pictures.seeing import beside_codes, codes_in, steps_of_origin, text_in, value_of
from kiemtin.storage import FILE

if TYPE_CHECKING:
    from kiemtin.pictures.found import Found
    from kiemtin.pictures.picture import Picture
    from kiemtin.pictures.search import Searcher

Looked = SeenPicture | Unread
"""A picture that was looked at, or why it was not."""

MAX_PREVIEW_PIXELS = 1_200_000
"""Pixels of the copy that a report shows: a telephone's screen at 720 × 1600."""

PREVIEW_QUALITY = 72
"""JPEG quality of the copy: letters stay legible, and it has about 200 kB."""


@dataclass(frozen=True, slots=True)
class GivenPicture:
    """The bytes of one picture, and what to call it in messages; the name says nothing of its kind."""

    data: bytes
    name: str


def look_at(pictures: Sequence[GivenPicture], home: Path | None = None, *, shown: bool = False) -> Iterator[Looked]:
    """Each picture in turn, so that only one is in memory; raises what ``open_picture`` raises, and ``TooLarge``.

    ``home`` is the folder of the user's own data: their collection of known pictures, and whose credentials they trust.
    """
    require_few(len(pictures))
    trust = read_trust(home) if home is not None else None
    with _known_pictures(home) as known:
        for given in pictures:
            yield look(given, Comparing(known, trust), shown=shown)


def require_few(count: int) -> None:
    """Raise ``TooLarge`` for more pictures than one check looks at."""
    if count > MAX_PICTURES:
        raise TooLarge("refused.too-many-pictures", size=count, limit=MAX_PICTURES)


@contextmanager
def _known_pictures(home: Path | None) -> Iterator[Searcher | KiemtinError | None]:
    """What compares with the collection below ``home``; what is wrong with it, or ``None`` where there is none."""
    folder = home / FOLDER if home is not None else None
    if folder is None or not (folder / FILE).is_file():
        yield None
        return
    try:
        from kiemtin.pictures.search import Searcher

        searcher = Searcher.open(folder)
    except (KiemtinError, ImportError) as error:
        yield error if isinstance(error, KiemtinError) else None
        return
    with searcher:
        yield searcher


@dataclass(frozen=True, slots=True)
class Comparing:
    """What of the user's own a picture is compared with: known pictures, or why there are none; certificates in PEM."""

    known: Searcher | KiemtinError | None = None
    trust: str | None = None


def look(given: GivenPicture, comparing: Comparing, *, shown: bool = False) -> Looked:
    """Everything read in one picture; raises what ``open_picture`` raises."""
    opened = open_picture(given.data, given.name, steps_of_origin(given.data, comparing.trust))
    if isinstance(opened, Unread):
        return opened
    picture = opened.picture
    written = text_in(picture)
    codes, unread_codes = codes_in(picture, written)
    written = beside_codes(written, codes)
    found, unread_known = _found(comparing.known, picture, shown=shown)
    origin, unread_origin = value_of(opened.beside)
    return SeenPicture(
        picture.original_width,
        picture.original_height,
        picture.scale,
        written.text,
        written.spots,
        codes,
        (*_unread(picture, given.name), *written.unread, *unread_codes, *unread_origin, *unread_known),
        preview(picture) if shown else None,
        origin,
        found,
    )


def _found(
    known: Searcher | KiemtinError | None, picture: Picture, *, shown: bool
) -> tuple[tuple[Found, ...] | None, tuple[Unread, ...]]:
    """The known pictures in a picture, with boxes as in the file; and what kept them from being looked for."""
    if known is None:
        return None, ()
    if isinstance(known, KiemtinError):
        return None, (Unread("unread.known-pictures"),)
    size = picture.original_width, picture.original_height
    found = known.search(picture.pixels)
    kept = known.with_previews(found) if shown else found
    return tuple(one.scaled(*size, picture.pixels.shape) for one in kept), ()


def _unread(picture: Picture, name: str) -> Iterator[Unread]:
    if picture.frames > 1:
        yield Unread("unread.picture-frames", (("name", name), ("count", picture.frames)))


def preview(picture: Picture) -> bytes:
    """A JPEG of the pixels, made smaller, with no metadata: what a report shows."""
    from PIL import Image

    image = Image.fromarray(picture.pixels)
    scale = min(1.0, (MAX_PREVIEW_PIXELS / (image.width * image.height)) ** 0.5)
    small = image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))), reducing_gap=2.0)
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=PREVIEW_QUALITY, optimize=True)
    return buffer.getvalue()
