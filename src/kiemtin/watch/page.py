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

from jinja2 import Environment, StrictUndefined, Template

from kiemtin.evidence.messages import Language, number, render
from kiemtin.formats.visible import visible
from kiemtin.organisations import Register
from kiemtin.watch.beside import around, pieces, read_as, safe_name
from kiemtin.watch.days import SHARE_OF, Count, by_day, date_in
from kiemtin.watch.screen import Summary
from kiemtin.watch.tally import Tally

BARS = 20
"""Rows of each chart."""

MAX_FEEDS = 50
"""Files without a day that are listed."""


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
        return [(safe_name(Path(feed).name), count) for feed, count in self.tally.feeds.items() if not _dated(feed)]

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
        return safe_name(known.short if known else organisation)

    def beside(self, organisation: str) -> str:
        """The label of its own name: never "official" where the register has not seen it confirmed."""
        known = self.register.get(organisation)
        main = known.main_domain if known else None
        return self.say("report.official-name" if main and main.confirmed else "report.unconfirmed-name")

    def origin(self, feed: str) -> str:
        """The day of a feed, or else its name."""
        date = date_in(Path(feed).name)
        return self.day(date) if date else safe_name(Path(feed).name)


def _dated(feed: str) -> bool:
    return date_in(Path(feed).name) is not None


def _chart(title: str, counts: Counter[str], labels: Mapping[str, str]) -> _Chart:
    chosen = counts.most_common(BARS)
    most = max((count for _, count in chosen), default=1)
    bars = [_Bar(safe_name(labels.get(key, key)), count, count / most) for key, count in chosen]
    return _Chart(title, bars, len(counts) - len(bars))


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"pieces": pieces, "around": around, "safe_name": safe_name, "read_as": read_as}
    return environment.from_string(files("kiemtin.watch").joinpath("screen.html.jinja").read_text("utf-8"))
