"""Checkpoints (C2SP tlog-checkpoint): a log's name, how many entries it has, and the root of their tree, signed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kiemtin.errors import Untrusted
from kiemtin.transparency.keys import Signer, Verifier, decoded, encoded
from kiemtin.transparency.merkle import HASH_BYTES
from kiemtin.transparency.notes import Note, Opened, open_note, read_note, sign_note

MAX_SIZE = 2**63 - 1
"""Entries of a log: what the numbers of other implementations hold."""

HEAD_LINES = 3
"""Origin, size and root; what follows are extensions."""

SIZE = re.compile(r"0|[1-9][0-9]{0,18}")

LINE = re.compile(r"[^\x00-\x1f\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log commits itself to: its ``origin`` (one line), its ``size``, and the tree's ``root`` (32 bytes)."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not all(LINE.fullmatch(line) for line in (self.origin, *self.extensions)):
            raise ValueError("a checkpoint's lines are not empty and hold no control characters")
        if not 0 <= self.size <= MAX_SIZE or len(self.root) != HASH_BYTES:
            raise ValueError("a checkpoint needs a size and a root of 32 bytes")

    @property
    def text(self) -> str:
        """What is signed."""
        return "".join(f"{line}\n" for line in (self.origin, self.size, encoded(self.root), *self.extensions))


def sign(checkpoint: Checkpoint, *signers: Signer) -> str:
    """The signed note of ``checkpoint``; the same whenever it is made."""
    return str(sign_note(checkpoint.text, signers))


def checkpoint_in(note: Note) -> Checkpoint:
    """The checkpoint that ``note`` holds, whoever signed it; raises ``Untrusted`` where it holds none."""
    lines = note.text.removesuffix("\n").split("\n")
    root = decoded(lines[2]) if len(lines) >= HEAD_LINES else None
    if root is None or not SIZE.fullmatch(lines[1]):
        raise Untrusted("log.not-a-checkpoint")
    try:
        return Checkpoint(lines[0], int(lines[1]), root, tuple(lines[HEAD_LINES:]))
    except ValueError as error:
        raise Untrusted("log.not-a-checkpoint") from error


def open_checkpoint(raw: bytes, verifiers: Iterable[Verifier]) -> tuple[Checkpoint, Opened]:
    """The checkpoint in ``raw`` and who signed it; raises ``Untrusted`` as ``read_note`` and ``open_note`` do."""
    opened = open_note(read_note(raw), verifiers)
    return checkpoint_in(opened.note), opened
