"""The reading view: a text as the eye reads it, with every place leading back to the original."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from kiemtin.text.fold import fold_character

DOTS = "。｡．․"
"""Full stops that browsers read as a dot in a host name (UTS #46)."""

CLUSTER_LIMIT = 30
"""Marks composed onto one character; the limit at the door is the same."""


@dataclass(frozen=True, slots=True)
class View:
    """``text`` is ``original`` without invisible characters and in plain forms (``１`` → ``1``, ``．`` → ``.``).

    ``plain`` has the same length in lower case without diacritics. ``starts`` and ``ends`` hold the span of
    ``original`` that each character came from; both are ``None`` where the view changed no position.
    """

    original: str
    text: str
    plain: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of ``original`` behind ``text[start:end]``, which must not be empty."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]

    def source(self, start: int, end: int) -> str:
        """The slice of ``original`` behind ``text[start:end]``."""
        first, last = self.span(start, end)
        return self.original[first:last]

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """The span of ``text`` that shows ``original[start:end]``; empty where nothing of it is visible."""
        if self.starts is None:
            return start, end
        return _first_at_least(self.starts, start), _first_at_least(self.starts, end)


def read(text: str) -> View:
    """The reading view of ``text``; linear."""
    if text.isascii():
        return View(text, text, text.lower())
    readings = {character: _reading(character) for character in set(text)}
    if any(map(unicodedata.combining, readings)):
        return _assemble(text, _clusters(text))
    if all(len(reading) == 1 for reading in readings.values()):
        shown = text.translate({ord(character): reading for character, reading in readings.items()})
        return View(text, shown, plain(shown))
    return _assemble(text, [(index, index + 1, readings[character]) for index, character in enumerate(text)])


def plain(text: str) -> str:
    """``text`` in lower case without diacritics, character for character."""
    if text.isascii():
        return text.lower()
    return text.translate({ord(character): _plain(character) for character in set(text)})


def _assemble(text: str, pieces: list[tuple[int, int, str]]) -> View:
    shown = "".join(piece for _, _, piece in pieces)
    starts = tuple(start for start, _, piece in pieces for _ in piece)
    ends = tuple(end for _, end, piece in pieces for _ in piece)
    return View(text, shown, plain(shown), starts, ends)


def _clusters(text: str) -> list[tuple[int, int, str]]:
    """Each character with the marks behind it, composed: decomposed ``e`` + ``◌́`` reads as ``é``."""
    pieces: list[tuple[int, int, str]] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and end - start < CLUSTER_LIMIT and unicodedata.combining(text[end]):
            continue
        composed = unicodedata.normalize("NFC", text[start:end]) if end - start > 1 else text[start]
        pieces.append((start, end, "".join(map(_reading, composed))))
        start = end
    return pieces


@lru_cache(maxsize=4096)
def _reading(character: str) -> str:
    if character.isascii():
        return character
    if character in DOTS:
        return "."
    if character.isspace():
        return "\n" if character in "\u2028\u2029\x85" else " "
    category = unicodedata.category(character)
    if category in ("Cf", "Me") or "\ufe00" <= character <= "\ufe0f" or character in "\u034f\u115f\u1160\u3164\uffa0":
        return ""
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    compatible = unicodedata.normalize("NFKC", character)
    return compatible if compatible.isascii() or compatible.isalpha() else character


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    folded = fold_character(character)
    return folded if len(folded) == 1 else character


def _first_at_least(values: tuple[int, ...], wanted: int) -> int:
    low, high = 0, len(values)
    while low < high:
        middle = (low + high) // 2
        if values[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low
