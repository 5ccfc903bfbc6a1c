"""Telling each target what it is owed: at least once, again with growing pauses, and given up after three days.

A try is claimed before it is made, by moving its row ahead in time; whoever is killed while trying leaves a row that is
due again in a while. No transaction is open while anything is sent.
"""

from __future__ import annotations

import datetime
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.utils import timezone

from kiemtin.answers.site import Site
from kiemtin.answers.webhooks import headers_of
from kiemtin.desk.log import log_failure
from kiemtin.desk.published.terms import site_at
from kiemtin.desk.telling import contents
from kiemtin.desk.telling.addressing import addressed
from kiemtin.desk.telling.models import Delivery, Kind, Standing, Target
from kiemtin.desk.telling.targets import place_of, secret_of
from kiemtin.errors import KiemtinError, OutOfReach
from kiemtin.net import post
from kiemtin.net.mail import hand_in

FIRST_PAUSE, LONGEST_PAUSE = 30.0, 3600.0
"""Seconds until the second try, and between the last ones; each pause is twice as long as the one before."""

GIVE_UP = datetime.timedelta(days=3)
"""How long an event is tried: over a weekend."""

CLAIM = datetime.timedelta(minutes=5)
"""For how long a try is somebody's; the longest takes half a minute."""

KEEP = datetime.timedelta(days=14)
"""How long it is listed what became of an event; longer than a week, so that no digest is owed twice."""

BUDGET = 60.0
"""Seconds of one round: then others have their turn, and whoever waits for the process to end need not wait long."""

CONTENT = "application/json; charset=utf-8"


def pause(tries: int) -> datetime.timedelta:
    """How long to wait after so many tries: never all at the same moment, or a server that comes back falls again."""
    most = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(tries - 1, 20))
    return datetime.timedelta(seconds=most * (0.5 + secrets.randbelow(1000) / 2000))


def deliver(clock: Callable[[], datetime.datetime] = timezone.now) -> int:
    """Tell every target what is due; how many events were taken.

    One that does not answer has one try in a round, whatever else it is owed.
    """
    taken, end = 0, time.monotonic() + BUDGET
    targets = list(Target.objects.all())
    secrets.SystemRandom().shuffle(targets)
    for target in targets:
        while time.monotonic() < end:
            row = _next(target, clock())
            if row is None or not attempt(row, target, clock):
                break
            taken += 1
    return taken


def attempt(row: Delivery, target: Target, clock: Callable[[], datetime.datetime] = timezone.now) -> bool:
    """Try once to tell ``target`` the event in ``row``; whether it was taken. What came of it stands in the row."""
    now = clock()
    mine = Delivery.objects.filter(pk=row.pk, state=Standing.WAITING, due=row.due)
    if not mine.update(due=now + CLAIM, tries=row.tries + 1):
        return False  # somebody else is at it
    try:
        _tell(row, target, now)
    except KiemtinError as error:
        _failed(row, error, clock())
        return False
    except Exception as error:  # noqa: BLE001
        # One event that cannot be put into words keeps no other from being told, and is given up like any other.
        log_failure("telling-failed", error)
        _failed(row, OutOfReach("missing.broken-off"), clock())
        return False
    Delivery.objects.filter(pk=row.pk).update(state=Standing.TAKEN, done=clock(), outcome="", values={})
    if row.tries:  # it is back: what has waited for it need not wait out its pauses
        failed = Delivery.objects.filter(target=target, state=Standing.WAITING).exclude(outcome="")
        failed.update(due=clock())
    return True


def send_again(number: int, clock: Callable[[], datetime.datetime] = timezone.now) -> int:
    """Try anew what was given up for a target; how many events."""
    given_up = Delivery.objects.filter(target_id=number, state=Standing.GIVEN_UP)
    now = clock()
    return given_up.update(state=Standing.WAITING, since=now, due=now, tries=0, done=None)


def undelivered() -> int:
    """Events that were given up, or have been tried without success."""
    failing = Delivery.objects.filter(state=Standing.WAITING, tries__gt=0).exclude(outcome="")
    return failing.count() + Delivery.objects.filter(state=Standing.GIVEN_UP).count()


def purge() -> int:
    """Forget what became of events long ago; how many."""
    return Delivery.objects.exclude(state=Standing.WAITING).filter(done__lt=timezone.now() - KEEP).delete()[0]


def site() -> Site:
    """The desk at its public address; without one, links are left out."""
    public = settings.CONFIGURATION.address
    return site_at(public.geturl() if public is not None else "")


def _next(target: Target, now: datetime.datetime) -> Delivery | None:
    due = Delivery.objects.filter(target=target, state=Standing.WAITING, due__lte=now)
    return due.order_by("due", "pk").first()


def _tell(row: Delivery, target: Target, now: datetime.datetime) -> None:
    if contents.says_nothing(row, target):
        return
    if target.kind == Kind.MAIL:
        server = settings.CONFIGURATION.mail
        if server is None:
            raise OutOfReach("desk.telling.no-mail")
        to = place_of(target)
        hand_in(server, addressed(contents.letter(row, target, site()), to, row.event_id, server), to)
        return
    body = contents.document(row, target, site())
    headers = headers_of(secret_of(target), body, row.event_id, int(now.timestamp()))
    post(place_of(target), body, {"Content-Type": CONTENT, **headers}, may_be_own=target.own_network)


def _failed(row: Delivery, error: KiemtinError, now: datetime.datetime) -> None:
    over = now - row.since >= GIVE_UP
    values = {name: value for name, value in error.values.items() if name != "name"}
    Delivery.objects.filter(pk=row.pk).update(
        state=Standing.GIVEN_UP if over else Standing.WAITING,
        due=now + pause(row.tries + 1),
        done=now if over else None,
        outcome=error.message_id,
        values=values,
    )
