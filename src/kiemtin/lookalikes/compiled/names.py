"""A name taken apart as ``kiemtin.domains`` does it, compiled."""

from __future__ import annotations

import numpy as np

from kiemtin.domains.name import MAX_NAME_LENGTH
from kiemtin.lookalikes.compiled.jit import inlined
from kiemtin.lookalikes.compiled.letters import ALPHABET, DOT, HYPHEN, OF_BYTE, Codes
from kiemtin.lookalikes.compiled.tables import FNV_PRIME, FNV_START, Integers, Lookup

X, N = ALPHABET.index("x") + 1, ALPHABET.index("n") + 1
SPACE, FULL_STOP = ord(" "), ord(".")

RULE, WILDCARD, EXCEPTION, KNOWN, CHEAP, COMMON, VIETNAM = 1, 2, 4, 8, 16, 32, 64
"""What the end of a name is: a public suffix, the parent of any, one that is none after all; a name known by itself;
and of top-level domains, whether they are sold for little, common everywhere, or Viet Nam's."""

ODDS = 128
"""From this bit on stands the place of a public suffix among the counted ones, 0 for any other."""

NOTHING, FOREIGN = 0, -1

MAX_LABELS = 127

START, PRIME = np.uint64(FNV_START), np.uint64(FNV_PRIME)


@inlined
def find(table: Lookup, key: np.uint64) -> int:
    """The value of ``key``, 0 without one."""
    last = len(table.keys) - 1
    place = np.int64((key ^ (key >> np.uint64(32))) & np.uint64(last))
    while table.keys[place] != 0:
        if table.keys[place] == key:
            return table.values[place]
        place = (place + 1) & last
    return 0


@inlined
def hash_of(codes: Codes, start: int, end: int) -> np.uint64:
    """The hash of ``codes[start:end]``."""
    value = START
    for at in range(start, end):
        value = (value ^ np.uint64(codes[at])) * PRIME
    return value


@inlined
def read(data: Codes, start: int, end: int, codes: Codes) -> int:
    """Writes the letters of ``data[start:end]`` to ``codes``: how many, ``NOTHING`` or ``FOREIGN``."""
    while start < end and data[start] == SPACE:
        start += 1
    while start < end and data[end - 1] == SPACE:
        end -= 1
    while start < end and data[end - 1] == FULL_STOP:
        end -= 1
    if end - start > MAX_NAME_LENGTH:
        return NOTHING if end - start > 4 * MAX_NAME_LENGTH else FOREIGN
    for at in range(end - start):
        code = OF_BYTE[data[start + at]]
        if code == 0:
            return FOREIGN
        codes[at] = code
        if code == HYPHEN and at > 2 and codes[at - 1] == HYPHEN and codes[at - 2] == N and codes[at - 3] == X:
            return FOREIGN
    return end - start


@inlined
def split(codes: Codes, length: int, endings: Lookup, starts: Integers) -> tuple[int, int, bool, int]:
    """Where the labels begin, from the last to the first, in ``starts``.

    Returns how many labels there are, how many of them are the public suffix, whether the name is known, and what the
    last label is, with the place of the suffix among the counted ones from the bit ``ODDS`` on. Without a suffix, or
    with an empty label, there are 0 labels.
    """
    count, suffix, parent, known, decided, top, before, counted = 0, 0, 0, False, False, 0, 0, 0
    value, end = START, length
    for at in range(length - 1, -2, -1):
        if at >= 0 and codes[at] != DOT:
            value = (value ^ np.uint64(codes[at])) * PRIME
            continue
        if at + 1 == end or count == MAX_LABELS:
            return 0, 0, False, 0
        starts[count] = at + 1
        count += 1
        rule = find(endings, value)
        top = rule if count == 1 else top
        if not decided:
            if rule & EXCEPTION:
                suffix, decided, counted = count - 1, True, before
            elif rule & RULE or parent & WILDCARD:
                suffix, counted = count, rule // ODDS
            parent, before = rule, rule // ODDS
        known = known or rule & KNOWN != 0
        value = (value ^ np.uint64(DOT)) * PRIME
        end = at
    return (count, suffix, known, top % ODDS + counted * ODDS) if suffix else (0, 0, False, 0)
