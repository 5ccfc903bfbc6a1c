"""What changed between two versions of a text, word by word, in bounded time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

MOST_WORDS = 400
"""Words of a paragraph that are compared one by one; a longer one is shown as a whole, old and new."""

MOST_PARAGRAPHS = 400
"""Paragraphs that are compared at all: the longest text in lines of fifty letters."""

KEPT_AROUND = 8
"""Words left standing on each side of a change, so that its place is known."""

Kind = Literal["same", "removed", "added", "cut"]

WORDS = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that stayed, went or came; ``cut`` stands for words that stayed and are not shown."""

    kind: Kind
    text: str


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of ``before`` and ``after``, in order; empty where both are the same."""
    if before == after:
        return ()
    old, new = before.splitlines(), after.splitlines()
    if max(len(old), len(new)) > MOST_PARAGRAPHS:
        return (Piece("removed", before), Piece("added", after))
    return tuple(_shortened(list(_between(old, new))))


def _between(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    for what, start, end, start_new, end_new in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "\n".join(old[start:end]), "\n".join(new[start_new:end_new])
        if what == "equal":
            yield Piece("same", gone)
        elif what == "replace":
            yield from _words(gone, come)
        else:
            yield from _whole(gone, come)


def _words(gone: str, come: str) -> Iterator[Piece]:
    old, new = WORDS.findall(gone), WORDS.findall(come)
    if max(len(old), len(new)) > MOST_WORDS:
        yield from _whole(gone, come)
        return
    for what, start, end, start_new, end_new in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield Piece("same", "".join(old[start:end]))
        else:
            yield from _whole("".join(old[start:end]), "".join(new[start_new:end_new]))


def _whole(gone: str, come: str) -> Iterator[Piece]:
    if gone.strip():
        yield Piece("removed", gone)
    if come.strip():
        yield Piece("added", come)


def _shortened(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """``pieces`` with the middle of what stayed left out."""
    for place, piece in enumerate(pieces):
        words = WORDS.findall(piece.text)
        if piece.kind != "same" or len(words) <= 2 * KEPT_AROUND:
            yield piece
            continue
        if place:
            yield Piece("same", "".join(words[:KEPT_AROUND]))
        yield Piece("cut", "")
        if place < len(pieces) - 1:
            yield Piece("same", "".join(words[-KEPT_AROUND:]))
