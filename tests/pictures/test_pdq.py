"""PDQ: the reference's hashes, and the eight ways to turn and mirror a picture."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageOps

from kiemtin.pictures.pdq import MIN_QUALITY, ORIENTATIONS, pdq, pdq_all, words_of
from tests.shared_data import shared_data

VECTORS = "pictures/pdq/expected.csv"


def _pixels(path: Path) -> NDArray[np.uint8]:
    with Image.open(path) as picture:
        return np.asarray(ImageOps.exif_transpose(picture).convert("RGB"))


def _distance(one: bytes, other: bytes) -> int:
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()


def _scene(height: int, width: int, seed: int = 3) -> NDArray[np.uint8]:
    """A picture with large and small shapes in it."""
    noise = np.random.default_rng(seed).integers(0, 256, (12, 16, 3), dtype=np.uint8)
    return np.asarray(Image.fromarray(noise).resize((width, height), Image.Resampling.BICUBIC))


def _turned(pixels: NDArray[np.uint8], orientation: str) -> NDArray[np.uint8]:
    by_name = {
        "original": pixels,
        "rotate-90": np.rot90(pixels),
        "rotate-180": np.rot90(pixels, 2),
        "rotate-270": np.rot90(pixels, 3),
        "mirror": pixels[:, ::-1],
        "flip": pixels[::-1],
        "transpose": pixels.transpose(1, 0, 2),
        "transverse": np.rot90(pixels.transpose(1, 0, 2), 2),
    }
    return np.ascontiguousarray(by_name[orientation])


def test_the_published_hashes_are_met() -> None:
    """Meta's sample pictures give Meta's hashes: none farther than 16 of 256 bits, nine in ten within 4."""
    table = shared_data(VECTORS)
    distances = []
    for row in csv.DictReader(table.read_text("utf-8").splitlines()):
        found, quality = pdq(_pixels(table.parent / row["file"]))
        distances.append(_distance(bytes.fromhex(row["pdq_hash"]), found))
        assert int(row["quality"]) == quality

    assert max(distances) <= 16
    assert sum(one <= 4 for one in distances) >= 0.9 * len(distances)


def test_the_published_turns_are_met() -> None:
    """Meta's eight files of one bridge, each turned or mirrored in its own way, are eight hashes of one of them."""
    folder = shared_data(VECTORS).parent
    known = [row.tobytes() for row in pdq_all(_pixels(folder / "bridge-1-original.jpg")).all]
    files = sorted(folder.glob("bridge-*.jpg"))
    places = [known.index(pdq_all(_pixels(file)).all[0].tobytes()) for file in files]

    assert [0, 1, 2, 3, 4, 5, 6, 7] == sorted(places)


@pytest.mark.parametrize("size", [(300, 400), (512, 512), (700, 1001), (64, 90), (40, 33)])
@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_a_turned_picture_is_known_without_turning_it(size: tuple[int, int], orientation: str) -> None:
    """What is read off the transform is what hashing the turned picture itself gives, but for rounding."""
    pixels = _scene(*size)
    expected, _ = pdq(_turned(pixels, orientation))
    found = pdq_all(pixels).all[ORIENTATIONS.index(orientation)]

    assert int(np.bitwise_count(words_of(expected) ^ found).sum()) <= 2


def test_both_ways_to_a_hash_agree() -> None:
    """The first of the eight hashes is the hash of the picture as it is."""
    pixels = _scene(200, 300)
    found, quality = pdq(pixels)
    every = pdq_all(pixels)

    assert (words_of(found).tolist(), quality) == (every.all[0].tolist(), every.quality)


def test_half_of_the_bits_are_set() -> None:
    """Each coefficient is compared with the median, so 128 of 256 lie above it."""
    assert 128 == int.from_bytes(pdq(_scene(300, 200))[0]).bit_count()


@pytest.mark.parametrize(
    ("pixels", "telling"),
    [
        (np.full((300, 300, 3), 240, np.uint8), False),
        (np.repeat(np.linspace(0, 255, 400).astype(np.uint8)[None, :, None], 300, axis=0).repeat(3, axis=2), False),
        (_scene(300, 400), True),
    ],
    ids=["one colour", "a gradient", "a scene"],
)
def test_a_flat_picture_says_nothing(pixels: NDArray[np.uint8], telling: bool) -> None:
    """One colour and a gradient have a quality below the paper's threshold, a scene is above it."""
    assert telling == pdq_all(pixels).telling
    assert telling == (pdq(pixels)[1] >= MIN_QUALITY)


@pytest.mark.parametrize("size", [(1, 1), (1, 900), (900, 1), (2, 3), (64, 64), (513, 3)])
def test_any_shape_has_a_hash(size: tuple[int, int]) -> None:
    """Thin and tiny pictures have one too, of 32 bytes."""
    assert 32 == len(pdq(np.zeros((*size, 3), np.uint8))[0])


def test_pixels_that_are_not_contiguous_are_read_the_same() -> None:
    """A view of a picture, as cropping makes it, has the hash of its copy."""
    view = _scene(400, 400)[20:300, 30:350]

    assert pdq(np.ascontiguousarray(view)) == pdq(view)
