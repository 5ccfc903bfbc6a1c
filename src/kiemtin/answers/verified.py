"""What is believed before a log is verified, and what came of verifying it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kiemtin.transparency.checkpoint import Checkpoint
from kiemtin.transparency.keys import Verifier
from kiemtin.transparency.merkle import EMPTY_ROOT
from kiemtin.transparency.witnessing import Cosignature


@dataclass(frozen=True, slots=True)
class Trusted:
    """All that is believed beforehand: the log's ``key``, and ``saved`` notes of checkpoints verified earlier.

    Each of ``witnesses`` must have cosigned the checkpoint.
    """

    key: Verifier | None = None
    saved: tuple[bytes, ...] = ()
    witnesses: tuple[Verifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: a message and its values; ``index``, ``answer`` and ``slug`` where it is about one."""

    message_id: str
    values: tuple[tuple[str, str | int], ...] = ()
    file: str = ""
    index: int | None = None
    answer: str = ""
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Leaves:
    """What became of every record, so that each entry of the log is accounted for; together as many as entries.

    ``standing`` is what answers say now; ``withdrawn`` what ended one; ``superseded`` whatever came before either;
    ``erasing`` say that another was erased, and ``erased`` are those.
    """

    standing: int = 0
    superseded: int = 0
    withdrawn: int = 0
    erasing: int = 0
    erased: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """How many of one kind were looked at, and how many there are."""

    count: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Looked:
    """How far the site around a log was looked at: ``whole`` files, and so many ``pages`` and other single files.

    Every record is verified in any case; where the dump holds them all, the file of each alone is read beside it.
    """

    whole: tuple[str, ...] = ()
    pages: Seen = Seen()
    pictures: Seen = Seen()
    records: Seen = Seen()


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of it: the ``checkpoint`` and its ``note`` as served, what was counted, and every fault found.

    ``signature_judged`` is false where no key was given. ``checkpoint`` is ``None`` where there is none to read.
    """

    checkpoint: Checkpoint | None
    note: bytes
    signature_judged: bool
    leaves: Leaves
    looked: Looked
    continued: tuple[int, ...]
    witnessed: tuple[Cosignature, ...]
    faults: tuple[Fault, ...]

    @property
    def good(self) -> bool:
        """Whether everything that could be judged is as it must be."""
        return not self.faults

    @property
    def published(self) -> int:
        """How many answers stand."""
        return self.leaves.standing

    @property
    def erased(self) -> int:
        """How many records were erased."""
        return self.leaves.erased


def as_data(verified: Verified) -> dict[str, Any]:
    """``verified`` for programs, without the words of its faults."""
    point, seen, leaves, looked = verified.checkpoint, verified.witnessed, verified.leaves, verified.looked
    return {
        "good": verified.good,
        "origin": point.origin if point else None,
        "size": point.size if point else None,
        "root": point.root.hex() if point else None,
        "empty": point is not None and (point.size, point.root) == (0, EMPTY_ROOT),
        "signature_judged": verified.signature_judged,
        "continues": list(verified.continued),
        "witnesses": [{"key": one.witness.vkey, "name": one.witness.name, "seen": one.moment} for one in seen],
        "published": leaves.standing,
        "superseded": leaves.superseded,
        "withdrawn": leaves.withdrawn,
        "erasing": leaves.erasing,
        "erased": leaves.erased,
        "whole": list(looked.whole),
        "pages": {"seen": looked.pages.count, "of": looked.pages.of},
        "pictures": {"seen": looked.pictures.count, "of": looked.pictures.of},
        "records": {"seen": looked.records.count, "of": looked.records.of},
    }
