"""How far one word is from another: ``typos.py`` of the parent package, compiled."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kiemtin.lookalikes.compiled.jit import compiled
from kiemtin.lookalikes.compiled.letters import Codes
from kiemtin.lookalikes.compiled.tables import Flags, Integers, Span, Texts, Values
from kiemtin.lookalikes.typos import BAND, DOUBLED, FAR, MOST_SLIPS, NEAR, SWAPPED

INFINITE = np.inf


class Sheets(NamedTuple):
    """Room to write on: the label with digits read as letters, and five rows of a table of distances."""

    letters: Codes
    costs: Values
    starts: Integers


def sheets() -> Sheets:
    """Empty sheets."""
    return Sheets(
        np.zeros(260, dtype=np.uint8), np.zeros((3, 260), dtype=np.float64), np.zeros((3, 260), dtype=np.int64)
    )


@compiled
def one_slip(letters: Codes, window: Span, texts: Texts, short: int, near: Flags) -> float:
    """``typos.one_slip``."""
    place, end = window
    begin, size, wanted = texts.begins[short], end - place, texts.begins[short + 1] - texts.begins[short]
    target = texts.letters
    shorter = min(size, wanted)
    at = 0
    while at < shorter and letters[place + at] == target[begin + at]:
        at += 1
    if size == wanted:
        if at == size:
            return 0.0
        rest = at + 1
        while rest < size and letters[place + rest] == target[begin + rest]:
            rest += 1
        if rest == size:
            return NEAR if near[letters[place + at], target[begin + at]] else FAR
        if letters[place + at] != target[begin + at + 1] or letters[place + at + 1] != target[begin + at]:
            return INFINITE
        for rest in range(at + 2, size):
            if letters[place + rest] != target[begin + rest]:
                return INFINITE
        return SWAPPED
    if size > wanted:
        for rest in range(at, wanted):
            if letters[place + rest + 1] != target[begin + rest]:
                return INFINITE
        extra = letters[place + at]
        doubled = (at > 0 and letters[place + at - 1] == extra) or (at + 1 < size and letters[place + at + 1] == extra)
        return DOUBLED if doubled else FAR
    for rest in range(at, size):
        if letters[place + rest] != target[begin + rest + 1]:
            return INFINITE
    lost = target[begin + at]
    doubled = (at > 0 and target[begin + at - 1] == lost) or (at + 1 < wanted and target[begin + at + 1] == lost)
    return DOUBLED if doubled else FAR


@compiled
def is_near(letters: Codes, start: int, end: int, places: Integers, size: int) -> bool:
    """``typos.is_near``."""
    last = np.int64(1) << np.int64(size - 1)
    full = (last << 1) - 1
    more, fewer, diagonal, before, distance = full, np.int64(0), np.int64(0), np.int64(0), size
    for at in range(start, end):
        here = places[letters[at]]
        swapped = (((~diagonal & here) << 1) & before) & full
        diagonal = (((here & more) + more) ^ more) | here | fewer | swapped
        right_more = fewer | (~(diagonal | more) & full)
        right_fewer = more & diagonal
        if right_more & last:
            distance += 1
        elif right_fewer & last:
            distance -= 1
        if distance <= MOST_SLIPS:
            return True
        right_more = (right_more << 1) & full
        right_fewer = (right_fewer << 1) & full
        more = right_fewer | (~(diagonal | right_more) & full)
        fewer = right_more & diagonal
        before = here
    return False


@compiled
def locate(
    sheets: Sheets, window: tuple[int, int, int], texts: Texts, word: int, near: Flags
) -> tuple[float, int, int]:
    """``typos.locate``: cost, start and end. One long function, for it is the innermost loop of all."""
    place, finish, offset = window
    begin = texts.begins[word]
    size = texts.begins[word + 1] - begin
    costs, starts, target, letters = sheets.costs, sheets.starts, texts.letters, sheets.letters
    before, above, here = 0, 1, 2
    for j in range(size + 1):
        costs[before, j], starts[before, j] = INFINITE, 0
        costs[above, j], starts[above, j] = FAR * j, 0
    best, best_start, best_end = costs[above, size], 0, 0
    for i in range(1, finish - place + 1):
        letter = letters[place + i - 1]
        last = letters[place + i - 2] if i > 1 else 0
        for j in range(size + 1):
            costs[here, j], starts[here, j] = INFINITE, i
        costs[here, 0] = 0.0
        extra = DOUBLED if i > 1 and last == letter else FAR
        for j in range(max(1, i - offset - BAND), min(size, i - offset + BAND) + 1):
            wanted = target[begin + j - 1]
            wanted_last = target[begin + j - 2] if j > 1 else 0
            cost, start = costs[above, j - 1], starts[above, j - 1]
            if letter != wanted:
                cost += NEAR if near[letter, wanted] else FAR
            if costs[above, j] + extra < cost:
                cost, start = costs[above, j] + extra, starts[above, j]
            missing = costs[here, j - 1] + (DOUBLED if wanted_last == wanted else FAR)
            if missing < cost:
                cost, start = missing, starts[here, j - 1]
            if j > 1 and letter == wanted_last and last == wanted and letter != wanted:
                swapped, swapped_start = costs[before, j - 2] + SWAPPED, starts[before, j - 2]
                if swapped < cost or (swapped == cost and swapped_start < start):
                    cost, start = swapped, swapped_start
            costs[here, j], starts[here, j] = cost, start
        if costs[here, size] <= best:
            best, best_start, best_end = costs[here, size], starts[here, size], i
        before, above, here = above, here, before
    return best, place + best_start, place + best_end
