"""The public log as files (C2SP tlog-tiles), and the record behind each entry, by their paths below ``/log/``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from kiemtin.answers.edition import Edition
from kiemtin.answers.record import record_document
from kiemtin.transparency.merkle import leaf_hash
from kiemtin.transparency.tiles import (
    ENTRIES,
    WIDTH,
    bundle_bytes,
    bundles_of,
    has_tile,
    level_hashes,
    tile_at,
    tiles_of,
)

CHECKPOINT = "checkpoint"

RECORD = re.compile(r"records/(0|[1-9][0-9]{0,11})\.json")


class LogFiles:
    """Every file of the log of one edition; raises nothing: what is not there is ``None``."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._rows = [[leaf_hash(entry) for entry in edition.entries]]

    def read(self, path: str) -> bytes | None:
        """The content of the file at ``path``, such as ``tile/0/000.p/12``."""
        if path == CHECKPOINT:
            note = self._edition.checkpoint
            return note.encode() if note is not None else None
        found = RECORD.fullmatch(path)
        if found is not None:
            return self._record(int(found[1]))
        return self._tile(path)

    def paths(self) -> Iterator[str]:
        """The path of every file that a copy of the log needs: tiles before the checkpoint that speaks of them."""
        size = len(self._rows[0])
        yield from (tile.path for tile in bundles_of(size))
        yield from (tile.path for tile in tiles_of(size))
        yield from (f"records/{index}.json" for index in range(size))
        if self._edition.checkpoint is not None:
            yield CHECKPOINT

    def _tile(self, path: str) -> bytes | None:
        tile = tile_at(path)
        if tile is None or not has_tile(tile, len(self._rows[0])):
            return None
        if tile.level == ENTRIES:
            return bundle_bytes(self._edition.entries[tile.start : tile.start + tile.width])
        while len(self._rows) <= tile.level:  # made once: each hash of a level stands for 256 of the one below
            self._rows.append(level_hashes(self._rows[-1], 1))
        return b"".join(self._rows[tile.level][tile.start : tile.start + tile.width])

    def _record(self, index: int) -> bytes | None:
        if index >= len(self._edition.log):
            return None
        logged = self._edition.log[index]
        if logged.record is None:
            return json.dumps({"index": index, "erased": True}).encode()
        document = {"index": index, "salt": logged.salt.hex(), "record": record_document(logged.record)}
        return json.dumps(document, ensure_ascii=False).encode()


def never_changes(path: str) -> bool:
    """Whether the file at ``path`` stays as it is for ever: a full tile, or a full bundle."""
    tile = tile_at(path)
    return tile is not None and tile.width == WIDTH
