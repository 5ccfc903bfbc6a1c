"""Telling others of alerts: a file, a server, mailboxes (``letters``); each alert until it was taken, with the same id.

What was not told yet is what the store has no note of. The note is made after an alert was taken, so whoever is stopped
in between tells it again: at least once, never not at all.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Protocol

from kiemtin.answers.webhooks import headers_of
from kiemtin.errors import KiemtinError, OutOfReach, Refused
from kiemtin.files import read_whole
from kiemtin.watch.certificates.alert_data import alert_data
from kiemtin.watch.certificates.alerts import ID_DIGITS, Alert
from kiemtin.watch.certificates.hours import Hours
from kiemtin.watch.certificates.store import Store

FIRST_WAIT, LONGEST_WAIT = 5.0, 900.0
"""Seconds before a server that did not take an alert is asked again: doubled each time, up to the longest."""

LEAST_SECRET, MOST_SECRET = 16, 1_000
"""Characters of the secret that webhooks are signed with."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is told at once: the alerts, and the ids of all that were put together when it was first made.

    Whoever has dismissed one of them since is not told of it.
    """

    ids: tuple[str, ...]
    alerts: tuple[Alert, ...]

    @property
    def id(self) -> str:
        """The same however often it is told: of a single alert that alert's own."""
        together = "\n".join(self.ids).encode()
        return self.ids[0] if len(self.ids) == 1 else hashlib.sha256(together).hexdigest()[:ID_DIGITS]


class Channel(Protocol):
    """One way of telling; ``name`` is what the store remembers it by."""

    @property
    def name(self) -> str:
        """The same for the same file, address or mailbox."""

    @property
    def disturbs(self) -> bool:
        """Whether it keeps quiet hours."""

    @property
    def most(self) -> int:
        """How many alerts are told at once; whoever takes more than one may be sent digests."""

    def tell(self, parcel: Parcel) -> None:
        """Tell of some alerts; raises ``OutOfReach`` or ``Refused`` where they were not taken."""


def body_of(alert: Alert) -> bytes:
    """An alert as it is told: one line of JSON, byte for byte the same each time."""
    return json.dumps(alert_data(alert), ensure_ascii=False, sort_keys=True).encode()


@dataclass(frozen=True, slots=True)
class AlertFile:
    """A file of JSON lines that only grows."""

    path: Path
    disturbs: ClassVar[bool] = False
    most: ClassVar[int] = 1

    @property
    def name(self) -> str:
        """By its full path."""
        return f"file:{self.path.absolute()}"

    def tell(self, parcel: Parcel) -> None:
        """Add a line for each, on the disk before it counts; half a line that a crash has left is ended first."""
        try:
            with self.path.open("ab+") as file:
                end = file.seek(0, os.SEEK_END)
                file.seek(max(0, end - 1))
                whole = not end or file.read(1) == b"\n"
                lines = b"".join(body_of(alert) + b"\n" for alert in parcel.alerts)
                file.write((b"" if whole else b"\n") + lines)
                file.flush()
                os.fsync(file.fileno())
        except (OSError, ValueError) as error:
            raise OutOfReach("missing.cannot-write", name=str(self.path)) from error


@dataclass(frozen=True, slots=True)
class Webhook:
    """A server that is sent each alert by POST, signed with a secret that both know (``answers.webhooks``)."""

    address: str
    secret: str = field(repr=False)
    now: Callable[[], float] = time.time
    disturbs: ClassVar[bool] = True
    most: ClassVar[int] = 1

    @property
    def name(self) -> str:
        """By a hash: an address may itself be a secret."""
        return f"webhook:{hashlib.sha256(self.address.encode()).hexdigest()[:16]}"

    def tell(self, parcel: Parcel) -> None:
        """Send each alert by itself; taken is what is answered with success."""
        from kiemtin.net.posting import post

        for alert in parcel.alerts:
            body = body_of(alert)
            headers = headers_of(self.secret, body, alert.id, int(self.now()))
            post(self.address, body, {"Content-Type": "application/json", **headers}, may_be_own=True)


def webhook_of(address: str, secret_file: Path) -> Webhook:
    """The webhook at ``address``; raises ``Refused`` for an address never connected to, or a secret that is none."""
    from kiemtin.net.posting import may_be_told

    may_be_told(address, may_be_own=True)
    secret = read_whole(secret_file, MOST_SECRET).decode("utf-8", "replace").strip()
    if len(secret) < LEAST_SECRET:
        raise Refused("watch.short-secret", name=str(secret_file), limit=LEAST_SECRET)
    return Webhook(address, secret)


@dataclass(slots=True)
class _Way:
    channel: Channel
    due: float = 0.0
    failures: int = 0


class Telling:
    """Tells every channel of what it was not told yet; one that does not answer keeps no other waiting.

    ``clock`` counts the seconds between two tries, ``hours`` says when anybody may be disturbed.
    """

    def __init__(
        self,
        store: Store,
        channels: Sequence[Channel],
        clock: Callable[[], float] = time.monotonic,
        hours: Hours | None = None,
    ) -> None:
        self._store, self._clock, self._hours = store, clock, hours or Hours()
        self._ways = [_Way(channel) for channel in channels]

    def tell(self) -> list[KiemtinError]:
        """Tell what is waiting, where it is time; gives back what went wrong for the first time."""
        return [error for way in self._ways if way.due <= self._clock() and (error := self._tell(way)) is not None]

    def waiting(self) -> int:
        """How many alerts have not been taken, over all channels, though it was time for them."""
        return sum(self._count(way.channel) for way in self._ways if not self._holds_back(way.channel))

    def held_back(self) -> int:
        """How many alerts wait for quiet hours to end, or for the next digest."""
        return sum(self._count(way.channel) for way in self._ways if self._holds_back(way.channel))

    def _tell(self, way: _Way) -> KiemtinError | None:
        if self._is_quiet(way.channel):
            return None
        for parcel in self._parcels(way.channel):
            try:
                way.channel.tell(parcel)
            except KiemtinError as error:
                way.due = self._clock() + min(FIRST_WAIT * 2 ** min(way.failures, 10), LONGEST_WAIT)
                way.failures += 1
                return error if way.failures == 1 else None
            self._store.told(way.channel.name, [alert.id for alert in parcel.alerts], parcel.ids)
            way.failures = 0
        return None

    def _parcels(self, channel: Channel) -> Iterator[Parcel]:
        """What to tell a channel now, each once the one before it was taken."""
        name = channel.name
        if channel.most == 1:
            yield from (Parcel((alert.id,), (alert,)) for alert in self._store.untold(name))
            return
        latest = self._hours.latest_digest()
        if not self._is_time(channel):
            return
        while some := self._store.untold(name)[: channel.most]:
            # A letter that was made earlier, and is not known to have been taken, comes first and as it was.
            self._store.gather(name, [alert.id for alert in some])
            yield from self._gathered(name)
        if latest is not None:
            self._store.digest(name, latest)

    def _gathered(self, name: str) -> Iterator[Parcel]:
        ids = self._store.gathered(name)
        left = tuple(kept.alert for kept in self._store.alerts(ids) if kept.dismissed is None) if ids else ()
        if left:
            yield Parcel(tuple(ids), left)
        elif ids:  # all were dismissed since
            self._store.told(name, [], ids)

    def _is_time(self, channel: Channel) -> bool:
        """Whether a digest is due that the channel was not told yet, or it is told without any digest."""
        latest = self._hours.latest_digest()
        if latest is None:
            return True
        before = self._store.digested(channel.name)
        if before is None:  # the first is the next one to come
            self._store.digest(channel.name, latest)
            return False
        return before < latest

    def _is_quiet(self, channel: Channel) -> bool:
        return channel.disturbs and self._hours.are_quiet

    def _holds_back(self, channel: Channel) -> bool:
        if self._is_quiet(channel):
            return True
        return channel.most > 1 and not self._is_time(channel)

    def _count(self, channel: Channel) -> int:
        return len(self._store.untold(channel.name))
