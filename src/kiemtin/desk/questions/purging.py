"""Forgetting questions on time: thirty days after somebody asked, nothing of their asking is left."""

from __future__ import annotations

import datetime
from collections import Counter

from django.conf import settings
from django.utils import timezone

from kiemtin.desk.overview.feedback import forget_marks
from kiemtin.desk.questions.following import let_go
from kiemtin.desk.questions.models import Asking, Group, Operation, ReplyAddress, State
from kiemtin.desk.questions.replies import forget_replies
from kiemtin.desk.questions.transactions import writing
from kiemtin.desk.questions.upkeep import erase_for_good, to_be_erased

AT_ONCE = 500
"""Askings forgotten in one transaction, so that nobody who sends waits for long."""


def purge() -> int:
    """Forget what has had its time, then its bytes on the disk; how many askings were forgotten."""
    forgotten = 0
    while True:
        gone = _forget_some()
        forgotten += gone
        if gone < AT_ONCE:
            break
    _forget_around()
    erase_for_good()
    return forgotten


def _forget_some() -> int:
    with writing():
        expired = Asking.objects.filter(expires__lte=timezone.localdate())
        rows = list(expired.values_list("id", "receipt_hash", "question_id")[:AT_ONCE])
        if rows:
            forget_replies([receipt_hash for _, receipt_hash, _ in rows])
            forget_marks([receipt_hash for _, receipt_hash, _ in rows])
            Asking.objects.filter(pk__in=[row for row, _, _ in rows]).delete()
            let_go(dict(Counter(question for _, _, question in rows)))
            to_be_erased()
    return len(rows)


def _forget_around() -> None:
    """Reply addresses that are owed nothing any more, what can no longer be undone, and groups kept for that alone."""
    today = timezone.localdate()
    old = today - datetime.timedelta(days=settings.CONFIGURATION.questions.days)
    with writing():
        if settings.CONFIGURATION.mail is None and ReplyAddress.objects.exists():
            # With a mail server they are written to first; an address ends with its question all the same.
            closed = Asking.objects.filter(question__confirmed=True, question__group__closed__lt=today)
            forget_replies(list(closed.values_list("receipt_hash", flat=True)))
        gone = ReplyAddress.objects.filter(expires__lte=today).delete()[0]
        gone += Operation.objects.filter(day__lte=old).delete()[0]
        gone += Group.objects.filter(state=State.MERGED, last_day__lte=old, question=None).delete()[0]
        if gone:
            to_be_erased()
