"""What somebody with a receipt sees, and how they end it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import F
from django.utils import timezone

from kiemtin.desk.overview import counting, feedback
from kiemtin.desk.overview.models import What
from kiemtin.desk.questions.counting import recount
from kiemtin.desk.questions.models import Asking, Group, Question, State
from kiemtin.desk.questions.receipts import hash_of, read_receipt
from kiemtin.desk.questions.replies import forget_replies
from kiemtin.desk.questions.transactions import writing
from kiemtin.desk.questions.upkeep import to_be_erased


class Standing(StrEnum):
    """How far a question has come, as its sender is told."""

    WAITING = "waiting"
    LOOKED_AT = "looked-at"
    ANSWERED = "answered"
    NOT_CHECKABLE = "not-checkable"


@dataclass(frozen=True, slots=True)
class Followed:
    """Where a question stands; ``answer`` is the id of the published answer, where there is one.

    ``said`` is what its sender has said of that answer, one of ``feedback.FEEDBACK``; else empty.
    """

    standing: Standing
    answer: str
    expires: datetime.date
    said: str = ""


def follow(written: str) -> Followed | None:
    """What the receipt in ``written`` shows now; the same ``None`` for a wrong, a spent and a deleted one."""
    code = read_receipt(written)
    if code is None:
        return None
    row = (
        Asking.objects.filter(receipt_hash=hash_of(code), expires__gt=timezone.localdate())
        .values("expires", "question__confirmed", "question__group__state", "question__group__answer")
        .annotate(assigned=F("question__group__assigned"))
        .first()
    )
    if row is None:
        return None
    state, confirmed = row["question__group__state"], row["question__confirmed"]
    # As long as nobody has said that a question belongs to its group, that group's answer may not be about it.
    if not confirmed or state == State.OPEN:
        looked_at = confirmed and row["assigned"] is not None
        return Followed(Standing.LOOKED_AT if looked_at else Standing.WAITING, "", row["expires"])
    answer = row["question__group__answer"]
    said = feedback.said_of(hash_of(code), answer) if answer else ""
    return Followed(Standing(state), answer, row["expires"], said)


def delete(written: str) -> bool:
    """Forget the asking with this receipt, and the question where nobody else asks it; whether there was one."""
    code = read_receipt(written)
    if code is None:
        return False
    with writing():
        asking = Asking.objects.filter(receipt_hash=hash_of(code), expires__gt=timezone.localdate()).first()
        if asking is None:
            return False
        forget_replies([asking.receipt_hash])
        feedback.forget_marks([asking.receipt_hash])
        question = asking.question_id
        asking.delete()
        let_go({question: 1})
        to_be_erased()
    return True


def let_go(gone: dict[int, int]) -> None:
    """Count so many askings fewer of these questions; what nobody asks any more goes, and groups without any."""
    groups = set(Question.objects.filter(pk__in=gone).values_list("group_id", flat=True))
    for question, count in gone.items():
        Question.objects.filter(pk=question).update(asked=F("asked") - count)
    Question.objects.filter(pk__in=gone, asked__lte=0).delete()
    empty = Group.objects.filter(pk__in=groups, question=None).exclude(state=State.MERGED)
    counting.count(What.OPEN, -empty.filter(state=State.OPEN).count())
    empty.delete()
    recount(groups)
