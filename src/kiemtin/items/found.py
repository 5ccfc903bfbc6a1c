"""What the finders hand to each other: a place in the reading view, and what stands there."""

from __future__ import annotations

from dataclasses import dataclass

from kiemtin.items.values import DETAIL_OF, Detail, Link, PartKind

KIND_OF = {detail: kind for kind, detail in DETAIL_OF.items()}


@dataclass(frozen=True, slots=True)
class Found:
    """``text[start:end]`` of the reading view holds ``detail``; ``detail`` is ``None`` when it was only counted."""

    start: int
    end: int
    detail: Detail | None

    @property
    def kind(self) -> PartKind:
        """The kind of part this becomes."""
        return KIND_OF[type(self.detail)]

    @property
    def inside(self) -> bool:
        """Whether this is a link within another link, the one kind that may overlap."""
        return isinstance(self.detail, Link) and self.detail.inside


class Taken:
    """Which places of a text already belong to a part."""

    def __init__(self, length: int) -> None:
        self._marks = bytearray(length)

    def free(self, start: int, end: int) -> bool:
        """Whether nothing of ``start:end`` is taken."""
        return self._marks.find(1, start, end) < 0

    def take(self, start: int, end: int) -> None:
        """Mark ``start:end`` as belonging to a part."""
        self._marks[start:end] = b"\x01" * (end - start)
