"""Makes the compiled engine's tables from a register's names and the word lists: once, in less than a second."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from kiemtin.domains import Suffixes
from kiemtin.lookalikes.aliases import AliasIndex
from kiemtin.lookalikes.aliases import Name as AliasName
from kiemtin.lookalikes.compiled.desk import Tables
from kiemtin.lookalikes.compiled.features import FEATURES, Known, rows_of
from kiemtin.lookalikes.compiled.letters import RADIX, encode, is_plain, plain
from kiemtin.lookalikes.compiled.likeness import Names
from kiemtin.lookalikes.compiled.model import weights
from kiemtin.lookalikes.compiled.names import CHEAP, COMMON, EXCEPTION, KNOWN, ODDS, RULE, VIETNAM, WILDCARD
from kiemtin.lookalikes.compiled.reading import CLASSES, Words
from kiemtin.lookalikes.compiled.slips import BRIEF_HALF, SHORT_HALF, Halves, Misspelt, Pieces
from kiemtin.lookalikes.compiled.surprise import Usual, surprises
from kiemtin.lookalikes.compiled.tables import Integers, Lookup, by_first_letters, by_letters, lookup, trie
from kiemtin.lookalikes.features import ADDRESS_GOES_ON, COMMON_ENDINGS, ending_odds, within_ordinary_words
from kiemtin.lookalikes.matcher import RESERVED_ENDINGS
from kiemtin.lookalikes.score import compiled
from kiemtin.lookalikes.typos import NEIGHBOURS, slips_allowed, thirds
from kiemtin.lookalikes.words import UNHARMED, cheap_endings, long_lures, word_classes
from kiemtin.organisations import Register
from kiemtin.organisations.lint import ordinary_words

EVERYDAY, NAME = 1, 2

MOST_LETTERS = 62
"""Letters of a name whose places fit into one number."""


def endings(suffixes: Suffixes, register: Register, reserved: frozenset[str]) -> Lookup:
    """The public suffixes, and every name that is somebody's own, a tenant's or ``reserved``."""
    rules = dict(_suffix_rules(suffixes))
    for name in plain({fact.value for one in register for fact in (*one.domains, *one.tenants)} | reserved):
        rules[name] = rules.get(name, 0) | KNOWN
    for tops, kind in ((cheap_endings(), CHEAP), (COMMON_ENDINGS, COMMON), (("vn",), VIETNAM)):
        for name in plain(tops):
            rules[name] = rules.get(name, 0) | kind
    for place, name in enumerate(_counted_endings(), 1):
        rules[name] = rules.get(name, 0) | place * ODDS
    return lookup(rules, backwards=True)


def _counted_endings() -> list[str]:
    return sorted(plain(ending_odds()))


@lru_cache(maxsize=2)
def _suffix_rules(suffixes: Suffixes) -> dict[str, int]:
    rules: dict[str, int] = {}
    for rule in suffixes.rules:
        kind = RULE | WILDCARD if rule.startswith("*.") else EXCEPTION if rule.startswith("!") else RULE
        name = rule.removeprefix("*.").removeprefix("!")
        if is_plain(name):
            rules[name] = rules.get(name, 0) | kind
    return rules


def names(index: AliasIndex, organisations: Sequence[str]) -> Names:
    """The names of ``index``, each with the place of its organisation in ``organisations``."""
    strong = [encode(name.text) for name in index.strong]
    weak = [encode(name.text) for name in index.weak]
    in_digits = {
        name.shape: len(strong) + at + 1
        for at, name in enumerate(index.weak)
        if name is index.weak_by_shape[name.shape]
    }
    place = {organisation: at for at, organisation in enumerate(organisations)}
    return Names(
        strong=len(strong),
        exact=by_first_letters(strong),
        shapes=by_first_letters([encode(name.shape) for name in index.strong]),
        weak=by_first_letters(weak),
        weak_in_digits=lookup(in_digits),
        organisation=np.array([place[name.organisation] for name in (*index.strong, *index.weak)], dtype=np.int64),
    )


def misspelt(index: AliasIndex) -> Misspelt:
    """The strong names of ``index`` that are recognised with slips."""
    by_slips: dict[int, list[int]] = {0: [], 1: [], 2: []}
    for word, name in enumerate(index.strong):
        if len(name.text) <= MOST_LETTERS:
            by_slips[slips_allowed(len(name.text))].append(word)
    places = np.zeros((len(index.strong), RADIX), dtype=np.int64)
    letters_of = np.zeros(len(index.strong), dtype=np.int64)
    for word in by_slips[2]:
        for at, code in enumerate(encode(index.strong[word].text)):
            places[word, code] |= 1 << at
            letters_of[word] |= 1 << int(code)
    return Misspelt(
        brief=_halves(
            index.strong, [word for word in by_slips[1] if len(index.strong[word].text) < 2 * SHORT_HALF], BRIEF_HALF
        ),
        short=_halves(
            index.strong, [word for word in by_slips[1] if len(index.strong[word].text) >= 2 * SHORT_HALF], SHORT_HALF
        ),
        pieces=_pieces(index.strong, by_slips[2], letters_of),
        long=by_first_letters([encode(name.text) for name in index.strong]),
        letters_of=letters_of,
        places=places,
        near=_near(),
        words=_words_and_names(tuple(sorted(index.names))),
    )


def _halves(strong: Sequence[AliasName], words: Sequence[int], size: int) -> Halves:
    letters = [encode(strong[word].text) for word in words]
    by_last = by_letters(letters, size, at_end=True)
    return Halves(by_letters(letters, size), by_last, np.array(words, dtype=np.int64))


def _pieces(strong: Sequence[AliasName], words: Sequence[int], letters_of: Integers) -> Pieces:
    """The thirds of ``words``."""
    parts = [
        (encode(strong[word].text[start:end]), word, start)
        for word in words
        for start, end in thirds(len(strong[word].text))
    ]
    found = by_first_letters([part for part, _, _ in parts])
    whole = np.array([word for _, word, _ in parts], dtype=np.int64)
    offsets = np.array([start for _, _, start in parts], dtype=np.int64)
    return Pieces(found, whole, offsets, letters_of[whole[found.items]])


def _near() -> np.typing.NDArray[np.bool_]:
    near = np.zeros((RADIX, RADIX), dtype=np.bool_)
    for one, other in NEIGHBOURS:
        near[encode(one)[0], encode(other)[0]] = True
    return near


def _words_and_names(names_: tuple[str, ...]) -> Lookup:
    found = dict.fromkeys(plain(ordinary_words()), EVERYDAY)
    for name in plain(names_):
        found[name] = found.get(name, 0) | NAME
    return lookup(found)


def words() -> Words:
    """The known words and the everyday ones."""
    classes = {word: CLASSES.index(kind) + 1 for word, kind in word_classes().items() if is_plain(word)}
    long = sorted(word for word in long_lures() if is_plain(word))
    letters = [encode(word) for word in long]
    return Words(
        known=trie(classes),
        everyday=lookup(dict.fromkeys(plain(ordinary_words()), EVERYDAY)),
        by_first=by_letters(letters, UNHARMED),
        by_last=by_letters(letters, UNHARMED, at_end=True),
        classes=np.array([classes[word] for word in long], dtype=np.int64),
        near=_near(),
    )


def known(index: AliasIndex, organisations: Sequence[str]) -> Known:
    """What is known of the names of ``index``, and of each of ``organisations``."""
    all_names = (*index.strong, *index.weak)
    usual = [index.letters.usual(name.text) for name in all_names]
    own = [sorted(plain(index.words.get(one, ()))) for one in organisations]
    return Known(
        sizes=np.array([len(name.text) for name in all_names], dtype=np.int64),
        first_letters=np.array([encode(name.text)[0] for name in all_names], dtype=np.int64),
        ordinary=np.array([name.text in ordinary_words() for name in all_names], dtype=np.bool_),
        in_ordinary=np.array([math.log1p(within_ordinary_words(name.text)) for name in all_names], dtype=np.float64),
        usual=Usual(*(np.array([getattr(one, field) for one in usual], dtype=np.float64) for field in Usual._fields)),
        surprises=surprises(index.letters.rows),
        vietnamese=np.array([one in index.vietnamese for one in organisations], dtype=np.bool_),
        own_words=by_first_letters([encode(word) for words_ in own for word in words_]),
        own_word_from=np.concatenate([[0], np.cumsum([len(words_) for words_ in own])]).astype(np.int64),
        follows=rows_of(ADDRESS_GOES_ON),
        ending_odds=np.array([0.0, *(ending_odds()[name] for name in _counted_endings())]),
    )


def tables(index: AliasIndex, register: Register, suffixes: Suffixes) -> Tables:
    """All tables for the names of ``index``; whose a domain is, ``register`` says."""
    organisations = [one.id for one in register]
    addresses = plain({fact.value for one in register for fact in one.domains})
    return Tables(
        endings=endings(suffixes, register, RESERVED_ENDINGS),
        addresses=lookup(dict.fromkeys(addresses, 1)),
        names=names(index, organisations),
        misspelt=misspelt(index),
        words=words(),
        known=known(index, organisations),
        weights=weights(compiled(), FEATURES),
    )
