"""The places that administrators name: added with what they are to be told, listed, removed."""

from __future__ import annotations

import datetime
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kiemtin.desk.answers.log import size_of_log
from kiemtin.desk.questions.models import Group, State
from kiemtin.desk.questions.replies import read_address
from kiemtin.desk.questions.sealing import seal, unseal
from kiemtin.desk.telling.models import Delivery, Kind, Standing, Target
from kiemtin.desk.telling.wording import EVENTS
from kiemtin.errors import Refused
from kiemtin.net import may_be_told

MOST = 20
"""Targets of one desk: some programs and mailboxes of its own, no mailing list."""

SECRET_BYTES = 32
TOKEN_BYTES = 16

SHOWN = 5
"""Outcomes of each target on the page."""

PLACE, SECRET = "target place", "target secret"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an administrator asks for; ``place`` is an https address or an e-mail address."""

    kind: Kind
    place: str = field(repr=False)
    events: tuple[str, ...]
    language: str = "vi"
    own_network: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """One event of a target, as the page lists it; ``problem`` is the id of a message with ``values``."""

    number: int
    event: str
    state: str
    at: datetime.datetime
    tries: int
    problem: str
    values: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Listed:
    """A target as the page shows it; of an address on the web only its host, since the rest may be secret."""

    number: int
    kind: str
    place: str
    events: tuple[str, ...]
    own_network: bool
    waiting: int
    given_up: int
    outcomes: tuple[Outcome, ...]


def add(wanted: Wanted) -> tuple[int, str]:
    """Its number, and the secret that its events are signed with, which is shown this once; a mailbox has none.

    It is told of what comes from now on. Raises ``Refused`` for a place that may not be told, for nothing to be told
    of, and where there are too many.
    """
    events = tuple(one for one in EVENTS if one in wanted.events)
    if not events:
        raise Refused("desk.telling.no-events")
    place = wanted.place.strip()
    if wanted.kind is Kind.MAIL:
        place = _mailbox(place)
    else:
        may_be_told(place, may_be_own=wanted.own_network)
    secret = "" if wanted.kind is Kind.MAIL else f"whsec_{secrets.token_urlsafe(SECRET_BYTES)}"
    with transaction.atomic():
        if Target.objects.count() >= MOST:
            raise Refused("desk.telling.too-many", limit=MOST)
        row = Target.objects.create(
            token=secrets.token_hex(TOKEN_BYTES),
            kind=wanted.kind.value,
            place=seal(PLACE, place.encode()),
            secret=seal(SECRET, secret.encode()) if secret else None,
            events=list(events),
            language="en" if wanted.language == "en" else "vi",
            own_network=wanted.own_network and wanted.kind is Kind.WEBHOOK,
            next_index=size_of_log(),
            open_groups=Group.objects.filter(state=State.OPEN).count(),
            added=timezone.localdate(),
        )
    return int(row.pk), secret


def find(number: int) -> Target:
    """The target with this number; raises ``Refused`` where there is none."""
    row = Target.objects.filter(pk=number).first()
    if row is None:
        raise Refused("desk.telling.not-there")
    return row


def remove(number: int) -> None:
    """Tell it nothing more, and forget its address; raises ``Refused`` where there is none."""
    find(number).delete()


def place_of(target: Target) -> str:
    """Its address; raises ``Refused`` where it was sealed with a key that is gone."""
    return _unsealed(PLACE, bytes(target.place))


def secret_of(target: Target) -> str:
    """What its events are signed with; raises as ``place_of``."""
    return _unsealed(SECRET, bytes(target.secret or b""))


def shown_place(target: Target) -> str:
    """Its address as others of the desk may see it."""
    try:
        place = place_of(target)
    except Refused:
        return "?"
    return place if target.kind == Kind.MAIL else urlsplit(place).netloc


def listed() -> tuple[Listed, ...]:
    """Every target with what became of its last events, the first added first."""
    return tuple(map(_listed, Target.objects.order_by("pk")))


def _listed(target: Target) -> Listed:
    mine = Delivery.objects.filter(target=target)
    last = mine.order_by("-since", "-pk")[:SHOWN]
    place = shown_place(target)
    return Listed(
        number=target.pk,
        kind=target.kind,
        place=place,
        events=tuple(target.events),
        own_network=target.own_network,
        waiting=mine.filter(state=Standing.WAITING).count(),
        given_up=mine.filter(state=Standing.GIVEN_UP).count(),
        outcomes=tuple(
            Outcome(
                one.pk,
                one.event,
                one.state,
                one.done or one.since,
                one.tries,
                one.outcome,
                {"name": place, **one.values},
            )
            for one in last
        ),
    )


def _mailbox(place: str) -> str:
    if settings.CONFIGURATION.mail is None:
        raise Refused("desk.telling.no-mail")
    address = read_address(place)
    if not address:
        raise Refused("refused.reply-address")
    return address


def _unsealed(purpose: str, sealed: bytes) -> str:
    try:
        return unseal(purpose, sealed).decode()
    except ValueError as error:
        raise Refused("desk.telling.unreadable") from error
