"""Charts as geometry: bars, lines and places for words. The template draws them; the numbers stand in a table beneath.

Drawn for a width of 340, which a telephone shows as it is and a computer twice as large. Series differ in how they are
filled, not in colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 340, 170
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 14, 24

FILLS = ("full", "hollow", "striped")
"""How the bars of the first, second and third series are filled (``staff.css``)."""

GAP = 0.3
"""The share of a period's room that is left free beside its bars."""

LETTER = 8.0
"""The width of a digit below the bars, as large as it is written for telephones."""

LOWEST = 1.0
"""The height of a bar for nothing: answered on the same day is not the same as not answered."""

STEPS = (1, 2, 5)
"""Where a scale may end, times a power of ten."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar."""

    x: float
    y: float
    width: float
    height: float
    fill: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A word and its place: along the scale by ``at`` from above, below the bars by ``at`` from the left."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that can be drawn; ``top`` is where its scale ends, ``empty`` whether there is nothing to see."""

    bars: tuple[Bar, ...]
    scale: tuple[Mark, ...]
    periods: tuple[Mark, ...]
    top: int
    empty: bool
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    ground: int = HEIGHT - BOTTOM


def chart(series: Sequence[Sequence[int | None]], periods: Sequence[str]) -> Chart:
    """Bars for each period, one beside the other for each series; nothing is a line on the ground, ``None`` no bar."""
    top = scale_end(max((value or 0 for values in series for value in values), default=0))
    room = (WIDTH - LEFT - RIGHT) / max(len(periods), 1)
    width = room * (1 - GAP) / max(len(series), 1)
    bars = [
        _bar(LEFT + room * (place + GAP / 2) + width * number, width, value / top, FILLS[number])
        for number, values in enumerate(series)
        for place, value in enumerate(values)
        if value is not None
    ]
    known = any(value is not None for values in series for value in values)
    return Chart(tuple(bars), _scale(top), _below(periods, room), top, empty=not known)


def scale_end(most: int) -> int:
    """The first of 1, 2, 5, 10, 20, 50 … that is no smaller than ``most``."""
    power = 1
    while True:
        for step in STEPS:
            if step * power >= most:
                return step * power
        power *= 10


def _bar(x: float, width: float, share: float, fill: str) -> Bar:
    height = max(share * (HEIGHT - TOP - BOTTOM), LOWEST)
    return Bar(round(x, 1), round(HEIGHT - BOTTOM - height, 1), round(width, 1), round(height, 1), fill)


def _scale(top: int) -> tuple[Mark, ...]:
    """Nothing, the end, and the middle where that is a whole number."""
    values = [0, top] if top % 2 else [0, top // 2, top]
    return tuple(
        Mark(round(HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM), 1), str(value)) for value in values
    )


def _below(periods: Sequence[str], room: float) -> tuple[Mark, ...]:
    """As many names of periods as have room, the last one among them."""
    longest = max((len(one) for one in periods), default=1)
    every = int(longest * LETTER // room) + 1
    last = len(periods) - 1
    shown = [place for place in range(len(periods)) if (last - place) % every == 0]
    return tuple(Mark(round(LEFT + room * (place + 0.5), 1), periods[place]) for place in shown)
