"""What readers and programs subscribe to: Atom (RFC 4287), JSON Feed 1.1, a sitemap, and a dump of all records.

A withdrawn answer stays in the feeds, which say so: whoever read it there is told. Each entry carries its
ClaimReview, so that another desk can import a feed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from kiemtin.answers.claim_review import claim_review, embedded
from kiemtin.answers.edition import Edition
from kiemtin.answers.record import record_document
from kiemtin.answers.scale import BEST, WORST, Rating
from kiemtin.answers.site import Site, language_of, page_of, root_of
from kiemtin.answers.values import Language, PublishedAnswer, Record
from kiemtin.answers.wording import change_in_words, fit, moment, one_line, verdict
from kiemtin.evidence.messages import LANGUAGES, render

NEWEST = 50
"""Answers in a feed, the last changed first; the sitemap and the dump hold all of them."""

DUMP = "kiemtin-dump/1"

DUMP_FILE = "answers/dump.jsonl"
"""Where the dump lies below the site."""

BEGINNING = "1970-01-01T00:00:00+07:00"
"""When a feed was last changed in which there is nothing yet; Atom wants a time."""


def atom(edition: Edition, site: Site) -> str:
    """The feed as Atom; each entry is in its answer's language."""
    answers = edition.changed[:NEWEST]
    updated = moment(max(answer.modified for answer in answers)) if answers else BEGINNING
    return "\n".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>',
            '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi">',
            f"<id>{escape(site.whole('/feed.atom'))}</id>",
            f"<title>{escape(feed_title(site))}</title>",
            f"<updated>{updated}</updated>",
            f"<author><name>{escape(one_line(site.publisher))}</name><uri>{escape(site.whole('/'))}</uri></author>",
            f'<link rel="self" type="application/atom+xml" href={quoteattr(site.whole("/feed.atom"))}/>',
            f'<link rel="alternate" type="text/html" href={quoteattr(site.whole("/answers"))}/>',
            f'<link rel="license" href={quoteattr(site.licence)}/>',
            *(_entry(answer, site) for answer in answers),
            "</feed>",
            "",
        ]
    )


def json_feed(edition: Edition, site: Site) -> dict[str, Any]:
    """The feed as JSON Feed 1.1."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed_title(site),
        "home_page_url": site.whole("/answers"),
        "feed_url": site.whole("/feed.json"),
        "authors": [{"name": one_line(site.publisher), "url": site.whole("/")}],
        "language": "vi",
        "items": [_item(answer, site) for answer in edition.changed[:NEWEST]],
    }


def sitemap(edition: Edition, site: Site) -> Iterator[str]:
    """Every page of every answer (sitemaps.org 0.9), with the day of its last change, line by line."""
    fixed = [site.whole(f"{root_of(language)}answers") for language in LANGUAGES]
    fixed += [site.principles(language) for language in LANGUAGES]
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    yield from (f"<url><loc>{escape(address)}</loc></url>\n" for address in fixed)
    for answer in edition.answers:
        day = answer.modified.isoformat()
        others = _other_languages(answer, site)
        yield f"<url><loc>{escape(site.of(answer))}</loc><lastmod>{day}</lastmod>{others}</url>\n"
    yield "</urlset>\n"


def dump(edition: Edition, site: Site) -> Iterator[str]:
    """Everything published, a line of JSON each: first whose it is and on which terms, then every record of the log.

    Each has its salt, so that one download is all it takes to hold the records against the entries of the log.
    """
    head = {
        "schema": DUMP,
        "publisher": site.publisher,
        "url": site.whole("/"),
        "licence": site.licence,
        "scale": {
            "worst": WORST,
            "best": BEST,
            "ratings": {rating: [verdict(rating, one) for one in LANGUAGES] for rating in Rating},
        },
    }
    yield json.dumps(head, ensure_ascii=False) + "\n"
    for logged in edition.log:
        if logged.record is None:
            yield json.dumps({"index": logged.index, "erased": True}) + "\n"
        else:
            salted = {"index": logged.index, "salt": logged.salt.hex()}
            url = site.whole(page_of(logged.record.slug, _language(logged.record)))
            yield json.dumps({**salted, **record_document(logged.record), "url": url}, ensure_ascii=False) + "\n"


def feed_title(site: Site) -> str:
    """What a feed is called."""
    return one_line(render("publication.feed.title", {"publisher": site.publisher}, "vi"))


def title_of(answer: PublishedAnswer, language: Language) -> str:
    """An answer in a list: its claim, with the verdict before it; what it was, once it is withdrawn."""
    if answer.content is not None:
        return one_line(f"{verdict(answer.content.rating, language)}: {answer.content.claim}")
    return one_line(render("publication.withdrawn.title", {"claim": last_claim(answer) or answer.slug}, language))


def last_claim(answer: PublishedAnswer) -> str:
    """The claim an answer is about, or last was; empty where every text of it was erased."""
    said = [record.content for record in answer.history if record.content is not None]
    return said[-1].claim if said else ""


def _language(record: Record) -> Language:
    return record.content.language if record.content is not None else "vi"


def _summary(answer: PublishedAnswer, language: Language) -> str:
    """What was found, and why it changed last."""
    last = answer.history[-1]
    change = f"{change_in_words(last.change, language)}: {last.reason}" if last.reason else ""
    finding = answer.content.finding if answer.content is not None else ""
    return fit(" ".join(filter(None, (finding, change))))


def _entry(answer: PublishedAnswer, site: Site) -> str:
    language = language_of(answer)
    url = site.of(answer)
    lines = [
        f"<entry xml:lang={quoteattr(language)}>",
        f"<id>{escape(_permanent(answer, site))}</id>",
        f"<title>{escape(title_of(answer, language))}</title>",
        f'<link rel="alternate" type="text/html" hreflang={quoteattr(language)} href={quoteattr(url)}/>',
        f"<published>{moment(answer.published)}</published>",
        f"<updated>{moment(answer.modified)}</updated>",
        f"<summary>{escape(_summary(answer, language))}</summary>",
    ]
    review = claim_review(answer, site)
    if answer.content is not None and review is not None:
        markup = f'<script type="application/ld+json">{embedded(review)}</script>'
        lines.append(f'<content type="html">{escape(_html(answer.content.explanation) + markup)}</content>')
    return "\n".join([*lines, "</entry>"])


def _html(text: str) -> str:
    """``text`` as paragraphs."""
    return "".join(f"<p>{escape(block)}</p>" for block in re.split(r"\n\s*\n", fit(text)) if block.strip())


def _item(answer: PublishedAnswer, site: Site) -> dict[str, Any]:
    language = language_of(answer)
    text = answer.content.explanation if answer.content is not None else _summary(answer, language)
    review = claim_review(answer, site)
    item = {
        "id": _permanent(answer, site),
        "url": site.of(answer),
        "title": title_of(answer, language),
        "summary": _summary(answer, language),
        "content_text": fit(text),
        "date_published": moment(answer.published),
        "date_modified": moment(answer.modified),
        "language": language,
    }
    return item | ({"_claim_review": review} if review is not None else {})


def _permanent(answer: PublishedAnswer, site: Site) -> str:
    """A name for an answer that stays though its address changes (RFC 4151)."""
    return f"tag:{site.host},{answer.published.isoformat()}:answer:{answer.id}"


def _other_languages(answer: PublishedAnswer, site: Site) -> str:
    pages = ((language, site.whole(page_of(answer.slug, language))) for language in LANGUAGES)
    return "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href={quoteattr(url)}/>' for language, url in pages
    )
