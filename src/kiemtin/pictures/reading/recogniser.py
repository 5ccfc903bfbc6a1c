"""What stands on strips: the recogniser of ``trueocr``, a batch of like widths at a time."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemtin.pictures.reading.models import characters, session

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiemtin.pictures.reading.strips import Strip

STEP = 8
"""Columns of a strip for one of its answers."""
HALO = 8
"""Empty columns behind the widest strip, so that a strip reads the same alone and in a batch."""
MAX_BATCH = 32
MAX_BATCH_COLUMNS = 64 * 640
LARGEST_RATIO = 1.25
"""How much wider the widest of a batch may be than the narrowest: what is padded is paid for."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A character, how sure it is (0..1), and the columns of the picture it stands on, about."""

    text: str
    confidence: float
    x0: float
    x1: float


def read_strips(strips: Sequence[Strip]) -> list[tuple[Letter, ...]]:
    """The characters of each strip, in the order of ``strips``."""
    import numpy as np

    answers: list[tuple[Letter, ...]] = [()] * len(strips)
    for batch in _batches([strip.ink.shape[1] for strip in strips]):
        widths = np.array([strips[at].ink.shape[1] for at in batch], np.int64)
        columns = math.ceil(int(widths.max()) / STEP) * STEP + HALO
        inked = np.zeros((len(batch), 1, strips[batch[0]].ink.shape[0], columns), np.float32)
        for row, at in enumerate(batch):
            inked[row, 0, :, : widths[row]] = strips[at].ink
        ids, sure, lengths = session("rec").run(["ids", "conf", "lengths"], {"x": inked, "widths": widths})
        for row, at in enumerate(batch):
            length = int(lengths[row])
            answers[at] = tuple(_letters(strips[at], ids[row, :length], sure[row, :length]))
    return answers


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Strips of like width together, narrow ones first."""
    batch: list[int] = []
    for at in sorted(range(len(widths)), key=widths.__getitem__):
        widest = max(widths[at], 64)
        full = len(batch) >= MAX_BATCH or (len(batch) + 1) * widest > MAX_BATCH_COLUMNS
        if batch and (full or widest > LARGEST_RATIO * max(widths[batch[0]], 64)):
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def _letters(strip: Strip, ids: NDArray, sure: NDArray) -> Iterator[Letter]:  # type: ignore[type-arg]  # of ONNX
    """Its answers as characters: repeated ones are one, 0 is none (greedy decoding of CTC)."""
    known = characters()
    before = 0
    step = strip.ink.shape[1] / max(len(ids), 1) / strip.scale
    for at, (number, confidence) in enumerate(zip(ids.tolist(), sure.tolist(), strict=True)):
        if number and number != before:
            yield Letter(known[number - 1], confidence, strip.x + at * step, strip.x + (at + 1) * step)
        before = number
