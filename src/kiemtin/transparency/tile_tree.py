"""A tree known by its signed root alone: its tiles are read as they are needed, and each is proven before it is used.

The tiles on the right edge of a tree make its root, so they are proven together; a full tile is proven by its hash in
the tile above it. What comes out (roots of earlier sizes, proofs) is therefore true of that root, or nothing comes.
"""

from __future__ import annotations

from collections.abc import Callable

from kiemtin.errors import OutOfReach, Untrusted
from kiemtin.transparency.merkle import EMPTY_ROOT, HASH_BYTES, Subtrees, full_root
from kiemtin.transparency.tiles import WIDTH, Tile, read_tile

TILE_LEVELS = 8
"""Levels of the tree that one level of tiles spans: 256 is 2 to the 8th."""

KEPT = 4
"""Tiles of each level that are kept: reading goes from left to right, and proofs look at a neighbour."""

ReadTile = Callable[[Tile], bytes | None]
"""The content of a tile; ``None`` where it is not there."""


class TileTree(Subtrees):
    """The tree of ``size`` leaves under ``root``.

    Raises ``Untrusted`` where the tiles on its right edge do not make ``root``, and later wherever a tile is not what
    the one above it says; ``OutOfReach`` where one is missing, and whatever ``read`` raises.
    """

    def __init__(self, size: int, root: bytes, read: ReadTile) -> None:
        self._size, self._read = size, read
        self._kept: dict[int, dict[int, tuple[bytes, ...]]] = {}
        self._edges: dict[int, tuple[bytes, ...]] = {}
        if (self.root() if size else EMPTY_ROOT) != root:
            raise Untrusted("certificates.tiles-not-root", size=size)

    def __len__(self) -> int:
        return self._size

    def hashes(self, level: int, index: int) -> tuple[bytes, ...]:
        """The hashes of a tile, which may be the partial one on the right edge."""
        below = self._size >> (TILE_LEVELS * level)
        if index == below // WIDTH:
            return self._edge(level, Tile(level, index, below % WIDTH))
        found = self._kept.get(level, {}).get(index)
        if found is None:
            found = self._proven(Tile(level, index))
            self._keep(level, index, found)
        return found

    def hash_of(self, level: int, index: int) -> bytes:
        """The hash at place ``index`` of a level of tiles: at level 0 of a leaf, at 1 of 256 leaves, and so on."""
        return self.hashes(level, index // WIDTH)[index % WIDTH]

    def admit(self, index: int, leaves: tuple[bytes, ...], name: str) -> None:
        """Take the hashes of leaves that somebody made of the entries themselves, as the ``index``-th tile of them.

        Raises ``Untrusted``, which says that ``name`` was altered, where they are not the tree's.
        """
        if index == self._size // WIDTH:
            good = leaves == self.hashes(0, index)
        else:
            good = len(leaves) == WIDTH and full_root(leaves) == self.hash_of(1, index)
            if good:
                self._keep(0, index, leaves)
        if not good:
            raise Untrusted("certificates.tile-altered", name=name)

    def _keep(self, level: int, index: int, hashes: tuple[bytes, ...]) -> None:
        kept = self._kept.setdefault(level, {})
        kept[index] = hashes
        if len(kept) > KEPT:
            del kept[next(iter(kept))]

    def _full(self, level: int, index: int) -> bytes:
        tiles, inside = divmod(level, TILE_LEVELS)
        first, count = index << inside, 1 << inside
        place = first % WIDTH
        return full_root(self.hashes(tiles, first // WIDTH)[place : place + count])

    def _edge(self, level: int, tile: Tile) -> tuple[bytes, ...]:
        found = self._edges.get(level)
        if found is None:
            found = self._edges[level] = self._hashes_in(tile)
        return found

    def _proven(self, tile: Tile) -> tuple[bytes, ...]:
        found = self._hashes_in(tile)
        if full_root(found) != self.hash_of(tile.level + 1, tile.index):
            raise Untrusted("certificates.tile-altered", name=tile.path)
        return found

    def _hashes_in(self, tile: Tile) -> tuple[bytes, ...]:
        raw = self._read(tile)
        if raw is None and tile.width < WIDTH:  # a partial tile may go once the full one is there
            whole = self._read(Tile(tile.level, tile.index))
            raw = whole[: tile.width * HASH_BYTES] if whole is not None else None
        if raw is None:
            raise OutOfReach("certificates.tile-missing", name=tile.path)
        return read_tile(tile, raw)
