"""What people of the desk do to groups, each with its inverse: a row with how things stood before and after.

It can be undone as long as everything it touched still stands as it left it; what was forgotten since is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from kiemtin.desk.overview.counting import Standing, settle
from kiemtin.desk.questions.counting import recount
from kiemtin.desk.questions.models import Group, Note, Operation, Question
from kiemtin.desk.questions.transactions import writing
from kiemtin.errors import Refused

Rows = dict[str, list[Any]]
"""Rows by their number (JSON knows no other keys), with the columns that operations change."""

GROUP_COLUMNS = ("state", "answer", "assigned_id", "closed", "resembles")
QUESTION_COLUMNS = ("group_id", "confirmed")
NOTE_COLUMNS = ("group_id",)


@dataclass(frozen=True, slots=True)
class Touched:
    """The rows that an operation may change, by their numbers."""

    groups: tuple[int, ...] = ()
    questions: tuple[int, ...] = field(default=(), repr=False)
    notes: tuple[int, ...] = ()


def record(kind: str, by: int | None, touched: Touched, work: Callable[[], None]) -> int:
    """Do ``work`` and write down what it changed; the number of the operation. Within ``writing()``."""
    before = _stand(touched)
    work()
    recount(touched.groups)
    after = _stand(touched)
    settle(_standings(before), _standings(after))
    row = Operation.objects.create(kind=kind, by_id=by, day=timezone.localdate(), before=before, after=after)
    return row.pk


def undo(operation: int, by: int | None) -> int:
    """Put back what ``operation`` changed, as an operation of its own, whose number is returned.

    Raises ``Refused`` where it was undone already, is not known, or something has changed since.
    """
    with writing():
        row = Operation.objects.filter(pk=operation).first()
        if row is None or row.undone:
            raise Refused("desk.queue.cannot-undo")
        touched = Touched(*(tuple(map(int, row.after[name])) for name in ("groups", "questions", "notes")))
        now = _stand(touched)
        if any(now[name][one] != row.after[name][one] for name in now for one in now[name]):
            raise Refused("desk.queue.changed-since")
        Operation.objects.filter(pk=operation).update(undone=True)
        return record("undo", by, touched, lambda: _restore(row.before))


def _stand(touched: Touched) -> dict[str, Rows]:
    return {
        "groups": _rows(Group, GROUP_COLUMNS, touched.groups),
        "questions": _rows(Question, QUESTION_COLUMNS, touched.questions),
        "notes": _rows(Note, NOTE_COLUMNS, touched.notes),
    }


def _standings(stood: dict[str, Rows]) -> dict[int, Standing]:
    """Whether groups were open, and since when they are not: what the overview counts."""
    state, closed = GROUP_COLUMNS.index("state"), GROUP_COLUMNS.index("closed")
    return {int(number): (values[state], values[closed]) for number, values in stood["groups"].items()}


def _rows(model: Any, columns: Iterable[str], numbers: tuple[int, ...]) -> Rows:
    found = model.objects.filter(pk__in=numbers).values_list("pk", *columns)
    return {str(number): [_plain(value) for value in values] for number, *values in found}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _restore(stood: dict[str, Rows]) -> None:
    for model, columns, name in (
        (Group, GROUP_COLUMNS, "groups"),
        (Question, QUESTION_COLUMNS, "questions"),
        (Note, NOTE_COLUMNS, "notes"),
    ):
        for number, values in stood[name].items():
            model.objects.filter(pk=int(number)).update(**dict(zip(columns, values, strict=True)))
