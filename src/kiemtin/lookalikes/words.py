"""The words people and scammers put around a name, and how much of a name they explain.

The words are in ``data/words.toml``; ``docs/lookalikes.md`` says what each class is for.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from kiemtin.lookalikes.typos import FAR, deletions, one_slip
from kiemtin.organisations.lint import ordinary_words


class WordClass(StrEnum):
    """What a word around a name says about its purpose."""

    LURE_VI = "lure-vi"  # to obtain something (a login, money, data, an app), in Vietnamese
    LURE_EN = "lure-en"  # the same in English
    PLACE = "place"
    CRITIC = "critic"
    FAN = "fan"
    TOPIC = "topic"


ACCUSING_MOST_FIRST = (
    WordClass.LURE_EN,
    WordClass.LURE_VI,
    WordClass.PLACE,
    WordClass.TOPIC,
    WordClass.FAN,
    WordClass.CRITIC,
)

MAX_WORD = 18
"""Letters of the longest word in the lists."""


@dataclass(frozen=True, slots=True)
class Explained:
    """How much of the letters around a name known words explain: words per class, digits, and letters left over."""

    lures_vi: int = 0
    lures_en: int = 0
    places: int = 0
    critics: int = 0
    fans: int = 0
    topics: int = 0
    digits: int = 0
    unexplained: int = 0

    @property
    def lures(self) -> int:
        """Words that promise or ask for something, in either language."""
        return self.lures_vi + self.lures_en

    def __add__(self, other: Explained) -> Explained:
        return Explained(
            self.lures_vi + other.lures_vi,
            self.lures_en + other.lures_en,
            self.places + other.places,
            self.critics + other.critics,
            self.fans + other.fans,
            self.topics + other.topics,
            self.digits + other.digits,
            self.unexplained + other.unexplained,
        )


@lru_cache(maxsize=1)
def word_classes() -> dict[str, WordClass]:
    """Every known word, also in its plain spelling, with its class; in two classes, the one that accuses less wins."""
    lists = _lists()
    classes: dict[str, WordClass] = {}
    for word_class in ACCUSING_MOST_FIRST:
        classes |= dict.fromkeys(lists[word_class].split(), word_class)
    return {plain_spelling(word): word_class for word, word_class in classes.items()} | classes


MIN_MISSPELT = 7
"""Letters of a lure that is recognised with one slip: ``membeship``."""


UNHARMED = 3
"""Letters at the beginning or at the end that one slip leaves as they are: most spans need no closer look."""


def long_lures() -> list[str]:
    """Words that promise or ask for something, long enough to be recognised with a slip; in the alphabet's order."""
    lures = {word for word, kind in word_classes().items() if kind in (WordClass.LURE_VI, WordClass.LURE_EN)}
    return sorted(word for word in lures if len(word) >= MIN_MISSPELT)


@lru_cache(maxsize=1)
def _long_lures() -> tuple[dict[str, tuple[str, ...]], frozenset[str], frozenset[str]]:
    """Long lures by their letters but one; how they begin; how they end."""
    forms: dict[str, tuple[str, ...]] = {}
    long = long_lures()
    for word in long:
        for form in deletions(word):
            forms[form] = (*forms.get(form, ()), word)
    return forms, frozenset(word[:UNHARMED] for word in long), frozenset(word[-UNHARMED:] for word in long)


def misspelt_lure(word: str) -> WordClass | None:
    """What ``word`` is meant to say, where it is a long lure but for one slip and no everyday word."""
    forms, starts, ends = _long_lures()
    if len(word) < MIN_MISSPELT - 1 or (word[:UNHARMED] not in starts and word[-UNHARMED:] not in ends):
        return None
    if word in ordinary_words() or not word.isalpha():
        return None
    meant = {one for form in deletions(word) for one in forms.get(form, ())}
    near = sorted(one for one in meant if one_slip(word, one) <= FAR)
    return word_classes()[near[0]] if near else None


@lru_cache(maxsize=1)
def cheap_endings() -> frozenset[str]:
    """Endings sold for little and met often in real scam messages."""
    return frozenset(_lists()["cheap-endings"].split())


@lru_cache(maxsize=1)
def _lists() -> dict[str, str]:
    return tomllib.loads(files("kiemtin.lookalikes").joinpath("data/words.toml").read_text("utf-8"))


def explain(piece: str) -> Explained:
    """What known words make of the letters beside a name; the split that leaves the fewest letters over.

    Hyphens separate words, or the syllables of one (``khach-hang``). Short words count only where they stand alone
    between hyphens: inside other letters they are chance.
    """
    total = Explained()
    for token in tokens(piece):
        total += min(map(_explain_token, _spellings(token)), key=lambda one: one.unexplained)
    return total


MAX_JOINED = 4
"""Tokens that may be the syllables of one known word (``cham-soc-khach-hang``)."""


@lru_cache(maxsize=8192)
def tokens(piece: str) -> tuple[str, ...]:
    """The words between hyphens; neighbours that are syllables of one known word (``lua-dao``) come joined."""
    parts = [token for token in piece.split("-") if token]
    found, index = [], 0
    while index < len(parts):
        sizes = range(min(MAX_JOINED, len(parts) - index), 1, -1)
        size = next((n for n in sizes if "".join(parts[index : index + n]) in word_classes()), 1)
        found.append("".join(parts[index : index + size]))
        index += size
    return tuple(found)


def _spellings(token: str) -> tuple[str, ...]:
    """The token, and its plain spelling unless it is an everyday word as it stands (``nham`` is not ``nhan``)."""
    return (token,) if token in ordinary_words() else (token, plain_spelling(token))


def plain_spelling(word: str) -> str:
    """``word`` with doubled letters and ``m``/``n`` made one, for scammers misspell lures too: ``menberrship``."""
    plain = word.replace("m", "n")
    return "".join(
        letter for index, letter in enumerate(plain) if index == 0 or letter != plain[index - 1] or letter.isdigit()
    )


@lru_cache(maxsize=65536)
def _explain_token(token: str) -> Explained:
    classes = word_classes()
    if token in classes:
        return _one_word(classes[token])
    # Of token[:end]: the fewest letters left over and words used, and where the last piece of that reading begins.
    best, begins = [(0, 0)], [0]
    for end in range(1, len(token) + 1):
        over, words = best[end - 1]
        cheapest, begin = (over if token[end - 1].isdigit() else over + 1, words), end - 1
        for start in range(max(0, end - MAX_WORD), end - 1):
            word_class = classes.get(token[start:end])
            if word_class is not None and end - start >= SHORTEST[word_class]:
                over, words = best[start]
                if (over, words + 1) < cheapest:
                    cheapest, begin = (over, words + 1), start
            elif word_class is None and best[start][0] + 1 < cheapest[0] and misspelt_lure(token[start:end]):
                cheapest, begin = (best[start][0] + 1, best[start][1] + 1), start
        best.append(cheapest)
        begins.append(begin)
    return sum(_pieces_of(token, begins), start=Explained())


def _pieces_of(token: str, begins: list[int]) -> Iterator[Explained]:
    """What each piece of the chosen reading says, from the last to the first."""
    end = len(token)
    while end:
        start = begins[end]
        word_class = word_classes().get(token[start:end])
        if end - start > 1:
            slips = 0 if word_class else 1
            yield Explained(unexplained=slips) + _one_word(word_class or misspelt_lure(token[start:end]))
        elif token[start].isdigit():
            yield Explained(digits=1)
        else:
            yield Explained(unexplained=1)
        end = start


SHORTEST = {
    WordClass.LURE_VI: 3,
    WordClass.LURE_EN: 3,
    WordClass.PLACE: 2,
    WordClass.CRITIC: 4,
    WordClass.FAN: 4,
    WordClass.TOPIC: 4,
}


def _one_word(word_class: WordClass | None) -> Explained:
    match word_class:
        case WordClass.LURE_VI:
            return Explained(lures_vi=1)
        case WordClass.LURE_EN:
            return Explained(lures_en=1)
        case WordClass.PLACE:
            return Explained(places=1)
        case WordClass.CRITIC:
            return Explained(critics=1)
        case WordClass.FAN:
            return Explained(fans=1)
        case WordClass.TOPIC:
            return Explained(topics=1)
        case None:
            return Explained()
