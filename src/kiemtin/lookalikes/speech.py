"""Naming is not impersonating: whether the words around a name talk about it, or pose as it to obtain something.

A name is read as people wrote it: known words, everyday words and Vietnamese syllables without a letter left over.
Which words are lures and which are criticism stands in ``words.py``; no name of an organisation plays a part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kiemtin.lookalikes.words import MAX_WORD, SHORTEST, WordClass, tokens, word_classes
from kiemtin.organisations.lint import ordinary_words

CRITICAL_LURES = 2
"""Lures that a critic's name may hold (``vietcombank-luadao-khachhang``) before it counts as posing."""

MUCH_TALK = 3
"""Words of talk that outweigh one word that could also be a lure (``nhan``: receive, or half of ``tin nhan``)."""

SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|th|tr|ch|gh|gi|kh|ph|qu|[bcdghklmnprstvx])?"
    r"(?:uyeu|ieu|yeu|oai|oay|uay|uoi|uou|uya|uye|uyu|[aeo]|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|ye|[iuy])"
    r"(?:ch|ng|nh|[cmnpt])?"
)
"""A Vietnamese syllable without diacritics."""

MAX_SYLLABLE = 7

MIN_EVERYDAY = 3
"""Letters of an everyday word inside other letters; shorter ones are in any letters by chance."""

MIN_PHRASE = 5
"""Letters of a phrase written without spaces (``codau``); in fewer, two syllables are chance (``vina``)."""

SMALL_ENGLISH = frozenset("is of we as or if us".split())
"""English words of two letters that no Vietnamese syllable is spelt like."""

LEFT_OVER, SYLLABLE_COST, WORD_COST = 7, 3, 2
"""What one letter without a word, one bare syllable and one known word cost: the cheapest reading is taken."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the words around a name say: criticism, other talk, and lures (words that offer or ask for something)."""

    critics: int = 0
    talk: int = 0
    lures: int = 0

    def __add__(self, other: Spoken) -> Spoken:
        return Spoken(self.critics + other.critics, self.talk + other.talk, self.lures + other.lures)


def is_speech(spoken: Spoken) -> bool:
    """Whether the words criticise, cheer, mock or report, and ask for nothing: naming, not posing."""
    if spoken.critics:
        return spoken.lures <= CRITICAL_LURES
    if spoken.lures:
        return spoken.talk >= MUCH_TALK and spoken.talk > 2 * spoken.lures
    return spoken.talk > 0


@lru_cache(maxsize=8192)
def speech(piece: str) -> Spoken:
    """What ``piece``, the letters around a name with hyphens between words, says; linear in its length."""
    total = Spoken()
    for token in tokens(piece):
        total += _read(token)
    return total


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read the first letters of a token: its price, what it says, and how much of that is bare words."""

    cost: int = 0
    spoken: Spoken = Spoken()
    everyday: int = 0
    left_over: bool = False


def _read(token: str) -> Spoken:
    word_class = word_classes().get(token)
    if word_class is not None:
        return _SAYS[word_class]
    if token in ordinary_words():
        return Spoken(talk=1)
    best = [_Reading()]
    for end in range(1, len(token) + 1):
        best.append(min(_readings(token, end, best), key=lambda reading: reading.cost))
    reading = best[-1]
    whole = not reading.left_over and sum(map(str.isalpha, token)) >= MIN_PHRASE
    return reading.spoken + Spoken(talk=reading.everyday) if whole else reading.spoken


def _readings(token: str, end: int, best: list[_Reading]) -> Iterator[_Reading]:
    last = best[end - 1]
    digit = token[end - 1].isdigit()
    price = 0 if digit else LEFT_OVER
    yield _Reading(last.cost + price, last.spoken, last.everyday, last.left_over or not digit)
    for start in range(max(0, end - MAX_WORD), end - 1):
        before, word = best[start], token[start:end]
        word_class = word_classes().get(word)
        if word_class is not None and end - start >= SHORTEST[word_class]:
            yield _Reading(
                before.cost + WORD_COST, before.spoken + _SAYS[word_class], before.everyday, before.left_over
            )
        elif _is_everyday(word):
            yield _Reading(before.cost + WORD_COST, before.spoken, before.everyday + 1, before.left_over)
        elif end - start <= MAX_SYLLABLE and SYLLABLE.fullmatch(word):
            yield _Reading(before.cost + SYLLABLE_COST, before.spoken, before.everyday + 1, before.left_over)


def _is_everyday(word: str) -> bool:
    if len(word) < MIN_EVERYDAY:
        return word in SMALL_ENGLISH
    return word in ordinary_words() or (len(word) > MIN_PHRASE and word[-1] == "s" and word[:-1] in ordinary_words())


_SAYS = {
    WordClass.LURE_VI: Spoken(lures=1),
    WordClass.LURE_EN: Spoken(lures=1),
    WordClass.PLACE: Spoken(),
    WordClass.CRITIC: Spoken(critics=1),
    WordClass.FAN: Spoken(talk=1),
    WordClass.TOPIC: Spoken(talk=1),
}
