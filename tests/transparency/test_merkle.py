"""The tree is RFC 6962's: its known answers, each proof up to 300 leaves against another program, no other."""

from __future__ import annotations

import base64
import functools

import pytest
from pymerkle import ConsistencyProof, InmemoryTree

from kiemtin.transparency.merkle import (
    EMPTY_ROOT,
    Tree,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

LEAVES = tuple(
    bytes.fromhex(entry)
    for entry in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
)
HASHES = tuple(map(leaf_hash, LEAVES))

ROOTS = tuple(
    map(
        bytes.fromhex,
        (
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ),
    )
)
"""The trees of Certificate Transparency's own tests, by size (its C++ code; also transparency-dev/merkle)."""

CONSISTENCY = {
    (1, 1): (),
    (1, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 5): (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}

INCLUSION = {
    (0, 1): (),
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (5, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 3): ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",),
    (1, 5): (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}

LARGER = {
    10: "VjWMPSYNtCuCNlF/RLnQy6HcwSk6CIipfxm+hettA+4=",
    15: "j4SulYmocFuxdeyp12xXCIgK6PekBcxzAIj4zbQzNEI=",
    16: "c+4Uc6BCMOZf/v3NZK1kqTUJe+bBoFtOhP+P3SayKRE=",
    100: "dUh9hYH88p0CMoHkdr1wC2szbhcLAXOejWpINIooKUY=",
    255: "SmdsuKUqiod3RX2jyF2M6JnbdE4QuTwwipfAowI4/i0=",
}
"""Roots over entries of two bytes that count (transparency-dev/merkle, ``compact/range_test.go``)."""

MOST = 300

OTHER = bytes(32)


def test_leaves_and_nodes_are_told_apart() -> None:
    """The hashes of a leaf and of a node are those that transparency-dev/merkle expects (``rfc6962_test.go``)."""
    assert leaf_hash(b"L123456").hex() == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
    assert node_hash(b"N123", b"N456").hex() == "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"
    assert leaf_hash(b"N123N456") != node_hash(b"N123", b"N456")


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_the_known_ones(size: int) -> None:
    """Each tree of the known answers has its root."""
    assert ROOTS[size] == root(HASHES[:size]) == Tree(HASHES).root(size)


@pytest.mark.parametrize("size", LARGER)
def test_larger_roots_are_the_known_ones(size: int) -> None:
    """Trees of more leaves have the roots that another implementation's tests expect."""
    hashes = [leaf_hash(number.to_bytes(2, "little")) for number in range(size)]
    assert LARGER[size] == base64.b64encode(root(hashes)).decode()


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_consistency_proofs_are_the_known_ones(old: int, new: int) -> None:
    """The proofs of the known answers are made, and verify."""
    proof = tuple(map(bytes.fromhex, CONSISTENCY[old, new]))
    assert proof == consistency_proof(HASHES, old, new)
    assert verify_consistency(old, ROOTS[old], new, ROOTS[new], proof)


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_inclusion_proofs_are_the_known_ones(index: int, size: int) -> None:
    """The proofs of the known answers are made, and verify."""
    proof = tuple(map(bytes.fromhex, INCLUSION[index, size]))
    assert proof == inclusion_proof(HASHES, index, size)
    assert verify_inclusion(HASHES[index], index, size, proof, ROOTS[size])


def test_every_proof_up_to_300_leaves_agrees_with_another_program() -> None:
    """For all m ≤ n ≤ 300 the consistency proof is the oracle's, hash by hash, and verifies; so are all roots."""
    entries = [str(number).encode() for number in range(MOST)]
    ours, oracle = Tree(map(leaf_hash, entries)), InmemoryTree(algorithm="sha256")
    for entry in entries:
        oracle.append_entry(entry)
    roots = [ours.root(size) for size in range(MOST + 1)]
    assert roots == [oracle.get_root(size) for size in range(MOST + 1)]
    for new in range(1, MOST + 1):
        for old in range(1, new + 1):
            proof = ours.consistency_proof(old, new)
            assert list(proof) == as_rfc(oracle.prove_consistency(old, new)), (old, new)
            assert verify_consistency(old, roots[old], new, roots[new], proof), (old, new)


def as_rfc(proof: ConsistencyProof) -> list[bytes]:
    """The oracle's proof as RFC 6962 writes it.

    Where a subtree ends with the old tree, the oracle gives the hashes its neighbour is made of, then its own; the RFC
    gives its own, then the neighbour's. The RFC leaves out the old tree's root, which is known.
    """
    parts = proof.subset.index(1)
    path: list[bytes] = proof.path
    if parts == 0:
        return path[proof.prior_size == proof.size :]
    neighbour = functools.reduce(node_hash, path[:parts])
    is_whole = proof.prior_size & (proof.prior_size - 1) == 0
    return [*([] if is_whole else [path[parts]]), neighbour, *path[parts + 1 :]]


def test_inclusion_of_every_leaf_agrees_with_another_program() -> None:
    """Every leaf of every tree up to 32 leaves, and of the one with 300, has the oracle's proof, and it verifies."""
    entries = [str(number).encode() for number in range(MOST)]
    hashes = [leaf_hash(entry) for entry in entries]
    ours, oracle = Tree(hashes), InmemoryTree(algorithm="sha256")
    for entry in entries:
        oracle.append_entry(entry)
    for size in (*range(1, 33), MOST):
        for index in range(size):
            proof = ours.inclusion_proof(index, size)
            assert list(proof) == oracle.prove_inclusion(index + 1, size).path[1:]
            assert verify_inclusion(hashes[index], index, size, proof, ours.root(size))


def test_no_other_inclusion_proof_verifies() -> None:
    """Another place, size, leaf or root, and any change of the proof, is refused."""
    for index, size in INCLUSION:
        leaf, proof, top = HASHES[index], inclusion_proof(HASHES, index, size), ROOTS[size]
        for place, other in ((index - 1, size), (index + 1, size), (index ^ 2, size), (index, size // 2)):
            assert not verify_inclusion(leaf, place, other, proof, top)
        assert not verify_inclusion(OTHER, index, size, proof, top)
        assert not verify_inclusion(leaf, index, size, proof, EMPTY_ROOT)
        for changed in _changed(proof, top):
            assert not verify_inclusion(leaf, index, size, changed, top), (index, size, changed)


def test_no_other_consistency_proof_verifies() -> None:
    """Another size or root, and any change of the proof, is refused, for every pair up to 8 leaves."""
    for new in range(1, 9):
        for old in range(1, new + 1):
            proof = consistency_proof(HASHES, old, new)
            assert not verify_consistency(old, OTHER, new, ROOTS[new], proof)
            assert not verify_consistency(old, ROOTS[old], new, OTHER, proof)
            assert not verify_consistency(new + 1, ROOTS[old], new, ROOTS[new], proof)
            assert not verify_consistency(-1, ROOTS[old], new, ROOTS[new], proof)
            for changed in _changed(proof, ROOTS[new]):
                assert not verify_consistency(old, ROOTS[old], new, ROOTS[new], changed), (old, new, changed)


def _changed(proof: tuple[bytes, ...], top: bytes) -> list[tuple[bytes, ...]]:
    flipped = [(*proof[:place], bytes([one[0] ^ 8]) + one[1:], *proof[place + 1 :]) for place, one in enumerate(proof)]
    shorter = [proof[:-1], proof[1:]] if proof else []
    return [*flipped, *shorter, (*proof, top), (top, *proof), (*proof, b""), (b"", *proof), (*proof, OTHER)]


def test_every_tree_begins_with_the_empty_one() -> None:
    """Nothing proves growth out of nothing, and an empty log with another root is none."""
    assert consistency_proof(HASHES, 0) == ()
    assert verify_consistency(0, EMPTY_ROOT, 8, ROOTS[8], ())
    assert verify_consistency(0, EMPTY_ROOT, 0, EMPTY_ROOT, ())
    assert not verify_consistency(0, OTHER, 8, ROOTS[8], ())
    assert not verify_consistency(0, EMPTY_ROOT, 8, ROOTS[8], (OTHER,))


@pytest.mark.parametrize(("index", "size"), [(-1, 8), (8, 8), (0, 9), (0, 0)])
def test_a_proof_of_what_is_not_there_is_not_made(index: int, size: int) -> None:
    """A leaf or a size that the tree does not have is refused."""
    with pytest.raises(ValueError, match="no such leaf"):
        inclusion_proof(HASHES, index, size)


@pytest.mark.parametrize(("old", "new"), [(-1, 8), (9, 8), (1, 9)])
def test_a_proof_of_growth_from_nowhere_is_not_made(old: int, new: int) -> None:
    """Sizes that the tree never had are refused."""
    with pytest.raises(ValueError, match="cannot have grown"):
        consistency_proof(HASHES, old, new)
    with pytest.raises(ValueError, match="no such size"):
        Tree(HASHES).root(9)
