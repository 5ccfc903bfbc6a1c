"""A log as files (C2SP tlog-tiles): the tree's hashes in tiles of 256, and the entries in bundles of 256.

The last tile of a level is partial until it is full; a full one never changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kiemtin.errors import Untrusted
from kiemtin.transparency.merkle import HASH_BYTES, node_hash

WIDTH = 256
"""Hashes of a full tile, and entries of a full bundle."""

ENTRIES = -1
"""The level of bundles, which lie below the leaves."""

MAX_LEVEL = 63

MAX_ENTRY = 65_535
"""Bytes of an entry: its length is written in two bytes."""

LENGTH_BYTES = 2

TILE_BYTES = WIDTH * HASH_BYTES
BUNDLE_BYTES = WIDTH * (LENGTH_BYTES + MAX_ENTRY)
"""The most that a full tile and a full bundle can have."""

PATH = re.compile(r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")
"""Six groups of three digits: more entries than any number here can count."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile at its place, with ``width`` hashes, from 1 to 256.

    ``level`` 0 holds the hashes of leaves, ``ENTRIES`` the entries themselves.
    """

    level: int
    index: int
    width: int = WIDTH

    def __post_init__(self) -> None:
        if not ENTRIES <= self.level <= MAX_LEVEL or self.index < 0 or not 1 <= self.width <= WIDTH:
            raise ValueError("there is no such tile")

    @property
    def path(self) -> str:
        """Where it lies below the log's own address, such as ``tile/0/x001/x234/067.p/112``."""
        level = "entries" if self.level == ENTRIES else str(self.level)
        digits = f"{self.index:03}"
        digits = "0" * (-len(digits) % 3) + digits
        groups = [digits[place : place + 3] for place in range(0, len(digits), 3)]
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{'/'.join([*(f'x{group}' for group in groups[:-1]), groups[-1]])}{partial}"

    @property
    def start(self) -> int:
        """The first of the hashes of its level that it holds."""
        return self.index * WIDTH


def tile_path(level: int, index: int, width: int = WIDTH) -> str:
    """Where a tile lies; ``level`` may be ``ENTRIES``."""
    return Tile(level, index, width).path


def tile_at(path: str) -> Tile | None:
    """The tile that lies at ``path``; ``None`` where none can, or where its path is another."""
    found = PATH.fullmatch(path)
    if found is None:
        return None
    level, groups, width = found.groups()
    try:
        tile = Tile(ENTRIES if level == "entries" else int(level), int(re.sub("[x/]", "", groups)), int(width or WIDTH))
    except ValueError:
        return None
    return tile if tile.path == path else None


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile of hashes of a log with ``size`` entries, level by level."""
    level, count = 0, size
    while count:
        yield from _row(level, count)
        level, count = level + 1, count // WIDTH


def bundles_of(size: int) -> Iterator[Tile]:
    """Every bundle of entries of a log with ``size`` entries."""
    return _row(ENTRIES, size)


def _row(level: int, count: int) -> Iterator[Tile]:
    for index in range(count // WIDTH):
        yield Tile(level, index)
    if count % WIDTH:
        yield Tile(level, count // WIDTH, count % WIDTH)


def has_tile(tile: Tile, size: int) -> bool:
    """Whether a log with ``size`` entries holds ``tile``: all of it, or as a part of what it was or has become."""
    below = size >> (8 * max(tile.level, 0))
    return tile.start + tile.width <= below


def level_hashes(hashes: Sequence[bytes], level: int) -> list[bytes]:
    """The hashes that tiles of ``level`` hold, for leaves with these ``hashes``: each stands for 256 of those below."""
    row = list(hashes)
    for _ in range(8 * level):
        row = [node_hash(row[place], row[place + 1]) for place in range(0, len(row) - 1, 2)]
    return row


def tile_bytes(tile: Tile, hashes: Sequence[bytes]) -> bytes:
    """The content of ``tile`` where the leaves have these ``hashes``; raises ``ValueError`` where it is not there."""
    if tile.level == ENTRIES or not has_tile(tile, len(hashes)):
        raise ValueError("the log does not hold this tile")
    leaves = WIDTH**tile.level
    inside = hashes[tile.start * leaves : (tile.start + tile.width) * leaves]
    return b"".join(level_hashes(inside, tile.level))


def read_tile(tile: Tile, raw: bytes) -> tuple[bytes, ...]:
    """The hashes in the content of ``tile``; raises ``Untrusted`` where it has another length."""
    if len(raw) != tile.width * HASH_BYTES:
        raise Untrusted("log.tile-malformed", name=tile.path)
    return tuple(raw[place : place + HASH_BYTES] for place in range(0, len(raw), HASH_BYTES))


def bundle_bytes(entries: Sequence[bytes]) -> bytes:
    """``entries`` as a bundle, each behind its length; raises ``OverflowError`` past ``MAX_ENTRY`` bytes."""
    return b"".join(len(entry).to_bytes(LENGTH_BYTES) + entry for entry in entries)


def read_bundle(tile: Tile, raw: bytes) -> tuple[bytes, ...]:
    """The entries in the content of a bundle; raises ``Untrusted`` where there are not exactly as many as it has."""
    entries: list[bytes] = []
    place = 0
    while place < len(raw) and len(entries) < tile.width:
        start = place + LENGTH_BYTES
        place = start + int.from_bytes(raw[place:start])
        entries.append(raw[start:place])
    if place != len(raw) or len(entries) != tile.width:
        raise Untrusted("log.tile-malformed", name=tile.path)
    return tuple(entries)
