"""How surprising letters are after those before them: ``letters.py`` of the parent package, compiled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kiemtin.lookalikes.compiled.jit import inlined
from kiemtin.lookalikes.compiled.letters import ALPHABET, Codes
from kiemtin.lookalikes.compiled.tables import Values
from kiemtin.lookalikes.letters import EDGE, MAX_BEFORE, STEPS, SYMBOLS, ZERO, plain

COUNT = len(SYMBOLS)

RUNS = COUNT**MAX_BEFORE

SYMBOL = np.array([0, *(SYMBOLS.index(plain(letter)) for letter in ALPHABET)], dtype=np.int64)
"""The symbol of each letter number."""

EDGE_SYMBOL, BREAK = SYMBOLS.index(EDGE), SYMBOLS.index("-")


class Surprises(NamedTuple):
    """Quarters of a bit: ``steps[rows[run], symbol]``, where ``run`` is the number of the four symbols before."""

    rows: NDArray[np.int32]
    steps: NDArray[np.uint8]


class Usual(NamedTuple):
    """Bits of surprise of each name of the register: anywhere, at the beginning or end of a label, and as a whole."""

    anywhere: NDArray[np.float64]
    at_start: NDArray[np.float64]
    at_end: NDArray[np.float64]
    whole: NDArray[np.float64]


def surprises(rows: Mapping[str, str]) -> Surprises:
    """The table of ``letters.tsv.gz``, with every run of four symbols led to the longest of its ends that has a row.

    A shorter run, at the beginning of a label, is led there as one that has edges before it.
    """
    steps = np.array([[ord(sign) - ZERO for sign in row] for row in rows.values()], dtype=np.uint8)
    places = {run: place for place, run in enumerate(rows)}
    led = np.full(1, places[""], dtype=np.int32)
    for size in range(1, MAX_BEFORE + 1):
        led = np.tile(led, COUNT)
        for run, place in places.items():
            if len(run) == size:
                led[_number(run)] = place
    return Surprises(led, steps)


def _number(run: str) -> int:
    number = 0
    for symbol in run:
        number = number * COUNT + SYMBOLS.index(symbol)
    return number


@inlined
def read_surprises(codes: Codes, start: int, end: int, table: Surprises, read: Values) -> None:
    """Writes to ``read`` the surprise of each of ``codes[start:end]`` as a label by itself, and of its end."""
    run = np.int64(EDGE_SYMBOL)
    for at in range(start, end + 1):
        symbol = SYMBOL[codes[at]] if at < end else EDGE_SYMBOL
        read[at - start] = table.steps[table.rows[run], symbol] / STEPS
        run = (run * COUNT + symbol) % RUNS


@inlined
def surprise_of(codes: Codes, start: int, end: int, table: Surprises, with_end: int) -> float:
    """The surprise of ``codes[start:end]`` at the beginning of a label, and of its end there if ``with_end``."""
    run, total = np.int64(EDGE_SYMBOL), 0.0
    for at in range(start, end + with_end):
        symbol = SYMBOL[codes[at]] if at < end else EDGE_SYMBOL
        total += table.steps[table.rows[run], symbol] / STEPS
        run = (run * COUNT + symbol) % RUNS
    return total
