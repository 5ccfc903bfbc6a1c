"""What a word in teencode, with digits for letters, or without spaces reads as: the nearest Vietnamese syllables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from itertools import product

from kiemtin.text.syllables import is_syllable

DIGIT_LETTERS = {"0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "6": "bg", "7": "t", "8": "b", "9": "g"}
"""Letters that digits stand for in disguised words."""

SYMBOL_LETTERS = str.maketrans({"@": "a", "$": "s", "|": "l", "!": "i"})

MAX_DIGITS = 3
"""Digits in one word that are read as letters; more are a number or a code."""

MAX_GLUED = 48
"""Letters without a space that are still taken apart into syllables."""

LONGEST_SYLLABLE = 7
LEFT_OVER, SYLLABLE_COST, WORD_COST, CROSSED_CAPITAL = 9.0, 3.0, 2.0, 2.0
"""What a letter outside a word, a bare syllable, a known word, and a capital inside one cost: the cheapest is taken."""

RESPELLINGS = (
    (re.compile(r"^([nctgpk])k(?=[aeiouy])"), r"\1h"),
    (re.compile(r"^f"), "ph"),
    (re.compile(r"^w"), "qu"),
    (re.compile(r"^z"), "d"),
    (re.compile(r"^z"), "gi"),
    (re.compile(r"^j"), "gi"),
    (re.compile(r"^k(?=[aou])"), "c"),
    (re.compile(r"^q(?=[^u])"), "qu"),
    (re.compile(r"^dz"), "d"),
    (re.compile(r"j"), "i"),
    (re.compile(r"w"), "u"),
    (re.compile(r"k$"), "ch"),
    (re.compile(r"g$"), "ng"),
    (re.compile(r"nq$|q$"), "ng"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"0"), "o"),
)
"""How teencode writes syllables, with what is meant; each is tried alone, then in pairs."""


@lru_cache(maxsize=1)
def abbreviations() -> dict[str, tuple[str, ...]]:
    """Abbreviations of everyday words, and the words they stand for, without diacritics."""
    lines = files("kiemtin.text").joinpath("data/abbreviations.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {short: tuple(meant.split()) for short, meant in rows}


@lru_cache(maxsize=8192)
def respelled(word: str) -> str | None:
    """The syllable that a word in teencode stands for (``nkan`` → ``nhan``, ``tjen`` → ``tien``); ``None`` if none."""
    if not 1 < len(word) <= LONGEST_SYLLABLE + 2:
        return None
    once = []
    for pattern, meant in RESPELLINGS:
        changed = pattern.sub(meant, word)
        if changed != word:
            if is_syllable(changed):
                return changed
            once.append(changed)
    for changed, (pattern, meant) in product(once, RESPELLINGS):
        twice = pattern.sub(meant, changed)
        if twice != changed and is_syllable(twice):
            return twice
    return None


@lru_cache(maxsize=8192)
def without_digits(word: str, known: frozenset[str]) -> str | None:
    """The word that letters and digits stand for (``t1en`` → ``tien``, ``kh0ng`` → ``khong``); ``None`` if none."""
    digits = sum(map(str.isdigit, word))
    if not digits or digits > MAX_DIGITS or digits == len(word) or not any(map(str.isalpha, word)):
        return None
    choices = [DIGIT_LETTERS.get(letter, letter) for letter in word]
    readings = ["".join(letters) for letters in product(*choices)]
    for reading in readings:
        if reading in known or (len(reading) > 1 and is_syllable(reading)):
            return reading
    return next(filter(None, map(respelled, readings)), None)


@lru_cache(maxsize=8192)
def taken_apart(letters: str, capitals: frozenset[int], known: frozenset[str]) -> tuple[str, ...] | None:
    """The words that letters without spaces consist of, none left over; ``None`` where they are no such words.

    ``capitals`` are the places where a capital follows a small letter: words rather begin there.
    """
    if not 1 < len(letters) <= MAX_GLUED:
        return None
    best: list[tuple[float, tuple[str, ...]]] = [(0.0, ())]
    for end in range(1, len(letters) + 1):
        best.append(min(_readings(letters, end, best, capitals, known), key=lambda reading: reading[0]))
    cost, words = best[-1]
    return words if cost < LEFT_OVER + SYLLABLE_COST * len(words) and "?" not in words else None


def _readings(
    letters: str,
    end: int,
    best: list[tuple[float, tuple[str, ...]]],
    capitals: frozenset[int],
    known: frozenset[str],
) -> Iterator[tuple[float, tuple[str, ...]]]:
    cost, words = best[end - 1]
    yield cost + LEFT_OVER, (*words, "?")
    for start in range(max(0, end - 2 * LONGEST_SYLLABLE), end - 1):
        cost, words = best[start]
        piece = letters[start:end]
        crossed = CROSSED_CAPITAL * sum(start < at < end for at in capitals)
        if piece in known:
            yield cost + WORD_COST + crossed, (*words, piece)
        elif len(piece) <= LONGEST_SYLLABLE:
            meant = piece if is_syllable(piece) else respelled(piece) if "j" in piece else None
            if meant is not None:
                yield cost + SYLLABLE_COST + crossed, (*words, meant)
