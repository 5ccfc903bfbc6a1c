"""Misspelt names in a label: ``typos.py``, compiled, with filters in front that lose nothing."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kiemtin.lookalikes.compiled.distances import Sheets, is_near, locate, one_slip
from kiemtin.lookalikes.compiled.jit import compiled, inlined
from kiemtin.lookalikes.compiled.letters import HYPHEN, UNDIGITED, Codes
from kiemtin.lookalikes.compiled.likeness import (
    TYPO,
    Label,
    add,
    begins_word,
    ends_word,
    place_last,
    stands,
    two_letters,
)
from kiemtin.lookalikes.compiled.names import find, hash_of
from kiemtin.lookalikes.compiled.tables import (
    FULL,
    KEY_BITS,
    LOW,
    Integers,
    Lookup,
    Record,
    Records,
    Span,
    Texts,
)
from kiemtin.lookalikes.typos import (
    MAX_COST_ONE_SLIP,
    MAX_COST_TWO_SLIPS,
    MAX_LETTERS_ABSENT,
    MIN_LENGTH_BESIDE_OTHERS,
    MIN_LENGTH_TWO_SLIPS,
    MOST_SLIPS,
)

BRIEF_HALF, SHORT_HALF = 2, 3
"""Letters by which names of four and five letters are found, and those of six and seven."""


class Pieces(NamedTuple):
    """Parts of long names: entry ``i`` stands in word ``word[i]`` at ``offset[i]``.

    ``letters_of[j]`` has a bit for each letter of the word whose part is ``texts.items[j]``, to be read in a row.
    """

    texts: Texts
    word: Integers
    offset: Integers
    letters_of: Integers


class Halves(NamedTuple):
    """Short names by their first and last letters, half of theirs; entry ``i`` is word ``word[i]``."""

    by_first: Texts
    by_last: Texts
    word: Integers


class Misspelt(NamedTuple):
    """Strong names that are recognised with slips; all words are numbered as in ``Names``.

    ``brief`` are names of four and five letters, ``short`` of six and seven; ``pieces``
    finds long ones by a third of theirs. ``long`` has the letters of all, ``letters_of[w]`` a bit for each letter
    of ``w``, ``places[w, letter]`` a bit for each place where it stands. ``near`` tells letters taken for one another,
    ``words`` are everyday words (1) and names (2).
    """

    brief: Halves
    short: Halves
    pieces: Pieces
    long: Texts
    letters_of: NDArray[np.int64]
    places: NDArray[np.int64]
    near: NDArray[np.bool_]
    words: Lookup


class Kit(NamedTuple):
    """What a slip is judged by: the label with digits read as letters, letters near each other, and words."""

    letters: Codes
    near: NDArray[np.bool_]
    words: Lookup


@inlined
def misspelt_names(label: Label, misspelt: Misspelt, sheets: Sheets, found: Records, count: int) -> int:
    """Strong names misspelt in the label, each where it costs least."""
    first = count
    letters, kit = sheets.letters, Kit(sheets.letters, misspelt.near, misspelt.words)
    for at in range(label.start, label.end):
        letters[at] = UNDIGITED[label.codes[at]]
    start = label.start
    for end in range(label.start, label.end + 1):
        if end == label.end or label.codes[end] == HYPHEN:
            run = (start, end)
            if end - start >= 2 * BRIEF_HALF - 1:
                count = at_edges(label, run, misspelt.brief, BRIEF_HALF, kit, found, (first, count))
            if end - start >= 2 * SHORT_HALF - 1:
                count = at_edges(label, run, misspelt.short, SHORT_HALF, kit, found, (first, count))
            start = end + 1
    if label.end - label.start < MIN_LENGTH_TWO_SLIPS - MOST_SLIPS:
        return count
    there = letters_between(letters, label.start, label.end)
    return anywhere(label, there, misspelt, sheets, found, (first, count))


@inlined
def at_edges(label: Label, run: Span, half: Halves, size: int, kit: Kit, found: Records, among: Span) -> int:
    """Short names with one slip at either edge of a run of letters.

    A slip leaves the first half of a name as it is, or the last; but for two letters swapped in the middle, which are
    looked for as what they were.
    """
    start, end = run
    first, count = among
    letters, by_first, by_last = kit.letters, (half.by_first, half.word, kit), (half.by_last, half.word, kit)
    least, most = 2 * size - 1, min(end - start, 2 * size + 2)
    key = key_of(letters, start, size)
    if has_any(half.by_first, key):
        spans = (start, least, most)
        count = one_slip_off(label, run, spans, key, by_first, found, (first, count))
    key = key_of(letters, end - size, size)
    if has_any(half.by_last, key):
        spans = (end, least, most)
        count = one_slip_off(label, run, spans, key, by_last, found, (first, count))
    for width in range(least, most + 1):
        key = key_of(letters, start + width - size, size)
        if has_any(half.by_last, key):
            spans = (start, width, width)
            count = one_slip_off(label, run, spans, key, by_last, found, (first, count))
        key = key_of(letters, end - width, size)
        if has_any(half.by_first, key):
            spans = (end, width, width)
            count = one_slip_off(label, run, spans, key, by_first, found, (first, count))
    if end - start >= 2 * size:
        key = swapped_key(letters, start, size)
        if has_any(half.by_first, key):
            spans = (start, 2 * size, 2 * size)
            count = one_slip_off(label, run, spans, key, by_first, found, (first, count))
        key = swapped_key(letters, end - 2 * size, size)
        if has_any(half.by_first, key):
            spans = (end, 2 * size, 2 * size)
            count = one_slip_off(label, run, spans, key, by_first, found, (first, count))
    return count


@inlined
def key_of(letters: Codes, place: int, size: int) -> int:
    """The key of ``size`` letters at ``place``."""
    key = np.int64(0)
    for at in range(size):
        key = key << KEY_BITS | (np.int64(letters[place + at]) & LOW)
    return key


@inlined
def swapped_key(letters: Codes, place: int, size: int) -> int:
    """The key of ``size`` letters at ``place`` of which the last is swapped with the next."""
    key = key_of(letters, place, size - 1)
    return key << KEY_BITS | (np.int64(letters[place + size]) & LOW)


@inlined
def has_any(texts: Texts, key: int) -> bool:
    """Whether any word has this key."""
    return texts.starts[key] < texts.starts[key + 1]


@compiled
def one_slip_off(
    label: Label,
    run: Span,
    spans: tuple[int, int, int],
    key: int,
    entries: tuple[Texts, Integers, Kit],
    found: Records,
    among: Span,
) -> int:
    """Notes the short names of ``key`` misspelt at one edge of ``run``, in so many letters at least and at most."""
    first, count = among
    at, least, most = spans
    texts, word, kit = entries
    for item in range(texts.starts[key], texts.starts[key + 1]):
        short = texts.items[item]
        length = texts.begins[short + 1] - texts.begins[short]
        for size in range(max(least, length - 1), min(most, length + 1) + 1):
            span = (at, at + size) if at == run[0] else (at - size, at)
            if length < MIN_LENGTH_BESIDE_OTHERS and span != run:
                continue
            cost = one_slip(kit.letters, span, texts, short, kit.near)
            if 0 < cost <= MAX_COST_ONE_SLIP:
                count = note(label, span, word[short], cost, kit.words, found, (first, count))
    return count


@compiled
def note(label: Label, span: Span, word: int, cost: float, words: Lookup, found: Records, among: Span) -> int:
    """Notes a misspelling unless it is a word itself or half of one, or the same name stands nearer elsewhere."""
    first, count = among
    start, end = span
    if find(words, hash_of(label.codes, start, end)) or takes_half_a_word(label, span, words):
        return count
    for at in range(first, count):
        if found[at].word == word:
            if is_better(found[at], start, end, cost):
                found[at].cost, found[at].start, found[at].end = cost, start, end
            return count
    before = count
    count = add(found, count, label, word, TYPO)
    if count > before:
        found[count - 1].cost = cost
        place_last(found, count, start, end)
    return count


@inlined
def is_better(known: Record, start: int, end: int, cost: float) -> bool:
    """Whether a slip costs less than the ``known`` one; of two that cost the same, the shorter and then the earlier."""
    if cost != known.cost or known.kind != TYPO:
        return cost < known.cost and known.kind == TYPO
    size, known_size = end - start, known.end - known.start
    return size < known_size or (size == known_size and start < known.start)


@inlined
def is_everyday(label: Label, start: int, end: int, words: Lookup) -> bool:
    """Whether a run of letters is an everyday word."""
    return find(words, hash_of(label.codes, start, end)) & 1 != 0


@compiled
def takes_half_a_word(label: Label, span: Span, words: Lookup) -> bool:
    """``candidates._takes_half_a_word``, and whatever stands in an everyday word."""
    start, end = span
    first = start
    while not begins_word(label, first):
        first -= 1
    last = first
    while not ends_word(label, last):
        last += 1
    strange = not is_everyday(label, first, last, words)
    if end <= last:
        return not strange
    begin = end - 1
    while not begins_word(label, begin):
        begin -= 1
    finish = end
    while not ends_word(label, finish):
        finish += 1
    strange_last = begin < finish and not is_everyday(label, begin, finish, words)
    return not (strange and strange_last and first == start and finish == end)


@inlined
def anywhere(label: Label, there: int, misspelt: Misspelt, sheets: Sheets, found: Records, among: Span) -> int:
    """Long names with two slips, of which a piece stands unharmed; ``there`` are the label's letters."""
    first, count = among
    pieces, letters, end = misspelt.pieces, sheets.letters, label.end
    texts = pieces.texts
    key = two_letters(letters, label.start)
    for place in range(label.start, end - 1):
        key = (key << KEY_BITS | (np.int64(letters[place + 2]) & LOW if place + 2 < end else 0)) & FULL
        for item in range(texts.starts[key], texts.starts[key + 1]):
            if lacks_letters(pieces.letters_of[item], there):
                continue
            piece = texts.items[item]
            if stands(letters, place, end, texts, piece):
                offset = place - pieces.offset[piece]
                count = near_by(label, offset, pieces.word[piece], misspelt, sheets, found, (first, count))
    return count


@inlined
def letters_between(letters: Codes, start: int, end: int) -> int:
    """A bit for each letter of ``letters[start:end]``."""
    bits = np.int64(0)
    for at in range(start, end):
        bits |= np.int64(1) << np.int64(letters[at])
    return bits


@inlined
def lacks_letters(wanted: int, there: int) -> bool:
    """Whether more letters of ``wanted`` are not ``there`` than slips can pay for."""
    rest = wanted & ~there
    for _ in range(MAX_LETTERS_ABSENT):
        rest &= rest - 1  # the lowest bit goes
    return rest != 0


@compiled
def near_by(
    label: Label, offset: int, word: int, misspelt: Misspelt, sheets: Sheets, found: Records, among: Span
) -> int:
    """Notes ``word`` where it stands about ``offset`` with two slips."""
    texts = misspelt.long
    size = texts.begins[word + 1] - texts.begins[word]
    start, end = max(label.start, offset - 2), min(label.end, offset + size + 2)
    there = letters_between(sheets.letters, start, end)
    if lacks_letters(misspelt.letters_of[word], there):
        return among[1]
    if not is_near(sheets.letters, start, end, misspelt.places[word], size):
        return among[1]
    cost, left, right = locate(sheets, (start, end, offset - start), texts, word, misspelt.near)
    if 0 < cost <= MAX_COST_TWO_SLIPS:
        return note(label, (left, right), word, cost, misspelt.words, found, among)
    return among[1]
