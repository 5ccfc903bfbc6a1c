"""Writing back to those who left an address: a short letter with a link, after which the address is forgotten.

The address stays where it was left, beside nothing that says whose question it belongs to, until a mail server has
taken the letter; so it ends with its question, with its time, or when its owner says so, also while it waits here.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.conf import settings
from django.utils import timezone

from kiemtin.desk.answers import reading
from kiemtin.desk.questions import replies
from kiemtin.desk.telling import contents
from kiemtin.desk.telling.addressing import addressed
from kiemtin.desk.telling.collecting import event_id
from kiemtin.desk.telling.delivering import CLAIM, pause, site
from kiemtin.desk.telling.models import OwedReply
from kiemtin.errors import KiemtinError
from kiemtin.net.mail import hand_in
from kiemtin.net.mail_server import MailServer

GRACE = datetime.timedelta(minutes=10)
"""How long an answer stands before it is written to anybody: whoever linked the wrong one can still undo that."""

OF_THE_SERVER = ("missing.mail-not-taken", "missing.mail-not-able")
"""Failures that may be about one letter alone; after any other the next letter would fail as well."""

NO_SUCH_MAILBOX = "refused.no-such-mailbox"
"""What makes an address be forgotten too: it will be none tomorrow either."""

AT_ONCE = 50
"""Letters of one round."""


def write_back(clock: Callable[[], datetime.datetime] = timezone.now) -> int:
    """Send the replies that are due; how many were taken."""
    server = settings.CONFIGURATION.mail
    if server is None:
        return 0
    owed = replies.owed()
    _note(owed, clock())
    taken = 0
    rows = OwedReply.objects.filter(due__lte=clock()).order_by("due")
    slugs = {one.id: one.slug for one in reading.published() if one.content is not None} if owed else {}
    due = [row for row in rows if owed.get(row.belongs) in slugs]  # one that was withdrawn is no answer to anybody
    for row in due[:AT_ONCE]:
        try:
            taken += _send(row, slugs[owed[row.belongs]], server, clock)
        except KiemtinError as error:
            if error.message_id not in OF_THE_SERVER:
                break
    return taken


def purge() -> int:
    """Forget tries whose address is gone; how many."""
    known = set(replies.waiting())
    gone = [one for one in OwedReply.objects.values_list("belongs", flat=True) if one not in known]
    return OwedReply.objects.filter(belongs__in=gone).delete()[0] if gone else 0


def _note(owed: dict[str, str], now: datetime.datetime) -> None:
    known = set(OwedReply.objects.values_list("belongs", flat=True))
    new = [OwedReply(belongs=one, due=now + GRACE) for one in sorted(owed) if one not in known]
    OwedReply.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)


def _send(row: OwedReply, slug: str, server: MailServer, clock: Callable[[], datetime.datetime]) -> bool:
    """Whether the letter was taken; raises ``KiemtinError`` where it may be the next time."""
    now = clock()
    claimed = OwedReply.objects.filter(pk=row.pk, due=row.due).update(due=now + CLAIM, tries=row.tries + 1)
    to = replies.address_of(row.belongs) if claimed else ""
    if not to:
        return False
    taken = True
    try:
        hand_in(server, addressed(contents.reply(slug, site()), to, event_id(row.belongs, "reply", ""), server), to)
    except KiemtinError as error:
        if error.message_id != NO_SUCH_MAILBOX:
            OwedReply.objects.filter(pk=row.pk).update(due=clock() + pause(row.tries + 1))
            raise
        taken = False
    replies.forget_sent(row.belongs)
    OwedReply.objects.filter(pk=row.pk).delete()
    return taken
