"""Partners' keys: made, listed, revoked, and counted, in the database.

A quota is sized for asking: an organisation's readers, customers or callers ask one by one. Kiểm Tin is no filter for a
platform and monitors nobody, so no key asks more than ``MAX_PER_DAY`` times a day, and no request holds two texts.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from kiemtin.desk.api.models import MAX_NAME, DayOfKey, PartnerKey
from kiemtin.errors import Refused

PER_DAY = 10_000
"""Asks of one key a day unless told otherwise: a newspaper's readers or a bank's callers on the worst of days."""

MAX_PER_DAY = 50_000
"""The most that a key may be given: one ask every two seconds. A platform passes as many messages in a moment."""

PER_PICTURE = 4
"""Asks that one picture counts as: it is a hundred times the work of a text. The door, which cannot see how many there
are before it has read them, takes as many from a network's or a key's minute for all of them together."""

KEY_BYTES = 32
"""Random bytes of a key: nobody guesses one, so its hash needs neither salt nor slowness."""

PREFIX_BYTES = 4

KEY = re.compile(r"kiemtin_[0-9a-f]{8}_[A-Za-z0-9_-]{43}")
"""How a key is written: scanners that look for secrets find it, and its owner recognises it by the part up to the
second ``_``, which is all of it that the desk can show again."""

KEEP_COUNTS = datetime.timedelta(days=92)
"""How long the numbers of a day are kept: a quarter, to talk about a quota."""


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation whose key was shown: the number of its row, what it may ask a day, and the key's hash."""

    number: int
    per_day: int
    key_hash: str


@dataclass(frozen=True, slots=True)
class Row:
    """A key as it is listed."""

    organisation: str
    prefix: str
    per_day: int
    today: int
    created: datetime.date
    revoked: datetime.date | None

    def as_data(self) -> dict[str, Any]:
        """The row as ``kiemtin keys list --json`` shows it."""
        return {
            "organisation": self.organisation,
            "prefix": self.prefix,
            "per_day": self.per_day,
            "today": self.today,
            "created": self.created.isoformat(),
            "revoked": self.revoked.isoformat() if self.revoked else None,
        }


def add(organisation: str, per_day: int = PER_DAY) -> str:
    """A new key for ``organisation``, shown this once; raises ``Refused`` for a name or a quota that cannot be."""
    name = " ".join(organisation.split())
    if not 1 <= len(name) <= MAX_NAME or not name.isprintable():
        raise Refused("cli.keys.name-invalid", limit=MAX_NAME)
    if not 1 <= per_day <= MAX_PER_DAY:
        raise Refused("cli.keys.per-day-range", most=MAX_PER_DAY, given=per_day)
    prefix = f"kiemtin_{secrets.token_hex(PREFIX_BYTES)}"
    key = f"{prefix}_{secrets.token_urlsafe(KEY_BYTES)}"
    PartnerKey.objects.create(organisation=name, prefix=prefix, key_hash=hash_of(key), per_day=per_day, created=today())
    return key


def rows() -> list[Row]:
    """Every key, the newest last, with how often each was used today."""
    used = dict(DayOfKey.objects.filter(day=today()).values_list("key_id", "asks"))
    return [
        Row(one.organisation, one.prefix, one.per_day, used.get(one.pk, 0), one.created, one.revoked)
        for one in PartnerKey.objects.order_by("pk")
    ]


def revoke(prefix: str) -> str:
    """Let the key that begins so open nothing any more: its beginning; raises ``Refused`` where there is none."""
    # Somebody may paste the whole key: what is kept of it, and printed again, is its beginning.
    if PartnerKey.objects.filter(prefix=beginning(prefix), revoked=None).update(revoked=today()) != 1:
        raise Refused("cli.keys.no-such-key")
    return beginning(prefix)


def beginning(key: str) -> str:
    """The part of a key by which its owner recognises it, and which opens nothing."""
    return "_".join(key.strip().split("_")[:2])


def active() -> dict[str, Partner]:
    """Every key in use, by its hash."""
    keys = PartnerKey.objects.filter(revoked=None).values_list("pk", "per_day", "key_hash")
    return {key_hash: Partner(number, per_day, key_hash) for number, per_day, key_hash in keys}


def count(partner: Partner, asks: int = 1) -> tuple[int, bool]:
    """Count ``asks`` more today, all or none: how many are left, and whether there were so many.

    Never more at once than a whole day holds, so that whatever costs much can be asked at all.
    """
    asks = min(asks, partner.per_day)
    mine = DayOfKey.objects.filter(key_id=partner.number, day=today())
    room = mine.filter(asks__lte=partner.per_day - asks)
    # One statement in nearly every case, so that no other process can come between reading and writing.
    counted = bool(room.update(asks=F("asks") + asks))
    if not counted:
        try:
            with transaction.atomic():
                DayOfKey.objects.create(key_id=partner.number, day=today(), asks=asks)
            counted = True
        except IntegrityError:  # the row is there: used up, or made by another process this very moment
            counted = bool(room.update(asks=F("asks") + asks))
    used = mine.values_list("asks", flat=True).first() or 0
    return max(0, partner.per_day - used), counted


def purge() -> int:
    """Forget the numbers of days long past; how many."""
    return DayOfKey.objects.filter(day__lt=today() - KEEP_COUNTS).delete()[0]


def today() -> datetime.date:
    """The day in Viet Nam, where quotas begin anew at midnight."""
    return timezone.localdate()


def seconds_of_today_left() -> int:
    """Whole seconds until quotas begin anew."""
    now = timezone.localtime()
    midnight = datetime.datetime.combine(now.date() + datetime.timedelta(days=1), datetime.time(), now.tzinfo)
    return max(1, -(-int((midnight - now).total_seconds() * 1000) // 1000))


def hash_of(key: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
