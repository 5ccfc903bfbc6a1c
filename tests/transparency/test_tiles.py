"""Tiles lie where C2SP says, hold what it says, and others are refused."""

from __future__ import annotations

import pytest

from kiemtin.errors import Untrusted
from kiemtin.transparency.merkle import leaf_hash, root
from kiemtin.transparency.tiles import (
    ENTRIES,
    MAX_ENTRY,
    WIDTH,
    Tile,
    bundle_bytes,
    bundles_of,
    has_tile,
    read_bundle,
    read_tile,
    tile_at,
    tile_bytes,
    tile_path,
    tiles_of,
)

PATHS = {
    "tile/0/000": Tile(0, 0),
    "tile/0/999": Tile(0, 999),
    "tile/0/x001/000": Tile(0, 1_000),
    "tile/0/x001/x234/067": Tile(0, 1_234_067),
    "tile/1/000.p/17": Tile(1, 0, 17),
    "tile/63/000.p/255": Tile(63, 0, 255),
    "tile/entries/x001/000.p/1": Tile(ENTRIES, 1_000, 1),
}


@pytest.mark.parametrize("path", PATHS)
def test_a_tile_has_one_path(path: str) -> None:
    """A place gives its path, and the path its place; 1234067 is the example of the specification."""
    tile = PATHS[path]
    assert (path, tile) == (tile.path, tile_at(path))
    assert path == tile_path(tile.level, tile.index, tile.width)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0/0",
        "tile/0/0000",
        "tile/0/x000/000",
        "tile/0/x001",
        "tile/0/001/000",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/999",
        "tile/0/000.p/",
        "tile/0/000/",
        "tile/data/000",
        "tile/0/../000",
        "tile/0/٠٠٠",
        "/tile/0/000",
        "tile/0/000\n",
        "tile/0/" + "x001/" * 6 + "000",
        "tile/0/" + "x001/" * 5_000 + "000",
    ],
)
def test_other_paths_lead_nowhere(path: str) -> None:
    """Leading zeroes, other digits, steps upwards, empty and too wide tiles, and endless paths are no tiles."""
    assert tile_at(path) is None


def test_a_log_of_70000_entries_has_the_tiles_of_the_example() -> None:
    """The specification counts them: 273 full ones and one of 112, one full and one of 17, and one of a single hash."""
    tiles = list(tiles_of(70_000))
    assert [(one.level, one.index, one.width) for one in tiles if one.width < WIDTH] == [
        (0, 273, 112),
        (1, 1, 17),
        (2, 0, 1),
    ]
    assert len(tiles) == 273 + 1 + 1 + 1 + 1
    assert [(one.level, one.index, one.width) for one in tiles_of(256)] == [(0, 0, 256), (1, 0, 1)]
    assert [one.width for one in bundles_of(257)] == [256, 1]
    assert [*tiles_of(0), *bundles_of(0)] == []


def test_a_tile_holds_the_roots_of_the_tiles_below() -> None:
    """Each hash of level 1 is the root over a full tile of leaves; a partial tile is never hashed into it."""
    hashes = [leaf_hash(number.to_bytes(4)) for number in range(600)]
    above = tile_bytes(Tile(1, 0, 2), hashes)
    assert above == root(hashes[:256]) + root(hashes[256:512])
    assert tile_bytes(Tile(0, 2, 88), hashes) == b"".join(hashes[512:])
    for missing in (Tile(1, 0, 3), Tile(0, 2, 89), Tile(0, 3), Tile(2, 0, 1), Tile(ENTRIES, 0)):
        with pytest.raises(ValueError, match="does not hold"):
            tile_bytes(missing, hashes)


def test_a_log_still_holds_the_parts_of_its_tiles() -> None:
    """A partial tile of an earlier checkpoint can be had for as long as the log exists."""
    assert has_tile(Tile(0, 0, 3), 3)
    assert has_tile(Tile(0, 0, 3), 1_000)
    assert has_tile(Tile(ENTRIES, 3, 232), 1_000)
    assert not has_tile(Tile(ENTRIES, 3, 233), 1_000)
    assert not has_tile(Tile(63, 0, 1), 2**63 - 1)


def test_tiles_and_bundles_survive() -> None:
    """What is written is read again, an entry at the limit of its length included."""
    hashes = tuple(leaf_hash(bytes([number])) for number in range(3))
    assert hashes == read_tile(Tile(0, 0, 3), tile_bytes(Tile(0, 0, 3), hashes))
    entries = (b"", b"a", b"x" * MAX_ENTRY)
    assert entries == read_bundle(Tile(ENTRIES, 0, 3), bundle_bytes(entries))
    with pytest.raises(OverflowError):
        bundle_bytes([b"x" * (MAX_ENTRY + 1)])


@pytest.mark.parametrize("raw", [b"", b"x", bytes(31), bytes(33), bytes(64)])
def test_a_tile_of_another_length_is_refused(raw: bytes) -> None:
    """A tile has exactly its hashes; the error names the file."""
    with pytest.raises(Untrusted, match=r"tile/0/000\.p/1"):
        read_tile(Tile(0, 0, 1), raw)


@pytest.mark.parametrize(
    "raw",
    [b"", b"\x00", b"\x00\x01a", b"\x00\x01a\x00", b"\x00\x01a\x00\x02b", b"\x00\x01a\x00\x01bc", b"\xff\xff" * 2],
)
def test_a_bundle_of_another_form_is_refused(raw: bytes) -> None:
    """A bundle has exactly its entries, and nothing behind them; the error names the file."""
    with pytest.raises(Untrusted, match=r"tile/entries/000\.p/2"):
        read_bundle(Tile(ENTRIES, 0, 2), raw)


@pytest.mark.parametrize("wrong", [(-2, 0, 1), (64, 0, 1), (0, -1, 1), (0, 0, 0), (0, 0, 257)])
def test_an_impossible_tile_cannot_be_built(wrong: tuple[int, int, int]) -> None:
    """Levels, places and widths outside the format are refused."""
    with pytest.raises(ValueError, match="no such tile"):
        Tile(*wrong)
