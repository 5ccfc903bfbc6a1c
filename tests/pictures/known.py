"""Pictures for tests of the collection: drawn, so that nobody's photo is needed."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from kiemtin.pictures.adding import described
from kiemtin.pictures.known import NewPicture

ANSWER = "https://example.org/tra-loi/1"


def scene(seed: int, height: int = 300, width: int = 400) -> NDArray[np.uint8]:
    """A picture full of shapes of many sizes, another one for each seed."""
    generator = np.random.default_rng(seed)
    pixels = np.zeros((height, width, 3), np.float64)
    for cells in (5, 12, 30, 80):
        noise = generator.integers(0, 256, (cells, cells, 3), dtype=np.uint8)
        layer = Image.fromarray(noise).resize((width, height), Image.Resampling.NEAREST)
        pixels += np.asarray(layer, np.float64) / cells**0.5
    pixels -= pixels.min()
    return np.asarray(pixels * (255 / pixels.max()), np.uint8)


def png(pixels: NDArray[np.uint8]) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


def known(seed: int, path: str | None = None, answer: str = ANSWER) -> NewPicture:
    """What is kept of the scene with this seed."""
    pixels = scene(seed)
    return described(path or f"anh-{seed}.png", answer, png(pixels), pixels)


def saved(folder: Path, name: str, pixels: NDArray[np.uint8]) -> Path:
    """The picture as a file in ``folder``."""
    path = folder / name
    path.write_bytes(png(pixels))
    return path
