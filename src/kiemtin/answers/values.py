"""An answer as it is published, and each change of it: frozen values; an invalid one cannot be built.

There is no field for who made, posted or shared a claim, for who asked, and for who of the desk answered.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from kiemtin.answers.scale import Rating

MAX_CLAIM = 1_000
"""Characters of the claim an answer is about."""

MAX_FINDING = 500
"""Characters of what was found, in a sentence or two."""

MAX_EXPLANATION = 20_000
"""Characters of the explanation."""

MAX_REASON = 1_000
"""Characters of the public reason for a change."""

MAX_SOURCES = 50
"""Sources of one answer."""

MAX_TITLE = 500
"""Characters of a source's title or publisher."""

MAX_URL = 2_000
"""Characters of an address."""

MAX_PICTURES = 10
"""Pictures of one answer."""

MAX_ALTERNATIVE = 500
"""Characters that say what a picture shows, to whoever does not see it; and of what stands below it."""

SHA256 = re.compile(r"[0-9a-f]{64}\Z")
"""A hash in hexadecimal; a picture's PDQ hash is as long."""

ANSWER_ID = re.compile(r"[a-z2-7]{10}\Z")
"""Ten letters of RFC 4648's base 32, drawn at random: an id says nothing of what was asked, or when."""

Language = Literal["vi", "en"]


class Change(StrEnum):
    """What became of an answer: each is a leaf of the corrections log.

    A correction mends what was wrong; an update adds what has become known since. ``ERASE`` says that the text of an
    earlier record had to be erased by law: its hash stays in the log.
    """

    PUBLISH = "publish"
    CORRECT = "correct"
    UPDATE = "update"
    WITHDRAW = "withdraw"
    ERASE = "erase"


@dataclass(frozen=True, slots=True)
class Source:
    """Where something in an answer can be read: ``accessed`` is the day somebody of the desk saw it there."""

    url: str
    title: str
    publisher: str
    accessed: datetime.date
    archive: str | None = None

    def __post_init__(self) -> None:
        if not (self.url and self.title and self.publisher):
            raise ValueError("a source needs an address, a title and a publisher")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that an answer is about: SHA-256 of the desk's own copy of it, PDQ hash of what it shows, its size.

    ``shown``: the copy is published, with words for whoever does not see it, and perhaps a caption. Otherwise the
    picture is only recognised, and there is nothing of it in public but what stands here.
    """

    sha256: str
    pdq: str
    width: int
    height: int
    shown: bool
    alternative: str = ""
    caption: str = ""

    def __post_init__(self) -> None:
        if not (SHA256.match(self.sha256) and SHA256.match(self.pdq)) or type(self.shown) is not bool:
            raise ValueError("a picture needs two hashes, and has to be shown or not")
        if any(type(one) is not int or one < 1 for one in (self.width, self.height)):
            raise ValueError("a picture has a size")
        if self.shown is not bool(self.alternative) or (self.caption and not self.shown):
            raise ValueError("words go with a picture that is shown, and with no other")


@dataclass(frozen=True, slots=True)
class Content:
    """What an answer says: the checkable claim, what was found in plain words, rating, why, sources, pictures."""

    language: Language
    claim: str
    finding: str
    rating: Rating
    explanation: str
    sources: tuple[Source, ...]
    pictures: tuple[Picture, ...] = ()

    def __post_init__(self) -> None:
        if not (self.claim and self.finding and self.explanation):
            raise ValueError("an answer needs a claim, a finding and an explanation")
        if not 1 <= len(self.sources) <= MAX_SOURCES:
            raise ValueError("an answer needs a source")
        if len(self.pictures) > MAX_PICTURES or len({one.sha256 for one in self.pictures}) < len(self.pictures):
            raise ValueError("too many pictures, or one of them twice")


@dataclass(frozen=True, slots=True)
class Record:
    """One change of one answer, as it is logged: ``version`` counts from 1, ``date`` is a day, never a time.

    ``content`` is what the answer says from then on; ``None`` once it is withdrawn or erased. ``reason`` is public;
    only the first publication has none. ``erases`` is the place in the log of the record an ``ERASE`` is about; what an
    answer says now is withdrawn or corrected first.
    """

    answer: str
    version: int
    change: Change
    date: datetime.date
    slug: str
    content: Content | None
    reason: str = ""
    erases: int | None = None

    def __post_init__(self) -> None:
        if not ANSWER_ID.match(self.answer) or self.version < 1:
            raise ValueError("a record needs the id of an answer and a version")
        says_something = self.change not in (Change.WITHDRAW, Change.ERASE)
        if says_something is (self.content is None) or (self.change is Change.ERASE) is (self.erases is None):
            raise ValueError(f"this content does not go with {self.change}")
        if (self.change is Change.PUBLISH) is bool(self.reason):
            raise ValueError("every change but the first publication has a public reason")


@dataclass(frozen=True, slots=True)
class Logged:
    """A record at its place in the log; ``salt`` goes into its hash, and ``record`` is ``None`` where it was erased."""

    index: int
    salt: bytes
    record: Record | None


@dataclass(frozen=True, slots=True)
class PublishedAnswer:
    """An answer as it stands after all its records; ``content`` is ``None`` once it is withdrawn.

    ``history`` holds its records, the oldest first.
    """

    id: str
    slug: str
    content: Content | None
    history: tuple[Record, ...]

    @property
    def published(self) -> datetime.date:
        """The day of its first publication."""
        return self.history[0].date

    @property
    def modified(self) -> datetime.date:
        """The day of its last change."""
        return self.history[-1].date
