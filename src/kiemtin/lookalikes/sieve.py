"""Stage 1 for millions: which names are worth a closer look, in a few passes over a whole column (needs Polars).

Every pass is an automaton over all aliases at once, so a hundred organisations cost about as much as one. What comes
through is about one name in fifty; ``matcher.py`` looks at each of these by itself.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from kiemtin.lookalikes.aliases import AliasIndex
from kiemtin.lookalikes.shapes import PAIRS, SHAPES
from kiemtin.lookalikes.typos import MIN_LENGTH_BESIDE_OTHERS, MIN_LENGTH_TWO_SLIPS, NEIGHBOURS
from kiemtin.lookalikes.words import MAX_WORD, WordClass, word_classes
from kiemtin.organisations.lint import ordinary_words

LETTERS = string.ascii_lowercase
MAY_LOOK_ALIKE = "[0-9|!@$]|rn|vv|cl|nn"
"""Where none of these stands, no other letters can be read as a name but those next to it on the keyboard."""

FOREIGN = r"xn--|[^\x00-\x7F]"
"""Names in other alphabets: whose they look like is for the closer look."""

UNHARMED = 5
"""Letters at the beginning or end of a long name that one slip leaves as they are."""

MIN_SHORT_IN_DIGITS = 4
"""Letters of a short name that is recognised when written with digits, as a whole word."""

MIN_SIGN = 4
"""Letters of a lure that counts wherever it stands beside a short name; shorter ones stand in every other word."""

MIN_AT_EDGE = 3
"""Letters of a name, or of a lure, that counts at the edge of a word; two letters must stand right beside a lure."""

FEW_BESIDE = 2
"""Letters beside a short name that need no explanation."""

MAX_NUMBER = 4
"""Digits behind a short name and few letters that need no explanation: a year at most."""


@dataclass(frozen=True, slots=True)
class Worth:
    """Of each name whether it is ``worth_looking`` at, and whether a misspelling is to be looked for."""

    worth_looking: pl.Series
    misspelt: pl.Series


class Sieve:
    """All names of a register, ready to be looked for in a column of domain names."""

    def __init__(self, index: AliasIndex) -> None:
        strong = [name.text for name in index.strong]
        long = [text for text in strong if len(text) >= MIN_LENGTH_TWO_SLIPS]
        short = [text for text in strong if len(text) < MIN_LENGTH_TWO_SLIPS]
        self._strong = strong
        self._weak = [name.text for name in index.weak]
        self._shapes = sorted({name.shape for name in index.strong})
        self._weak_shapes = sorted({f".{n.shape}." for n in index.weak if len(n.text) >= MIN_SHORT_IN_DIGITS})
        self._long = _uncommon({slip for text in long for slip in _slips_of_long(text)})
        short_slips = {(text, slip) for text in short for slip in slips(text, every_letter=True)}
        short_slips = {(text, slip) for text, slip in short_slips if slip not in ordinary_words()}
        self._whole = pl.Series(sorted({slip for _, slip in short_slips}), dtype=pl.String).implode()
        self._short = _uncommon(_at_edges(short_slips))
        self._pieces = sorted({piece for text in long for piece in _pieces(text)})
        self._any = sorted({*strong, *self._weak, *self._pieces, *(slip for _, slip in short_slips)})
        self._signs = sorted(_signs(*range(MIN_SIGN, MAX_WORD)))
        self._signs_at_edge = sorted(edge for sign in _signs(MIN_AT_EDGE) for edge in (f".{sign}", f"{sign}."))
        self._anywhere = [text for text in self._weak if len(text) > MIN_AT_EDGE]
        two = [text for text in self._weak if len(text) < MIN_AT_EDGE]
        self._glued = sorted(self._beside_signs(two))
        longer, shorter = _either(set(self._weak) - set(two)), _either(two)
        numbered = rf"{_either(self._anywhere)}[0-9]+[.-]"
        self._at_edge = rf"(?:^|[.-]){longer}|{longer}[.-]|(?:^|[.-]){shorter}[0-9]|{numbered}"
        beside = rf"[a-z]{{0,{FEW_BESIDE}}}"
        few_digits = rf"(?:(?:^|[.-]){beside}{longer}[0-9]{{1,{MAX_NUMBER}}}[.-])"
        self._alone = rf"(?:^|[.-]){beside}{_either(self._weak)}{beside}[.-]|{few_digits}"

    def look(self, names: pl.Series) -> Worth:
        """Which of ``names`` (lower case) are worth a closer look."""
        joined = names.str.replace_all("-", "", literal=True)
        likely, foreign = _any(joined, self._any), names.str.contains(FOREIGN)
        clear, misspelt = _where(likely, names, joined, self._clear), _where(likely, names, joined, self._misspelt)
        disguised = _where(names.str.contains(MAY_LOOK_ALIKE) & ~clear, names, joined, self._in_disguise)
        return Worth(clear | misspelt | disguised | foreign, misspelt | foreign)

    def _clear(self, names: pl.Series, joined: pl.Series) -> pl.Series:
        """Names letter by letter, and short names that make sense."""
        through = _any(joined, self._strong)
        return through | _where(_any(names, self._weak) & ~through, names, joined, self._makes_sense)

    def _misspelt(self, names: pl.Series, joined: pl.Series) -> pl.Series:
        """Names with one slip."""
        unclear = ~_any(joined, self._strong)
        found = _where(_any(joined, self._pieces) & unclear, names, joined, self._long_slips)
        return found | _where(~found & unclear, names, joined, self._short_slips)

    def _long_slips(self, _: pl.Series, joined: pl.Series) -> pl.Series:
        return _any(joined, self._long)

    def _short_slips(self, names: pl.Series, joined: pl.Series) -> pl.Series:
        """A misspelt short name that is a word by itself, or at the edge of one that a lure or digits explain."""
        at_edge = _where(_any(_edges(names), self._short), names, joined, self._has_sign)
        return at_edge | self._holds_word(names)

    def _holds_word(self, names: pl.Series) -> pl.Series:
        """Whether one of the words between hyphens and dots is a misspelt short name."""
        words = names.str.replace_all("-", ".", literal=True).str.split(".").explode(empty_as_null=True)
        places = pl.arange(0, len(names), eager=True)
        of_name = pl.select(
            places.repeat_by(names.str.count_matches("[.-]") + 1).explode(empty_as_null=True)
        ).to_series()
        return places.is_in(of_name.filter(words.is_in(self._whole)).unique().implode())

    def _has_sign(self, names: pl.Series, _: pl.Series) -> pl.Series:
        return _any(names, self._signs) | names.str.contains("[0-9]|vn") | _any(_edges(names), self._signs_at_edge)

    def _makes_sense(self, names: pl.Series, joined: pl.Series) -> pl.Series:
        """Whether a lure, a place or digits stand beside a short name, the closer the shorter; or nothing does."""
        at_edge = _where(names.str.contains(self._at_edge), names, joined, self._has_sign)
        anywhere = _any(names, self._anywhere) & _any(names, self._signs)
        return at_edge | anywhere | _any(_edges(names), self._glued) | names.str.contains(self._alone)

    def _beside_signs(self, texts: Iterable[str]) -> Iterator[str]:
        signs = [*self._signs, *_signs(MIN_AT_EDGE), "vn"]
        for text in texts:
            for sign in signs:
                yield from (f".{text}{sign}", f"{sign}{text}.", f".{text}.{sign}", f"{sign}.{text}.")
            yield from (f"{sign}{text}" for sign in _signs(*range(MIN_SIGN + 1, MAX_WORD)))

    def _in_disguise(self, names: pl.Series, joined: pl.Series) -> pl.Series:
        """Names written with digits and letters that look like theirs."""
        return _any(_shaped(joined), self._shapes) | _any(_shaped(_edges(names)), self._weak_shapes)


def _any(names: pl.Series, words: list[str]) -> pl.Series:
    return names.str.contains_any(words) if words else pl.repeat(False, len(names), eager=True)


def _either(words: Iterable[str]) -> str:
    """A regular expression for one of ``words``; without any it matches nothing that stands in a name."""
    return f"(?:{'|'.join(map(re.escape, sorted(words))) or NOWHERE})"


NOWHERE = "\n"


def _uncommon(slips: set[str]) -> list[str]:
    """``slips`` without those met in everyday words: ``cloud`` is no misspelt ``icloud``."""
    if not slips:
        return []
    everyday = pl.Series(sorted(ordinary_words()), dtype=pl.String)
    met = ("." + everyday + ".").str.extract_many(sorted(slips), overlapping=True).explode(empty_as_null=True)
    return sorted(slips - set(met.drop_nulls()))


def _where(
    mask: pl.Series, names: pl.Series, joined: pl.Series, look: Callable[[pl.Series, pl.Series], pl.Series]
) -> pl.Series:
    """``look`` at the names in ``mask`` alone; ``False`` for the others."""
    places = mask.arg_true()
    found = places.filter(look(names.gather(places), joined.gather(places)))
    through = pl.repeat(False, len(names), eager=True)
    return through.scatter(found, True) if len(found) else through


def _shaped(names: pl.Series) -> pl.Series:
    return names.str.replace_many([*PAIRS, *SHAPES], [*PAIRS.values(), *SHAPES.values()], leftmost=True)


def _edges(names: pl.Series) -> pl.Series:
    """Every word of a name between full stops."""
    return ("." + names + ".").str.replace_all("-", ".", literal=True)


def _signs(*sizes: int) -> Iterator[str]:
    """Words of these lengths that offer, ask for or place something."""
    wanted = (WordClass.LURE_VI, WordClass.LURE_EN, WordClass.PLACE)
    return (word for word, kind in word_classes().items() if kind in wanted and len(word) in sizes)


def _pieces(text: str) -> Iterator[str]:
    """The halves of a long name, one of which a slip leaves unharmed; where that leaves too few letters, the slips."""
    middle = len(text) // 2
    first, second = max(middle, UNHARMED), min(middle, len(text) - UNHARMED)
    yield text[:first]
    yield text[second:]
    yield from slips(text, every_letter=True, places=range(second - 1, first))


def _slips_of_long(text: str) -> Iterator[str]:
    """Three quarters of a long name, where the slip is in the rest; and the slips in between."""
    quarter = len(text) // 4
    first, second = text[: len(text) - quarter], text[quarter:]
    if {first, second}.isdisjoint(ordinary_words()):
        yield from (first, second)
        yield from slips(text, every_letter=True, places=range(quarter - 1, len(text) - quarter))
    else:
        yield from slips(text, every_letter=True)


def slips(text: str, *, every_letter: bool, places: range | None = None) -> Iterator[str]:
    """``text`` with one slip: a letter lost, doubled, swapped with the next, replaced or added.

    A letter comes in for another from anywhere, or else only from next to it on the keyboard or in looks.
    """
    for at in places or range(len(text)):
        letter = text[at]
        yield text[:at] + text[at + 1 :]
        yield text[:at] + letter + text[at:]
        if text[at + 1 : at + 2] not in ("", letter):
            yield text[:at] + text[at + 1] + letter + text[at + 2 :]
        for other in LETTERS:
            if other != letter and (every_letter or (letter, other) in NEIGHBOURS):
                yield text[:at] + other + text[at + 1 :]
                yield text[:at] + other + text[at:]


def _at_edges(short_slips: Iterable[tuple[str, str]]) -> set[str]:
    """Slips of names that are recognised beside other letters, at the beginning and the end of a word."""
    enough = {slip for text, slip in short_slips if min(len(text), len(slip)) >= MIN_LENGTH_BESIDE_OTHERS}
    return {edge for slip in enough for edge in (f".{slip}", f"{slip}.")}
