"""The index beside a collection of pictures: derived, in generations (``kiemtin.storage``), opened by mapping."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kiemtin.errors import OutOfReach, Refused
from kiemtin.pictures.candidates import CandidateIndex, build, word_bits
from kiemtin.pictures.collection import Collection
from kiemtin.pictures.features import Features, from_bytes
from kiemtin.pictures.growing import joined, without
from kiemtin.pictures.hashes import HashTable
from kiemtin.pictures.known import HASH_BYTES
from kiemtin.pictures.pdq import MIN_QUALITY, WORDS, words_of
from kiemtin.storage.generations import current_generation, read_meta, replace_generation, write_meta

if TYPE_CHECKING:
    from numpy.typing import NDArray

HASHES, POINTS = "hashes", "points"
"""The folders of the table of hashes and of the index of local features inside an index."""

ARRAYS = ("starts", "pictures", "signatures", "poses", "places", "sizes")
"""What an index of local features consists of; ``numbers`` beside them are the pictures by their place in it."""

LAYOUT = 2
"""Grows whenever the arrays or what they hold change: an index of another layout is made anew."""

Progress = Callable[[int, int], None]
"""Is told how many pictures of how many were indexed."""


@dataclass(frozen=True, slots=True)
class Meta:
    """Which state of the collection an index shows."""

    layout: int
    changes: int
    pictures: int


@dataclass(frozen=True, slots=True)
class Index:
    """An opened index: everything in it is memory-mapped."""

    meta: Meta
    hashes: HashTable
    points: CandidateIndex
    numbers: NDArray[np.int64]


def no_progress(done: int, total: int) -> None:
    """Tells nobody."""


def open_index(collection: Collection, progress: Progress = no_progress) -> Index:
    """The up-to-date index of ``collection``: opened where there is one, else brought up to date first.

    While another process writes, the one in use is opened as it is: a question need not wait. Where the folder cannot
    be written to, a stale index is replaced by one in a temporary folder.
    """
    current = current_index(collection.folder)
    if current is not None and (current.meta.changes == collection.changes or collection.is_being_written):
        return current
    try:
        return update_index(collection, progress)
    except OutOfReach:
        with tempfile.TemporaryDirectory(prefix="kiemtin-index-", ignore_cleanup_errors=True) as folder:
            _build(collection, current, Path(folder), progress)
            return _opened(Path(folder))


def update_index(collection: Collection, progress: Progress = no_progress, *, anew: bool = False) -> Index:
    """Index what is new in ``collection`` and leave out what is gone; ``anew`` makes all of it again.

    Raises ``OutOfReach`` where the index cannot be written; then the old one is as it was.
    """
    with collection.writing():  # so that nobody adds pictures, or builds another index, meanwhile
        current = None if anew else current_index(collection.folder)
        if current is not None and current.meta.changes == collection.changes:
            return current
        return _opened(
            replace_generation(collection.folder, lambda place: _build(collection, current, place, progress))
        )


def current_index(folder: Path) -> Index | None:
    """The index in use of the collection in ``folder``; ``None`` where there is none, or none that can be read."""
    try:
        index = _opened(current_generation(folder))
    except (OSError, ValueError, TypeError, EOFError):
        return None
    return index if index.meta.layout == LAYOUT else None


def _opened(place: Path) -> Index:
    meta = Meta(**read_meta(place))
    *arrays, numbers = (
        np.load(place / POINTS / f"{name}.npy", mmap_mode="r").view(np.ndarray) for name in (*ARRAYS, "numbers")
    )
    points = CandidateIndex(*arrays)
    return Index(meta, HashTable.open(place / HASHES), points, numbers)


def _build(collection: Collection, base: Index | None, folder: Path, progress: Progress) -> None:
    there = np.asarray(collection.numbers(), np.int64)
    _build_hashes(collection, base, folder / HASHES, there)
    _build_points(Growing(collection, base, there, progress), folder / POINTS)
    write_meta(folder, asdict(Meta(LAYOUT, collection.changes, len(there))))


def _build_hashes(collection: Collection, base: Index | None, folder: Path, there: NDArray[np.int64]) -> None:
    """The table of those that ``base`` has and that are still ``there``, and of later ones."""
    old = base.hashes.numbers if base is not None else np.zeros(0, np.int64)
    kept = np.isin(old, there)
    numbers, hashes = [], bytearray()
    for number, one in collection.hashes(MIN_QUALITY, int(old[-1]) if len(old) else 0):
        numbers.append(number)
        hashes += one
    words = words_of(bytes(hashes)).reshape(len(hashes) // HASH_BYTES, WORDS)
    if base is not None:
        words = np.concatenate([base.hashes.words[kept], words])
    folder.mkdir()
    HashTable.of(np.concatenate([old[kept], np.asarray(numbers, np.int64)]), words).save(folder)


@dataclass(frozen=True, slots=True)
class Growing:
    """What an index of local features is made of: the one before it, and the pictures that are ``there`` now."""

    collection: Collection
    base: Index | None
    there: NDArray[np.int64]
    progress: Progress

    def features(self, after: int, numbers: list[int]) -> Iterator[Features]:
        """The features of pictures past a number; each one's number is put into ``numbers``."""
        for done, (number, data) in enumerate(self.collection.all_features(after), 1):
            self.progress(done, len(self.there))
            with contextlib.suppress(Refused):  # of another version: such a picture is found by its hash alone
                found = from_bytes(data)
                numbers.append(number)
                yield found

    def grown(self) -> tuple[CandidateIndex, list[int]] | None:
        """The index and its pictures, grown from the one before; ``None`` where it has to, or should, begin anew.

        An index of so many points more has longer words, which only the pictures themselves tell.
        """
        if self.base is None or not len(self.base.numbers):
            return None
        kept = np.isin(self.base.numbers, self.there)
        last = int(self.base.numbers[-1])
        if np.count_nonzero(self.there > last) > np.count_nonzero(kept):
            return None
        numbers: list[int] = []
        added = build(self.features(last, numbers), self.base.points.bits)
        points = joined(without(self.base.points, kept), added)
        fits = word_bits(len(points.pictures)) == points.bits
        return (points, [*self.base.numbers[kept].tolist(), *numbers]) if fits else None

    def made_anew(self) -> tuple[CandidateIndex, list[int]]:
        """The index of all pictures, and which they are."""
        numbers: list[int] = []
        return build(self.features(0, numbers)), numbers


def _build_points(growing: Growing, folder: Path) -> None:
    points, numbers = growing.grown() or growing.made_anew()
    folder.mkdir()
    for name in ARRAYS:
        np.save(folder / f"{name}.npy", getattr(points, name))
    np.save(folder / "numbers.npy", np.asarray(numbers, np.int64))
