"""Letters as small numbers: what tables are indexed by."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from kiemtin.lookalikes.candidates import DIGITS
from kiemtin.lookalikes.shapes import PAIRS, SHAPES

ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789-._*"
"""Letters of plain names; a name with any other is not for the compiled engine."""

RADIX = len(ALPHABET) + 1
"""How many letters there are, with 0 for none."""

HYPHEN, DOT = ALPHABET.index("-") + 1, ALPHABET.index(".") + 1
FIRST_DIGIT, LAST_DIGIT = ALPHABET.index("0") + 1, ALPHABET.index("9") + 1
LAST_LETTER = ALPHABET.index("z") + 1

Codes = NDArray[np.uint8]


def encode(text: str) -> Codes:
    """``text`` as letter numbers; raises ``ValueError`` for a letter that has none."""
    return np.array([ALPHABET.index(letter) + 1 for letter in text], dtype=np.uint8)


def is_plain(text: str) -> bool:
    """Whether every letter has a number."""
    return not set(text) - set(ALPHABET)


def plain(texts: Iterable[str]) -> list[str]:
    """Those of ``texts`` in which every letter has a number."""
    return [text for text in texts if is_plain(text)]


def _of_bytes() -> Codes:
    table = np.zeros(256, dtype=np.uint8)
    for at, letter in enumerate(ALPHABET, 1):
        table[ord(letter)] = table[ord(letter.upper())] = at
    return table


def _by_letter(other: dict[str, str]) -> Codes:
    return np.array([0, *(ALPHABET.index(other.get(letter, letter)) + 1 for letter in ALPHABET)], dtype=np.uint8)


def _pairs() -> Codes:
    table = np.zeros((RADIX, RADIX), dtype=np.uint8)
    for pair, single in PAIRS.items():
        first, second = encode(pair)
        table[first, second] = encode(single)[0]
    return table


OF_BYTE = _of_bytes()
"""The number of each byte, capitals as their small letters; 0 where it has none."""

SHAPE = _by_letter(SHAPES)
"""What each letter looks like."""

UNDIGITED = _by_letter(
    {chr(digit): chr(letter) if isinstance(letter, int) else letter for digit, letter in DIGITS.items()}
)
"""Digits as the letters they are misspelt for, all else as it is."""

PAIR = _pairs()
"""What two letters look like together; 0 where nothing."""
