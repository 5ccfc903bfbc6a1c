"""The log's Merkle tree in the memory of this process, grown by the entries that have come since it was last looked at.

An entry that comes, and whether the log goes on from a checkpoint, then cost a few hashes, however long the log is. All
entries are read and hashed anew by each process when it begins, and once in a while after that: whoever gets round the
triggers and writes over an old entry is found out then.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Lock

from django.db import connection

from kiemtin.desk.answers.models import LogEntry
from kiemtin.errors import Untrusted
from kiemtin.transparency.checkpoint import Checkpoint
from kiemtin.transparency.merkle import Tree, leaf_hash

ANEW = 600.0
"""Seconds after which all entries are hashed anew: ten thousand take a tenth of a second."""


@dataclass(frozen=True, slots=True)
class Grown:
    """The tree over the first ``size`` entries, all that are committed; published or not."""

    tree: Tree
    size: int

    @property
    def root(self) -> bytes:
        """Its root."""
        return self.tree.root(self.size)

    def goes_on_from(self, signed: Checkpoint) -> bool:
        """Whether the log begins with what was signed."""
        return signed.size <= self.size and self.tree.root(signed.size) == signed.root


class _Remembered:
    """The tree of this process's last look; threads take turns."""

    def __init__(self) -> None:
        self._one_at_a_time = Lock()
        self._database = ""
        self._since = 0.0
        self._tree = Tree()

    def now(self) -> Grown:
        with self._one_at_a_time:
            is_old = time.monotonic() - self._since > ANEW
            if is_old or self._database != _database() or not self._is_beginning():
                self._tree, self._since, self._database = Tree(), time.monotonic(), _database()
            try:
                self._read_on()
            except Untrusted:
                self._tree = Tree()
                raise
            return Grown(self._tree, len(self._tree))

    def forget(self) -> None:
        with self._one_at_a_time:
            self._database = ""

    def _is_beginning(self) -> bool:
        """Whether the last entry that is known is still there; a restored log may be another, or an older one."""
        size = len(self._tree)
        if not size:
            return True
        last = LogEntry.objects.filter(index=size - 1).values_list("entry", flat=True).first()
        return last is not None and leaf_hash(bytes(last)) == self._tree.leaf(size - 1)

    def _read_on(self) -> None:
        rows = LogEntry.objects.filter(index__gte=len(self._tree)).order_by("index").values_list("index", "entry")
        for index, entry in rows.iterator():
            if index != len(self._tree):
                raise Untrusted("desk.log.entry-missing", index=len(self._tree))
            self._tree.append(leaf_hash(bytes(entry)))


def _database() -> str:
    return "{HOST} {PORT} {NAME}".format_map(connection.settings_dict)


_remembered = _Remembered()


def grown() -> Grown:
    """The tree over all entries that are committed; raises ``Untrusted`` where one is missing between others.

    Not to be called in a transaction that has written entries itself: they may yet be rolled back.
    """
    return _remembered.now()


def look_anew() -> None:
    """Let the next look hash every entry anew."""
    _remembered.forget()
