"""The summary of a run as one self-contained page: no script, no request, no address that can be clicked."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, Template

from kiemtin.domains import parse_domain
from kiemtin.evidence.messages import Language, number, render
from kiemtin.formats.letters import side_by_side
from kiemtin.formats.visible import clipped, visible
from kiemtin.organisations import Register
from kiemtin.text.alignment import Aligned
from kiemtin.watch.days import SHARE_OF, Count, by_day, date_in
from kiemtin.watch.screen import Summary
from kiemtin.watch.tally import Tally

BARS = 20
"""Rows of each chart."""

MAX_FEEDS = 50
"""Files without a day that are listed."""

MAX_SHOWN = 253
"""Characters of a name on the page (RFC 1035 allows no more)."""

PIECE = 8
"""Letters of one name that stay together where a narrow screen breaks the line; what is written out may be longer."""


LIKE_ENOUGH = 0.6
"""Of the letters of an official name, the least that another must have to be set beside it letter by letter."""

TOGETHER = 1 / 3
"""Of the same letters, the least that must stand in one stretch: any long name has some of any other's."""


@dataclass(frozen=True, slots=True)
class _Bar:
    label: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class _Drawing:
    """Bars by day; ``None`` where no feed was of that day."""

    name: str
    title: str
    values: Sequence[float | None]
    high: float
    described: str

    @property
    def gaps(self) -> list[tuple[int, int]]:
        """Each stretch of days without a feed: the place of its first day, and of the day after its last."""
        stretches = groupby(range(len(self.values)), key=lambda place: self.values[place] is None)
        found = [list(places) for missing, places in stretches if missing]
        return [(places[0], places[-1] + 1) for places in found]


@dataclass(frozen=True, slots=True)
class _Chart:
    title: str
    bars: Sequence[_Bar]
    left_out: int


def to_page(tally: Tally, summary: Summary, register: Register, language: Language, output: Path | None = None) -> str:
    """The page in ``language``; ``register`` names the organisations, ``output`` is where all rows were written."""
    return _template().render(
        page=_Page(tally, register, language),
        language=language,
        troubles=summary.troubles,
        missing=[str(error.values.get("name", "")) for error in summary.missing],
        most_feeds=MAX_FEEDS,
        output=visible(output.name) if output else None,
        share_of=SHARE_OF,
    )


class _Page:
    """What the template asks for, in words and numbers of one language."""

    def __init__(self, tally: Tally, register: Register, language: Language) -> None:
        self.tally, self.register, self.language = tally, register, language
        dated = [(date, count) for feed, count in tally.feeds.items() if (date := date_in(Path(feed).name))]
        self.days = by_day(dated)
        self.feeds = len(tally.feeds)
        self.gaps = sum(day.count is None for day in self.days)
        self.earlier = bool(dated) and min(date for date, _ in dated) < self.days[0].date
        self.total = tally.total
        self.worst = tally.worst()
        self.shown = sum(len(rows) for _, rows in self.worst)

    def say(self, message_id: str, **values: str | float) -> str:
        """A message, its numbers written as the language does."""
        written = {key: value if isinstance(value, str) else self.number(value) for key, value in values.items()}
        return render(message_id, written, self.language)

    def number(self, value: float) -> str:
        """A number; a small one that is not whole has one decimal."""
        return number(value, self.language, 0 if value >= 100 or value == int(value) else 1)

    def day(self, date: datetime.date) -> str:
        """A day as one writes it."""
        return self.say("screen.day", day=f"{date:%d}", month=f"{date:%m}", year=f"{date:%Y}")

    @property
    def charts(self) -> list[_Chart]:
        """Whom, how, and under which endings."""
        techniques = {one: self.say(f"technique.{one}") for one in self.tally.techniques}
        names = {one: self.short(one) for one in self.tally.organisations}
        return [
            _chart(self.say("screen.organisations"), self.tally.organisations, names),
            _chart(self.say("screen.techniques"), self.tally.techniques, techniques),
            _chart(self.say("screen.endings"), self.tally.endings, {}),
        ]

    @property
    def undated(self) -> list[tuple[str, Count]]:
        """Files whose names hold no day, in the order in which they were read."""
        return [(_safe(Path(feed).name), count) for feed, count in self.tally.feeds.items() if not _dated(feed)]

    @property
    def drawings(self) -> list[_Drawing]:
        """What is drawn day by day: how many of the names read were imitations, and how many were read."""
        shares = [day.count.share if day.count else None for day in self.days]
        read = [day.count.read if day.count else None for day in self.days]
        return [
            self._drawing("share", self.say("screen.days.share", count=SHARE_OF), shares),
            self._drawing("read", self.say("screen.days.read"), read),
        ]

    def _drawing(self, name: str, title: str, values: Sequence[float | None]) -> _Drawing:
        high, at = max((value, -place) for place, value in enumerate(values) if value is not None)
        described = self.say(
            "screen.days.describe",
            first=self.day(self.days[0].date),
            last=self.day(self.days[-1].date),
            count=high,
            day=self.day(self.days[-at].date),
        )
        return _Drawing(name, title, values, high, described)

    def short(self, organisation: str) -> str:
        """The organisation's short name."""
        known = self.register.get(organisation)
        return _safe(known.short if known else organisation)

    def beside(self, organisation: str) -> str:
        """The label of its own name: never "official" where the register has not seen it confirmed."""
        known = self.register.get(organisation)
        main = known.main_domain if known else None
        return self.say("report.official-name" if main and main.confirmed else "report.unconfirmed-name")

    def origin(self, feed: str) -> str:
        """The day of a feed, or else its name."""
        date = date_in(Path(feed).name)
        return self.day(date) if date else _safe(Path(feed).name)


def _dated(feed: str) -> bool:
    return date_in(Path(feed).name) is not None


def _chart(title: str, counts: Counter[str], labels: Mapping[str, str]) -> _Chart:
    chosen = counts.most_common(BARS)
    most = max((count for _, count in chosen), default=1)
    bars = [_Bar(_safe(labels.get(key, key)), count, count / most) for key, count in chosen]
    return _Chart(title, bars, len(counts) - len(bars))


def _read_as(row: Mapping[str, Any]) -> str:
    """The name as a browser shows it, in lower case: ``xn--…`` in its own letters."""
    parsed = parse_domain(row["domain"])
    return parsed.shown if parsed else row["domain"].lower()


def pieces(row: Mapping[str, Any]) -> list[Aligned]:
    """The name found and the organisation's own, in pieces of letters that are the same or differ.

    None where the two have little in common: what is imitated is then another name of the organisation's.
    """
    official = row["official"] or ""
    columns = side_by_side(_read_as(row), official)
    if not _comparable(columns, official.partition(".")[0]):
        return []
    joined: list[Aligned] = []
    for _, run in groupby(columns, key=lambda column: column.same):
        piece = Aligned("", "")
        for column in run:
            longer = Aligned(piece.forged + column.forged, piece.official + column.official)
            fits = max(len(longer.forged), len(longer.official)) <= PIECE
            joined += [piece] if not fits and piece != Aligned("", "") else []
            piece = longer if fits else column
        joined.append(piece)
    return joined


def _comparable(columns: Sequence[Aligned], label: str) -> bool:
    """Whether most letters of the official name's first label stand in the other name too, and not scattered."""
    runs, place = [0], 0
    for column in columns:
        if not column.forged or not column.official:
            runs.append(0)
        elif column.same and place < len(label):
            runs[-1] += 1
        place += len(column.official)
    return bool(columns) and sum(runs) >= LIKE_ENOUGH * len(label) and max(runs) > TOGETHER * len(label)


def around(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """The name in three: before the letters that recall the organisation, these, and behind them."""
    name = clipped(_read_as(row), MAX_SHOWN)
    before, recalls, behind = name.partition(row["matched"]) if row["matched"] else (name, "", "")
    return visible(before), visible(recalls), visible(behind)


def _safe(text: str) -> str:
    return clipped(visible(text[: MAX_SHOWN + 1]), MAX_SHOWN)


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"pieces": pieces, "around": around, "safe_name": _safe, "read_as": _read_as}
    return environment.from_string(files("kiemtin.watch").joinpath("screen.html.jinja").read_text("utf-8"))
