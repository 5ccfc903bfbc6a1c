"""Naming is not impersonating: whether the words around a name talk about it, or pose as it to obtain something.

A name is read as people wrote it: known words, everyday words and Vietnamese syllables without a letter left over.
Which words are lures and which are criticism stands in ``words.py``; no name of an organisation plays a part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import itemgetter

from kiemtin.lookalikes.words import MAX_WORD, SHORTEST, WordClass, misspelt_lure, tokens, word_classes
from kiemtin.organisations.lint import ordinary_words

CRITICAL_LURES = 2
"""Lures that a critic's name may hold (``vietcombank-luadao-khachhang``) before it counts as posing."""

MUCH_TALK = 3
"""Words of talk that outweigh one word that could also be a lure (``nhan``: receive, or half of ``tin nhan``)."""

TALK_FOR_SHORT_LURE = 2
"""Words of talk for each lure of three letters or fewer: ``qua`` is a gift, or merely "too" (``cham qua``)."""

SHORT_LURE = 3
"""Letters of a lure that is as often an everyday syllable."""

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

SMALL_ENGLISH = frozenset(["is", "of", "we", "as", "or", "if", "us"])
"""English words of two letters that no Vietnamese syllable is spelt like."""

LEFT_OVER, SYLLABLE_COST, WORD_COST = 7, 3, 2
"""What one letter without a word, one bare syllable and one known word cost: the cheapest reading is taken."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the words around a name say: criticism, other talk, and lures (words that offer or ask for something).

    ``known`` counts the talk that the word lists know for what it is (fans, satire, news), not merely everyday words.
    """

    critics: int = 0
    talk: int = 0
    lures: int = 0
    known: int = 0
    short_lures: int = 0

    def __add__(self, other: Spoken) -> Spoken:
        return Spoken(
            self.critics + other.critics,
            self.talk + other.talk,
            self.lures + other.lures,
            self.known + other.known,
            self.short_lures + other.short_lures,
        )


def is_speech(spoken: Spoken) -> bool:
    """Whether the words criticise, cheer, mock or report, and ask for nothing: naming, not posing."""
    if spoken.critics:
        return spoken.lures <= CRITICAL_LURES
    if spoken.lures and spoken.lures == spoken.short_lures:
        return spoken.talk >= TALK_FOR_SHORT_LURE * spoken.lures
    if spoken.lures:
        return spoken.talk >= MUCH_TALK and spoken.talk > 2 * spoken.lures
    return spoken.talk > 0


@lru_cache(maxsize=8192)
def speech(piece: str) -> Spoken:
    """What ``piece``, the letters around a name with hyphens between words, says; linear in its length."""
    smallest = 2 if "-" in piece else MIN_EVERYDAY
    return sum((_read(token, smallest) for token in tokens(piece)), start=Spoken())


@lru_cache(maxsize=8192)
def _read(token: str, smallest: int) -> Spoken:
    """What one token says; as an everyday word it needs ``smallest`` letters."""
    word_class = word_classes().get(token)
    if word_class is not None:
        return _says(token, word_class)
    if _is_everyday(token) or (len(token) == smallest == 2 and SYLLABLE.fullmatch(token)):
        return Spoken(talk=1)
    if misspelt_lure(token) is WordClass.LURE_EN:  # a letter away from a Vietnamese lure is mostly another word
        return Spoken(lures=1)
    return _read_joined(token)


def _read_joined(token: str) -> Spoken:
    """The cheapest reading of letters without spaces; everyday words and syllables count where no letter is left."""
    letters = sum(map(str.isalpha, token))
    best: list[_Reading] = [(0, (), 0, 0)]
    for end in range(1, len(token) + 1):
        best.append(min(_readings(token, end, best), key=itemgetter(0)))
    _, said, everyday, left_over = best[-1]
    talk = everyday if letters >= MIN_PHRASE and not left_over else 0
    return sum(said, start=Spoken(talk=talk))


_Reading = tuple[int, tuple[Spoken, ...], int, int]
"""One way to read the first letters of a token: its price, its known words, everyday words, letters left over."""


def _readings(token: str, end: int, best: list[_Reading]) -> Iterator[_Reading]:
    cost, said, everyday, left_over = best[end - 1]
    digit = token[end - 1].isdigit()
    yield (cost, said, everyday, left_over) if digit else (cost + LEFT_OVER, said, everyday, left_over + 1)
    for start in range(max(0, end - MAX_WORD), end - 1):
        cost, said, everyday, left_over = best[start]
        word = token[start:end]
        word_class = word_classes().get(word)
        if word_class is not None and end - start >= SHORTEST[word_class]:
            yield cost + WORD_COST, (*said, _says(word, word_class)), everyday, left_over
        elif _is_everyday(word):
            yield cost + WORD_COST, said, everyday + 1, left_over
        elif end - start <= MAX_SYLLABLE and SYLLABLE.fullmatch(word):
            yield cost + SYLLABLE_COST, said, everyday + 1, left_over


def _is_everyday(word: str) -> bool:
    if len(word) < MIN_EVERYDAY:
        return word in SMALL_ENGLISH
    return word in ordinary_words() or (len(word) > MIN_EVERYDAY and word[-1] == "s" and word[:-1] in ordinary_words())


def _says(word: str, word_class: WordClass) -> Spoken:
    said = _SAYS[word_class]
    return replace(said, short_lures=said.lures) if len(word) <= SHORT_LURE else said


_SAYS = {
    WordClass.LURE_VI: Spoken(lures=1),
    WordClass.LURE_EN: Spoken(lures=1),
    WordClass.PLACE: Spoken(),
    WordClass.CRITIC: Spoken(critics=1),
    WordClass.FAN: Spoken(talk=1, known=1),
    WordClass.TOPIC: Spoken(talk=1, known=1),
}
