"""A log's own files: its checkpoint, the entries and tiles that must lead to it, and checkpoints saved earlier."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kiemtin.answers.site_agreement import Reader
from kiemtin.answers.verified import Fault, Trusted
from kiemtin.errors import KiemtinError, OutOfReach, TooLarge, Untrusted
from kiemtin.transparency.checkpoint import Checkpoint, checkpoint_in, open_checkpoint
from kiemtin.transparency.merkle import Tree, leaf_hash
from kiemtin.transparency.notes import MAX_NOTE, read_note
from kiemtin.transparency.tiles import (
    LENGTH_BYTES,
    TILE_BYTES,
    WIDTH,
    Tile,
    bundles_of,
    read_bundle,
    read_tile,
    tile_bytes,
    tiles_of,
)
from kiemtin.transparency.witnessing import Cosignature, cosignatures

MAX_ENTRIES = 1_000_000
"""Entries of a log that are verified: a hundred times the largest desk; a checkpoint may claim any number."""

MAX_LOG_ENTRY = 1_000
"""Bytes of one entry; ours have about 200, whatever the answer says."""

MAX_BUNDLE = WIDTH * (LENGTH_BYTES + MAX_LOG_ENTRY)

CHECKPOINT = "checkpoint"


class TreeCheck:
    """Reads a log from ``reader``, and hands each fault it finds to ``fault``."""

    def __init__(self, reader: Reader, fault: Callable[[Fault], None]) -> None:
        self._reader, self._fault = reader, fault
        self.checkpoint: Checkpoint | None = None
        self.note = b""
        self.witnessed: tuple[Cosignature, ...] = ()

    def read(self, path: str, limit: int) -> bytes | None:
        """A file of the log; where it is missing or too large, that is a fault."""
        try:
            raw = self._reader.log(path, limit)
        except TooLarge:
            self._fault(Fault("log.file-too-large", (("name", path), ("limit", limit)), path))
            return None
        if raw is None:
            self._fault(Fault("log.file-missing", (("name", path),), path))
        return raw

    def opened(self, trusted: Trusted) -> Checkpoint | None:
        """The checkpoint, as far as it can be verified at all; raises ``OutOfReach`` where there is none."""
        try:
            raw = self._reader.log(CHECKPOINT, MAX_NOTE)
        except TooLarge:
            raw = b"\x00" * (MAX_NOTE + 1)
        if raw is None:
            raise OutOfReach("log.none-here")
        try:
            note = read_note(raw)
            self.checkpoint, self.note = checkpoint_in(note), raw
            if trusted.key is not None:
                open_checkpoint(raw, [trusted.key])
            self.witnessed = cosignatures(note, trusted.witnesses)
        except Untrusted as error:
            self._fault(Fault(error.message_id, tuple(error.values.items()), CHECKPOINT))
        for witness in set(trusted.witnesses) - {one.witness for one in self.witnessed}:
            self._fault(Fault("log.not-cosigned", (("name", witness.name),), CHECKPOINT))
        found = self.checkpoint
        if found is not None and found.size > MAX_ENTRIES:
            self._fault(Fault("log.too-long", (("size", found.size), ("limit", MAX_ENTRIES)), CHECKPOINT))
            return None
        return found

    def entries(self, checkpoint: Checkpoint, saved: Sequence[Checkpoint]) -> list[bytes]:
        """All entries that can be read; they must lead to every tile, to the root, and to what was saved."""
        entries = list(self._entries(checkpoint.size))
        hashes = [leaf_hash(entry) for entry in entries]
        tree = Tree(hashes)
        self._tiles(hashes, checkpoint.size)
        if len(tree) == checkpoint.size and tree.root() != checkpoint.root:
            self._fault(Fault("log.root-differs", (("size", checkpoint.size),), CHECKPOINT))
        for one in saved:
            self._continues(one, checkpoint, tree)
        return entries

    def has_grown(self) -> bool:
        """Whether there is a longer log by now than the one that was read."""
        try:
            raw = self._reader.log(CHECKPOINT, MAX_NOTE)
            now = checkpoint_in(read_note(raw)) if raw is not None else None
        except KiemtinError:
            return False
        return now is not None and self.checkpoint is not None and now.size > self.checkpoint.size

    def _entries(self, size: int) -> Iterator[bytes]:
        """The entries of all bundles; past the first that cannot be read, no entry has a place any more."""
        for bundle in bundles_of(size):
            raw = self.read(bundle.path, MAX_BUNDLE)
            if raw is None:
                return
            try:
                yield from read_bundle(bundle, raw)
            except Untrusted as error:
                self._fault(Fault(error.message_id, tuple(error.values.items()), bundle.path))
                return

    def _tiles(self, hashes: list[bytes], size: int) -> None:
        for tile in tiles_of(size):
            raw = self.read(tile.path, TILE_BYTES)
            if raw is None or not _has_hashes(tile, len(hashes)):
                continue
            try:
                served = read_tile(tile, raw)
            except Untrusted as error:
                self._fault(Fault(error.message_id, tuple(error.values.items()), tile.path))
                continue
            expected = read_tile(tile, tile_bytes(tile, hashes))
            place = next((at for at, pair in enumerate(zip(served, expected, strict=True)) if pair[0] != pair[1]), None)
            if place is not None:
                first = (tile.start + place) * WIDTH**tile.level
                self._fault(Fault("log.tile-differs", (("name", tile.path), ("index", first)), tile.path, first))

    def _continues(self, old: Checkpoint, new: Checkpoint, tree: Tree) -> None:
        """Whether the log begins with what was saved: all its entries are here, so no proof is needed."""
        if old.origin != new.origin:
            self._fault(Fault("log.other-origin", (("name", new.origin), ("known", old.origin)), CHECKPOINT))
        elif old.size > new.size:
            self._fault(Fault("log.shorter", (("size", new.size), ("old_size", old.size)), CHECKPOINT))
        elif len(tree) == new.size and tree.root(old.size) != old.root:
            self._fault(Fault("log.not-grown", (("size", new.size), ("old_size", old.size)), CHECKPOINT))


def _has_hashes(tile: Tile, size: int) -> bool:
    """Whether the entries that were read reach as far as ``tile``."""
    held: int = (tile.start + tile.width) * WIDTH**tile.level
    return held <= size
