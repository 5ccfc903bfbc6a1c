"""PDQ: 256 bits that say what a picture looks like, and how much there is to see in it.

After Meta's "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm" (2019): luma, a tent filter
down to 64 × 64, the lower 16 × 16 of its cosine transform, each coefficient compared with their median. Here filter and
thinning are one small matrix per axis, and turned or mirrored pictures are read off the same coefficients: mirroring
changes the sign of every other row or column, and a quarter turn exchanges the axes as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIDE = 64
"""The picture that is transformed, in pixels."""

REDUCED = 512
"""The longest side, in pixels, to which the reference reduces a picture before anything else: its published hashes are
met exactly that way, and missed by 4 to 8 bits from the full picture."""

KEPT = 16
"""Frequencies kept in each direction, the constant one left out."""

BITS = KEPT * KEPT

WORDS = BITS // 64
"""Words of 64 bits in which a hash is compared."""

MIN_QUALITY = 50
"""Below it a picture shows too little for its hash to mean anything (the paper, section "Quality metric")."""

NEAR = 31
"""Bits that may differ between two hashes of one picture: the paper's own threshold."""

LUMA = (0.299, 0.587, 0.114)
"""Red, green and blue in the brightness of a pixel (ITU-R BT.601), as in the reference."""

ORIENTATIONS = (
    "original",
    "rotate-90",
    "rotate-180",
    "rotate-270",
    "mirror",
    "flip",
    "transpose",
    "transverse",
)
"""What was done to a picture, in the order of ``Hashes.all``: quarter turns go counter-clockwise; ``mirror`` exchanges
left and right, ``flip`` up and down, ``transpose`` rows and columns, ``transverse`` both and then turns by half."""


@dataclass(frozen=True, slots=True)
class Hashes:
    """The hashes [8, 4] of one picture in each of ``ORIENTATIONS``, as words, and its quality 0 to 100."""

    all: NDArray[np.uint64]
    quality: int

    @property
    def telling(self) -> bool:
        """Whether there is enough to see for two such hashes to be compared."""
        return self.quality >= MIN_QUALITY


def pdq(pixels: NDArray[np.uint8]) -> tuple[bytes, int]:
    """The PDQ hash (32 bytes, as its hexadecimal form reads) and quality (0 to 100) of RGB ``pixels`` [h, w, 3]."""
    small = _shrunk(pixels, [False])[0, 0]
    return to_bytes(_bits(_transformed(small))), _quality(small)


def pdq_all(pixels: NDArray[np.uint8]) -> Hashes:
    """The hashes of RGB ``pixels`` [h, w, 3] turned and mirrored in all eight ways, as ``pdq`` would find them."""
    small = _shrunk(pixels, [False, True])
    return Hashes(np.stack([to_words(_bits(one)) for one in _oriented(_transformed(small))]), _quality(small[0, 0]))


def _shrunk(pixels: NDArray[np.uint8], mirrored: Sequence[bool]) -> NDArray[np.float32]:
    """The luma of ``pixels`` [h, w, 3] at 64 × 64, by the reference's three steps as one filter along each axis.

    The filter is not symmetric: it leans towards the last row and column. What it makes of a mirrored picture is what
    a mirrored filter makes of the picture, so there is one block for each choice along the rows and the columns:
    [n, n, 64, 64] for ``mirrored`` [n].
    """
    height, width, _ = pixels.shape
    largest = max(height, width)
    flat = np.ascontiguousarray(pixels).reshape(height, width * 3)
    down = [_filter(height, _reduced(height, largest), one) for one in mirrored]
    across = np.stack([_matrix(width, _reduced(width, largest), one) for one in mirrored])
    rows = np.empty((len(down), SIDE, width * 3), np.float32)
    # A sample is a sum over its few rows, so the picture is read about once, and never as a whole in floats.
    for index, (starts, weights) in enumerate(down):
        for row, start in enumerate(starts):
            np.matmul(weights[row], flat[start : start + weights.shape[1]].astype(np.float32), out=rows[index, row])
    luma = rows.reshape(len(down), SIDE, width, 3) @ np.asarray(LUMA, np.float32)
    return np.asarray(luma[:, None] @ across.transpose(0, 2, 1)[None], np.float32)


def _reduced(length: int, largest: int) -> int:
    """A side of the picture once its longest is at most ``REDUCED``."""
    return max(1, round(length * REDUCED / largest)) if largest > REDUCED else length


@lru_cache(maxsize=64)
def _filter(length: int, reduced: int, mirrored: bool) -> tuple[tuple[int, ...], NDArray[np.float32]]:
    """Where each of the 64 samples of an axis begins, and its weights [64, n] from there."""
    matrix = _matrix(length, reduced, mirrored)
    used = matrix != 0
    firsts = used.argmax(axis=1)
    lasts = length - used[:, ::-1].argmax(axis=1)
    reach = int((lasts - firsts).max())
    starts = tuple(int(one) for one in np.minimum(firsts, length - reach))
    weights = np.stack([matrix[row, start : start + reach] for row, start in enumerate(starts)])
    return starts, weights


@lru_cache(maxsize=64)
def _matrix(length: int, reduced: int, mirrored: bool) -> NDArray[np.float32]:
    """What makes 64 samples of an axis: reduced by a triangle, a box filter twice, then evenly spaced places."""
    if mirrored:
        return _matrix(length, reduced, False)[::-1, ::-1]
    tent = np.zeros((SIDE, reduced))
    window = (reduced + 2 * SIDE - 1) // (2 * SIDE)
    for row in range(SIDE):
        first, last = _box(int((row + 0.5) * reduced / SIDE), window, reduced)
        for middle in range(first, last):
            low, high = _box(middle, window, reduced)
            tent[row, low:high] += 1 / (last - first) / (high - low)
    if reduced == length:
        return tent.astype(np.float32)
    matrix = np.zeros((SIDE, length))
    for place in range(reduced):
        low, weights = _triangle(place, length / reduced, length)
        matrix[:, low : low + len(weights)] += np.outer(tent[:, place], weights)
    return matrix.astype(np.float32)


def _triangle(place: int, scale: float, length: int) -> tuple[int, NDArray[np.float64]]:
    """The first pixel, and the weights from there, that make a pixel of an axis reduced by ``scale``."""
    centre = (place + 0.5) * scale
    low, high = max(0, int(centre - scale + 0.5)), min(length, int(centre + scale + 0.5))
    weights = np.maximum(0.0, 1 - np.abs(np.arange(low, high) + 0.5 - centre) / scale)
    return low, weights / weights.sum()


def _box(place: int, window: int, length: int) -> tuple[int, int]:
    """The pixels that a box filter averages at ``place``: one more to the right where ``window`` is even."""
    right = (window + 2) // 2
    return max(0, place - window + right), min(length, place + right)


@cache
def _cosines() -> NDArray[np.float64]:
    """The lower frequencies of the cosine transform [16, 64], from the first that is not constant."""
    frequencies = np.arange(1, KEPT + 1)[:, None]
    return np.asarray(np.sqrt(2 / SIDE) * np.cos(np.pi / 2 / SIDE * frequencies * (2 * np.arange(SIDE) + 1)))


def _transformed(small: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.asarray(_cosines() @ small @ _cosines().T)


def _oriented(found: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """The coefficients in each of ``ORIENTATIONS``, from those [2, 2, 16, 16] by either filter on each axis."""
    odd = np.where(np.arange(1, KEPT + 1) % 2, -1.0, 1.0)  # mirrored, an odd frequency changes its sign
    down, across = odd[:, None], odd[None, :]
    plain, sideways, upright, both = found[0, 0], found[0, 1], found[1, 0], found[1, 1]
    return [
        plain,
        sideways.T * down,
        both * down * across,
        upright.T * across,
        sideways * across,
        upright * down,
        plain.T,
        both.T * down * across,
    ]


def _bits(found: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which coefficients lie above the lower of their two medians, row by row."""
    flat = found.ravel()
    return np.asarray(flat > np.partition(flat, BITS // 2 - 1)[BITS // 2 - 1])


def _quality(small: NDArray[np.float32]) -> int:
    """How much the picture changes from pixel to pixel, 0 to 100: steps of less than a percent count nothing."""
    steps = (np.diff(small, axis=0), np.diff(small, axis=1))
    return min(100, sum(int(np.abs((one * 100 / 255).astype(np.int64)).sum()) for one in steps) // 90)


def to_bytes(bits: NDArray[np.bool_]) -> bytes:
    """Bits [256] as 32 bytes; the last bit comes first, as in the reference's hexadecimal form."""
    return np.packbits(bits[::-1]).tobytes()


def to_words(bits: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Bits [256] as words [4] to be compared."""
    return words_of(to_bytes(bits))


def words_of(hashes: bytes) -> NDArray[np.uint64]:
    """Hashes of 32 bytes, one after the other, as words [4 n]."""
    return np.frombuffer(hashes, "<u8").astype(np.uint64)
