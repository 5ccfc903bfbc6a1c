"""From what has happened to what each target is owed: rows that outlive a crash, each of which exists once.

What is public is read from the corrections log, from where each target has come to; so nothing is lost by whoever
published, and a restored backup owes what it owed. Work is counted, and no word of a question is ever read.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from kiemtin.desk.answers import reading
from kiemtin.desk.questions.models import Group, State
from kiemtin.desk.telling.models import Delivery, Kind, Target
from kiemtin.desk.telling.wording import ANSWERS, RECEIVED, TEST, WAITING, WEEKLY

AT_ONCE = 200
"""Entries of the log that one target is owed at a time: an import of thousands comes bit by bit."""

LONG = 3
"""Days after which a group has waited long."""

WEEK = 7


@dataclass(frozen=True, slots=True)
class Owed:
    """One event for a target; ``stamp`` is what it is about, so that it has the same id whenever it is found."""

    event: str
    stamp: str
    index: int | None = None
    facts: dict[str, Any] | None = None


def collect(now: datetime.datetime) -> int:
    """Write down what every target is owed by now; how many events."""
    return sum(_collect(number, now) for number in Target.objects.order_by("pk").values_list("pk", flat=True))


def owe_test(target: Target, now: datetime.datetime) -> Delivery:
    """An event that says no more than that it is one."""
    return _owe(target, Owed(TEST, now.isoformat()), now)[0]


def _collect(number: int, now: datetime.datetime) -> int:
    with transaction.atomic():
        # Two machines may collect at once; the row of the target is theirs in turn.
        target = Target.objects.select_for_update().filter(pk=number).first()
        if target is None:
            return 0
        before = target.next_index, target.open_groups
        owed = [*_answers(target), *_work(target, now), *_week(target, now)]
        made = [_owe(target, one, now)[1] for one in owed]
        if (target.next_index, target.open_groups) != before:
            target.save(update_fields=["next_index", "open_groups"])
    return sum(made)


def _owe(target: Target, owed: Owed, now: datetime.datetime) -> tuple[Delivery, bool]:
    return Delivery.objects.get_or_create(
        event_id=event_id(target.token, owed.event, owed.stamp),
        defaults={
            "target": target,
            "event": owed.event,
            "index": owed.index,
            "facts": owed.facts or {},
            "since": now,
            "due": now,
        },
    )


def event_id(token: str, event: str, stamp: str) -> str:
    """The id of an event for the target with ``token``."""
    written = "\0".join((token, event, stamp)).encode()
    return hashlib.blake2b(written, digest_size=16, person=b"kiemtin event").hexdigest()


def _answers(target: Target) -> Iterator[Owed]:
    """What the log has come to since; a mailbox gets one letter about all of it, a program one event for each entry."""
    size = reading.log_size()
    if size <= target.next_index:
        target.next_index = size  # a log restored from a backup: what comes from now on is told
        return
    start, end = target.next_index, min(size, target.next_index + AT_ONCE)
    entries, logged = reading.entries(start, end), reading.logged(start, end)
    target.next_index = end
    found = []
    for entry, one in zip(entries, logged, strict=True):
        event = ANSWERS[one.record.change.value] if one.record is not None else None
        if event in target.events and event is not None:
            found.append(Owed(event, f"{one.index} {hashlib.sha256(entry).hexdigest()}", one.index))
    if target.kind == Kind.MAIL and found:
        yield Owed(found[0].event, found[0].stamp, found[0].index, {"indexes": [one.index for one in found]})
    elif target.kind == Kind.WEBHOOK:
        yield from found


def _work(target: Target, now: datetime.datetime) -> Iterator[Owed]:
    """At most once an hour that there is more to do, and once a day that something has waited long: counts alone."""
    if not {RECEIVED, WAITING} & set(target.events):
        return
    here, today = timezone.localtime(now), timezone.localdate(now)
    open_groups = Group.objects.filter(state=State.OPEN)
    count = open_groups.count()
    hour = f"{here:%Y-%m-%d %H}"
    told = Delivery.objects.filter(event_id=event_id(target.token, RECEIVED, hour)).exists()
    if RECEIVED in target.events and count > target.open_groups and not told:
        nobody = open_groups.filter(assigned=None).count()
        yield Owed(RECEIVED, hour, facts={"waiting": count, "nobody": nobody})
        target.open_groups = count
    target.open_groups = min(count, target.open_groups)  # what more there is stays to be told in another hour
    late = open_groups.filter(first_day__lte=today - datetime.timedelta(days=LONG))
    if WAITING in target.events and late.exists():
        first = late.order_by("first_day").values_list("first_day", flat=True)[0]
        facts = {"waiting": late.count(), "days": LONG, "longest": (today - first).days}
        yield Owed(WAITING, today.isoformat(), facts=facts)


def _week(target: Target, now: datetime.datetime) -> Iterator[Owed]:
    """The digest of the week that has ended, for whoever was there then."""
    today = timezone.localdate(now)
    monday = today - datetime.timedelta(days=today.weekday())
    if WEEKLY in target.events and target.added < monday:
        since, until = monday - datetime.timedelta(days=WEEK), monday - datetime.timedelta(days=1)
        yield Owed(WEEKLY, monday.isoformat(), facts={"since": since.isoformat(), "until": until.isoformat()})
