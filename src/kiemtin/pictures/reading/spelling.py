"""Letters to words."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
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
    return [_word(word) for word in words if word]


def _word(letters: Sequence[Letter]) -> Spelt:
    text = unicodedata.normalize("NFC", "".join(letter.text for letter in letters))
    return Spelt(text, min(letter.confidence for letter in letters), letters[0].x0, letters[-1].x1)


def sureness(words: Sequence[Spelt]) -> float:
    """How sure a line is: the mean of its words."""
    return fmean(word.confidence for word in words) if words else 0.0
