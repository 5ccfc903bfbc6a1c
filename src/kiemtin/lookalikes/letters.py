"""How usual letters are in domain names: a table of letters alone, which holds no name and no organisation.

``data/letters.tsv.gz`` gives, for up to four letters that came before, how surprising each next one is. It is counted
by ``tools/count_letters.py`` over popular names; runs that few names share are left out, so no rare name can be read
from it. What is usual says how often an alias is met by chance, and whether letters beside it belong to the same word.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

EDGE = "."
"""Stands for the beginning and the end of a label."""

SYMBOLS = EDGE + "-0abcdefghijklmnopqrstuvwxyz"
"""What the table tells apart: ``0`` is any digit, ``-`` also any letter beyond these."""

MAX_BEFORE = 4
"""Letters that a surprise depends on."""

STEPS = 4
"""Of a bit: a surprise is written as a character, ``!`` for none, each next one for a quarter of a bit more."""

ZERO, MOST = ord("!"), ord("~")


@dataclass(frozen=True, slots=True)
class Usual:
    """Bits of surprise of a word: anywhere, at the beginning or the end of a label, and as a whole label."""

    anywhere: float
    at_start: float
    at_end: float
    whole: float


class Letters:
    """Surprises of letters after other letters, from rows of a run of letters and one character per symbol."""

    def __init__(self, rows: Mapping[str, str]) -> None:
        self.rows = rows
        self._usual: dict[str, Usual] = {}

    def surprises(self, text: str, before: str = "") -> list[float]:
        """Bits of surprise of each letter of ``text`` (plain, see ``plain``), read after ``before``."""
        letters, rows = before + text, self.rows
        found = []
        for place in range(len(before), len(letters)):
            first = max(0, place - MAX_BEFORE)
            while (row := rows.get(letters[first:place])) is None:
                first += 1
            found.append((ord(row[PLACES[letters[place]]]) - ZERO) / STEPS)
        return found

    def usual(self, word: str) -> Usual:
        """How usual ``word`` is; computed once for each."""
        known = self._usual.get(word)
        if known is None:
            letters = plain(word)
            anywhere, starting = sum(self.surprises(letters)), sum(self.surprises(letters, EDGE))
            (ends,) = self.surprises(EDGE, letters)
            (whole,) = self.surprises(EDGE, EDGE + letters)
            known = self._usual[word] = Usual(anywhere, starting, anywhere + ends, starting + whole)
        return known


PLACES = {symbol: place for place, symbol in enumerate(SYMBOLS)}


class _Plain(dict[int, str]):
    def __missing__(self, code: int) -> str:
        letter = chr(code)
        self[code] = letter if letter in PLACES and letter != EDGE else "0" if letter.isdigit() else "-"
        return self[code]


_PLAIN = _Plain()


def plain(text: str) -> str:
    """``text`` in the symbols of the table, letter by letter."""
    return text.translate(_PLAIN)


@lru_cache(maxsize=1)
def letters() -> Letters:
    """The bundled table, read when first asked for."""
    packed = files("kiemtin.lookalikes").joinpath("data/letters.tsv.gz").read_bytes()
    lines = gzip.decompress(packed).decode("ascii").splitlines()
    return Letters(dict(line.split("\t") for line in lines if not line.startswith("#")))
