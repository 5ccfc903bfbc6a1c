"""Which of many likenesses stand for themselves, and the letters around one of them: ``resolve``, compiled."""

from __future__ import annotations

from kiemtin.lookalikes.compiled.jit import inlined
from kiemtin.lookalikes.compiled.letters import Codes
from kiemtin.lookalikes.compiled.likeness import HYPHENED, TYPO, WEAK
from kiemtin.lookalikes.compiled.reading import Notes, Words, explain
from kiemtin.lookalikes.compiled.tables import Flags, Integers, Record, Records


@inlined
def resolve(found: Records, count: int, organisation: Integers, kept: Flags) -> int:
    """Marks in ``kept`` which likenesses are no part of a longer one nor beside a stronger one; returns how many."""
    left = 0
    for at in range(count):
        kept[at] = True
        for other in range(count):
            if other != at and found[other].kind <= HYPHENED and eclipses(found[other], found[at], organisation):
                kept[at] = False
        left += kept[at]
    return left


@inlined
def eclipses(clear: Record, other: Record, organisation: Integers) -> bool:
    """``candidates._eclipses``."""
    overlap = clear.depth == other.depth and clear.start < other.end and other.start < clear.end
    longer = clear.end - clear.start > other.end - other.start
    if overlap and (longer or other.kind > HYPHENED):
        return True
    same = organisation[clear.word] == organisation[other.word]
    return not same and ((other.kind == WEAK and other.start != other.label_start) or other.kind == TYPO)


@inlined
def is_second(one: Record, other: Record, organisation: Integers) -> bool:
    """Whether ``other`` is another name of the same organisation, apart from ``one``."""
    apart = one.depth != other.depth or one.end <= other.start or other.end <= one.start
    return apart and organisation[one.word] == organisation[other.word]


@inlined
def letters_around(
    one: Record, found: Records, count: int, kept: Flags, organisation: Integers, taken: Flags
) -> tuple[bool, bool]:
    """Marks in ``taken`` the letters of the label that names take up.

    Returns whether there is a second name, and one in the registered label.
    """
    second, registered = False, False
    for at in range(one.label_start, one.label_end):
        taken[at] = one.start <= at < one.end
    for other in range(count):
        if kept[other] and is_second(one, found[other], organisation):
            second = True
            registered = registered or found[other].depth == 0
            if found[other].depth == one.depth:
                for at in range(found[other].start, found[other].end):
                    taken[at] = True
    return second, registered


@inlined
def explain_around(one: Record, taken: Flags, codes: Codes, words: Words, notes: Notes, counts: Integers) -> None:
    """Counts what known words make of the letters of the label that no name takes up."""
    start = one.label_start
    for at in range(one.label_start, one.label_end + 1):
        if at == one.label_end or taken[at]:
            if at > start:
                explain(codes, start, at, words, notes, counts)
            start = at + 1
