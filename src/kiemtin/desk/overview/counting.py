"""Counting work as it is done, in the transaction that does it: so a count is never ahead of the work, nor behind.

Whatever closes, opens or undoes goes through ``operations.record``, which hands over how groups stood before and after;
what is counted follows from the difference. Undoing is such a difference too, so it needs no rule of its own.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping

from django.db.models import F
from django.utils import timezone

from kiemtin.desk.overview.models import Closed, DayOfWork, What
from kiemtin.desk.questions.models import Group, State

WORK = {State.ANSWERED: What.ANSWERED, State.NOT_CHECKABLE: What.NOT_CHECKABLE}
"""States that work leads to, and as what they are counted."""

MAX_DAYS = 1_000
"""Days of waiting that are told apart; nothing is kept for longer than a year."""

Standing = tuple[str, str | None]
"""A group's state, and the day on which it was closed (ISO)."""

Cell = tuple[datetime.date, str, int]
"""A day, what was done, and after how many days."""


def count(what: What, by: int = 1, day: datetime.date | None = None) -> None:
    """Count something of a day, by default of today. Within ``writing()``."""
    _add(Counter({(day or timezone.localdate(), str(what), 0): by}))


def came(*, new_group: bool) -> None:
    """Count a message that came in, and the group that it began."""
    today = timezone.localdate()
    kinds = (What.RECEIVED, What.NEW, What.OPEN) if new_group else (What.RECEIVED,)
    _add(Counter((today, str(what), 0) for what in kinds))


def settle(before: Mapping[int, Standing], after: Mapping[int, Standing]) -> None:
    """Count what became of groups that stood as in ``before`` and now stand as in ``after``. Within ``writing()``."""
    changed = [one for one in after if before.get(one) != after[one]]
    if not changed:
        return
    cells: Counter[Cell] = Counter()
    for row in Closed.objects.filter(group__in=changed):
        cells[row.day, row.what, row.days] -= 1
    Closed.objects.filter(group__in=changed).delete()
    closed = list(_closed(changed))
    Closed.objects.bulk_create(closed)
    cells.update((row.day, row.what, row.days) for row in closed)
    opened = sum((after[one][0] == State.OPEN) - (one in before and before[one][0] == State.OPEN) for one in changed)
    cells[timezone.localdate(), str(What.OPEN), 0] += opened
    _add(cells)


def _closed(groups: Iterable[int]) -> Iterable[Closed]:
    rows = Group.objects.filter(pk__in=groups, state__in=WORK, closed__isnull=False)
    for row in rows.only("state", "closed", "first_day"):
        if row.closed is not None:
            days = min(max((row.closed - row.first_day).days, 0), MAX_DAYS)
            yield Closed(group_id=row.pk, what=WORK[State(row.state)], day=row.closed, days=days)


def _add(cells: Counter[Cell]) -> None:
    for (day, what, days), by in cells.items():
        if by and not DayOfWork.objects.filter(day=day, what=what, days=days).update(count=F("count") + by):
            DayOfWork.objects.create(day=day, what=what, days=days, count=by)
