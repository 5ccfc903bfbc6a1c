"""What a desk published and changed in some days, ready for a newsletter: HTML without style, plain text, and JSON.

Public facts alone: everything in it stands on the pages of the answers.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from kiemtin.answers.edition import Edition
from kiemtin.answers.feeds import last_claim, title_of
from kiemtin.answers.site import Site, language_of, root_of
from kiemtin.answers.values import Change, Language, PublishedAnswer
from kiemtin.answers.wording import change_in_words, fit, one_line, verdict, written_day
from kiemtin.evidence.messages import render

DIGEST = "kiemtin-digest/1"

MOST = 100
"""Answers in a digest, the last changed first; whoever reads more goes to the list of all."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer that changed, and its last change within the days of the digest."""

    answer: PublishedAnswer
    change: Change
    day: datetime.date
    reason: str


@dataclass(frozen=True, slots=True)
class Digest:
    """What changed from ``since`` to ``until``, both included, of the answers in ``language``.

    ``more`` is how many did not fit in.
    """

    since: datetime.date
    until: datetime.date
    language: Language
    entries: tuple[Entry, ...]
    more: int = 0


def digest_of(edition: Edition, since: datetime.date, until: datetime.date, language: Language) -> Digest:
    """The digest of these days, the last changed answer first."""
    found = tuple(_entries(edition, since, until, language))
    return Digest(since, until, language, found[:MOST], max(0, len(found) - MOST))


def digest_title(digest: Digest, site: Site) -> str:
    """What the digest is called: on one line, as the subject of a letter."""
    days = {"since": written_day(digest.since, digest.language), "until": written_day(digest.until, digest.language)}
    return one_line(render("digest.title", {"publisher": site.publisher, **days}, digest.language))


def digest_text(digest: Digest, site: Site) -> str:
    """The digest as plain text."""
    blocks = [digest_title(digest, site)]
    blocks += ["\n".join(_lines(entry, digest.language, site)) for entry in digest.entries]
    if not digest.entries:
        blocks.append(render("digest.nothing", {}, digest.language))
    return "\n\n".join([*blocks, *_farewell(digest, site)]) + "\n"


def digest_html(digest: Digest, site: Site) -> str:
    """The digest as HTML that any newsletter takes: headings, paragraphs and links, no style and no picture."""
    parts = [f"<h1>{escape(digest_title(digest, site))}</h1>"]
    parts += [_html(entry, digest.language, site) for entry in digest.entries]
    if not digest.entries:
        parts.append(f"<p>{escape(render('digest.nothing', {}, digest.language))}</p>")
    every = site.whole(f"{root_of(digest.language)}answers")
    parts += [f"<p>{escape(one).replace(escape(every), _link(every, every))}</p>" for one in _farewell(digest, site)]
    return "\n".join(parts) + "\n"


def digest_document(digest: Digest, site: Site) -> dict[str, Any]:
    """The digest as JSON."""
    return {
        "schema": DIGEST,
        "title": digest_title(digest, site),
        "publisher": site.publisher,
        "licence": site.licence,
        "language": digest.language,
        "since": digest.since.isoformat(),
        "until": digest.until.isoformat(),
        "answers": [_document(entry, site) for entry in digest.entries],
        "more": digest.more,
    }


def _entries(edition: Edition, since: datetime.date, until: datetime.date, language: Language) -> Iterator[Entry]:
    for answer in edition.changed:
        changes = [one for one in answer.history if one.change is not Change.ERASE and since <= one.date <= until]
        if changes and language_of(answer) == language:
            yield Entry(answer, changes[-1].change, changes[-1].date, changes[-1].reason)


def _lines(entry: Entry, language: Language, site: Site) -> Iterator[str]:
    yield title_of(entry.answer, language)
    if entry.answer.content is not None:
        yield fit(entry.answer.content.finding)
    yield _standing(entry, language)
    yield site.of(entry.answer)


def _html(entry: Entry, language: Language, site: Site) -> str:
    parts = [f"<h2>{_link(site.of(entry.answer), title_of(entry.answer, language))}</h2>"]
    if entry.answer.content is not None:
        parts.append(f"<p>{escape(fit(entry.answer.content.finding))}</p>")
    return "\n".join([*parts, f"<p>{escape(_standing(entry, language))}</p>"])


def _standing(entry: Entry, language: Language) -> str:
    """What was done last, on which day, and why."""
    said = f"{change_in_words(entry.change, language)}, {written_day(entry.day, language)}"
    return fit(f"{said}: {one_line(entry.reason)}" if entry.reason else said)


def _farewell(digest: Digest, site: Site) -> Iterator[str]:
    if digest.more:
        yield render("digest.more", {"count": digest.more}, digest.language)
    every = site.whole(f"{root_of(digest.language)}answers")
    yield render("digest.every", {"url": every, "licence": site.licence}, digest.language)


def _document(entry: Entry, site: Site) -> dict[str, Any]:
    content = entry.answer.content
    return {
        "id": entry.answer.id,
        "url": site.of(entry.answer),
        "change": entry.change.value,
        "date": entry.day.isoformat(),
        "reason": entry.reason,
        "claim": last_claim(entry.answer),
        "finding": content.finding if content is not None else None,
        "rating": content.rating.value if content is not None else None,
        "verdict": verdict(content.rating, content.language) if content is not None else None,
    }


def _link(url: str, words: str) -> str:
    return f"<a href={quoteattr(url)}>{escape(words)}</a>"
