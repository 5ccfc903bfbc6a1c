"""What is done to a published answer without a draft: withdrawing it, and erasing words that the law forbids to keep.

A correction and an update say something new, so they go through a draft and its review (``drafts.start_change``).
"""

from __future__ import annotations

from django.db import connection
from django.utils import timezone

from kiemtin.answers.drafting import cleaned, judge_text
from kiemtin.answers.values import MAX_REASON, Change, Logged, PublishedAnswer, Record
from kiemtin.desk.answers import log, pictures, reading
from kiemtin.desk.answers.models import LogEntry
from kiemtin.errors import Refused


def withdraw(answer: str, reason: str) -> PublishedAnswer:
    """Withdraw an answer, with a public reason; the answer as it now stands.

    Raises ``Refused`` where there is none, it is withdrawn already, or the reason is missing or too long.
    """
    reason = _reason(reason)

    def withdrawn(_size: int) -> tuple[Record, ...]:
        last = _records(answer)[-1]
        says = next((one for one in reversed(_records(answer)) if one.change is not Change.ERASE), last)
        if says.content is None:
            raise Refused("answers.withdrawn-already")
        return (_next(last, Change.WITHDRAW, reason),)

    log.append(withdrawn)
    return reading.need_answer(answer)


def erasable(index: int) -> Record:
    """The record at ``index`` of the log, whose words may be erased; raises ``Refused`` where there are none.

    And where it says what the answer is now.
    """
    row = LogEntry.objects.filter(index=index).first()
    if row is None or row.record is None or row.change == Change.ERASE:
        raise Refused("answers.nothing-to-erase", index=index)
    rows = LogEntry.objects.filter(answer=row.answer).order_by("index")
    if not any(one.change != Change.ERASE for one in rows if one.index > index):
        raise Refused("answers.still-said", index=index)
    return next(one for one in _records(row.answer) if one.version == row.version)


def erase(index: int, reason: str) -> int:
    """Erase the words of the record at ``index`` of the log, with a public reason; the place of the entry that says so.

    The entry of the erased record stays, with its hash; so the log still verifies. The words are gone from the
    database and what it keeps beside it; older backups still hold them. Raises ``Refused`` for the record that says
    what the answer is now: that is withdrawn or corrected first.
    """
    reason = _reason(reason)

    def erased(_size: int) -> tuple[Record, ...]:
        gone = erasable(index)
        records = _records(gone.answer)
        if gone.content is not None:
            pictures.settle((one.sha256 for one in gone.content.pictures), entry=index)
        # The address is made of words of the claim: it goes too, unless a correction has chosen another.
        slug = gone.answer if records[-1].slug == gone.slug else records[-1].slug
        return (_next(records[-1], Change.ERASE, reason, slug=slug, erases=index),)

    (place,) = log.append(erased)
    _forget_on_disk()
    return place


def _next(last: Record, change: Change, reason: str, *, slug: str | None = None, erases: int | None = None) -> Record:
    return Record(
        answer=last.answer,
        version=LogEntry.objects.filter(answer=last.answer).count() + 1,
        change=change,
        date=timezone.localdate(),
        slug=last.slug if slug is None else slug,
        content=None,
        reason=reason,
        erases=erases,
    )


def _records(answer: str) -> list[Record]:
    rows = LogEntry.objects.filter(answer=answer).order_by("index")
    found: list[Logged] = [log.logged(row) for row in rows]
    if not found:
        raise Refused("answers.no-such-answer", given=answer[:40])
    return [one.record for one in found if one.record is not None]


def _reason(given: str) -> str:
    reason = cleaned(given)
    for problem in judge_text("reason", reason, MAX_REASON):
        raise Refused(
            "answers.reason-needed" if problem.message_id == "answers.missing" else problem.message_id, **problem.values
        )
    return reason


def _forget_on_disk() -> None:
    """See to it that the words are not left in a file beside the database, or in rows that are no longer used."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute("VACUUM answers_logentry, answers_answerpicture")
