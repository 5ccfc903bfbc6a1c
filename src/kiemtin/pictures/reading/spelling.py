"""Letters to words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from kiemtin.pictures.reading.recogniser import Letter


@dataclass(frozen=True, slots=True)
class Spelt:
    """A word as it was read, the confidence of its least certain letter (0..1), and its columns in the picture."""

    text: str
    confidence: float
    x0: float
    x1: float


def words_of(letters: Sequence[Letter]) -> list[Spelt]:
    """The words that ``letters`` of one line spell, from left to right."""
    words: list[list[Letter]] = [[]]
    for letter in letters:
        if letter.text.isspace():
            words.append([])
        else:
            words[-1].append(letter)
    return [part for word in words if word for part in _apart(_word(word))]


ADDRESS = re.compile(r"https?:/|www\.|(?:[a-z0-9-]++\.)++[a-z]{2,}+/", re.IGNORECASE)
GLUED_TIME = re.compile(r"\d{1,2}/\d{1,2}/\d{4}(?=\d{1,2}:\d\d)")


def is_address(word: str) -> bool:
    """Whether ``word`` begins like a link."""
    return ADDRESS.match(word) is not None


def _apart(word: Spelt) -> Iterator[Spelt]:
    """``word``, or two where a narrow space was overlooked: behind a date, or behind a link that a word follows.

    No address on a screen holds letters with Vietnamese marks, so those belong to the next word.
    """
    at = _missed_space(word.text)
    if at is None:
        yield word
        return
    middle = word.x0 + (word.x1 - word.x0) * at / len(word.text)
    yield Spelt(word.text[:at], word.confidence, word.x0, middle)
    yield Spelt(word.text[at:], word.confidence, middle, word.x1)


def _missed_space(text: str) -> int | None:
    if (date := GLUED_TIME.match(text)) is not None:
        return date.end()
    if text.isascii() or not is_address(text):
        return None
    marked = next(at for at, letter in enumerate(text) if not letter.isascii())
    at = marked if text[marked].isupper() else marked - 1
    while at > 0 and text[at].isascii() and text[at].islower():
        at -= 1
    return at if at > 0 and text[at].isupper() else None


def _word(letters: Sequence[Letter]) -> Spelt:
    text = unicodedata.normalize("NFC", "".join(letter.text for letter in letters))
    return Spelt(text, min(letter.confidence for letter in letters), letters[0].x0, letters[-1].x1)


def sureness(words: Sequence[Spelt]) -> float:
    """How sure a line is: the mean of its words."""
    return fmean(word.confidence for word in words) if words else 0.0


CERTAIN = 0.93
"""A word whose least certain letter is surer than this is taken as read."""


def need(words: Sequence[Spelt]) -> float:
    """How much a line wants a second reading: its doubt, twice where a figure or an address is in doubt."""
    return sum((1 - word.confidence) * (1 + _is_fact(word.text)) for word in words if word.confidence < CERTAIN)


def _is_fact(word: str) -> bool:
    return any(letter.isdigit() or letter in "/@" for letter in word) or "." in word[:-1]
