"""An answer as somebody typed it, complete or not, and everything that keeps it from being published."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from kiemtin.answers.scale import Rating
from kiemtin.answers.values import (
    MAX_ALTERNATIVE,
    MAX_CLAIM,
    MAX_EXPLANATION,
    MAX_FINDING,
    MAX_SOURCES,
    MAX_TITLE,
    MAX_URL,
    Content,
    Language,
    Picture,
    Source,
)
from kiemtin.text.limits import longest_mark_run

MAX_MARKS = 8
"""Marks on one letter: Vietnamese has two, a few scripts some more; a tower of them covers the lines around it."""

EARLIEST = datetime.date(1991, 8, 6)
"""The day of the first web page: nobody has read a source on the web before."""

ODD = re.compile(r"[^\S\n\t ]|[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028\u2029\u202d\u202e]")
"""Characters that no text needs and that some program stumbles over; other kinds of space become plain ones before."""

BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that are drawn as nothing."""

SHOWN, RECOGNISED = "yes", "no"
"""What may be chosen of a picture: everybody sees it, or it is only recognised where somebody asks about it."""

ONE_DAY = datetime.timedelta(days=1)

DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
"""A day as it is written in Viet Nam."""


@dataclass(frozen=True, slots=True)
class TypedSource:
    """A source as it was typed; ``accessed`` is a day, ``2026-11-20`` or ``20/11/2026``."""

    url: str = ""
    title: str = ""
    publisher: str = ""
    accessed: str = ""
    archive: str = ""


@dataclass(frozen=True, slots=True)
class TypedPicture:
    """A picture as it was attached, and what was typed about it; ``shown`` is ``yes``, ``no``, or not chosen yet."""

    sha256: str
    pdq: str
    width: int
    height: int
    shown: str = ""
    alternative: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """An answer as it was typed; ``rating`` is an id of the scale, or empty."""

    language: str = "vi"
    claim: str = ""
    finding: str = ""
    rating: str = ""
    explanation: str = ""
    sources: tuple[TypedSource, ...] = ()
    pictures: tuple[TypedPicture, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps an answer from being published: in which field (``claim``, ``sources.2.url``), and what."""

    where: str
    message_id: str
    values: dict[str, str | int] = field(default_factory=dict)


def cleaned(text: str) -> str:
    """Text in composed form, with plain spaces and line breaks, and none at its ends; absurd text as it is."""
    if longest_mark_run(text) > MAX_MARKS:
        return text  # composing towers of marks takes seconds; ``judge`` refuses them
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"[^\S\n]", " ", composed).strip()


def clean(typed: Typed) -> Typed:
    """The same with each text ``cleaned``; a claim and a finding are one line each."""
    sources = (
        TypedSource(
            url=one.url.strip(),
            title=_one_line(one.title),
            publisher=_one_line(one.publisher),
            accessed=one.accessed.strip(),
            archive=one.archive.strip(),
        )
        for one in typed.sources
    )
    return Typed(
        language=typed.language.strip().lower(),
        claim=_one_line(typed.claim),
        finding=_one_line(typed.finding),
        rating=typed.rating.strip(),
        explanation=cleaned(typed.explanation),
        sources=tuple(sources),
        pictures=tuple(
            replace(one, alternative=_one_line(one.alternative), caption=_one_line(one.caption))
            for one in typed.pictures
        ),
    )


def _one_line(text: str) -> str:
    return " ".join(cleaned(text).split())


def judge(typed: Typed, today: datetime.date) -> tuple[Problem, ...]:
    """Everything that keeps ``typed`` from being published on ``today``, in the order of its fields."""
    return tuple(_problems(clean(typed), today))


def content_of(typed: Typed, today: datetime.date) -> Content:
    """``typed`` as it is published; raises ``ValueError`` where ``judge`` has a problem with it."""
    typed = clean(typed)
    if any(_problems(typed, today)):
        raise ValueError("not fit to be published")
    language: Language = "en" if typed.language == "en" else "vi"
    sources = tuple(
        Source(one.url, one.title, one.publisher, _day(one.accessed) or today, one.archive or None)
        for one in typed.sources
    )
    pictures = tuple(map(_picture, typed.pictures))
    return Content(language, typed.claim, typed.finding, Rating(typed.rating), typed.explanation, sources, pictures)


def _picture(typed: TypedPicture) -> Picture:
    shown = typed.shown == SHOWN
    words = (typed.alternative, typed.caption) if shown else ("", "")
    return Picture(typed.sha256, typed.pdq, typed.width, typed.height, shown, *words)


def typed_from(content: Content) -> Typed:
    """What has to be typed for ``content``: where a change of an answer begins."""
    sources = (
        TypedSource(one.url, one.title, one.publisher, one.accessed.isoformat(), one.archive or "")
        for one in content.sources
    )
    pictures = (
        TypedPicture(
            one.sha256,
            one.pdq,
            one.width,
            one.height,
            SHOWN if one.shown else RECOGNISED,
            one.alternative,
            one.caption,
        )
        for one in content.pictures
    )
    return Typed(
        content.language,
        content.claim,
        content.finding,
        content.rating.value,
        content.explanation,
        tuple(sources),
        tuple(pictures),
    )


def judge_text(where: str, text: str, most: int) -> Iterator[Problem]:
    """What is wrong with one text: missing, too long, or with characters in it that no text needs."""
    if not any(map(_is_seen, text)):
        yield Problem(where, "answers.missing")
    elif len(text) > most:
        yield Problem(where, "answers.too-long", {"limit": most, "size": len(text)})
    elif ODD.search(text) or longest_mark_run(text) > MAX_MARKS:
        yield Problem(where, "answers.odd-character")


def _is_seen(character: str) -> bool:
    """Whether a reader sees ``character``: no space, no mark alone, nothing of no width, and no letter left blank."""
    return unicodedata.category(character)[0] in "LNPS" and character not in BLANK


def _problems(typed: Typed, today: datetime.date) -> Iterator[Problem]:
    if typed.language not in ("vi", "en"):
        yield Problem("lang", "answers.language", {"given": typed.language[:20]})
    yield from judge_text("claim", typed.claim, MAX_CLAIM)
    yield from judge_text("finding", typed.finding, MAX_FINDING)
    if not typed.rating:
        yield Problem("rating", "answers.missing")
    elif typed.rating not in list(Rating):
        yield Problem("rating", "answers.rating", {"given": typed.rating[:80], "scale": ", ".join(Rating)})
    yield from judge_text("explanation", typed.explanation, MAX_EXPLANATION)
    if not typed.sources:
        yield Problem("sources", "answers.no-source")
    elif len(typed.sources) > MAX_SOURCES:
        yield Problem("sources", "answers.too-many-sources", {"limit": MAX_SOURCES, "size": len(typed.sources)})
    for number, source in enumerate(typed.sources[:MAX_SOURCES], 1):
        yield from _problems_of_source(f"sources.{number}", source, today)
    for number, picture in enumerate(typed.pictures, 1):
        yield from _problems_of_picture(f"pictures.{number}", picture)


def _problems_of_picture(where: str, picture: TypedPicture) -> Iterator[Problem]:
    if picture.shown not in (SHOWN, RECOGNISED):
        yield Problem(f"{where}.shown", "answers.picture-choice")
    if picture.shown == SHOWN:
        yield from judge_text(f"{where}.alternative", picture.alternative, MAX_ALTERNATIVE)
        if picture.caption:
            yield from judge_text(f"{where}.caption", picture.caption, MAX_ALTERNATIVE)


def _problems_of_source(where: str, source: TypedSource, today: datetime.date) -> Iterator[Problem]:
    yield from _judge_address(f"{where}.url", source.url)
    yield from judge_text(f"{where}.title", source.title, MAX_TITLE)
    yield from judge_text(f"{where}.publisher", source.publisher, MAX_TITLE)
    if not source.accessed:
        yield Problem(f"{where}.accessed", "answers.missing")
    else:
        day = _day(source.accessed)
        # One day more than here: in the east of us it may be tomorrow already.
        if day is None or not EARLIEST <= day <= today + ONE_DAY:
            yield Problem(f"{where}.accessed", "answers.day", {"given": source.accessed[:40]})
    if source.archive:
        yield from _judge_address(f"{where}.archive", source.archive)


def _judge_address(where: str, address: str) -> Iterator[Problem]:
    found = tuple(judge_text(where, address, MAX_URL))
    yield from found
    if not found and not _is_address(address):
        yield Problem(where, "answers.address", {"given": address[:80]})


def _is_address(address: str) -> bool:
    """Whether it is a page that anybody can open: ``https`` or ``http``, a host, and no password in it."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        return (
            parts.scheme in ("http", "https")
            and "." in host
            and "@" not in parts.netloc
            and not re.search(r"[\s<>\"]", address)
        )
    except ValueError:
        return False


def _day(written: str) -> datetime.date | None:
    """A day in ISO form, perhaps with a time after it, or with the day first."""
    try:
        if found := DAY_FIRST.fullmatch(written):
            return datetime.date(int(found[3]), int(found[2]), int(found[1]))
        return datetime.date.fromisoformat(written.partition("T")[0])
    except ValueError:
        return None
