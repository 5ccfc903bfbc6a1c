"""Did this answer your question? Said with a receipt, once for each answer, and counted without saying who.

A mark keeps an asking from being counted twice of one answer, also where its group is led to another answer and back,
and lets it change its mind: found by a keyed hash of the receipt's, sealed, and gone with the asking. What stays is two
counts: of the answer, without a day, and of the day, without the answer.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from kiemtin.desk.answers import reading
from kiemtin.desk.overview import counting
from kiemtin.desk.overview.models import AnswerFeedback, FeedbackMark, What
from kiemtin.desk.overview.wording import FEEDBACK
from kiemtin.desk.questions.limits import LEAST_SHOWN
from kiemtin.desk.questions.models import Asking, State
from kiemtin.desk.questions.receipts import hash_of, read_receipt
from kiemtin.desk.questions.sealing import keyed, seal, unseal
from kiemtin.desk.questions.transactions import writing
from kiemtin.errors import Refused

MOST = 16
"""Answers that one mark knows of: a group that is led to more of them within a month is not to be expected."""

PADDED = MOST * 32
"""Bytes of what a mark says before it is sealed, so that its length does not tell."""

AT_ONCE = 500
"""Marks looked for in one statement: databases take only so many values at a time."""


@dataclass(frozen=True, slots=True)
class Totals:
    """How many have said what of one answer."""

    yes: int
    partly: int
    no: int


@dataclass(frozen=True, slots=True)
class _Mark:
    answer: str
    said: str
    day: datetime.date


def give(written: str, said: str) -> bool:
    """Count what somebody with this receipt says of the answer they see; whether there is such a receipt.

    Saying the same again changes nothing, saying something else takes the earlier one out. Raises ``Refused`` where
    there is nothing to say it of, or for a word that is none of ``FEEDBACK``.
    """
    code = read_receipt(written)
    if code is None:
        return False
    if said not in FEEDBACK:
        raise Refused("desk.feedback.unknown-word")
    found = hash_of(code)
    with writing():
        asking = Asking.objects.filter(receipt_hash=found, expires__gt=timezone.localdate())
        row = asking.values_list("question__confirmed", "question__group__state", "question__group__answer").first()
        if row is None:
            return False
        confirmed, state, answer = row
        if not confirmed or state != State.ANSWERED or not stands(answer):
            raise Refused("desk.feedback.no-answer")
        _count(found, _Mark(answer, said, timezone.localdate()))
    return True


def stands(answer: str) -> bool:
    """Whether an answer is published, and not withdrawn."""
    found = reading.answer_of(answer)
    return found is not None and found.content is not None


def said_of(receipt_hash: str, answer: str) -> str:
    """What the asking with this hash has said of ``answer``; empty where it has said nothing."""
    return next((mark.said for mark in _marks_of(receipt_hash) if mark.answer == answer), "")


def totals_of(answer: str) -> Totals | None:
    """What was said of an answer; ``None`` below the least that is told: fewer voices are easily somebody's."""
    row = AnswerFeedback.objects.filter(answer=answer).first()
    if row is None or row.yes + row.partly + row.no < LEAST_SHOWN:
        return None
    return Totals(row.yes, row.partly, row.no)


def forget_marks(receipt_hashes: list[str]) -> None:
    """Forget what these askings have said; it stays counted."""
    for start in range(0, len(receipt_hashes), AT_ONCE):
        some = [_belonging(found) for found in receipt_hashes[start : start + AT_ONCE]]
        FeedbackMark.objects.filter(belongs__in=some).delete()


def _count(receipt_hash: str, mark: _Mark) -> None:
    before = _marks_of(receipt_hash)
    if any((one.answer, one.said) == (mark.answer, mark.said) for one in before):
        return
    others = [one for one in before if one.answer != mark.answer][1 - MOST :]
    for gone in (one for one in before if one not in others):
        _add(gone, -1)
    _add(mark, 1)
    kept = {"sealed": _sealed([*others, mark])}
    FeedbackMark.objects.update_or_create(belongs=_belonging(receipt_hash), defaults=kept)


def _add(mark: _Mark, by: int) -> None:
    AnswerFeedback.objects.get_or_create(answer=mark.answer)
    AnswerFeedback.objects.filter(answer=mark.answer).update(**{mark.said: F(mark.said) + by})
    counting.count(What(f"said-{mark.said}"), by, mark.day)


def _marks_of(receipt_hash: str) -> list[_Mark]:
    """What an asking has said, one mark for each answer, the last said at the end."""
    row = FeedbackMark.objects.filter(belongs=_belonging(receipt_hash)).first()
    if row is None:
        return []
    lines = unseal("feedback", bytes(row.sealed)).rstrip(b"\0").decode().splitlines()
    found = (line.split(" ") for line in lines)
    return [_Mark(answer, said, datetime.date.fromisoformat(day)) for answer, said, day in found]


def _sealed(marks: Sequence[_Mark]) -> bytes:
    lines = "\n".join(f"{mark.answer} {mark.said} {mark.day}" for mark in marks)
    return seal("feedback", lines.encode().ljust(PADDED, b"\0"))


def _belonging(receipt_hash: str) -> str:
    return keyed("feedback", receipt_hash.encode()).hex()
