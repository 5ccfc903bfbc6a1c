"""What a watch found: an alert about a name, a fault of a log, and what a person decided about an alert."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass

ID_DIGITS = 16
"""Hexadecimal digits of an alert's id."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands: the ``source`` that was read, the log's own name, the entry's number, and its time."""

    source: str
    origin: str
    entry: int
    logged: datetime.datetime


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that a log holds an entry: its leaf, the path to the root, and the checkpoint that commits to it.

    ``judged`` says whether the checkpoint's signature was found good by a key that the user gave.
    """

    leaf: bytes
    path: tuple[bytes, ...]
    checkpoint: str
    judged: bool


@dataclass(frozen=True, slots=True)
class Alert:
    """A certificate for a name that resembles an organisation's.

    ``domain`` is the name as it stands in the certificate, ``under`` what the alert is about: the name that somebody
    registered where that resembles too, else the name itself. ``official`` is the organisation's own domain.
    """

    domain: str
    under: str
    organisation: str
    technique: str
    score: float
    matched: str
    official: str | None
    issuer: str
    first_seen: datetime.date
    place: Place
    proof: Proof

    @property
    def id(self) -> str:
        """The same whenever and wherever it is found."""
        return hashlib.sha256(f"{self.organisation}\n{self.under}".encode()).hexdigest()[:ID_DIGITS]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about an alert: that it needs nothing more, or that it does after all."""

    dismissed: bool
    reason: str
    day: datetime.date


@dataclass(frozen=True, slots=True)
class Kept:
    """An alert as it is kept, and what was decided about it, the latest last."""

    alert: Alert
    decisions: tuple[Decision, ...] = ()

    @property
    def dismissed(self) -> Decision | None:
        """The decision by which it is dismissed now."""
        latest = self.decisions[-1] if self.decisions else None
        return latest if latest is not None and latest.dismissed else None


@dataclass(frozen=True, slots=True)
class Fault:
    """What was wrong with a log: a message of the catalogue, and the two checkpoints that contradict each other."""

    source: str
    message_id: str
    values: tuple[tuple[str, str | int], ...]
    noted: datetime.date
    known: str = ""
    seen: str = ""
