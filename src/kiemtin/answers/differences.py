"""What changed between two versions of a text, word by word, in bounded time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

MOST_WORDS = 400
"""Words of a paragraph between its first change and its last that are compared one by one; more are shown as a whole,
old and new."""

MOST_IN_ALL = 800
"""Words of all paragraphs together that are compared one by one: half a second of computing, at the very worst."""

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


END = Piece("same", "\n")
"""What is added to both texts, so that the last line is one like the others."""


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of ``before`` and ``after``, in order; empty where both are the same."""
    if before == after:
        return ()
    old, new = (f"{text}\n".splitlines(keepends=True) for text in (before, after))
    if max(len(old), len(new)) > MOST_PARAGRAPHS:
        return (Piece("removed", before), Piece("added", after))
    pieces = _joined(_between(old, new))
    return tuple(_shortened(pieces[:-1] if pieces[-1] == END else pieces))


def _between(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    left = MOST_IN_ALL
    for what, start, end, start_new, end_new in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[start:end]), "".join(new[start_new:end_new])
        if what == "equal":
            yield Piece("same", gone)
        elif what == "replace":
            pieces, words = _words(gone, come, min(left, MOST_WORDS))
            left -= words
            yield from pieces
        else:
            yield from _whole(gone, come)


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """``pieces``, those of one kind that follow each other as one."""
    runs = ((kind, list(run)) for kind, run in groupby(pieces, lambda piece: piece.kind))
    return [Piece(kind, "".join(one.text for one in run)) for kind, run in runs]


def _words(gone: str, come: str, most: int) -> tuple[list[Piece], int]:
    """The pieces of a paragraph, and how many words were compared one by one for them, ``most`` at most."""
    tail = "\n" if gone.endswith("\n") and come.endswith("\n") else ""
    old, new = WORDS.findall(gone.removesuffix(tail)), WORDS.findall(come.removesuffix(tail))
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    changed, changed_new = old[start : len(old) - end], new[start : len(new) - end]
    words = max(len(changed), len(changed_new))
    one_by_one = words <= most
    pieces = _word_by_word(changed, changed_new) if one_by_one else _whole("".join(changed), "".join(changed_new))
    stayed = (Piece("same", "".join(old[:start])), Piece("same", "".join(old[len(old) - end :]) + tail))
    return [one for one in (stayed[0], *pieces, stayed[1]) if one.text], words if one_by_one else 0


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words both begin with: most changes are small, so little is left to be compared."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(old), len(new)))


def _word_by_word(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
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
