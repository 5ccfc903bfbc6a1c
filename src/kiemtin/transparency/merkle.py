"""The Merkle tree of RFC 6962, section 2.1, over SHA-256: its root, and proofs that something is in it or that it grew.

A leaf is a sequence of bytes, known here by its hash; hashes have 32 bytes. Places count from 0.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

HASH_BYTES = 32

EMPTY_ROOT = hashlib.sha256().digest()
"""The root of a tree without leaves."""

LEAF, NODE = b"\x00", b"\x01"
"""What stands before the content of a leaf and of a node, so that no node can be passed off as a leaf."""


def leaf_hash(entry: bytes) -> bytes:
    """The hash of a leaf that holds ``entry``."""
    return hashlib.sha256(LEAF + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node above ``left`` and ``right``."""
    return hashlib.sha256(NODE + left + right).digest()


class Subtrees:
    """The roots and proofs of a tree whose full subtrees are known; where their hashes are kept, a subclass says."""

    def __len__(self) -> int:
        """How many leaves the tree has."""
        raise NotImplementedError

    def _full(self, level: int, index: int) -> bytes:
        """The root of the full subtree over ``2**level`` leaves, the ``index``-th of its size."""
        raise NotImplementedError

    def leaf(self, index: int) -> bytes:
        """The hash of a leaf; raises ``IndexError`` where there is none."""
        return self._full(0, index)

    def root(self, size: int | None = None) -> bytes:
        """The root over the first ``size`` leaves, or all; raises ``ValueError`` where there are fewer."""
        size = len(self) if size is None else size
        if not 0 <= size <= len(self):
            raise ValueError("the tree has no such size")
        return self._root(0, size) if size else EMPTY_ROOT

    def inclusion_proof(self, index: int, size: int | None = None) -> tuple[bytes, ...]:
        """The hashes that lead from leaf ``index`` to the root over the first ``size`` leaves, the nearest first.

        Raises ``ValueError`` where there is no such leaf or size.
        """
        size = len(self) if size is None else size
        if not 0 <= index < size <= len(self):
            raise ValueError("no such leaf in a tree of this size")
        return tuple(self._path(index, 0, size))

    def consistency_proof(self, old_size: int, size: int | None = None) -> tuple[bytes, ...]:
        """The hashes that show the first ``size`` leaves to begin with the first ``old_size``.

        Empty where ``old_size`` is 0 or ``size``. Raises ``ValueError`` where there are no such sizes.
        """
        size = len(self) if size is None else size
        if not 0 <= old_size <= size <= len(self):
            raise ValueError("a tree cannot have grown from this size to that one")
        return tuple(self._growth(old_size, 0, size, is_whole=True)) if old_size else ()

    def _root(self, start: int, end: int) -> bytes:
        """The root over the leaves from ``start`` to ``end``: a subtree of this tree, perhaps cut off on the right."""
        size = end - start
        if size & (size - 1) == 0:
            return self._full(size.bit_length() - 1, start // size)
        middle = start + _left_part(size)
        return node_hash(self._root(start, middle), self._root(middle, end))

    def _path(self, index: int, start: int, end: int) -> Iterator[bytes]:
        if end - start == 1:
            return
        middle = start + _left_part(end - start)
        if index < middle:
            yield from self._path(index, start, middle)
            yield self._root(middle, end)
        else:
            yield from self._path(index, middle, end)
            yield self._root(start, middle)

    def _growth(self, old_end: int, start: int, end: int, *, is_whole: bool) -> Iterator[bytes]:
        """The RFC's SUBPROOF for the leaves from ``start`` to ``end``: the old tree ends at ``old_end``."""
        if old_end == end:
            if not is_whole:
                yield self._root(start, end)
            return
        middle = start + _left_part(end - start)
        if old_end <= middle:
            yield from self._growth(old_end, start, middle, is_whole=is_whole)
            yield self._root(middle, end)
        else:
            yield from self._growth(old_end, middle, end, is_whole=False)
            yield self._root(start, middle)


class Tree(Subtrees):
    """A tree that keeps the hashes of its full subtrees, so that a leaf, a root or a proof costs a few hashes."""

    def __init__(self, hashes: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        for one in hashes:
            self.append(one)

    def __len__(self) -> int:
        return len(self._levels[0])

    def append(self, leaf: bytes) -> None:
        """Add a leaf, known by its hash."""
        level, found = 0, leaf
        while True:
            if level == len(self._levels):
                self._levels.append([])
            row = self._levels[level]
            row.append(found)
            if len(row) & 1:
                return
            level, found = level + 1, node_hash(row[-2], row[-1])

    def _full(self, level: int, index: int) -> bytes:
        return self._levels[level][index]


def full_root(hashes: Sequence[bytes]) -> bytes:
    """The root over ``hashes``, whose number is a power of two: what a full tile stands for in the one above it."""
    sha256, row = hashlib.sha256, hashes
    while len(row) > 1:
        row = [sha256(NODE + row[place] + row[place + 1]).digest() for place in range(0, len(row), 2)]
    return row[0]


def _left_part(size: int) -> int:
    """The largest power of two below ``size``: where the RFC divides a tree."""
    return 1 << (size - 1).bit_length() - 1


def root(hashes: Iterable[bytes]) -> bytes:
    """The root of the tree over leaves with these ``hashes``."""
    return Tree(hashes).root()


def inclusion_proof(hashes: Iterable[bytes], index: int, size: int | None = None) -> tuple[bytes, ...]:
    """``Tree.inclusion_proof``, for one proof."""
    return Tree(hashes).inclusion_proof(index, size)


def consistency_proof(hashes: Iterable[bytes], old_size: int, size: int | None = None) -> tuple[bytes, ...]:
    """``Tree.consistency_proof``, for one proof."""
    return Tree(hashes).consistency_proof(old_size, size)


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], tree_root: bytes) -> bool:
    """Whether ``proof`` leads from the hash ``leaf`` at ``index`` to the root of a tree with ``size`` leaves.

    RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size or not _are_hashes((leaf, tree_root, *proof)):
        return False
    place, last, found = index, size - 1, leaf
    for beside in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(beside, found)
            place, last = _up_to_right_child(place, last)
        else:
            found = node_hash(found, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and found == tree_root


def verify_consistency(old_size: int, old_root: bytes, size: int, tree_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether ``proof`` shows that the tree of ``size`` leaves begins with the one of ``old_size`` leaves.

    RFC 9162, section 2.1.4.2; every tree begins with the empty one, and the proof of that is empty.
    """
    if not 0 <= old_size <= size or not _are_hashes((old_root, tree_root, *proof)):
        return False
    if old_size == 0:
        return not proof and old_root == EMPTY_ROOT
    if old_size == size:
        return not proof and old_root == tree_root
    path = list(proof)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    return bool(path) and (old_root, tree_root) == _both_roots(path, old_size - 1, size - 1)


def _both_roots(path: Sequence[bytes], place: int, last: int) -> tuple[bytes, bytes] | None:
    """The roots of the old and the new tree that ``path`` leads to; ``None`` where it is too long or too short."""
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for beside in path[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            old, new = node_hash(beside, old), node_hash(beside, new)
            place, last = _up_to_right_child(place, last)
        else:
            new = node_hash(new, beside)
        place, last = place >> 1, last >> 1
    return (old, new) if last == 0 else None


def _up_to_right_child(place: int, last: int) -> tuple[int, int]:
    """Past the levels on which the node at ``place`` has no neighbour and moves up as it is."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _are_hashes(values: Sequence[bytes]) -> bool:
    return all(len(value) == HASH_BYTES for value in values)
