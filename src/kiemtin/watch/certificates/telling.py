"""Telling others of alerts: a file, or a server of the user's own; each alert until it was taken, with the same id.

What was not told yet is what the store has no note of. The note is made after an alert was taken, so whoever is stopped
in between tells it again: at least once, never not at all.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from kiemtin.answers.webhooks import headers_of
from kiemtin.errors import KiemtinError, OutOfReach, Refused
from kiemtin.files import read_whole
from kiemtin.watch.certificates.alert_data import alert_data
from kiemtin.watch.certificates.alerts import Alert
from kiemtin.watch.certificates.store import Store

FIRST_WAIT, LONGEST_WAIT = 5.0, 900.0
"""Seconds before a server that did not take an alert is asked again: doubled each time, up to the longest."""

LEAST_SECRET, MOST_SECRET = 16, 1_000
"""Characters of the secret that webhooks are signed with."""


class Channel(Protocol):
    """One way of telling; ``name`` is what the store remembers it by."""

    @property
    def name(self) -> str:
        """The same for the same file or address."""

    def tell(self, alert: Alert) -> None:
        """Tell of one alert; raises ``OutOfReach`` or ``Refused`` where it was not taken."""


def body_of(alert: Alert) -> bytes:
    """An alert as it is told: one line of JSON, byte for byte the same each time."""
    return json.dumps(alert_data(alert), ensure_ascii=False, sort_keys=True).encode()


@dataclass(frozen=True, slots=True)
class AlertFile:
    """A file of JSON lines that only grows."""

    path: Path

    @property
    def name(self) -> str:
        """By its full path."""
        return f"file:{self.path.absolute()}"

    def tell(self, alert: Alert) -> None:
        """Add a line, on the disk before it counts; half a line that a crash has left is ended first."""
        try:
            with self.path.open("ab+") as file:
                end = file.seek(0, os.SEEK_END)
                file.seek(max(0, end - 1))
                whole = not end or file.read(1) == b"\n"
                file.write((b"" if whole else b"\n") + body_of(alert) + b"\n")
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

    @property
    def name(self) -> str:
        """By a hash: an address may itself be a secret."""
        return f"webhook:{hashlib.sha256(self.address.encode()).hexdigest()[:16]}"

    def tell(self, alert: Alert) -> None:
        """Send one alert; taken is what is answered with success."""
        from kiemtin.net.posting import post

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
    """Tells every channel of what it was not told yet; one that does not answer keeps no other waiting."""

    def __init__(self, store: Store, channels: Sequence[Channel], clock: Callable[[], float] = time.monotonic) -> None:
        self._store, self._clock = store, clock
        self._ways = [_Way(channel) for channel in channels]

    def tell(self) -> list[KiemtinError]:
        """Tell what is waiting, where it is time; gives back what went wrong for the first time."""
        return [error for way in self._ways if way.due <= self._clock() and (error := self._tell(way)) is not None]

    def waiting(self) -> int:
        """How many alerts still wait, over all channels."""
        return sum(len(self._store.untold(way.channel.name)) for way in self._ways)

    def _tell(self, way: _Way) -> KiemtinError | None:
        for alert in self._store.untold(way.channel.name):
            try:
                way.channel.tell(alert)
            except KiemtinError as error:
                way.due = self._clock() + min(FIRST_WAIT * 2 ** min(way.failures, 10), LONGEST_WAIT)
                way.failures += 1
                return error if way.failures == 1 else None
            self._store.told(way.channel.name, alert.id)
            way.failures = 0
        return None
