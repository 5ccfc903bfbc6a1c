"""What an event says: a document for programs, a letter for a mailbox. Made anew for each try."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import Any

from kiemtin.answers.digest import Digest, digest_document, digest_html, digest_of, digest_text, digest_title
from kiemtin.answers.edition import Edition
from kiemtin.answers.record import record_document
from kiemtin.answers.site import Site, page_of, root_of
from kiemtin.answers.values import Language, Logged, Record
from kiemtin.answers.wording import change_in_words, fit, one_line, verdict
from kiemtin.desk.answers import reading
from kiemtin.desk.published.public import public
from kiemtin.desk.rendering import address
from kiemtin.desk.telling.models import Delivery, Target
from kiemtin.desk.telling.wording import WEEKLY
from kiemtin.evidence.messages import LANGUAGES, render

EVENT = "kiemtin-event/1"

MOST_LISTED = 30
"""Answers that one letter lists; the list of all is linked."""


@dataclass(frozen=True, slots=True)
class Words:
    """A letter before it is addressed."""

    subject: str
    text: str
    html: str | None = None


def document(delivery: Delivery, target: Target, site: Site) -> bytes:
    """The event as JSON, in UTF-8."""
    said: dict[str, Any] = {
        "schema": EVENT,
        "id": delivery.event_id,
        "event": delivery.event,
        "publisher": site.publisher,
        "licence": site.licence,
    }
    if delivery.index is not None:
        said |= {"index": delivery.index, **_record(delivery.index, site)}
    elif delivery.event == WEEKLY:
        said["digest"] = digest_document(_digest(delivery, target), site)
    elif delivery.facts:
        said["counts"] = delivery.facts
    return json.dumps(said, ensure_ascii=False).encode()


def letter(delivery: Delivery, target: Target, site: Site) -> Words:
    """The event in words, in the language of the target."""
    language: Language = "en" if target.language == "en" else "vi"
    if delivery.index is not None:
        return _about_answers(delivery, site, language)
    if delivery.event == WEEKLY:
        digest = _digest(delivery, target)
        return Words(digest_title(digest, site), digest_text(digest, site), digest_html(digest, site))
    values = {name: value for name, value in delivery.facts.items() if isinstance(value, int)}
    queue = site.whole(address(language, "desk-queue"))
    said = f"telling.letter.{delivery.event}"
    subject = render(f"{said}.subject", {**values, "publisher": site.publisher}, language)
    text = render(said, {**values, "publisher": site.publisher, "url": queue}, language)
    return Words(one_line(subject), f"{text}\n")


def says_nothing(delivery: Delivery, target: Target) -> bool:
    """Whether there is nothing to tell after all: a week in which nothing was published."""
    return delivery.event == WEEKLY and not _digest(delivery, target).entries


def reply(slug: str, site: Site) -> Words:
    """What somebody is told who left an address: that there is an answer, and which.

    No word of what they asked, for others may read the mailbox too.
    """
    return _to_asker(("telling.reply.subject", "telling.reply"), {one: page_of(slug, one) for one in LANGUAGES}, site)


def no_answer(site: Site) -> Words:
    """What somebody is told who left an address where there was nothing to check: that, why, and what they may do."""
    return _to_asker(
        ("telling.no-answer.subject", "telling.no-answer"), {one: address(one, "ask") for one in LANGUAGES}, site
    )


def _to_asker(said: tuple[str, str], paths: dict[Language, str], site: Site) -> Words:
    """A letter, of these messages, in both languages, since nobody noted which one its reader asked in."""
    subject, text = said
    values = {"publisher": site.publisher}
    texts = [render(text, {**values, "url": site.whole(path)}, language) for language, path in paths.items()]
    return Words(one_line(render(subject, values, "vi")), "\n\n".join(texts) + "\n")


def _record(index: int, site: Site) -> dict[str, Any]:
    """A record of the log as the dump has it; ``null`` where its text was erased since."""
    for one in reading.logged(index, index + 1):
        if one.record is not None:
            return {"record": {**record_document(one.record), "url": _url(one.record, site)}}
    return {"record": None}


def _digest(delivery: Delivery, target: Target) -> Digest:
    since, until = (datetime.date.fromisoformat(delivery.facts[name]) for name in ("since", "until"))
    edition: Edition = public().edition()
    return digest_of(edition, since, until, "en" if target.language == "en" else "vi")


def _about_answers(delivery: Delivery, site: Site, language: Language) -> Words:
    indexes = delivery.facts.get("indexes") or [delivery.index]
    logged = {one.index: one for one in reading.logged(min(indexes), max(indexes) + 1)}
    shown = [logged[one] for one in indexes if one in logged]
    blocks = [_in_words(one, site, language) for one in shown[:MOST_LISTED]]
    first = shown[0].record if shown else None
    if len(shown) == 1 and first is not None:
        claim = first.content.claim if first.content is not None else first.slug
        subject = f"{change_in_words(first.change, language)}: {claim}"
    else:
        subject = render("telling.letter.answers.subject", {"count": len(shown), "publisher": site.publisher}, language)
    every = site.whole(f"{root_of(language)}answers")
    blocks.append(render("telling.letter.answers", {"url": every, "publisher": site.publisher}, language))
    return Words(_short(one_line(subject)), "\n\n".join(blocks) + "\n")


def _in_words(logged: Logged, site: Site, language: Language) -> str:
    record = logged.record
    if record is None:
        return render("telling.letter.erased", {}, language)
    lines = [change_in_words(record.change, language)]
    if record.content is not None:
        content = record.content
        lines += [one_line(f"{verdict(content.rating, content.language)}: {content.claim}"), fit(content.finding)]
    if record.reason:
        lines.append(one_line(record.reason))
    return "\n".join([*lines, _url(record, site)])


def _url(record: Record, site: Site) -> str:
    language: Language = record.content.language if record.content is not None else "vi"
    return site.whole(page_of(record.slug, language)) if site.address else ""


LONGEST_SUBJECT = 150
"""Letters of a subject; programs show about half of them."""


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SUBJECT else f"{text[: LONGEST_SUBJECT - 1]}…"
