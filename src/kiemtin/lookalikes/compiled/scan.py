"""The way in: a column of names, and what the compiled engine finds in each."""

from __future__ import annotations

import numpy as np

from kiemtin.lookalikes.candidates import MAX_LABELS
from kiemtin.lookalikes.compiled.desk import Desk, Tables
from kiemtin.lookalikes.compiled.features import LURE_EN, LURE_VI, SUBDOMAIN_ENDS_OFFICIAL, Host
from kiemtin.lookalikes.compiled.jit import compiled, inlined
from kiemtin.lookalikes.compiled.letters import ALPHABET, DOT, HYPHEN, Codes
from kiemtin.lookalikes.compiled.likeness import (
    EXACT,
    Label,
    strong_names,
    weak_names,
    weak_names_in_digits,
)
from kiemtin.lookalikes.compiled.names import FOREIGN, PRIME, SPACE, START, find, read, split
from kiemtin.lookalikes.compiled.reading import DIGITS, UNEXPLAINED
from kiemtin.lookalikes.compiled.resolving import resolve
from kiemtin.lookalikes.compiled.slips import misspelt_names
from kiemtin.lookalikes.compiled.tables import Integers, Lookup, Record, Records
from kiemtin.lookalikes.compiled.weighing import weigh

PLAIN, UNSURE, OTHER_LETTERS = range(3)
"""What is left to do: nothing, a closer look, or the same where its letters read like a name at all."""

RESULT = np.dtype(
    [
        ("row", np.int64),
        ("state", np.int64),
        ("word", np.int64),
        ("kind", np.int64),
        ("depth", np.int64),
        ("start", np.int64),
        ("end", np.int64),
        ("whole", np.int64),
        ("fake", np.int64),
        ("alone", np.int64),
        ("lures", np.int64),
        ("digits", np.int64),
        ("unexplained", np.int64),
        ("score", np.float64),
    ],
    align=True,
)
"""The likeliest of one name's likenesses; ``start`` and ``end`` count from the first byte, ``whole``: all of a label.

``fake``: it poses as an address; ``alone``: there is no other likeness.
"""

WWW = tuple(ALPHABET.index(letter) + 1 for letter in "www.")


@inlined
def likenesses(length: int, label_count: int, suffix: int, tables: Tables, desk: Desk) -> int:
    """Every name that ``desk.codes`` may be carrying, in ``desk.found``; returns how many."""
    count, names, found = 0, tables.names, desk.found
    end = length
    for at in range(label_count):
        start = desk.labels[at]
        depth = at - suffix
        if 0 <= depth < MAX_LABELS:
            label = Label(desk.codes, start, end, depth)
            first = count
            count, digits = strong_names(label, names, desk.paper, found, count)
            clear = count > first
            count = weak_names(label, names.weak, names.strong, found, count)
            if digits:
                count = weak_names_in_digits(label, names, desk.paper, found, count)
            if not clear:
                count = misspelt_names(label, tables.misspelt, desk.sheets, found, count)
        end = start - 1
    return count


@compiled
def sift(data: Codes, offsets: Integers, tables: Tables, desk: Desk, rows: Integers) -> int:
    """Stage 1: which of the names ``data[offsets[i]:offsets[i + 1]]`` may be carrying one; returns how many.

    Apart from stage 2, whose tables would drive its own out of the processor's cache.
    """
    written = 0
    for row in range(len(offsets) - 1):
        length = read(data, offsets[row], offsets[row + 1], desk.codes)
        may = length == FOREIGN
        if length > 0:
            labels, suffix, known, _ = split(desk.codes, length, tables.endings, desk.labels)
            may = known or (labels > suffix and likenesses(length, labels, suffix, tables, desk) > 0)
        if may:
            rows[written] = row
            written += 1
    return written


@compiled
def assess(data: Codes, offsets: Integers, rows: Integers, tables: Tables, desk: Desk, results: Records) -> int:
    """Stage 2: writes to ``results`` the likeliest likeness of each of ``rows`` that has one; returns how many."""
    written = 0
    for row in rows:
        one = results[written]
        one.row, one.state, one.score, one.kind = row, UNSURE, 1.0, EXACT
        length = read(data, offsets[row], offsets[row + 1], desk.codes)
        if length == FOREIGN:
            one.state = OTHER_LETTERS
            written += 1
            continue
        labels, suffix, known, ending = split(desk.codes, length, tables.endings, desk.labels)
        if known:
            written += 1
            continue
        count = likenesses(length, labels, suffix, tables, desk)
        if count == len(desk.found):  # there may be more: not for us
            written += 1
            continue
        start, end = desk.labels[suffix], desk.labels[suffix - 1] - 1
        host = Host(desk.codes, length, labels, suffix, ending, start, end, desk.labels[0])
        if judge(count, host, tables, desk, one):
            shift_by_spaces(one, data, offsets[row])
            written += 1
    return written


@inlined
def shift_by_spaces(one: Record, data: Codes, start: int) -> None:
    """Places count from the first byte, spaces before the name included."""
    lead = 0
    while data[start + lead] == SPACE:
        lead += 1
    one.start += lead
    one.end += lead


@inlined
def judge(count: int, host: Host, tables: Tables, desk: Desk, one: Record) -> bool:
    """Writes the likeliest likeness to ``one``; returns whether there is any worth telling."""
    one.alone = resolve(desk.found, count, tables.names.organisation, desk.kept) == 1
    best, best_score, best_size = -1, -1.0, 0
    for at in range(count):
        if not desk.kept[at]:
            continue
        weight = weigh(at, count, host, tables, desk)
        size = tables.known.sizes[desk.found[at].word]
        if weight > best_score or (weight == best_score and size > best_size):
            best, best_score, best_size = at, weight, size
            one.fake = desk.values[SUBDOMAIN_ENDS_OFFICIAL] > 0
            one.lures = desk.counts[LURE_VI] + desk.counts[LURE_EN]
            one.digits, one.unexplained = desk.counts[DIGITS], desk.counts[UNEXPLAINED]
    if best < 0:
        return False
    likeness = desk.found[best]
    one.word, one.kind, one.depth, one.score = likeness.word, likeness.kind, likeness.depth, best_score
    one.start, one.end = likeness.start, likeness.end
    one.whole = likeness.start == likeness.label_start and likeness.end == likeness.label_end
    one.state = UNSURE if shows_address(host.codes, host.length, tables.addresses) else PLAIN
    return True


@compiled
def shows_address(codes: Codes, length: int, addresses: Lookup) -> bool:
    """Whether the name begins with somebody's whole own address: ``shb.com.vn-kps.top``."""
    start = 0
    if length > 4 and codes[0] == WWW[0] and codes[1] == WWW[1] and codes[2] == WWW[2] and codes[3] == WWW[3]:
        start = 4
    value = START
    for at in range(start, length):
        if (codes[at] == DOT or codes[at] == HYPHEN) and find(addresses, value):
            return True
        value = (value ^ np.uint64(codes[at])) * PRIME
    return False
