"""The figures of the overview, read from the counts of days: for weeks, and for days.

Waiting is told by nearest rank: at least half of what was answered was answered within the median, at least nine of ten
within the ninetieth percentile. Nothing here is about what was asked, nor about who did the work.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils import timezone

from kiemtin.desk.overview.models import DayOfWork, What
from kiemtin.desk.overview.wording import FEEDBACK
from kiemtin.desk.questions.limits import LEAST_SHOWN
from kiemtin.desk.questions.models import Group, State

WEEKS = 12
"""Weeks that are shown, this one included: a quarter."""

DAYS = 14
"""Days that are shown, today included."""

WEEK = 7

HALF, MOST = 50, 90
"""The shares of what was answered whose waiting is told, in hundredths."""

Cells = Mapping[tuple[datetime.date, str, int], int]
"""Counts by day, kind of work, and days of waiting."""


@dataclass(frozen=True, slots=True)
class Period:
    """The work of some days. ``new`` and what follows counts groups, ``received`` messages.

    ``open``: groups that were open at its end. ``half`` and ``most``: within how many days half, and nine tenths, of
    its answers came; ``None`` where there was none. ``yes``, ``partly``, ``no``: how many said that their question was
    answered; ``None`` where fewer than five said anything, and of single days.
    """

    start: datetime.date
    end: datetime.date
    received: int
    new: int
    open: int
    answered: int
    not_checkable: int
    half: int | None
    most: int | None
    yes: int | None = None
    partly: int | None = None
    no: int | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """How work stands ``today``: the last weeks and days, the earliest first, each up to and with the current one."""

    today: datetime.date
    weeks: tuple[Period, ...]
    days: tuple[Period, ...]

    @property
    def open(self) -> int:
        """Groups that are open now."""
        return self.days[-1].open


def current() -> Overview:
    """The figures as of today."""
    return overview(timezone.localdate())


def overview(today: datetime.date) -> Overview:
    """The figures as of ``today``."""
    monday = today - datetime.timedelta(days=today.weekday())
    first = monday - datetime.timedelta(weeks=WEEKS - 1)
    rows = DayOfWork.objects.filter(day__gte=first).values_list("day", "what", "days", "count")
    cells = {(day, what, days): count for day, what, days, count in rows}
    still_open = Group.objects.filter(state=State.OPEN).count()
    weeks = [(start, min(start + datetime.timedelta(days=WEEK - 1), today)) for start in _every(first, WEEK, WEEKS)]
    days = [(day, day) for day in _every(today - datetime.timedelta(days=DAYS - 1), 1, DAYS)]
    return Overview(
        today,
        tuple(_with_feedback(cells, _period(cells, start, end, still_open)) for start, end in weeks),
        tuple(_period(cells, start, end, still_open) for start, end in days),
    )


def within(waited: Mapping[int, int], share: int) -> int | None:
    """The fewest days within which ``share`` hundredths were done; ``waited`` says how many took how many days."""
    total = sum(waited.values())
    if total <= 0:
        return None
    rank, done = -(-share * total // 100), 0
    for days in sorted(waited):
        done += waited[days]
        if done >= rank:
            return days
    return max(waited)


def _every(first: datetime.date, step: int, count: int) -> Iterable[datetime.date]:
    return (first + datetime.timedelta(days=step * number) for number in range(count))


def _period(cells: Cells, start: datetime.date, end: datetime.date, still_open: int) -> Period:
    counts: Counter[str] = Counter()
    waited: Counter[int] = Counter()
    for (day, what, days), count in cells.items():
        if start <= day <= end:
            counts[what] += count
            waited[days] += count if what == What.ANSWERED else 0
        elif day > end and what == What.OPEN:
            # What is open now is known; before later changes it was so many fewer.
            still_open -= count
    return Period(
        start=start,
        end=end,
        received=counts[What.RECEIVED],
        new=counts[What.NEW],
        open=max(still_open, 0),
        answered=counts[What.ANSWERED],
        not_checkable=counts[What.NOT_CHECKABLE],
        half=within(+waited, HALF),
        most=within(+waited, MOST),
    )


def _with_feedback(cells: Cells, period: Period) -> Period:
    """The same with what was said of answers, where so many said something that it is nobody's own."""
    yes, partly, no = (sum(_of(cells, period, What(f"said-{one}"))) for one in FEEDBACK)
    enough = yes + partly + no >= LEAST_SHOWN
    return replace(period, yes=yes, partly=partly, no=no) if enough else period


def _of(cells: Cells, period: Period, wanted: What) -> Iterable[int]:
    return (count for (day, what, _), count in cells.items() if what == wanted and period.start <= day <= period.end)
