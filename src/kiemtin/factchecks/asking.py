"""A question as people type it, turned into words that published fact-checks use: teencode opened, slips mended."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from kiemtin.factchecks.terms import stem, words_of
from kiemtin.text.fold import fold_quickly
from kiemtin.text.respelling import abbreviations, respelled
from kiemtin.text.syllables import is_syllable

MAX_SLIP = 8
"""Letters of a word in which two may have changed places (``dnih`` for ``dinh``)."""

FEW = 2
"""Reviews that have a word as it stands; from there on it is a word and no slip."""

TYPED = re.compile(r"[^\W_]+")
MIXED = re.compile(r"(?P<number>\d{1,4})(?P<unit>tr|k|ty|trieu|nghin|ngan|usd|vnd|d)(?P<rest>\d?)")
UNITS = {"tr": "trieu", "k": "nghin", "d": "dong"}

MESSAGE_LEANING = 0.6
"""From here on words are put as in a message: 85% of the dev messages about rumours, 14% of the headlines."""

FULLY_ACCENTED = 0.65
"""The share of words with diacritics from which on a text has all of them; in Vietnamese news 23% have none."""

VIETNAMESE = 0.6
"""The share of words that can be syllables from which on a text is Vietnamese; of English ones 22% can."""

MOST_MET = 16_384
"""Words whose meaning a reader keeps; the words of a language that people write every day are fewer."""

Frequency = Callable[[str], int]
"""In how many reviews of the collection a term stands."""


class AskedWords:
    """Reads questions for one collection, whose words, by ``frequency``, are left as they are."""

    def __init__(self, frequency: Frequency) -> None:
        self._frequency = frequency
        self._met: dict[str, tuple[str, ...]] = {}

    def of(self, text: str) -> list[str]:
        """The folded words that ``text`` means."""
        meant: list[str] = []
        for word in words_of(text):
            meant.extend(self._met.get(word) or self._meant(word))
        return meant

    def opened(self, text: str) -> str:
        """``text`` with teencode and slips opened and all else as it was typed, for a reader who knows only words."""
        return TYPED.sub(lambda word: self._opened(word.group()), text)

    def forget(self) -> None:
        """Forget the words that were met."""
        self._met.clear()

    def _opened(self, word: str) -> str:
        folded = fold_quickly(word)
        meant = self._met.get(folded) or self._meant(folded)
        return word if meant == (folded,) else " ".join(meant)

    def _meant(self, word: str) -> tuple[str, ...]:
        if len(self._met) >= MOST_MET:
            self._met.clear()
        meant = self._met[word] = _meant(word, self._frequency)
        return meant


def _meant(word: str, frequency: Frequency) -> tuple[str, ...]:
    if not word.isascii():
        return (word,)
    short = abbreviations().get(word)
    if short is not None and not _is_spelt(word):
        return short
    amount = MIXED.fullmatch(word)
    if amount:
        return tuple(filter(None, (amount["number"], UNITS.get(amount["unit"], amount["unit"]), amount["rest"])))
    if len(word) == 1 or word.isdigit() or _is_spelt(word) or frequency(stem(word)) >= FEW:
        return (word,)
    return (_mended(word) or word,)


def _is_spelt(word: str) -> bool:
    """Whether ``word`` is a syllable as Vietnamese spells it: ``ko`` would be written ``co``."""
    return is_syllable(word) and not (word[0] == "k" and word[1] in "aou")


@lru_cache(maxsize=8192)
def _mended(word: str) -> str | None:
    """The syllable that ``word`` is with two neighbouring letters changed back, or in teencode; ``None`` if none."""
    if len(word) <= MAX_SLIP:
        for at in range(len(word) - 1):
            turned = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
            if is_syllable(turned):
                return turned
    return respelled(word)


def lacks_diacritics(text: str) -> bool:
    """Whether so few words of ``text`` have diacritics that others will have lost theirs."""
    words = TYPED.findall(text)
    return sum(not word.isascii() for word in words) < FULLY_ACCENTED * len(words)


def speaks_like_a_message(words: Sequence[str]) -> bool:
    """Whether folded words are put as people write to each other, rather than as a headline or an article is."""
    table = _usual()
    if sum(map(is_syllable, words)) < VIETNAMESE * len(words):
        return False
    leanings = [table[word].leaning for word in words if word in table]
    return bool(leanings) and sum(leanings) / math.sqrt(len(words)) > MESSAGE_LEANING


def usual_weight(word: str) -> float:
    """What a folded word says about a claim, from 0 (it stands in every message) to 1."""
    usual = _usual().get(word)
    return usual.says if usual is not None else 1.0


class _Usual(NamedTuple):
    says: float
    leaning: float


@lru_cache(maxsize=1)
def _usual() -> dict[str, _Usual]:
    """The words of everyday messages (``tools/count_usual_words.py``)."""
    lines = files("kiemtin.factchecks").joinpath("data/usual_words.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {word: _Usual(float(says), float(leaning)) for word, says, leaning in rows}
