"""Local features of a picture: places that are found again after cropping, turning, shrinking and covering in part.

`describe` finds them, `Features.compact` keeps the best for a collection, `to_bytes` and `from_bytes` store them.
Points are SIFT (Lowe, 2004), whose patent has ended, from OpenCV.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from kiemtin.errors import Refused
from kiemtin.pictures.descriptors import CODE_BYTES, encode
from kiemtin.pictures.letters import GREY_STEP, PAGE_PIXELS, page_of
from kiemtin.pictures.regions import MOST_REGIONS, photo_blocks

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORKING_PIXELS = 300_000
"""A larger picture is shrunk to as many: a screenshot of a telephone keeps 370 px of width, and SIFT, which doubles
every
picture first, needs about 0.15 s for them."""
SMALLEST_SIDE = 200
"""The longer side of a smaller picture is brought up to it: below, there are too few points."""
QUERY_POINTS = 2_000
KEPT_POINTS = 850
"""Points per stored picture: 38 bytes each, and with the preview under `MOST_BYTES`."""
KEPT_PREVIEW = 7_000
"""Pixels of the grey preview in a stored picture, about 96 × 72: enough to compare areas, too few to show."""
MOST_PAGE_BYTES = 32_000
"""Bytes of a page, compressed: one full of small letters has 24,000, a receipt 5,000."""
MOST_BYTES = 72_000
"""Under 40,000 without a page."""
MOST_SIDE = 1 << 20
_CELLS = 8
_CONTRAST = 0.012  # of SIFT; low, since dark and blurred pictures need points too and the number is capped anyway
_MAGIC = b"KTPF\x02"
_HEAD = struct.Struct("<5sIIHHHBHHI")
"""Magic and version; width, height; points; preview (width, height); regions; page (width, height, bytes)."""


def _no_page() -> NDArray[np.uint8]:
    return np.zeros((0, 0), np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """What a picture is known by: points with codes, best first and spread over the picture, and a grey preview.

    ``places``: ``n × 2`` uint16, x and y in 1/65535 of width and height. ``scales``: uint8, 16 × log2 of the diameter
    in pixels. ``regions``: at most `MOST_REGIONS` boxes that are likely to be photos within the picture, ``n × 4``
    uint16: left, top, right, bottom, in the units of ``places``; the largest first. ``angles``: uint8, 1/256 turn,
    clockwise. ``codes``: ``n × 32`` uint8. ``preview``: rows × columns, uint8. ``page``: what
    `letters.page_of` gives, in what a collection keeps of a drawn picture; else without rows.
    """

    width: int
    height: int
    places: NDArray[np.uint16]
    scales: NDArray[np.uint8]
    angles: NDArray[np.uint8]
    codes: NDArray[np.uint8]
    preview: NDArray[np.uint8]
    regions: NDArray[np.uint16]
    page: NDArray[np.uint8] = field(default_factory=_no_page)

    def __len__(self) -> int:
        return len(self.places)

    def compact(self) -> Features:
        """The part that a collection keeps: `KEPT_POINTS` points, a preview of `KEPT_PREVIEW` pixels, at most."""
        kept = slice(KEPT_POINTS)
        whole = self.preview.size > KEPT_PREVIEW
        return replace(
            self,
            places=self.places[kept],
            scales=self.scales[kept],
            angles=self.angles[kept],
            codes=self.codes[kept],
            preview=_resized(self.preview, min(1.0, (KEPT_PREVIEW / self.preview.size) ** 0.5)),
            page=_small(page_of(self.preview)) if whole else self.page,
        )

    def positions(self) -> NDArray[np.float64]:
        """Where the points are: ``n × 2``, in pixels of the picture."""
        return self.places * (np.array([self.width, self.height]) / 65535.0)

    def to_bytes(self) -> bytes:
        """The compact features, in at most `MOST_BYTES` bytes, the same for the same picture."""
        kept = self.compact()
        page = _packed(kept.page)
        sizes = (*kept.preview.shape[::-1], len(kept.regions), *kept.page.shape[::-1], len(page))
        head = _HEAD.pack(_MAGIC, kept.width, kept.height, len(kept), *sizes)
        arrays = (
            kept.places.astype("<u2"),
            kept.scales,
            kept.angles,
            kept.codes,
            kept.preview,
            kept.regions.astype("<u2"),
        )
        return head + b"".join(array.tobytes() for array in arrays) + page


def from_bytes(data: bytes) -> Features:
    """Features as `Features.to_bytes` wrote them.

    Raises:
        Refused: they are of another version, cut short, or no features at all.
    """
    if len(data) > MOST_BYTES or len(data) < _HEAD.size or not data.startswith(_MAGIC):
        raise Refused("pictures.features-unreadable")
    _, width, height, points, columns, rows, regions, across, down, packed = _HEAD.unpack_from(data)
    sizes = (4 * points, points, points, CODE_BYTES * points, rows * columns, 8 * regions, packed)
    sound = 0 < width <= MOST_SIDE and 0 < height <= MOST_SIDE and 0 < rows * columns <= KEPT_PREVIEW
    sound = sound and packed <= MOST_PAGE_BYTES and across * down <= PAGE_PIXELS
    if not sound or points > KEPT_POINTS or regions > MOST_REGIONS or len(data) != _HEAD.size + sum(sizes):
        raise Refused("pictures.features-unreadable")
    parts = [np.frombuffer(data, np.uint8, size, _HEAD.size + sum(sizes[:index])) for index, size in enumerate(sizes)]
    places = parts[0].view("<u2").astype(np.uint16).reshape(points, 2)
    boxes = parts[5].view("<u2").astype(np.uint16).reshape(regions, 4)
    codes, preview = parts[3].reshape(points, CODE_BYTES), parts[4].reshape(rows, columns)
    page = _unpacked(parts[6].tobytes(), (down, across))
    return Features(width, height, places, parts[1], parts[2], codes, preview, boxes, page)


def _packed(page: NDArray[np.uint8]) -> bytes:
    """The page compressed; nothing where there is none."""
    return zlib.compress((page // GREY_STEP).tobytes(), 9) if page.size else b""


def _unpacked(data: bytes, shape: tuple[int, int]) -> NDArray[np.uint8]:
    """The page again; raises ``Refused``. No more is unpacked than the page may have."""
    wanted = shape[0] * shape[1]
    unpacking = zlib.decompressobj()
    try:
        grey = unpacking.decompress(data, wanted + 1) if data else b""
    except zlib.error as error:
        raise Refused("pictures.features-unreadable") from error
    if len(grey) != wanted:
        raise Refused("pictures.features-unreadable")
    return np.frombuffer(grey, np.uint8).reshape(shape) * np.uint8(GREY_STEP)


def _small(page: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The page, made smaller where it takes more than `MOST_PAGE_BYTES`."""
    while page.size and len(_packed(page)) > MOST_PAGE_BYTES:
        page = np.asarray(_resized(page, 0.8) // GREY_STEP * np.uint8(GREY_STEP), np.uint8)
    return page


def describe(pixels: NDArray[np.uint8]) -> Features:
    """The features of a picture: ``height × width × 3``, RGB, uint8; at most `QUERY_POINTS` points, the best first."""
    height, width = pixels.shape[:2]
    grey = _working(pixels)
    found, raw = cv2.SIFT.create(nfeatures=QUERY_POINTS + 500, contrastThreshold=_CONTRAST).detectAndCompute(grey, None)
    rows, columns = grey.shape
    blocks = np.array(photo_blocks(grey), np.float64).reshape(-1, 4) / (columns, rows, columns, rows)
    table = np.array([(p.pt[0], p.pt[1], p.size, p.angle, p.response) for p in found], np.float64).reshape(-1, 5)
    places = np.clip((table[:, :2] + 0.5) / (columns, rows), 0, 1)
    order = _best_first(places, table[:, 4] * np.sqrt(table[:, 2]))[:QUERY_POINTS]
    diameters = table[order, 2] * max(width / columns, height / rows)
    return Features(
        width,
        height,
        np.round(places[order] * 65535).astype(np.uint16),
        np.clip(np.round(16 * np.log2(np.maximum(diameters, 1))), 0, 255).astype(np.uint8),
        (np.round(table[order, 3] * (256 / 360)).astype(np.int64) & 255).astype(np.uint8),
        encode(np.asarray(raw, np.float32)[order]) if len(order) else np.zeros((0, CODE_BYTES), np.uint8),
        grey,
        np.round(blocks * 65535).astype(np.uint16),
    )


def _working(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture in grey, in the size that points are looked for in."""
    height, width = pixels.shape[:2]
    factor = min(1.0, (WORKING_PIXELS / (width * height)) ** 0.5)
    smaller = _resized(pixels, factor)
    grey: NDArray[Any] = cv2.cvtColor(smaller, cv2.COLOR_RGB2GRAY)
    longer = max(grey.shape)
    return _resized(grey.astype(np.uint8), SMALLEST_SIDE / longer) if longer < SMALLEST_SIDE else grey.astype(np.uint8)


def _resized(pixels: NDArray[np.uint8], factor: float) -> NDArray[np.uint8]:
    if factor == 1.0:
        return pixels
    size = (max(1, int(pixels.shape[1] * factor)), max(1, int(pixels.shape[0] * factor)))
    interpolation = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, size, interpolation=interpolation), np.uint8)


def _best_first(places: NDArray[np.float64], strengths: NDArray[np.float64]) -> NDArray[np.int64]:
    """An order of points in which any number of the first are strong, and spread over the picture.

    The strongest of each cell come first, then the second of each: a busy corner cannot take all, and a crop keeps its
    share.
    """
    cells = np.minimum((places * _CELLS).astype(np.int64), _CELLS - 1) @ np.array([1, _CELLS])
    order = np.lexsort((-strengths, cells))
    starts = np.searchsorted(cells[order], cells[order])
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order)) - starts
    return np.lexsort((-strengths, ranks))
