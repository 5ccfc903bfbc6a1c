"""Writing back to those who left an address: a short letter, after which the address is forgotten.

It has the link of the answer; where a group was closed as not checkable, it says that, and what one may do.

The address stays where it was left, beside nothing that says whose question it belongs to, until a mail server has
taken the letter; so it ends with its question, with its time, or when its owner says so, also while it waits here.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone

from kiemtin.desk.answers import reading
from kiemtin.desk.questions import replies
from kiemtin.desk.telling import contents
from kiemtin.desk.telling.addressing import addressed
from kiemtin.desk.telling.collecting import event_id
from kiemtin.desk.telling.contents import Words
from kiemtin.desk.telling.delivering import CLAIM, pause, site
from kiemtin.desk.telling.models import OwedReply
from kiemtin.errors import KiemtinError
from kiemtin.net.mail import hand_in
from kiemtin.net.mail_server import MailServer

GRACE = datetime.timedelta(minutes=10)
"""How long an answer stands before it is written to anybody: whoever linked the wrong one can still undo that."""

LONG_GRACE = datetime.timedelta(days=1)
"""The same for a group closed as not checkable: nothing of it is published, so nobody outside would notice a slip."""

OF_THE_SERVER = ("missing.mail-not-taken", "missing.mail-not-able")
"""Failures that may be about one letter alone; after any other the next letter would fail as well."""

NO_SUCH_MAILBOX = "refused.no-such-mailbox"
"""What makes an address be forgotten too: it will be none tomorrow either."""

AT_ONCE = 50
"""Letters of one round."""


@dataclass(frozen=True, slots=True)
class _Due:
    """A letter that is due: the row that says so, and by what its address is found."""

    row: OwedReply
    belongs: str
    words: Words = field(repr=False)


def write_back(clock: Callable[[], datetime.datetime] = timezone.now) -> int:
    """Send the replies that are due; how many were taken."""
    server = settings.CONFIGURATION.mail
    if server is None:
        return 0
    owed = replies.owed()
    noted = {replies.owed_as(belongs, what): belongs for belongs, what in owed.items()}
    _note(owed, clock())
    taken = 0
    letters = _letters(set(owed.values()))
    due = [
        _Due(row, belongs, letters[owed[belongs]])
        for row in OwedReply.objects.filter(due__lte=clock()).order_by("due")
        if (belongs := noted.get(row.belongs)) is not None and owed[belongs] in letters
    ]
    for one in due[:AT_ONCE]:
        try:
            taken += _send(one, server, clock)
        except KiemtinError as error:
            if error.message_id not in OF_THE_SERVER:
                break
    return taken


def purge() -> int:
    """Forget what is not owed any more: its address is gone, or something else became of the question; how many."""
    noted = list(OwedReply.objects.values_list("belongs", flat=True))
    known = {replies.owed_as(belongs, what) for belongs, what in replies.owed().items()} if noted else set()
    return _forget([one for one in noted if one not in known])


def _letters(what: set[str]) -> dict[str, Words]:
    """The letter that says each of these; none about an answer that was withdrawn, which is no answer to anybody."""
    letters = {replies.NO_ANSWER: contents.no_answer(site())}
    if what - {replies.NO_ANSWER}:
        standing = (one for one in reading.published() if one.content is not None and one.id in what)
        letters |= {one.id: contents.reply(one.slug, site()) for one in standing}
    return letters


def _forget(gone: list[str]) -> int:
    for start in range(0, len(gone), replies.AT_ONCE):
        OwedReply.objects.filter(belongs__in=gone[start : start + replies.AT_ONCE]).delete()
    return len(gone)


def _note(owed: dict[str, str], now: datetime.datetime) -> None:
    """Note what is owed since the last time, and forget what is not any more: owed again, it waits its whole time."""
    known = set(OwedReply.objects.values_list("belongs", flat=True))
    due = {
        replies.owed_as(belongs, what): now + (LONG_GRACE if what == replies.NO_ANSWER else GRACE)
        for belongs, what in owed.items()
    }
    _forget([one for one in known if one not in due])
    new = [OwedReply(belongs=one, due=due[one]) for one in sorted(due) if one not in known]
    OwedReply.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)


def _send(one: _Due, server: MailServer, clock: Callable[[], datetime.datetime]) -> bool:
    """Whether the letter was taken; raises ``KiemtinError`` where it may be the next time."""
    row, now = one.row, clock()
    claimed = OwedReply.objects.filter(pk=row.pk, due=row.due).update(due=now + CLAIM, tries=row.tries + 1)
    to = replies.address_of(one.belongs) if claimed else ""
    if not to:
        return False
    taken = True
    try:
        hand_in(server, addressed(one.words, to, event_id(row.belongs, "reply", ""), server), to)
    except KiemtinError as error:
        if error.message_id != NO_SUCH_MAILBOX:
            OwedReply.objects.filter(pk=row.pk).update(due=clock() + pause(row.tries + 1))
            raise
        taken = False
    replies.forget_sent(one.belongs)
    OwedReply.objects.filter(pk=row.pk).delete()
    return taken
