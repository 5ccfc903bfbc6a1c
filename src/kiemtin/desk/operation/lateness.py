"""What is late: events and letters that nobody has taken for long, witnesses who have not signed the last checkpoint.

A desk is ready all the same, since others are at fault; whoever looks after it is to know. Numbers alone, no names.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db import Error, connection
from django.utils import timezone

from kiemtin.desk.answers.models import LogCheckpoint
from kiemtin.desk.telling.models import Delivery, OwedReply, Standing
from kiemtin.desk.witnesses.models import Cosignature

LONG = datetime.timedelta(hours=1)
"""How long an event may wait: a server that is restarted, or a mailbox that wants a second try, is back by then."""

LONG_TRIED = 7
"""Tries of a letter in an hour or so, as the pauses between them grow; nobody notes since when it waits."""


@dataclass(frozen=True, slots=True)
class Late:
    """How many events, letters to askers and witnesses are late."""

    events: int
    letters: int
    witnesses: int


def late() -> Late:
    """What is late now."""
    waiting = Delivery.objects.filter(state=Standing.WAITING, since__lt=timezone.now() - LONG)
    given_up = Delivery.objects.filter(state=Standing.GIVEN_UP)
    letters = OwedReply.objects.filter(tries__gte=LONG_TRIED)
    return Late(waiting.count() + given_up.count(), letters.count(), _witnesses())


def flags() -> dict[str, str]:
    """The same for whoever watches over the machine, in words that never change; "unknown" without a database."""
    try:
        found = late()
    except Error:
        return {"telling": "unknown", "witnesses": "unknown"}
    finally:
        connection.close()
    named = bool(settings.CONFIGURATION.witnesses)
    return {
        "telling": "late" if found.events or found.letters else "on-time",
        "witnesses": ("late" if found.witnesses else "on-time") if named else "off",
    }


def _witnesses() -> int:
    """How many of the witnesses have not signed the last checkpoint; none of an empty log."""
    keys = {place.verifier.vkey for place in settings.CONFIGURATION.witnesses}
    last = LogCheckpoint.objects.order_by("-size").values_list("size", flat=True).first() if keys else None
    if last is None:
        return 0
    return len(keys) - Cosignature.objects.filter(witness__in=keys, size__gte=last).count()
