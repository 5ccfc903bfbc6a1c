"""Finds the codes of a picture: once as it is, then prepared in other ways, as long as nothing was found."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kiemtin.items.boxes import Box
from kiemtin.pictures.codes.contents import read_content
from kiemtin.pictures.codes.limits import MAX_AGAIN, MAX_CODE_CHARACTERS, MAX_CODES, MAX_PIXELS, MAX_WORK
from kiemtin.pictures.codes.places import places_of_codes
from kiemtin.pictures.codes.preparing import Prepared, as_it_is, preparations
from kiemtin.pictures.codes.values import AppSecret, Code, Content, Wifi
from kiemtin.pictures.plain_strings import plain_string

if TYPE_CHECKING:
    import numpy
    import zxingcpp
    from numpy.typing import NDArray

MATRIX = ("QRCode", "MicroQRCode", "RMQRCode", "DataMatrix", "Aztec", "PDF417")
LINEAR = ("EAN13", "UPCA", "Code128")
"""Formats that correct or at least verify what they read. Older linear codes are seen in stripes and leaves."""


def read_codes(pixels: NDArray[numpy.uint8], writing: Sequence[Box] = ()) -> tuple[Code, ...]:
    """The codes of a picture, largest first, at most ``MAX_CODES``.

    ``pixels`` is height × width × 3, RGB, after its orientation was applied; ``writing`` are the boxes of lines that
    are known to be words. The picture is read as it is; when nothing is found there, the places in which a code could
    be are prepared in other ways until something is or ``MAX_WORK`` pixels were looked at. Codes are corrected by
    their own Reed-Solomon blocks (ISO/IEC 18004), so what is read is what was written, or nothing.
    """
    if pixels.shape[0] < 2 or pixels.shape[1] < 2:
        return ()
    first = as_it_is(pixels, MAX_PIXELS)
    found = _read(first, (*MATRIX, *LINEAR)) or _read_again(as_it_is(pixels, MAX_AGAIN), writing)
    return tuple(sorted(found, key=lambda code: -code.box.width * code.box.height))[:MAX_CODES]


def _read_again(first: Prepared, writing: Sequence[Box]) -> list[Code]:
    """What the first way of preparing finds that finds anything, as long as there are pixels left to look at."""
    left = MAX_WORK
    parts = [first.part(place) for place in places_of_codes(first.grey, [_smaller(box, first) for box in writing])]
    for prepare in preparations():
        found: list[Code] = []
        for part in parts:
            prepared = prepare(part)
            if prepared is None or prepared.size > left:
                continue
            left -= prepared.size
            found += _read(prepared, MATRIX)
        if found:
            return found
    return []


def _smaller(box: Box, first: Prepared) -> Box:
    """A box of the original in pixels of ``first``."""
    x, y = int(box.x * first.scale), int(box.y * first.scale)
    return Box(x, y, max(1, math.ceil(box.width * first.scale)), max(1, math.ceil(box.height * first.scale)))


def _read(prepared: Prepared, formats: tuple[str, ...]) -> list[Code]:
    """The codes of one prepared picture, each once, at their places in the original."""
    import zxingcpp

    wanted = zxingcpp.barcode_formats_from_str("|".join(formats))
    binarizer = zxingcpp.Binarizer.GlobalHistogram if prepared.is_even else zxingcpp.Binarizer.LocalAverage
    read = zxingcpp.read_barcodes(prepared.grey, formats=wanted, binarizer=binarizer, text_mode=zxingcpp.TextMode.Plain)
    codes = (_code(one, prepared) for one in read[: 4 * MAX_CODES] if one.valid and one.text)
    return list({(code.text, code.box): code for code in codes}.values())


def _code(read: zxingcpp.Barcode, prepared: Prepared) -> Code:
    place = read.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    polygon = tuple(prepared.original(corner.x, corner.y) for corner in corners)
    text = read.text[:MAX_CODE_CHARACTERS]
    content = read_content(text, str(read.format))
    return Code(_kept(text, content), str(read.format), _box(polygon), polygon, content)


def _kept(text: str, content: Content) -> str:
    """The text of a code without passwords and keys, which are of no use to a report."""
    if isinstance(content, Wifi):
        return f"WIFI:S:{content.network};;"
    return "" if isinstance(content, AppSecret) else plain_string(text, MAX_CODE_CHARACTERS)


def _box(polygon: tuple[tuple[int, int], ...]) -> Box:
    # A corner may be taken to lie a little outside the picture.
    left, top = max(0, min(x for x, _ in polygon)), max(0, min(y for _, y in polygon))
    right, bottom = max(x for x, _ in polygon), max(y for _, y in polygon)
    return Box(left, top, max(1, math.ceil(right - left)), max(1, math.ceil(bottom - top)))
