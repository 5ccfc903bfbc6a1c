"""Data tiles: what is in them, and what makes one no data tile."""

from __future__ import annotations

import gzip
import hashlib

import pytest

from kiemtin.errors import Untrusted
from kiemtin.watch.certificates import entries
from kiemtin.watch.certificates.der import Malformed
from kiemtin.watch.certificates.entries import _hosts, data_path, parts_of, read_data_tile, unpacked
from tests.watch.certificates.made import CA, certificate, hashed_part, leaf_of, precertificate_leaf

NAMES = ["A.Example", "*.a.example", "www.b.example"]

LEAVES = [leaf_of(certificate(NAMES)), precertificate_leaf(NAMES, 1), leaf_of(b"chung chi hong", 2)]


def test_both_kinds_of_entry_are_read() -> None:
    """Names in lower case and without the mark of a wildcard, once each; the leaf as the log's tree holds it."""
    tile = read_data_tile(b"".join(LEAVES), "x", 3)
    assert [["a.example", "www.b.example"]] * 2 == [tile.names(place) for place in (0, 1)]
    assert [CA, CA, ""] == [tile.issuer(place) for place in range(3)]
    assert LEAVES == [tile.leaf(place) for place in range(3)]
    assert tile.hashes == tuple(hashlib.sha256(b"\x00" + hashed_part(leaf)).digest() for leaf in LEAVES)
    with pytest.raises(Malformed):
        tile.names(2)


def test_a_common_name_counts_where_it_is_a_host_name() -> None:
    """What names a body, a person or a thing is nobody's host name and is dropped."""
    commons = [
        "vietcombank-vn.top",
        "*.vietcombank-vn.top",
        "Công ty Ví Dụ",
        "Nguyễn Ví Dụ",
        "a.example.",
        "vídụ.example",
    ]
    leaves = [leaf_of(certificate(["x.example"], common)) for common in commons]
    tile = read_data_tile(b"".join(leaves), "x", len(leaves))
    expected = [["vietcombank-vn.top"], ["vietcombank-vn.top"], [], [], ["a.example"], ["xn--vd-nja3081a.example"]]
    assert [["x.example", *names] for names in expected] == [tile.names(place) for place in range(6)]


def test_odd_names_are_left_out_one_by_one() -> None:
    """Line breaks, blanks, other letters and endless names harm none of the others."""
    odd = ["ok.example", "a b.example", "a\nb.example", "nodot", "x" * 300 + ".example", "fine.example."]
    assert ["ok.example", "fine.example"] == _hosts([name.encode() for name in odd])
    assert ["b.example"] == _hosts(["việt.example".encode(), b"b.example"])


def test_what_is_no_whole_tile_is_refused() -> None:
    """Cut anywhere, too few entries, an unknown kind of entry."""
    whole = b"".join(LEAVES)
    for cut in (1, 9, 12, len(LEAVES[0]) - 1, len(whole) - 1):
        with pytest.raises(Untrusted, match="tile-cut"):
            read_data_tile(whole[:cut], "x", 3)
    with pytest.raises(Untrusted, match="tile-cut"):
        read_data_tile(whole, "x", 4)
    unknown = LEAVES[0][:9] + b"\x02" + LEAVES[0][10:]
    with pytest.raises(Untrusted, match="tile-malformed"):
        read_data_tile(unknown, "x", 1)


def test_a_chain_that_is_cut_keeps_nobody_from_reading_on() -> None:
    """The tree does not hold it: the fingerprints that are whole count, and what stands behind it is read."""
    whole = parts_of(LEAVES[0]).chain
    start = len(LEAVES[0]) - 32 * len(whole) - 2
    odd = LEAVES[0][:start] + (33).to_bytes(2) + LEAVES[0][start + 2 :][:33]
    tile = read_data_tile(odd + LEAVES[1], "x", 2)
    assert [["a.example", "www.b.example"]] * 2 == [tile.names(place) for place in (0, 1)]
    assert whole[:1] == parts_of(tile.leaf(0)).chain


def test_a_full_tile_may_stand_for_the_partial_one() -> None:
    """Only as many entries as the tree has are looked at."""
    assert 2 == len(read_data_tile(b"".join(LEAVES), "x", 2).entries)


def test_a_tile_may_be_packed_as_logs_keep_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut, altered, or larger than a tile can be once it is unpacked, it is refused."""
    whole = b"".join(LEAVES)
    packed = gzip.compress(whole)
    assert (whole, whole) == (unpacked(packed, "x"), unpacked(whole, "x"))
    for cut in (2, 9, len(packed) // 2, len(packed) - 1):
        with pytest.raises(Untrusted, match="tile-cut"):
            unpacked(packed[:cut], "x")
    with pytest.raises(Untrusted, match="tile-malformed"):
        unpacked(packed[:-5] + bytes([packed[-5] ^ 1]) + packed[-4:], "x")
    monkeypatch.setattr(entries, "MAX_TILE", len(whole))
    assert whole == unpacked(packed, "x")
    monkeypatch.setattr(entries, "MAX_TILE", len(whole) - 1)
    with pytest.raises(Untrusted, match="tile-cut"):
        unpacked(packed, "x")


def test_where_tiles_lie() -> None:
    """As the specification has it."""
    assert "tile/data/x001/x234/067" == data_path(1_234_067)
    assert "tile/data/273.p/112" == data_path(273, 112)
