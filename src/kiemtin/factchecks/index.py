"""The index beside a collection of fact-checks: derived, in generations (``kiemtin.storage``), opened by mapping."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from kiemtin.errors import OutOfReach
from kiemtin.factchecks.arrays import Arrays, Entry, blocks
from kiemtin.factchecks.assembly import assemble, without
from kiemtin.factchecks.collection import Collection
from kiemtin.storage.generations import current_generation, read_meta, replace_generation, write_meta

LAYOUT = 1
"""Grows whenever the arrays or the terms in them change: an index of another layout is made anew."""

Progress = Callable[[int, int], None]
"""Is told how many reviews of how many were indexed."""


@dataclass(frozen=True, slots=True)
class Meta:
    """Which state of the collection an index shows."""

    layout: int
    changes: int
    reviews: int


def no_progress(done: int, total: int) -> None:
    """Tells nobody."""


def open_index(collection: Collection, progress: Progress = no_progress) -> Arrays:
    """The up-to-date index of ``collection``: opened where there is one, else brought up to date first.

    Where the folder cannot be written to, a stale index is replaced by one in a temporary folder.
    """
    current = _current(collection.folder)
    if current is not None and current[1].changes == collection.changes:
        return current[0]
    try:
        return update_index(collection, progress)
    except OutOfReach:
        with tempfile.TemporaryDirectory(prefix="kiemtin-index-", ignore_cleanup_errors=True) as folder:
            _build(collection, current[0] if current else None, Path(folder), progress)
            return Arrays.open(Path(folder))


def update_index(collection: Collection, progress: Progress = no_progress, *, anew: bool = False) -> Arrays:
    """Index what is new in ``collection`` and leave out what is gone; ``anew`` makes all of it again.

    Raises ``OutOfReach`` where the index cannot be written; then the old one is as it was.
    """
    with collection.writing():  # so that nobody adds reviews, or builds another index, meanwhile
        current = None if anew else _current(collection.folder)
        if current is not None and current[1].changes == collection.changes:
            return current[0]
        base = current[0] if current else None
        place = replace_generation(collection.folder, lambda folder: _build_whole(collection, base, folder, progress))
        return Arrays.open(place)


def build_index(collection: Collection) -> Arrays:
    """The index of a small collection, in memory."""
    with tempfile.TemporaryDirectory(prefix="kiemtin-index-", ignore_cleanup_errors=True) as folder:
        _build(collection, None, Path(folder), no_progress)
        return Arrays.open(Path(folder))


def _build_whole(collection: Collection, base: Arrays | None, folder: Path, progress: Progress) -> None:
    _build(collection, base, folder, progress)
    write_meta(folder, asdict(Meta(LAYOUT, collection.changes, len(collection))))


def _build(collection: Collection, base: Arrays | None, folder: Path, progress: Progress) -> None:
    import numpy as np

    parts: list[Arrays] = []
    last = 0
    if base is not None and len(base):
        kept = np.isin(base.numbers, np.asarray(collection.numbers(), np.int64))
        parts.append(base if kept.all() else without(base, kept))
        last = int(base.numbers[-1])
    parts.extend(blocks(_entries(collection, last, progress)))
    assemble([part for part in parts if len(part)], folder)


def _entries(collection: Collection, last: int, progress: Progress) -> Iterator[Entry]:
    days = {number: day.toordinal() for number, day in collection.dates().items()}
    total = len(collection)
    for done, (number, title, claim, body) in enumerate(collection.after(last), 1):
        if done % 1000 == 0:
            progress(done, total)
        yield Entry(number, (title, claim, body), days.get(number, 0))


def _current(folder: Path) -> tuple[Arrays, Meta] | None:
    """The index in use; ``None`` where there is none, or none that can be read."""
    try:
        place = current_generation(folder)
        meta = Meta(**read_meta(place))
        arrays = Arrays.open(place)
    except (OSError, ValueError, TypeError, EOFError):
        return None
    return (arrays, meta) if meta.layout == LAYOUT and len(arrays) == meta.reviews else None
