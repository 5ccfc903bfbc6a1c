"""The index beside a collection: derived, built in a folder of its own, put in place in one step, opened by mapping.

::

    collection.sqlite
    index/current          the name of the folder in use
    index/<digest>/*       the arrays; meta.json says which state of the collection they show

A folder is named after its content, so the index of a collection made again is the same, byte for byte and by name.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kiemtin.errors import OutOfReach, Refused
from kiemtin.files import write_whole
from kiemtin.pictures.candidates import CandidateIndex, build
from kiemtin.pictures.collection import Collection
from kiemtin.pictures.features import Features, from_bytes
from kiemtin.pictures.hashes import HashTable
from kiemtin.pictures.known import CURRENT, HASH_BYTES, INDEX
from kiemtin.pictures.pdq import MIN_QUALITY, WORDS, words_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

META = "meta.json"

HASHES, POINTS = "hashes", "points"
"""The folders of the table of hashes and of the index of local features inside an index."""

ARRAYS = ("starts", "pictures", "poses")
"""What an index of local features consists of; ``numbers`` beside them are the pictures by their place in it."""

LAYOUT = 1
"""Grows whenever the arrays or what they hold change: an index of another layout is made anew."""

NAME_DIGITS = 16
"""Hexadecimal digits of SHA-256 in the name of a folder: enough that no two contents of one collection meet."""

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

    Where the folder cannot be written to, a stale index is replaced by one in a temporary folder.
    """
    current = current_index(collection.folder)
    if current is not None and current.meta.changes == collection.changes:
        return current
    try:
        return update_index(collection, progress)
    except OutOfReach:
        with tempfile.TemporaryDirectory(prefix="kiemtin-index-", ignore_cleanup_errors=True) as folder:
            _build(collection, Path(folder), progress)
            return _opened(Path(folder))


def update_index(collection: Collection, progress: Progress = no_progress, *, anew: bool = False) -> Index:
    """Index ``collection`` where its index is out of date; ``anew`` makes it again in any case.

    Raises ``OutOfReach`` where the index cannot be written; then the old one is as it was.
    """
    home = collection.folder / INDEX
    with collection.writing():  # so that nobody adds pictures, or builds another index, meanwhile
        current = None if anew else current_index(collection.folder)
        if current is not None and current.meta.changes == collection.changes:
            return current
        building = home / f".building-{secrets.token_hex(8)}"
        try:
            building.mkdir(parents=True)
            _build(collection, building, progress)
            place = _put(building, home)
            write_whole(home / CURRENT, place.name.encode())
        except OSError as error:
            shutil.rmtree(building, ignore_errors=True)
            raise OutOfReach("missing.cannot-write", name=str(home)) from error
        _tidy(home, place.name)
        return _opened(place)


def current_index(folder: Path) -> Index | None:
    """The index in use of the collection in ``folder``; ``None`` where there is none, or none that can be read."""
    home = folder / INDEX
    try:
        index = _opened(home / Path(home.joinpath(CURRENT).read_text("utf-8")).name)
    except (OSError, ValueError, TypeError, EOFError):
        return None
    return index if index.meta.layout == LAYOUT else None


def _opened(place: Path) -> Index:
    meta = Meta(**json.loads(place.joinpath(META).read_text("utf-8")))
    starts, pictures, poses, numbers = (
        np.load(place / POINTS / f"{name}.npy", mmap_mode="r").view(np.ndarray) for name in (*ARRAYS, "numbers")
    )
    points = CandidateIndex(starts, pictures, poses, len(numbers))
    return Index(meta, HashTable.open(place / HASHES), points, numbers)


def _build(collection: Collection, folder: Path, progress: Progress) -> None:
    _build_hashes(collection, folder / HASHES)
    _build_points(collection, folder / POINTS, progress)
    meta = Meta(LAYOUT, collection.changes, len(collection))
    write_whole(folder / META, json.dumps(asdict(meta), sort_keys=True).encode())


def _build_hashes(collection: Collection, folder: Path) -> None:
    numbers, hashes = [], bytearray()
    for number, one in collection.hashes(MIN_QUALITY):
        numbers.append(number)
        hashes += one
    words = words_of(bytes(hashes)).reshape(len(hashes) // HASH_BYTES, WORDS)
    folder.mkdir()
    HashTable.of(np.asarray(numbers, np.int64), words).save(folder)


def _build_points(collection: Collection, folder: Path, progress: Progress) -> None:
    numbers: list[int] = []
    total = len(collection)

    def features() -> Iterator[Features]:
        for done, (number, data) in enumerate(collection.all_features(), 1):
            progress(done, total)
            with contextlib.suppress(Refused):  # of another version: such a picture is found by its hash alone
                found = from_bytes(data)
                numbers.append(number)
                yield found

    points = build(features())
    folder.mkdir()
    for name in ARRAYS:
        np.save(folder / f"{name}.npy", getattr(points, name))
    np.save(folder / "numbers.npy", np.asarray(numbers, np.int64))


def _put(building: Path, home: Path) -> Path:
    """Give what was built the name of its content; what has the name already is replaced, for it may be damaged."""
    digest = hashlib.sha256()
    for file in sorted(one for one in building.rglob("*") if one.is_file()):
        digest.update(f"{file.relative_to(building).as_posix()}\0".encode())
        with file.open("rb") as opened:
            digest.update(hashlib.file_digest(opened, "sha256").digest())
    place = home / digest.hexdigest()[:NAME_DIGITS]
    if place.exists():
        place.rename(home / f".old-{secrets.token_hex(8)}")
    building.rename(place)
    return place


def _tidy(home: Path, used: str) -> None:
    """Remove what earlier builds left; a folder that another process still holds open stays where it must."""
    for one in home.iterdir():
        if one.is_dir() and one.name != used:
            with contextlib.suppress(OSError):
                shutil.rmtree(one)
