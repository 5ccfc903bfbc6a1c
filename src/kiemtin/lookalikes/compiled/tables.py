"""What the compiled engine looks things up in: arrays made once from a register and the word lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kiemtin.lookalikes.compiled.letters import RADIX, Codes, encode

Integers = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Values = NDArray[np.float64]
Flags = NDArray[np.bool_]

Record: TypeAlias = Any
Records: TypeAlias = Any
"""One of many values with named fields (``likeness.FOUND``), and the array of them."""

Span: TypeAlias = tuple[int, int]
"""A beginning and an end, or how many likenesses there were and are."""

FNV_START, FNV_PRIME = 0xCBF29CE484222325, 0x100000001B3
"""Fowler, Noll and Vo's hash, 64 bits, variant 1a."""

WORD = (1 << 64) - 1

KEY_BITS = 5
"""Of each letter number these bits make a key: letters apart, digits with some of them; what is met is compared."""

KEY_LETTERS = 3
LOW, FULL = (1 << KEY_BITS) - 1, (1 << KEY_BITS * KEY_LETTERS) - 1


class Lookup(NamedTuple):
    """A hash table with open addresses: ``values[i]`` belongs to ``keys[i]``, 0 is no key."""

    keys: Hashes
    values: Integers


class Texts(NamedTuple):
    """Words found by three letters: ``items[starts[key]:starts[key + 1]]`` are those with these letters.

    The letters of word ``w`` are ``letters[begins[w]:begins[w + 1]]``. Words of two letters stand under all keys that
    begin (or end) with them.
    """

    starts: NDArray[np.int32]
    items: Integers
    letters: Codes
    begins: Integers


class Trie(NamedTuple):
    """Words by their letters: ``nexts[state, letter]`` is the next state, 0 without one.

    ``values[state]`` is the value of the word that ends there, 0 where none does.
    """

    nexts: NDArray[np.int32]
    values: NDArray[np.int8]


def fnv(codes: Iterable[int]) -> int:
    """The hash of letter numbers, never 0."""
    value = FNV_START
    for code in codes:
        value = ((value ^ int(code)) * FNV_PRIME) & WORD
    return value or 1


def lookup(values: Mapping[str, int], *, backwards: bool = False) -> Lookup:
    """A table of these texts, of which each is hashed from its end if ``backwards``."""
    size = 1 << max(4, (2 * len(values)).bit_length())
    keys, found = np.zeros(size, dtype=np.uint64), np.zeros(size, dtype=np.int64)
    for text, value in values.items():
        codes = encode(text)
        key = fnv(codes[::-1] if backwards else codes)
        place = (key ^ key >> 32) & size - 1
        while keys[place] not in (0, key):
            place = (place + 1) & size - 1
        keys[place], found[place] = key, value
    return Lookup(keys, found)


def by_first_letters(words: Sequence[Codes]) -> Texts:
    """These words by their first three letters; of two letters, by these and any third."""
    return _texts(words, [_keys(word[:KEY_LETTERS]) for word in words])


def by_letters(words: Sequence[Codes], size: int, *, at_end: bool = False) -> Texts:
    """These words by their first or last ``size`` letters, which each of them must have."""
    return _texts(words, [[_key(word[-size:] if at_end else word[:size])] for word in words], letters=size)


def _keys(codes: Codes) -> list[int]:
    if len(codes) == KEY_LETTERS:
        return [_key(codes)]
    return [_key(codes) << KEY_BITS | other for other in range(LOW + 1)]


def _key(codes: Codes) -> int:
    key = 0
    for code in codes:
        key = key << KEY_BITS | (int(code) & LOW)
    return key


def _texts(words: Sequence[Codes], keys: Sequence[Sequence[int]], letters: int = KEY_LETTERS) -> Texts:
    places = np.array([word for word, some in enumerate(keys) for _ in some], dtype=np.int64)
    flat = np.array([key for some in keys for key in some], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(np.bincount(flat, minlength=1 << KEY_BITS * letters))]).astype(np.int32)
    all_letters = np.concatenate([*words, np.zeros(0, dtype=np.uint8)]).astype(np.uint8)
    begins = np.concatenate([[0], np.cumsum([len(word) for word in words])]).astype(np.int64)
    return Texts(starts, places[np.argsort(flat, kind="stable")], all_letters, begins)


def trie(values: Mapping[str, int]) -> Trie:
    """A trie of these words read backwards, each with its value (1 or more)."""
    rows: list[Any] = [[0] * RADIX]
    ends = [0]
    for text, value in values.items():
        state = 0
        for code in encode(text)[::-1]:
            if not rows[state][code]:
                rows[state][code] = len(rows)
                rows.append([0] * RADIX)
                ends.append(0)
            state = rows[state][code]
        ends[state] = value
    return Trie(np.array(rows, dtype=np.int32), np.array(ends, dtype=np.int8))
