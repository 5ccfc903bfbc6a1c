"""What the finders share: a place in the reading view, what stands there, and the room that is left."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kiemtin.items.values import DETAIL_OF, Detail, PartKind

KIND_OF = {detail: kind for kind, detail in DETAIL_OF.items()}


@dataclass(frozen=True, slots=True)
class Found:
    """``text[start:end]`` of the reading view holds ``detail``."""

    start: int
    end: int
    detail: Detail

    @property
    def kind(self) -> PartKind:
        """The kind of part this becomes."""
        return KIND_OF[type(self.detail)]


class Room:
    """Which places of a text belong to a part already, and how many parts of each kind still fit."""

    def __init__(self, length: int, limit: int) -> None:
        self._marks = bytearray(length)
        self._limit = limit
        self._counts: Counter[PartKind] = Counter()
        self.left_out = 0

    def is_free(self, start: int, end: int) -> bool:
        """Whether nothing of ``start:end`` belongs to a part."""
        return self._marks.find(1, start, end) < 0

    def claim(self, kind: PartKind, start: int, end: int) -> bool:
        """Give ``start:end`` to a part, if it is free; whether the part fits (else it is only counted)."""
        if start >= end or not self.is_free(start, end):
            return False
        self._marks[start:end] = b"\x01" * (end - start)
        return self.admit(kind)

    def is_full(self, kind: PartKind) -> bool:
        """Whether no part of ``kind`` fits any more: what is found then is counted, not looked at."""
        return self._counts[kind] >= self._limit

    def admit(self, kind: PartKind) -> bool:
        """Count one more part of ``kind``; whether it fits."""
        self._counts[kind] += 1
        fits = self._counts[kind] <= self._limit
        self.left_out += not fits
        return fits
