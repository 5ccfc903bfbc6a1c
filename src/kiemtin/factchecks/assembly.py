"""Blocks of arrays put together into one index; an index that grows is a block too."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiemtin.factchecks.arrays import BUCKETS, SLICE, Arrays, gram_counts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def without(arrays: Arrays, kept: NDArray[np.bool_]) -> Arrays:
    """``arrays`` as if only the ``kept`` rows had ever been there."""
    import numpy as np

    places = np.cumsum(kept) - 1
    stay = kept[arrays.rows]
    sizes = np.add.reduceat(stay, arrays.starts[:-1], dtype=np.int64) if len(arrays.rows) else np.zeros(0, np.int64)
    used = sizes > 0
    starts = np.zeros(int(used.sum()) + 1, np.int64)
    np.cumsum(sizes[used], out=starts[1:])
    text, text_starts = _texts_of(arrays, kept)
    gone_text, gone_starts = _texts_of(arrays, ~kept)
    return Arrays(
        numbers=arrays.numbers[kept],
        lengths=arrays.lengths[kept],
        days=arrays.days[kept],
        keys=arrays.keys[used],
        starts=starts,
        rows=places[arrays.rows[stay]].astype(np.uint32),
        counts=arrays.counts[stay],
        text=text,
        text_starts=text_starts,
        grams=arrays.grams - gram_counts(gone_text, gone_starts),
    )


def _texts_of(arrays: Arrays, rows: NDArray[np.bool_]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    import numpy as np

    lengths = np.diff(arrays.text_starts)
    starts = np.zeros(int(rows.sum()) + 1, np.int64)
    np.cumsum(lengths[rows], out=starts[1:])
    return arrays.text[np.repeat(rows, lengths)], starts


def assemble(parts: Sequence[Arrays], folder: Path) -> None:
    """Write the index that ``parts`` (numbers rising from part to part) make together into ``folder``.

    Postings are moved slice by slice into mapped files, so that memory holds little more than one slice.
    """
    import numpy as np

    keys = np.unique(np.concatenate([part.keys for part in parts])) if parts else np.empty(0, np.uint64)
    places = [np.searchsorted(keys, part.keys) for part in parts]
    sizes = np.zeros(len(keys), np.int64)
    for part, place in zip(parts, places, strict=True):
        sizes[place] += np.diff(part.starts)
    starts = np.zeros(len(keys) + 1, np.int64)
    np.cumsum(sizes, out=starts[1:])
    _write(folder, "keys", keys)
    _write(folder, "starts", starts)
    _write_postings(parts, places, starts, folder)
    for name in ("numbers", "lengths", "days", "text"):
        _write_joined(folder, name, [getattr(part, name) for part in parts])
    _write(folder, "text_starts", _joined_starts([part.text_starts for part in parts]))
    grams = np.zeros(BUCKETS, np.uint32)
    for part in parts:
        grams += part.grams
    _write(folder, "grams", grams)


def _write_postings(
    parts: Sequence[Arrays], places: Sequence[NDArray[np.int64]], starts: NDArray[np.int64], folder: Path
) -> None:
    import numpy as np

    rows = _mapped(folder, "rows", np.uint32, int(starts[-1]))
    counts = _mapped(folder, "counts", np.uint8, int(starts[-1]))
    free = starts[:-1].copy()
    offset = 0
    for part, place in zip(parts, places, strict=True):
        sizes = np.diff(part.starts)
        first = 0
        while first < len(part.keys):
            last = int(np.searchsorted(part.starts, part.starts[first] + SLICE, "right")) - 1
            last = min(max(last, first + 1), len(part.keys))
            begin, end = int(part.starts[first]), int(part.starts[last])
            shift = np.repeat(free[place[first:last]] - part.starts[first:last], sizes[first:last])
            targets = shift + np.arange(begin, end)
            rows[targets] = part.rows[begin:end] + np.uint32(offset)
            counts[targets] = part.counts[begin:end]
            first = last
        free[place] += sizes
        offset += len(part)
    for array in (rows, counts):
        if isinstance(array, np.memmap):
            array.flush()


def _joined_starts(all_starts: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    import numpy as np

    pieces, offset = [np.zeros(1, np.int64)], 0
    for starts in all_starts:
        pieces.append(starts[1:] + offset)
        offset += int(starts[-1])
    return np.concatenate(pieces)


def _write(folder: Path, name: str, array: NDArray[np.generic]) -> None:
    import numpy as np

    np.save(folder / f"{name}.npy", array)


def _write_joined(folder: Path, name: str, arrays: Sequence[NDArray[np.generic]]) -> None:
    import numpy as np

    types = {"numbers": np.int64, "lengths": np.uint16, "days": np.int32, "text": np.uint8}
    joined = np.concatenate(arrays) if arrays else np.empty(0, types[name])
    _write(folder, name, joined.astype(types[name], copy=False))


def _mapped(folder: Path, name: str, kind: type[np.generic], size: int) -> NDArray[np.generic]:
    """A mapped file to be filled; an array where there is nothing to fill, which cannot be mapped."""
    import numpy as np

    if size == 0:
        empty = np.empty(0, kind)
        _write(folder, name, empty)
        return empty
    array: NDArray[np.generic] = np.lib.format.open_memmap(folder / f"{name}.npy", "w+", kind, (size,))
    return array
