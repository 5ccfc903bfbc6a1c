"""What people of the desk do to groups, each with its inverse: a row with how things stood before and after.

It can be undone as long as everything it touched still stands as it left it; what was forgotten since is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils import timezone

from kiemtin.desk.overview.counting import Standing, settle
from kiemtin.desk.questions import known
from kiemtin.desk.questions.counting import recount
from kiemtin.desk.questions.models import Group, Note, Operation, Question, State
from kiemtin.desk.questions.transactions import writing
from kiemtin.errors import Refused

Rows = dict[str, list[Any]]
"""Rows by their number (JSON knows no other keys), with the columns that operations change."""

GROUP_COLUMNS = ("state", "answer", "assigned_id", "closed", "resembles")
QUESTION_COLUMNS = ("group_id", "confirmed")
NOTE_COLUMNS = ("group_id",)

AT_ONCE = 500
"""Rows looked for in one statement: databases take only so many values at a time."""


Stood = dict[str, Rows]
"""Rows by the name of their table."""


class Hindrance(StrEnum):
    """Why something cannot be undone: it has been, something has changed since, or nothing of it is there any more."""

    UNDONE = "undone"
    CHANGED = "changed"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True)
class Touched:
    """The rows that an operation may change, by their numbers."""

    groups: tuple[int, ...] = ()
    questions: tuple[int, ...] = field(default=(), repr=False)
    notes: tuple[int, ...] = ()


def record(kind: str, by: int | None, touched: Touched, work: Callable[[], None]) -> int:
    """Do ``work`` and write down what it changed; the number of the operation. Within ``writing()``."""
    before = stand(touched)
    work()
    recount(touched.groups)
    after = stand(touched)
    settle(_standings(before), _standings(after))
    if touched.questions or _led(before) != _led(after):
        known.settle(touched.groups, touched.questions)
    row = Operation.objects.create(kind=kind, by_id=by, day=timezone.localdate(), before=before, after=after)
    return row.pk


def undo(operation: int, by: int | None) -> int:
    """Put back what ``operation`` changed, as an operation of its own, whose number is returned.

    Raises ``Refused`` where it was undone already, is not known or forgotten, or something has changed since.
    """
    with writing():
        row = Operation.objects.filter(pk=operation).first()
        if row is None:
            raise Refused("desk.queue.cannot-undo")
        touched = touched_by(row)
        hindrance = hindrance_of(row, stand(touched))
        if hindrance is not None:
            raise Refused("desk.queue.changed-since" if hindrance is Hindrance.CHANGED else "desk.queue.cannot-undo")
        Operation.objects.filter(pk=operation).update(undone=True)
        return record("undo", by, touched, lambda: _restore(row.before))


def touched_by(row: Operation) -> Touched:
    """What an operation may have changed."""
    return Touched(*(tuple(map(int, row.after.get(name, {}))) for name in ("groups", "questions", "notes")))


def hindrance_of(row: Operation, now: Stood) -> Hindrance | None:
    """Why an operation cannot be undone as things stand ``now`` (``stand``, of all it touched); ``None``: it can."""
    if row.undone:
        return Hindrance.UNDONE
    left = [(name, one) for name, rows in row.after.items() for one in rows if one in now[name]]
    if not left:
        return Hindrance.FORGOTTEN
    if any(now[name][one] != row.after[name][one] for name, one in left):
        return Hindrance.CHANGED
    # A group that undoing takes away again must have nothing in it that came since: nobody would see it any more.
    state = GROUP_COLUMNS.index("state")
    emptied = [int(one) for one, values in row.before.get("groups", {}).items() if values[state] == State.MERGED]
    own = [int(one) for one in row.after.get("questions", {})]
    if emptied and Question.objects.filter(group__in=emptied).exclude(pk__in=own).exists():
        return Hindrance.CHANGED
    return None


def stand(touched: Touched) -> Stood:
    """How these rows stand, those that are there."""
    return {
        "groups": _rows(Group, GROUP_COLUMNS, touched.groups),
        "questions": _rows(Question, QUESTION_COLUMNS, touched.questions),
        "notes": _rows(Note, NOTE_COLUMNS, touched.notes),
    }


def _standings(stood: Stood) -> dict[int, Standing]:
    """Whether groups were open, and since when they are not: what the overview counts."""
    state, closed = GROUP_COLUMNS.index("state"), GROUP_COLUMNS.index("closed")
    return {int(number): (values[state], values[closed]) for number, values in stood["groups"].items()}


def _led(stood: Stood) -> dict[str, tuple[Any, Any]]:
    """What became of groups, and to which answer they lead."""
    state, answer = GROUP_COLUMNS.index("state"), GROUP_COLUMNS.index("answer")
    return {number: (values[state], values[answer]) for number, values in stood["groups"].items()}


def _rows(model: Any, columns: Iterable[str], numbers: tuple[int, ...]) -> Rows:
    found: Rows = {}
    for start in range(0, len(numbers), AT_ONCE):
        rows = model.objects.filter(pk__in=numbers[start : start + AT_ONCE]).values_list("pk", *columns)
        found |= {str(number): [_plain(value) for value in values] for number, *values in rows}
    return found


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _restore(stood: Stood) -> None:
    for model, columns, name in (
        (Group, GROUP_COLUMNS, "groups"),
        (Question, QUESTION_COLUMNS, "questions"),
        (Note, NOTE_COLUMNS, "notes"),
    ):
        for number, values in stood[name].items():
            model.objects.filter(pk=int(number)).update(**dict(zip(columns, values, strict=True)))
