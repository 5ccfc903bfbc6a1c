"""Descriptors of points: 128 numbers of SIFT become 32 bytes, by a rotation that was learnt from nothing.

RootSIFT (Arandjelović and Zisserman, 2012) without its mean, turned by a random rotation so that every dimension
carries as much, then two bits for each: the best four levels for a normal distribution (Max, 1960). No picture was
looked at to make any of the numbers here, so nothing of anybody's pictures is shipped with them.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIMENSIONS = 128
CODE_BYTES = 32
_SEED = b"kiemtin pictures, descriptors 1"  # part of the format: another seed makes other codes
_STEP = 0.9816  # the best borders and levels of two bits for N(0, 1) are 0, ±0.9816 and ±0.4528, ±1.5104
_LEVELS = (-1.5104, -0.4528, 0.4528, 1.5104)
_SPATIAL, _ORIENTATIONS = 4, 8  # SIFT: 4 × 4 places with 8 directions each


def encode(descriptors: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Pack SIFT descriptors, ``n × 128`` and not negative, as codes, ``n × 32`` bytes."""
    rooted = np.sqrt(descriptors / np.maximum(descriptors.sum(axis=1, keepdims=True), 1e-9))
    return pack(_unit(rooted - rooted.mean(axis=1, keepdims=True)) @ _rotation())


def pack(turned: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Two bits for each of 128 numbers per row, four to a byte; rows are taken as unit vectors."""
    scaled = turned * np.float32(DIMENSIONS**0.5)
    levels = sum(((scaled >= border).astype(np.uint8) for border in (0.0, _STEP)), (scaled >= -_STEP).astype(np.uint8))
    quarters = levels.reshape(len(turned), CODE_BYTES, 4)
    return np.asarray(
        quarters[:, :, 0] | quarters[:, :, 1] << 2 | quarters[:, :, 2] << 4 | quarters[:, :, 3] << 6,
        np.uint8,
    )


def decode(codes: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Unit vectors, ``n × 128``, near those that were encoded: their products are cosines."""
    return _unit(_table()[codes].reshape(len(codes), DIMENSIONS))


def mirrored(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """What decoded descriptors would be if their picture had been mirrored.

    SIFT lays its places out along a point's own direction. Seen in a mirror, places change sides across it and
    directions change their sign; which numbers those are is known, so a picture is described once, not twice.
    """
    return np.asarray(vectors @ _mirror(), np.float32)


def _unit(rows: NDArray[Any]) -> NDArray[np.float32]:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)


@cache
def _table() -> NDArray[np.float32]:
    """The four numbers behind each byte."""
    byte = np.arange(256)
    quarters = np.stack([byte >> shift & 3 for shift in (0, 2, 4, 6)], axis=1)
    return np.asarray(np.array(_LEVELS, np.float32)[quarters], np.float32)


@cache
def _rotation() -> NDArray[np.float32]:
    """A rotation of 128 dimensions: three rounds of signs and a Hadamard matrix, the same on every machine."""
    hadamard = np.ones((1, 1))
    while len(hadamard) < DIMENSIONS:
        hadamard = np.block([[hadamard, hadamard], [hadamard, -hadamard]])
    bits = np.unpackbits(np.frombuffer(hashlib.shake_256(_SEED).digest(3 * DIMENSIONS // 8), np.uint8))
    turned = np.eye(DIMENSIONS)
    for signs in bits.reshape(3, DIMENSIONS):
        turned = (turned * (1.0 - 2.0 * signs)) @ hadamard / DIMENSIONS**0.5
    return turned.astype(np.float32)


@cache
def _mirror() -> NDArray[np.float32]:
    places = np.arange(DIMENSIONS).reshape(_SPATIAL, _SPATIAL, _ORIENTATIONS)
    order = places[::-1][:, :, -np.arange(_ORIENTATIONS) % _ORIENTATIONS].ravel()
    turn = _rotation()
    return turn.T @ turn[order]
