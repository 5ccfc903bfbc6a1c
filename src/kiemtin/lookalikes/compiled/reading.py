"""What known words explain of the letters around a name: ``words.explain``, compiled."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kiemtin.lookalikes.compiled.distances import one_slip
from kiemtin.lookalikes.compiled.jit import compiled, inlined
from kiemtin.lookalikes.compiled.letters import ALPHABET, HYPHEN, LAST_LETTER, Codes
from kiemtin.lookalikes.compiled.likeness import is_digit
from kiemtin.lookalikes.compiled.names import find, hash_of
from kiemtin.lookalikes.compiled.slips import key_of
from kiemtin.lookalikes.compiled.tables import Integers, Lookup, Texts, Trie
from kiemtin.lookalikes.typos import FAR
from kiemtin.lookalikes.words import MAX_JOINED, MAX_WORD, MIN_MISSPELT, SHORTEST, UNHARMED, WordClass

LETTER_M, LETTER_N = ALPHABET.index("m") + 1, ALPHABET.index("n") + 1

CLASSES = tuple(WordClass)
"""A word's value in the trie is the place of its class here, from 1."""

DIGITS, UNEXPLAINED = len(CLASSES) + 1, len(CLASSES) + 2
"""Where digits and letters left over are counted."""

COUNTS = UNEXPLAINED + 1

LEAST = np.array([0, *(SHORTEST[one] for one in CLASSES)], dtype=np.int64)


class Words(NamedTuple):
    """The known words with their classes (read backwards), and everyday words (1).

    Long lures stand in the order of the alphabet, found ``by_first`` and ``by_last`` letters, with their ``classes``.
    """

    known: Trie
    everyday: Lookup
    by_first: Texts
    by_last: Texts
    classes: Integers
    near: NDArray[np.bool_]


class Notes(NamedTuple):
    """Room to write on: a token, its plain spelling, the best reading of each beginning, and counts of two readings."""

    token: Codes
    plain: Codes
    over: Integers
    used: Integers
    begins: Integers
    kinds: Integers
    counts: NDArray[np.int64]


def notes() -> Notes:
    """Empty notes."""
    return Notes(
        np.zeros(260, dtype=np.uint8),
        np.zeros(260, dtype=np.uint8),
        np.zeros(260, dtype=np.int64),
        np.zeros(260, dtype=np.int64),
        np.zeros(260, dtype=np.int64),
        np.zeros(260, dtype=np.int64),
        np.zeros((2, COUNTS), dtype=np.int64),
    )


@inlined
def class_of(letters: Codes, start: int, end: int, trie: Trie) -> int:
    """The class of the word ``letters[start:end]``, 0 where it is none."""
    state = 0
    for at in range(end - 1, start - 1, -1):
        state = trie.nexts[state, letters[at]]
        if state == 0:
            return 0
    return trie.values[state]


@compiled
def explain(letters: Codes, start: int, end: int, words: Words, notes: Notes, counts: Integers) -> None:
    """Adds to ``counts`` what ``letters[start:end]`` holds: words of each class, digits, letters left over."""
    at = start
    while at < end:
        if letters[at] == HYPHEN:
            at += 1
            continue
        length, at = next_token(letters, at, end, words, notes)
        explain_token(length, words, notes, counts)


@compiled
def next_token(letters: Codes, start: int, end: int, words: Words, notes: Notes) -> tuple[int, int]:
    """Writes the next token, made of as many neighbours as are one known word; returns its length and where it ends."""
    length, finish, best, best_end = 0, start, 0, start
    for joined in range(MAX_JOINED):
        at = finish
        while joined and at < end and letters[at] == HYPHEN:
            at += 1
        if at >= end:
            break
        while at < end and letters[at] != HYPHEN:
            notes.token[length] = letters[at]
            length += 1
            at += 1
        finish = at
        if joined == 0 or class_of(notes.token, 0, length, words.known):
            best, best_end = length, finish
    return best, best_end


@compiled
def explain_token(length: int, words: Words, notes: Notes, counts: Integers) -> None:
    """Adds the better of two readings of the token: as it stands, and unless it is an everyday word, plainly spelt."""
    notes.counts[:] = 0
    read_token(notes.token, length, words, notes, notes.counts[0])
    better = 0
    if notes.counts[0, UNEXPLAINED] and not find(words.everyday, hash_of(notes.token, 0, length)) & 1:
        size = plain_spelling(notes.token, length, notes.plain)
        read_token(notes.plain, size, words, notes, notes.counts[1])
        better = 1 if notes.counts[1, UNEXPLAINED] < notes.counts[0, UNEXPLAINED] else 0
    for kind in range(COUNTS):
        counts[kind] += notes.counts[better, kind]


@inlined
def plain_spelling(token: Codes, length: int, plain: Codes) -> int:
    """``words.plain_spelling``."""
    size, last = 0, 0
    for at in range(length):
        letter = LETTER_N if token[at] == LETTER_M else token[at]
        if at == 0 or letter != last or is_digit(letter):
            plain[size] = letter
            size += 1
        last = letter
    return size


@compiled
def read_token(token: Codes, length: int, words: Words, notes: Notes, counts: Integers) -> None:
    """Counts the pieces of the reading that leaves the fewest letters over."""
    whole = class_of(token, 0, length, words.known)
    if whole:
        counts[whole] += 1
        return
    over, used, begins, kinds = notes.over, notes.used, notes.begins, notes.kinds
    over[0], used[0] = 0, 0
    for end in range(1, length + 1):
        over[end] = over[end - 1] + (0 if is_digit(token[end - 1]) else 1)
        used[end], begins[end] = used[end - 1], end - 1
        first = max(0, end - MAX_WORD)
        classes_before(token, first, end, words.known, kinds)
        for start in range(first, end - 1):
            kind, more = kinds[start], 0
            if kind == 0:
                if over[start] + 1 >= over[end] or not misspelt_lure(token, start, end, words):
                    continue
                more = 1
            elif end - start < LEAST[kind]:
                continue
            left, count = over[start] + more, used[start] + 1
            if left < over[end] or (left == over[end] and count < used[end]):
                over[end], used[end], begins[end] = left, count, start
    count_pieces(token, length, words, begins, counts)


@inlined
def classes_before(token: Codes, first: int, end: int, trie: Trie, kinds: Integers) -> None:
    """Writes to ``kinds[start]`` the class of each word ``token[start:end]``."""
    state = 0
    for start in range(end - 1, first - 1, -1):
        state = trie.nexts[state, token[start]] if state or start == end - 1 else 0
        kinds[start] = trie.values[state]


@compiled
def count_pieces(token: Codes, length: int, words: Words, begins: Integers, counts: Integers) -> None:
    """Counts each piece of the chosen reading."""
    end = length
    while end:
        start = begins[end]
        if end - start > 1:
            kind = class_of(token, start, end, words.known)
            counts[UNEXPLAINED] += kind == 0
            counts[kind if kind else misspelt_lure(token, start, end, words)] += 1
        elif is_digit(token[start]):
            counts[DIGITS] += 1
        else:
            counts[UNEXPLAINED] += 1
        end = start


@compiled
def misspelt_lure(token: Codes, start: int, end: int, words: Words) -> int:
    """The class of the long lure that ``token[start:end]`` is but for one slip, 0 where it is none or an everyday word.

    Of several the first in the alphabet; they stand in this order.
    """
    if end - start < MIN_MISSPELT - 1:
        return 0
    first = key_of(token, start, UNHARMED)
    last = key_of(token, end - UNHARMED, UNHARMED)
    best = -1
    for way in range(2):
        texts, key = (words.by_first, first) if way == 0 else (words.by_last, last)
        for item in range(texts.starts[key], texts.starts[key + 1]):
            word = texts.items[item]
            if best >= 0 and word >= best:
                continue
            size = texts.begins[word + 1] - texts.begins[word]
            if abs(size - (end - start)) <= 1 and one_slip(token, (start, end), texts, word, words.near) <= FAR:
                best = word
    if best < 0 or not is_word_of_letters(token, start, end):
        return 0
    return 0 if find(words.everyday, hash_of(token, start, end)) & 1 else words.classes[best]


@inlined
def is_word_of_letters(token: Codes, start: int, end: int) -> bool:
    """Whether there are only letters."""
    for at in range(start, end):
        if token[at] > LAST_LETTER:
            return False
    return True
