"""Names that stand in a label letter by letter, in look-alike letters or with hyphens: ``candidates.py``, compiled."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kiemtin.lookalikes.candidates import MAX_LENGTH_AT_EDGE, MIN_LENGTH_IN_DIGITS
from kiemtin.lookalikes.compiled.jit import compiled, inlined
from kiemtin.lookalikes.compiled.letters import FIRST_DIGIT, HYPHEN, LAST_DIGIT, LAST_LETTER, PAIR, SHAPE, Codes
from kiemtin.lookalikes.compiled.names import find, hash_of
from kiemtin.lookalikes.compiled.tables import FULL, KEY_BITS, LOW, Integers, Lookup, Records, Span, Texts

EXACT, SHAPED, HYPHENED, WEAK, TYPO = range(5)

MAX_FOUND = 96
"""Likenesses of one name that are kept; names made by people have a handful."""

FOUND = np.dtype(
    [
        ("word", np.int64),
        ("kind", np.int64),
        ("depth", np.int64),
        ("label_start", np.int64),
        ("label_end", np.int64),
        ("start", np.int64),
        ("end", np.int64),
        ("cost", np.float64),
        ("order", np.int64),
    ],
    align=True,
)
"""One likeness: which word, how, and where in the name (``start`` and ``end`` count from the name's beginning)."""


class Names(NamedTuple):
    """The names of a register: word ``w`` is a strong one where ``w < strong``; the order is that of ``AliasIndex``."""

    strong: int
    exact: Texts
    shapes: Texts
    weak: Texts
    weak_in_digits: Lookup
    organisation: Integers


class Label(NamedTuple):
    """A label ``codes[start:end]`` and how deep it stands: 0 for the registered one."""

    codes: Codes
    start: int
    end: int
    depth: int


class Paper(NamedTuple):
    """Room to write on: letters of a label in another form and where each comes from; words met, and where."""

    letters: Codes
    origins: Integers
    words: Integers
    places: Integers


def paper() -> Paper:
    """Empty paper."""
    return Paper(
        np.zeros(260, dtype=np.uint8),
        np.zeros(260, dtype=np.int64),
        np.zeros(MAX_FOUND, dtype=np.int64),
        np.zeros(MAX_FOUND, dtype=np.int64),
    )


@inlined
def stands(codes: Codes, place: int, end: int, texts: Texts, word: int) -> bool:
    """Whether ``word`` stands at ``place``."""
    first, last = texts.begins[word], texts.begins[word + 1]
    if place + last - first > end:
        return False
    for at in range(last - first):
        if codes[place + at] != texts.letters[first + at]:
            return False
    return True


@inlined
def two_letters(codes: Codes, place: int) -> int:
    """The key of the two letters at ``place``."""
    return (np.int64(codes[place]) & LOW) << KEY_BITS | (np.int64(codes[place + 1]) & LOW)


@inlined
def meet(codes: Codes, start: int, end: int, texts: Texts, words: Integers, places: Integers) -> int:
    """The words that stand in ``codes[start:end]`` and the first place of each; returns how many."""
    count = 0
    key = np.int64(codes[start]) & LOW
    key = key << KEY_BITS | (np.int64(codes[start + 1]) & LOW if start + 1 < end else 0)
    for place in range(start, end - 1):
        key = (key << KEY_BITS | (np.int64(codes[place + 2]) & LOW if place + 2 < end else 0)) & FULL
        for item in range(texts.starts[key], texts.starts[key + 1]):
            word = texts.items[item]
            if not stands(codes, place, end, texts, word):
                continue
            known = False
            for at in range(count):
                known = known or words[at] == word
            if not known and count < len(words):
                words[count], places[count] = word, place
                count += 1
    return count


@inlined
def add(found: Records, count: int, label: Label, word: int, kind: int) -> int:
    """Notes a likeness with ``word``; where it stands is written by the caller. Returns the new count."""
    if count == len(found):
        return count
    one = found[count]
    one.word, one.kind, one.depth, one.order = word, kind, label.depth, count
    one.label_start, one.label_end, one.cost = label.start, label.end, 0.0
    return count + 1


@inlined
def place_last(found: Records, count: int, start: int, end: int) -> None:
    """Writes where the likeness noted last stands."""
    found[count - 1].start, found[count - 1].end = start, end


@inlined
def is_digit(code: int) -> bool:
    """Whether a letter number is a digit's."""
    return FIRST_DIGIT <= code <= LAST_DIGIT


@inlined
def write_shape(label: Label, letters: Codes, origins: Integers) -> tuple[int, bool, bool, bool]:
    """Writes the label's skeleton and where each letter comes from.

    Returns its length, whether pairs were joined, and whether the label has hyphens and digits.
    """
    count, at, paired, hyphens, digits = 0, label.start, False, False, False
    while at < label.end:
        pair = PAIR[label.codes[at], label.codes[at + 1]] if at + 1 < label.end else 0
        letters[count], origins[count] = (pair if pair else SHAPE[label.codes[at]]), at
        hyphens = hyphens or label.codes[at] == HYPHEN
        digits = digits or is_digit(label.codes[at])
        at += 2 if pair else 1
        paired = paired or pair != 0
        count += 1
    origins[count] = label.end
    return count, paired, hyphens, digits


@inlined
def first_place(label: Label, texts: Texts, word: int) -> int:
    """The first place where ``word`` stands in the label, -1 where it does not."""
    for place in range(label.start, label.end):
        if stands(label.codes, place, label.end, texts, word):
            return place
    return -1


@inlined
def has(found: Records, first: int, count: int, word: int) -> bool:
    """Whether ``word`` is among ``found[first:count]``."""
    for at in range(first, count):
        if found[at].word == word:
            return True
    return False


@inlined
def strong_names(label: Label, names: Names, paper: Paper, found: Records, count: int) -> tuple[int, bool]:
    """Strong names in the label, each once: letter by letter, else by its looks, else between hyphens.

    Returns the new count and whether the label has digits.
    """
    first = count
    length, paired, hyphens, digits = write_shape(label, paper.letters, paper.origins)
    shaped = meet(paper.letters, 0, length, names.shapes, paper.words, paper.places)
    for at in range(shaped):
        word = paper.words[at]
        place = first_place(label, names.exact, word)
        size = names.shapes.begins[word + 1] - names.shapes.begins[word]
        count = add(found, count, label, word, EXACT if place >= 0 else SHAPED)
        if place >= 0:
            place_last(found, count, place, place + names.exact.begins[word + 1] - names.exact.begins[word])
        else:
            hit = paper.places[at]
            place_last(found, count, paper.origins[hit], paper.origins[hit + size])
    if paired:
        exact = meet(label.codes, label.start, label.end, names.exact, paper.words, paper.places)
        for at in range(exact):
            word, place = paper.words[at], paper.places[at]
            if not has(found, first, count, word):
                count = add(found, count, label, word, EXACT)
                place_last(found, count, place, place + names.exact.begins[word + 1] - names.exact.begins[word])
    if hyphens:
        count = hyphened_names(label, names, paper, found, (first, count))
    return count, digits


@compiled
def hyphened_names(label: Label, names: Names, paper: Paper, found: Records, among: Span) -> int:
    """Strong names with hyphens among their letters, not yet among ``found[first:count]``."""
    first, count = among
    length = 0
    for at in range(label.start, label.end):
        if label.codes[at] != HYPHEN:
            paper.letters[length], paper.origins[length] = label.codes[at], at
            length += 1
    if length == label.end - label.start:
        return count
    met = meet(paper.letters, 0, length, names.exact, paper.words, paper.places)
    for at in range(met):
        word, hit = paper.words[at], paper.places[at]
        size = names.exact.begins[word + 1] - names.exact.begins[word]
        start, end = paper.origins[hit], paper.origins[hit + size - 1] + 1
        if not has(found, first, count, word) and (begins_word(label, start) or ends_word(label, end)):
            count = add(found, count, label, word, HYPHENED)
            place_last(found, count, start, end)
    return count


@inlined
def begins_word(label: Label, start: int) -> bool:
    """Whether a word between hyphens begins at ``start``."""
    return start == label.start or label.codes[start - 1] == HYPHEN


@inlined
def ends_word(label: Label, end: int) -> bool:
    """Whether a word between hyphens ends at ``end``."""
    return end == label.end or label.codes[end] == HYPHEN


@inlined
def at_edge(label: Label, start: int, end: int) -> bool:
    """Whether a word begins or ends there, or a digit stands beside."""
    first = start == label.start or label.codes[start - 1] > LAST_LETTER
    return first or end == label.end or label.codes[end] > LAST_LETTER


@inlined
def weak_names(label: Label, texts: Texts, strong: int, found: Records, count: int) -> int:
    """Weak names in the label, at every place; ``strong`` names are numbered before them."""
    first, codes, end = count, label.codes, label.end
    key = np.int64(codes[label.start]) & LOW
    key = key << KEY_BITS | (np.int64(codes[label.start + 1]) & LOW if label.start + 1 < end else 0)
    for place in range(label.start, end - 1):
        key = (key << KEY_BITS | (np.int64(codes[place + 2]) & LOW if place + 2 < end else 0)) & FULL
        for item in range(texts.starts[key], texts.starts[key + 1]):
            weak = texts.items[item]
            if not stands(codes, place, end, texts, weak):
                continue
            finish = place + texts.begins[weak + 1] - texts.begins[weak]
            if finish - place <= MAX_LENGTH_AT_EDGE and not at_edge(label, place, finish):
                continue
            overlaps = False
            for at in range(first, count):
                overlaps = overlaps or (found[at].word == strong + weak and found[at].end > place)
            if not overlaps:
                count = add(found, count, label, strong + weak, WEAK)
                place_last(found, count, place, finish)
    return count


@inlined
def weak_names_in_digits(label: Label, names: Names, paper: Paper, found: Records, count: int) -> int:
    """Weak names as whole words written with digits: ``m0mo``."""
    start = label.start
    for end in range(label.start, label.end + 1):
        if end < label.end and label.codes[end] != HYPHEN:
            continue
        digits = 0
        for at in range(start, end):
            digits += is_digit(label.codes[at])
        if end - start >= MIN_LENGTH_IN_DIGITS and 0 < digits < end - start:
            run = Label(label.codes, start, end, label.depth)
            length, _, _, _ = write_shape(run, paper.letters, paper.origins)
            word = find(names.weak_in_digits, hash_of(paper.letters, 0, length)) - 1
            if word >= 0 and not stands_whole(run, names, word):
                count = add(found, count, label, word, SHAPED)
                place_last(found, count, start, end)
        start = end + 1
    return count


@inlined
def stands_whole(run: Label, names: Names, word: int) -> bool:
    """Whether ``run`` is the weak ``word`` letter by letter."""
    at = word - names.strong
    size = names.weak.begins[at + 1] - names.weak.begins[at]
    return size == run.end - run.start and stands(run.codes, run.start, run.end, names.weak, at)
