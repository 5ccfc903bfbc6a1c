"""The figures of work: each follows what was done and what was undone, and outlives what it was done about."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from importlib import import_module
from itertools import pairwise
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from kiemtin.desk.configuration import Configuration
from kiemtin.desk.overview.figures import DAYS, WEEKS, Period, current, within
from kiemtin.desk.overview.models import Closed, DayOfWork
from kiemtin.desk.questions import following, operations, purging, reading, working
from kiemtin.desk.questions.models import Asking, Group, State
from tests.desk.questions.sending import FORGED, RUMOUR, sent
from tests.desk.questions.test_working import ALIKE, ANSWER, only

WEDNESDAY = datetime.date(2026, 11, 18)

OPINION = "Tôi thấy phường mình làm đường chậm quá, ai cũng than."

Clock = Callable[[int], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Lets it be so many days after a Wednesday."""

    def turn(days: int) -> None:
        monkeypatch.setattr(timezone, "localdate", lambda: WEDNESDAY + datetime.timedelta(days=days))

    turn(0)
    return turn


def now() -> Period:
    """Today's figures."""
    return current().days[-1]


def counts(period: Period) -> tuple[int, int, int, int, int]:
    """Messages and groups that came in, groups open at the end, answered, closed as not checkable."""
    return period.received, period.new, period.open, period.answered, period.not_checkable


def test_each_step_is_counted_on_its_day_and_undoing_takes_it_out_again(tables: Configuration, clock: Clock) -> None:
    """Received, answered after three days, reopened, answered anew; what is undone was never counted on any day."""
    sent(RUMOUR)
    sent(RUMOUR)
    sent(OPINION)
    assert (3, 2, 2, 0, 0) == counts(now())
    clock(3)
    rumour = Group.objects.get(asked=2).pk
    answering = working.link_answer([rumour], ANSWER, None)
    assert ((0, 0, 1, 1, 0), (3, 3)) == (counts(now()), (now().half, now().most))
    clock(5)
    undoing = operations.undo(answering, None)
    found = current()
    assert ((0, 0, 2, 0, 0), 0) == (counts(now()), sum(one.answered for one in found.days))
    assert [2, 2, 2, 1, 1, 2] == [one.open for one in found.days[-6:]]
    operations.undo(undoing, None)
    assert [0, 0, 0, 1, 0, 0] == [one.answered for one in current().days[-6:]]
    working.reopen([rumour], None)
    working.close_as_not_checkable(list(Group.objects.values_list("id", flat=True)), None)
    found = current()
    assert ((0, 0, 0, 0, 2), 0) == (counts(found.days[-1]), sum(one.answered for one in found.weeks))


def test_groups_that_are_joined_or_parted_are_counted_as_what_they_are_then(
    tables: Configuration, clock: Clock
) -> None:
    """Open ones, and answered ones: two that become one are one, there and back."""
    sent(RUMOUR)
    sent(ALIKE)
    assert (2, 1, 1) == counts(now())[:3]
    splitting = working.split([one.id for one in reading.suggested(only())], None)
    assert 2 == now().open
    operations.undo(splitting, None)
    assert 1 == now().open
    sent(FORGED)
    some, other = Group.objects.filter(state=State.OPEN).values_list("id", flat=True)
    joining = working.merge(some, [other], None)
    assert 1 == now().open
    operations.undo(joining, None)
    working.link_answer([some, other], ANSWER, None)
    # What nobody had confirmed stays open by itself.
    assert (1, 2) == (now().open, now().answered)
    joining = working.merge(some, [other], None)
    assert 1 == now().answered
    operations.undo(joining, None)
    assert (1, 2) == (now().open, now().answered)


def test_the_figures_outlive_the_questions(tables: Configuration, clock: Clock) -> None:
    """Answered ones and one that nobody answered are forgotten; what was counted stays, and nothing is open."""
    for text in (RUMOUR, FORGED):
        sent(text)
    last = sent(OPINION)
    working.link_answer([Group.objects.get(danger=3).pk], ANSWER, None)
    clock(2)
    working.close_as_not_checkable([Group.objects.get(excerpt=RUMOUR).pk], None)
    assert following.delete(last.code)
    assert (0, 0, 0, 0, 1) == counts(now())
    clock(35)
    Asking.objects.update(expires=WEDNESDAY)
    purging.purge()
    assert (0, 0) == (Group.objects.count(), Closed.objects.count())
    found = current()
    week = next(one for one in found.weeks if one.start <= WEDNESDAY <= one.end)
    assert ((3, 3, 0, 1, 1), 0) == (counts(week), found.open)


def test_what_is_forgotten_unanswered_is_no_longer_open(tables: Configuration, clock: Clock) -> None:
    """On the day on which it goes, and not before."""
    sent(RUMOUR)
    clock(1)
    Asking.objects.update(expires=WEDNESDAY)
    purging.purge()
    assert [1, 0] == [one.open for one in current().days[-2:]]


def test_what_was_there_before_is_counted_by_the_migration(tables: Configuration, clock: Clock) -> None:
    """It comes to the same rows that counting from the first day on has made."""
    sent(RUMOUR)
    clock(1)
    sent(FORGED)
    sent(RUMOUR)
    clock(4)
    working.link_answer([Group.objects.get(danger=3).pk], ANSWER, None)
    working.close_as_not_checkable([Group.objects.get(excerpt=RUMOUR).pk], None)

    def rows() -> list[Any]:
        return sorted(DayOfWork.objects.exclude(count=0).values_list("day", "what", "days", "count"))

    def closed() -> list[Any]:
        return sorted(Closed.objects.values_list("group", "what", "day", "days"))

    counted = rows(), closed()
    migration = import_module("kiemtin.desk.overview.migrations.0002_what_exists")
    with connection.schema_editor() as editor:
        migration.forget(apps, editor)
        assert ([], []) == (rows(), closed())
        migration.count(apps, editor)
    assert counted == (rows(), closed())


def test_weeks_begin_on_monday_and_days_end_today(tables: Configuration, clock: Clock) -> None:
    """Twelve weeks and fourteen days without gaps; the current week goes up to today."""
    found = current()
    assert (WEEKS, DAYS) == (len(found.weeks), len(found.days))
    assert {0} == {one.start.weekday() for one in found.weeks}
    assert (WEDNESDAY - datetime.timedelta(days=2), WEDNESDAY) == (found.weeks[-1].start, found.weeks[-1].end)
    assert all(one.end + datetime.timedelta(days=1) == next_.start for one, next_ in pairwise(found.weeks))
    assert [WEDNESDAY - datetime.timedelta(days=DAYS - 1), WEDNESDAY] == [found.days[0].start, found.days[-1].start]


@pytest.mark.parametrize(
    ("waited", "half", "most"),
    [
        ({}, None, None),
        ({0: 1}, 0, 0),
        ({1: 1, 4: 1}, 1, 4),
        ({0: 9, 30: 1}, 0, 0),
        ({0: 8, 30: 2}, 0, 30),
        ({2: 0}, None, None),
        ({1: 99, 7: 11}, 1, 1),
    ],
)
def test_waiting_is_told_by_nearest_rank(waited: dict[int, int], half: int | None, most: int | None) -> None:
    """Half, and nine of ten, were answered within so many days; of nothing, nothing is told."""
    assert (half, most) == (within(waited, 50), within(waited, 90))
