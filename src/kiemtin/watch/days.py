"""When feeds are from: the day in a file's name, and what was read and found on each day."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

SHARE_OF = 100_000
"""Names among which imitations are counted, so that days with long and short feeds can be compared."""

MAX_DAYS = 92
"""Days that are drawn, the latest: a quarter of a year; more would be thinner than a phone can show."""

FIRST_YEAR, LAST_YEAR = 1985, 2100
"""The first name was registered in 1985; eight digits outside these years are some other number."""

DATE = re.compile(r"(?<![0-9])([0-9]{4})(-?)([0-9]{2})\2([0-9]{2})(?![0-9])")


@dataclass(slots=True)
class Count:
    """Names read, and imitations found among them."""

    read: int = 0
    found: int = 0

    def add(self, other: Count) -> None:
        """Count these too."""
        self.read += other.read
        self.found += other.found

    @property
    def share(self) -> float:
        """Imitations among ``SHARE_OF`` names."""
        return self.found / self.read * SHARE_OF if self.read else 0.0


@dataclass(frozen=True, slots=True)
class Day:
    """One day; ``count`` is ``None`` where no feed was of that day."""

    date: datetime.date
    count: Count | None


def date_in(name: str) -> datetime.date | None:
    """The day in a file's name, as ``2026-11-22`` or ``20261122``; ``None`` without one, or with several."""
    dates = set()
    for found in DATE.finditer(name):
        try:
            date = datetime.date(int(found[1]), int(found[3]), int(found[4]))
        except ValueError:
            continue
        if FIRST_YEAR <= date.year <= LAST_YEAR:
            dates.add(date)
    return dates.pop() if len(dates) == 1 else None


def by_day(counts: Iterable[tuple[datetime.date, Count]]) -> list[Day]:
    """Every day from the first to the last, at most ``MAX_DAYS`` back from the last, those without a feed too."""
    read: dict[datetime.date, Count] = {}
    for date, count in counts:
        read.setdefault(date, Count()).add(count)
    if not read:
        return []
    last = max(read)
    span = min((last - min(read)).days + 1, MAX_DAYS)
    days = (last - datetime.timedelta(back) for back in reversed(range(span)))
    return [Day(day, read.get(day)) for day in days]
