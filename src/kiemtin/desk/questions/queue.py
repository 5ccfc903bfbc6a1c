"""The queue, for whoever works on questions: plain functions; who may call which is decided where pages are.

``by`` is the number of the account that acts; it stands with notes and operations, and nowhere near an asking.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import StrIndex
from django.utils import timezone

from kiemtin.desk.questions.likeness import normalised
from kiemtin.desk.questions.limits import LEAST_SHOWN, MAX_QUERY, MOST_WORDS, PAGE
from kiemtin.desk.questions.models import Group, Question, State
from kiemtin.desk.questions.need import need_on

NOBODY = 0
"""In place of an account: groups that are assigned to nobody."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the queue ends: the stored need and the number of its last group."""

    need: int
    group: int


@dataclass(frozen=True, slots=True)
class Row:
    """One group in the queue. ``need`` is in days, ``suggested`` how many of its questions nobody has confirmed."""

    id: int
    state: str
    need: float
    asked: int
    danger: int
    first_day: datetime.date
    last_day: datetime.date
    assigned: int | None
    answer: str
    resembles: int | None
    excerpt: str
    suggested: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the queue, and where the next one begins; ``None`` on the last."""

    rows: tuple[Row, ...]
    next: Place | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which groups are wanted: in ``state``, with the words of ``search``, after a place.

    ``assigned`` is an account, or ``NOBODY``; ``None`` is whoever's.
    """

    state: str = State.OPEN
    assigned: int | None = None
    search: str = ""
    after: Place | None = None


def groups(wanted: Wanted) -> Page:
    """A page of groups, the neediest first."""
    found = _searched(_filtered(wanted), wanted.search)
    if wanted.after is not None:
        later = Q(need__lt=wanted.after.need) | Q(need=wanted.after.need, id__gt=wanted.after.group)
        found = found.filter(later, need__lte=wanted.after.need)
    rows = list(found.order_by("-need", "id").defer("words")[: PAGE + 1])
    shown = rows[:PAGE]
    last = Place(shown[-1].need, shown[-1].pk) if len(rows) > PAGE else None
    return Page(tuple(_as_rows(shown)), last)


def group(number: int) -> Row | None:
    """One group, or ``None``."""
    return next(iter(_as_rows(list(Group.objects.filter(pk=number).defer("words")))), None)


def asked_about(answer: str) -> int | None:
    """How many askings of the last days were about a published answer; ``None`` below the least that is told."""
    counts = Group.objects.filter(answer=answer, state=State.ANSWERED).values_list("asked", flat=True)
    total = sum(counts)
    return total if total >= LEAST_SHOWN else None


def _filtered(wanted: Wanted) -> QuerySet[Group]:
    found = Group.objects.filter(state=wanted.state)
    if wanted.assigned is None:
        return found
    return found.filter(assigned=None if wanted.assigned == NOBODY else wanted.assigned)


def _searched(found: QuerySet[Group], search: str) -> QuerySet[Group]:
    """Those that have each of the words, or words that begin so, however either is spelt."""
    for number, word in enumerate(normalised(search[:MAX_QUERY]).split()[:MOST_WORDS]):
        place = f"place_{number}"
        found = found.alias(**{place: StrIndex("words", Value(f" {word}"))}).filter(**{f"{place}__gt": 0})
    return found


def _as_rows(found: Sequence[Group]) -> list[Row]:
    suggested = dict(
        Question.objects.filter(group__in=[one.pk for one in found], confirmed=False)
        .values("group")
        .annotate(count=Count("id"))
        .values_list(F("group"), "count")
    )
    today = timezone.localdate()
    return [
        Row(
            id=one.pk,
            state=one.state,
            need=need_on(one.need, today),
            asked=one.asked,
            danger=one.danger,
            first_day=one.first_day,
            last_day=one.last_day,
            assigned=one.assigned_id,
            answer=one.answer,
            resembles=one.resembles,
            excerpt=one.excerpt,
            suggested=suggested.get(one.pk, 0),
        )
        for one in found
    ]
