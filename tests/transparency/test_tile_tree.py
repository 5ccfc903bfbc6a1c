"""A tree known by its root: the same roots and proofs as the whole tree gives, and no tile believed unproven."""

from __future__ import annotations

import hashlib

import pytest

from kiemtin.errors import OutOfReach, Untrusted
from kiemtin.transparency.merkle import EMPTY_ROOT, Tree, verify_consistency, verify_inclusion
from kiemtin.transparency.tile_tree import TileTree
from kiemtin.transparency.tiles import WIDTH, Tile, tile_bytes

SIZES = (1, 2, 255, 256, 257, 300, 511, 512, 70_000)

HASHES = [hashlib.sha256(str(number).encode()).digest() for number in range(SIZES[-1])]

WHOLE = Tree(HASHES)


class _Tiles:
    """The tiles of a log as it was at some size, which counts what is read of them."""

    def __init__(self, size: int) -> None:
        self.hashes, self.read, self.altered = HASHES[:size], list[str](), dict[str, bytes | None]()

    def __call__(self, tile: Tile) -> bytes | None:
        self.read.append(tile.path)
        return self.altered[tile.path] if tile.path in self.altered else tile_bytes(tile, self.hashes)


@pytest.mark.parametrize("size", SIZES)
def test_it_gives_what_the_whole_tree_gives(size: int) -> None:
    """Roots of earlier sizes, proofs of inclusion and of growth."""
    tree = TileTree(size, WHOLE.root(size), _Tiles(size))
    root = tree.root()
    for earlier in {1, size // 3, size // 2, max(size - 256, 0), size - 1, size}:
        assert WHOLE.root(earlier) == tree.root(earlier)
        proof = tree.consistency_proof(earlier)
        assert verify_consistency(earlier, WHOLE.root(earlier), size, root, proof)
        if earlier < size:
            assert verify_inclusion(HASHES[earlier], earlier, size, tree.inclusion_proof(earlier), root)


def test_a_log_of_none_needs_no_tile() -> None:
    """Its root is that of the empty tree."""
    tiles = _Tiles(0)
    assert EMPTY_ROOT == TileTree(0, EMPTY_ROOT, tiles).root()
    assert [] == tiles.read
    with pytest.raises(Untrusted):
        TileTree(0, HASHES[0], _Tiles(0))


def test_few_tiles_are_read() -> None:
    """The right edge proves the root, and one full tile proves 65,536 entries; nothing is read twice."""
    tiles = _Tiles(70_000)
    tree = TileTree(70_000, WHOLE.root(), tiles)
    assert ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"] == sorted(tiles.read)
    for index in range(256):
        tree.admit(index, tuple(HASHES[index * WIDTH : (index + 1) * WIDTH]), "x")
    assert ["tile/1/000"] == tiles.read[3:]


@pytest.mark.parametrize("path", ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"])
def test_an_altered_edge_makes_another_root(path: str) -> None:
    """One bit is enough."""
    tiles, size = _Tiles(70_000), 70_000
    tile = next(one for one in (Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)) if one.path == path)
    good = tile_bytes(tile, HASHES)
    tiles.altered[path] = good[:-1] + bytes([good[-1] ^ 1])
    with pytest.raises(Untrusted, match="tiles-not-root"):
        TileTree(size, WHOLE.root(), tiles)


def test_altered_cut_and_missing_tiles_are_named() -> None:
    """Whatever is asked of the tree, such a tile is never used."""
    tiles = _Tiles(70_000)
    tree = TileTree(70_000, WHOLE.root(), tiles)
    good = tile_bytes(Tile(0, 5), HASHES)
    for content, problem in ((bytes(8192), "tile-altered"), (good[:-1], "tile-malformed")):
        tiles.altered["tile/0/005"] = content
        with pytest.raises(Untrusted, match=problem) as caught:
            tree.inclusion_proof(5 * WIDTH)
        assert "tile/0/005" == caught.value.values["name"]
    tiles.altered["tile/0/005"] = None
    with pytest.raises(OutOfReach, match="tile-missing"):
        tree.inclusion_proof(5 * WIDTH)
    with pytest.raises(Untrusted, match="tile-altered"):
        tree.admit(5, tuple(HASHES[:WIDTH]), "tile/data/005")
    with pytest.raises(Untrusted, match="tile-altered"):
        tree.admit(273, tuple(HASHES[: 112 - 1]), "tile/data/273.p/112")


def test_a_partial_tile_that_is_gone_is_taken_from_the_full_one() -> None:
    """A log may drop it once more entries have filled it."""
    later = _Tiles(70_000)
    later.altered["tile/0/001.p/44"] = None
    assert 300 == len(TileTree(300, WHOLE.root(300), later))
    assert "tile/0/001" in later.read
