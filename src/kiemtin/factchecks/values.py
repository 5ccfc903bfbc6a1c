"""What a collection holds: claim reviews as their publishers published them, without who said or shared a claim."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from enum import StrEnum

MAX_CLAIM = 2_000
"""Characters of a claim; the longest of 14,231 Snopes claims has 625."""

MAX_TITLE = 500
"""Characters of a title."""

MAX_BODY = 20_000
"""Characters of the text that explains a rating; what is longer is cut, for it is searched and not read here."""

MAX_NAME = 200
"""Characters of an id, a publisher's name, a rating or a language."""

MAX_URL = 2_000
"""Characters of an address."""

MAX_CITED = 200
"""Addresses that one claim review may cite."""

EARLIEST = datetime.date(1990, 1, 1)
"""No fact-check was published on the web before this day: an earlier date is a mistake."""


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating in its publisher's own words, with the publisher's own scale where one was given.

    Scales of different publishers are never compared or merged: ``value`` means something only between ``worst`` and
    ``best`` of the same publisher.
    """

    text: str
    value: float | None = None
    worst: float | None = None
    best: float | None = None


@dataclass(frozen=True, slots=True)
class ClaimReview:
    """One published fact-check (schema.org ``ClaimReview``), within the limits of this module.

    There is no field for who made, posted or shared the claim. ``cited`` holds hashes (see ``addresses.py``)
    of the addresses where the claim appeared: enough to recognise a link somebody holds, not enough to show one. Of a
    desk's own answers it also holds what the messages are known by that they are for.
    ``published`` is the day of publication; ``licence`` what the source says about reuse.
    """

    id: str
    claim: str
    url: str
    publisher: str
    rating: Rating
    lang: str
    title: str | None = None
    body: str | None = None
    published: datetime.date | None = None
    licence: str | None = None
    cited: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if not (self.id and self.claim and self.publisher):
            raise ValueError("a claim review needs an id, a claim and a publisher")


@dataclass(frozen=True, slots=True)
class Feed:
    """Where reviews came from: ``name`` (an address or a file's name), what it says of reuse, and when it was read."""

    name: str
    retrieved: datetime.datetime
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """A review with its provenance; ``trusted`` says whether the user trusts its publisher, as this feed brought it."""

    number: int
    review: ClaimReview
    feed: str
    retrieved: str
    trusted: bool


def made_id(url: str, claim: str, publisher: str) -> str:
    """The id of a claim review that came without one: the same for the same address, claim and publisher."""
    return "cr-" + hashlib.sha256("\n".join((publisher, url, claim)).encode("utf-8", "replace")).hexdigest()[:20]


class Match(StrEnum):
    """How near a published claim is to what was asked."""

    SAME = "same"
    POSSIBLY_RELATED = "possibly-related"


@dataclass(frozen=True, slots=True)
class Hit:
    """A review found, best first: ``score`` orders the hits of one question, ``match`` says how near the claim is.

    ``match`` is ``None`` where nothing speaks for the same claim; ``confidence`` is the probability that it is the
    same; ``cites`` says that the review cites an address of the message, ``worded`` that it is about its very words.
    """

    stored: Stored
    score: float
    match: Match | None
    confidence: float
    cites: bool = False
    worded: bool = False
