"""A question comes in: one transaction that counts it, or begins it, and puts it beside what it resembles.

1. The same form was sent already: the same receipt, nothing is counted.
2. The same message is there already: one more asking of it.
3. A similar one is there: the new question joins its group as a suggestion, which a person confirms or splits.
4. Else it begins a group of its own.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from kiemtin.desk.overview import counting
from kiemtin.desk.questions.asked import Asked
from kiemtin.desk.questions.counting import one_more, recount
from kiemtin.desk.questions.limits import MAX_PICTURES, MAX_QUESTIONS
from kiemtin.desk.questions.matching import similar_group
from kiemtin.desk.questions.models import Asking, Group, Question, QuestionPicture, QuestionTerm, ReplyAddress, State
from kiemtin.desk.questions.receipts import hash_of, receipt_for
from kiemtin.desk.questions.replies import belonging, sealed_address
from kiemtin.desk.questions.sealing import seal
from kiemtin.desk.questions.transactions import writing


class Full(Exception):
    """As many questions or pictures are kept as may be; some are forgotten every day."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What whoever asked is told, once: the code, and the day on which everything about it is forgotten."""

    code: str
    expires: datetime.date


def receive(asked: Asked, token: str, reply_to: str = "") -> Receipt:
    """Keep a question that came by the form that holds ``token``; raises ``Full``.

    ``reply_to`` is an e-mail address, or nothing.
    """
    receipt = receipt_for(token, asked.fingerprint)
    found = hash_of(receipt)
    expires = timezone.localdate() + datetime.timedelta(days=settings.CONFIGURATION.questions.days)
    with writing():
        before = Asking.objects.filter(receipt_hash=found).first()
        if before is not None:
            return Receipt(receipt, before.expires)
        question = _counted(asked) or _begun(asked)
        Asking.objects.create(receipt_hash=found, question_id=question, expires=expires)
        if reply_to:
            ReplyAddress.objects.create(belongs=belonging(found), sealed=sealed_address(reply_to), expires=expires)
    return Receipt(receipt, expires)


def _counted(asked: Asked) -> int | None:
    """One more asking of the same question; its number, or ``None`` where it is new."""
    row = Question.objects.filter(fingerprint=asked.fingerprint).values("id", "group_id").first()
    if row is None:
        return None
    Question.objects.filter(pk=row["id"]).update(asked=F("asked") + 1, last_day=timezone.localdate())
    one_more(row["group_id"])
    counting.came(new_group=False)
    return int(row["id"])


def _begun(asked: Asked) -> int:
    """A new question, in the group it seems to belong to or in one of its own; its number."""
    if Question.objects.count() >= MAX_QUESTIONS:
        raise Full
    if asked.pictures and QuestionPicture.objects.count() + len(asked.pictures) > MAX_PICTURES:
        raise Full
    today = timezone.localdate()
    similar = similar_group(asked)
    joins = similar is not None and similar.state == State.OPEN
    if similar is not None and joins:
        group = similar.group
    else:
        resembles = similar.group if similar is not None else None
        group = Group.objects.create(first_day=today, last_day=today, resembles=resembles).pk
    question = Question.objects.create(
        fingerprint=asked.fingerprint,
        group_id=group,
        confirmed=not joins,
        asked=1,
        danger=asked.danger,
        first_day=today,
        last_day=today,
        text=asked.text,
        sealed=seal("whole", asked.whole.encode()) if asked.whole is not None else None,
    )
    _keep_beside(question, asked)
    recount([group])
    counting.came(new_group=not joins)
    return question.pk


def _keep_beside(question: Question, asked: Asked) -> None:
    QuestionTerm.objects.bulk_create([QuestionTerm(question=question, term=term) for term in asked.terms])
    QuestionPicture.objects.bulk_create(
        [
            QuestionPicture(
                question=question,
                place=place,
                pdq=picture.pdq,
                shown=picture.shown,
                sealed=seal("whole", picture.whole) if picture.whole is not None else None,
            )
            for place, picture in enumerate(asked.pictures)
        ]
    )
