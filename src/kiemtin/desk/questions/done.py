"""What people of the desk did last, and which of it can still be undone: read for a list."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from kiemtin.desk.questions.models import Group, Operation, State
from kiemtin.desk.questions.operations import GROUP_COLUMNS, Hindrance, Touched, hindrance_of, stand, touched_by

PAGE = 30
"""Operations on one page of the list."""


@dataclass(frozen=True, slots=True)
class Done:
    """One operation: of how many ``groups``, one of them that is still there with how it begins, and what hinders it.

    ``kind`` is that of the operation; letting groups go, which is written down as assigning them to nobody, is
    ``release``. ``by`` is an account, ``None`` once that is gone.
    """

    id: int
    kind: str
    by: int | None
    day: datetime.date
    groups: int
    group: int | None
    excerpt: str
    hindrance: Hindrance | None


def last_done(before: int | None = None) -> tuple[tuple[Done, ...], int | None]:
    """A page of operations, the last first, and the number to ask the next page with, where there is one."""
    found = Operation.objects.order_by("-pk")
    rows = list((found if before is None else found.filter(pk__lt=before))[: PAGE + 1])
    shown = rows[:PAGE]
    every = [touched_by(row) for row in shown]
    now = stand(
        Touched(
            _together(one.groups for one in every),
            _together(one.questions for one in every),
            _together(one.notes for one in every),
        )
    )
    there = Group.objects.filter(pk__in=map(int, now["groups"])).exclude(state=State.MERGED)
    excerpts = dict(there.values_list("pk", "excerpt"))
    done = tuple(_done(row, hindrance_of(row, now), excerpts) for row in shown)
    return done, shown[-1].pk if len(rows) > PAGE else None


def _done(row: Operation, hindrance: Hindrance | None, excerpts: dict[int, str]) -> Done:
    group = next((int(one) for one in row.after.get("groups", {}) if int(one) in excerpts), None)
    return Done(
        id=row.pk,
        kind="release" if row.kind == "assign" and _assigned(row) == {None} else row.kind,
        by=row.by_id,
        day=row.day,
        groups=_groups(row),
        group=group,
        excerpt=excerpts.get(group, "") if group is not None else "",
        hindrance=hindrance,
    )


def _groups(row: Operation) -> int:
    """How many groups it was done to: those that it made, or that undoing brought back, do not count."""
    state = GROUP_COLUMNS.index("state")
    return sum(values[state] != State.MERGED for values in row.before.get("groups", {}).values())


def _assigned(row: Operation) -> set[int | None]:
    place = GROUP_COLUMNS.index("assigned_id")
    return {values[place] for values in row.after.get("groups", {}).values()}


def _together(numbers: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(one for some in numbers for one in some))
