"""Reading one group: its questions as everyone of the desk sees them, and whole for the one who is assigned to it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from kiemtin.desk.questions.models import Group, Note, Question, QuestionPicture
from kiemtin.desk.questions.sealing import unseal
from kiemtin.errors import Refused

MOST_SHOWN = 200
"""Questions of one group on one page; the most asked come first, and say what the others do."""


@dataclass(frozen=True, slots=True)
class OneQuestion:
    """A question of a group: ``text`` with masks; ``masked`` says whether there is more for the one assigned.

    ``pictures`` are the numbers of its pictures, for ``picture``.
    """

    id: int
    text: str = field(repr=False)
    masked: bool
    confirmed: bool
    asked: int
    danger: int
    first_day: datetime.date
    pictures: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OneNote:
    """An internal note; ``by`` is an account, ``None`` once that is gone."""

    id: int
    text: str = field(repr=False)
    by: int | None
    day: datetime.date


def questions(group: int, *, confirmed: bool | None = None) -> tuple[OneQuestion, ...]:
    """The questions of ``group``, the most asked first; with ``confirmed=False`` those that are only suggested."""
    found = Question.objects.filter(group=group)
    rows = list(
        (found if confirmed is None else found.filter(confirmed=confirmed)).order_by("-asked", "id")[:MOST_SHOWN]
    )
    pictures: dict[int, list[int]] = {}
    places = QuestionPicture.objects.filter(question__in=rows).order_by("question", "place")
    for question, number in places.values_list("question_id", "id"):
        pictures.setdefault(question, []).append(number)
    return tuple(
        OneQuestion(
            id=row.pk,
            text=row.text,
            masked=row.sealed is not None,
            confirmed=row.confirmed,
            asked=row.asked,
            danger=row.danger,
            first_day=row.first_day,
            pictures=tuple(pictures.get(row.pk, ())),
        )
        for row in rows
    )


def suggested(group: int) -> tuple[OneQuestion, ...]:
    """The questions of ``group`` that nobody has confirmed to belong to it."""
    return questions(group, confirmed=False)


def notes(group: int) -> tuple[OneNote, ...]:
    """The notes about ``group``, in the order in which they were made."""
    return tuple(
        OneNote(row.pk, row.text, row.by_id, row.day) for row in Note.objects.filter(group=group).order_by("id")
    )


def whole_text(question: int, reader: int) -> str:
    """The text of a question without masks; raises ``Refused`` unless ``reader`` is assigned to its group."""
    row = Question.objects.filter(pk=question).first()
    if row is None:
        raise Refused("desk.queue.not-there")
    _require_assigned(row.group_id, reader)
    return row.text if row.sealed is None else unseal("whole", bytes(row.sealed)).decode()


def picture(number: int) -> bytes:
    """A picture of a question as JPEG, with personal data covered; raises ``Refused`` where there is none."""
    row = QuestionPicture.objects.filter(pk=number).first()
    if row is None:
        raise Refused("desk.queue.not-there")
    return bytes(row.shown)


def whole_picture(number: int, reader: int) -> bytes:
    """The same with nothing covered; raises ``Refused`` unless ``reader`` is assigned to its group."""
    row = QuestionPicture.objects.filter(pk=number).select_related("question").first()
    if row is None:
        raise Refused("desk.queue.not-there")
    _require_assigned(row.question.group_id, reader)
    return bytes(row.shown) if row.sealed is None else unseal("whole", bytes(row.sealed))


def _require_assigned(group: int, reader: int) -> None:
    if not Group.objects.filter(pk=group, assigned=reader).exists():
        raise Refused("desk.queue.not-assigned")
