"""What readers and programs subscribe to (feeds, sitemap, pages of the list) against what the records say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kiemtin.answers.feed_agreement import Disagreement, agrees
from kiemtin.answers.feeds import title_of
from kiemtin.answers.page_agreement import squeezed
from kiemtin.answers.page_reading import links_in, words_and_data
from kiemtin.answers.site import language_of
from kiemtin.answers.values import Language, PublishedAnswer
from kiemtin.answers.wording import verdict
from kiemtin.organisations.plain import plain_json

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Known = Mapping[str, PublishedAnswer]
"""Every answer that the records tell of, withdrawn ones too, by its slug."""

PAGE = re.compile(r"answers/([^/?#]{1,300}?)(?:/index\.html)?/?$")
"""The end of the address of an answer's page, on a desk and in a folder."""

LINKED = re.compile(r"(?:answers/)?([^/?#:]{1,300}?)(?:/index\.html)?")
OTHERS = re.compile(r"page-[0-9]+\.html|index\.html|dump\.jsonl|\.{1,2}")
"""What pages of the list link to besides answers, in the same folder."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer as a feed has it: its address, all the words beside it, its days, and its reviews."""

    address: str
    words: str
    published: str
    modified: str
    reviews: tuple[Any, ...] = ()


def atom_entries(raw: bytes) -> list[Entry] | None:
    """What stands in an Atom feed; ``None`` where it is none."""
    root = _tree(raw)
    if root is None:
        return None
    return [_atom_entry(one) for one in root.iter() if _name(one) == "entry"]


def json_entries(raw: bytes) -> list[Entry] | None:
    """What stands in a JSON Feed; ``None`` where it is none."""
    try:
        document = plain_json(raw)
    except ValueError:
        return None
    items = document.get("items") if isinstance(document, dict) else None
    return [_json_entry(one) for one in items] if isinstance(items, list) else None


def entry_disagreements(entries: list[Entry] | None, known: Known) -> Iterator[Disagreement]:
    """Every entry of a feed that no record stands behind, that is there twice, or that says otherwise."""
    if entries is None:
        yield "log.feed-unreadable", "", ""
        return
    seen: set[str] = set()
    for entry in entries:
        slug = slug_in(entry.address)
        answer = known.get(slug)
        if answer is None or slug in seen:
            yield "log.not-in-the-log", slug, ""
        elif not _entry_says(entry, answer):
            yield "log.says-otherwise", slug, answer.id
        seen.add(slug)


def sitemap_disagreements(raw: bytes, known: Known) -> Iterator[Disagreement]:
    """Every answer's page that a sitemap lacks, has besides, or has under another day."""
    root = _tree(raw)
    if root is None:
        yield "log.feed-unreadable", "", ""
        return
    listed: dict[str, str] = {}
    for one in root.iter():
        if _name(one) == "url":
            found = {_name(part): part.text or "" for part in one}
            if PAGE.search(found.get("loc", "")):
                listed[slug_in(found["loc"])] = found.get("lastmod", "")
    for slug, day in listed.items():
        answer = known.get(slug)
        if answer is None:
            yield "log.not-in-the-log", slug, ""
        elif day[:10] != answer.modified.isoformat():
            yield "log.says-otherwise", slug, answer.id
    for slug, answer in known.items():
        if slug not in listed:
            yield "log.not-listed", slug, answer.id


def list_disagreements(raw: bytes, known: Known, language: Language) -> Iterator[Disagreement]:
    """Every answer that a page of the list leads to and no record stands behind, or whose words there are others."""
    text = raw.decode("utf-8", "replace")
    shown = squeezed(words_and_data(text)[0])
    for slug in dict.fromkeys(filter(None, map(_linked_slug, links_in(text)))):
        answer = known.get(slug)
        if answer is None:
            yield "log.not-in-the-log", slug, ""
        elif not all(squeezed(one) in shown for one in _in_a_list(answer, language)):
            yield "log.says-otherwise", slug, answer.id


def _in_a_list(answer: PublishedAnswer, language: Language) -> Sequence[str]:
    content = answer.content
    if content is None:
        return (title_of(answer, language),)
    return content.claim, verdict(content.rating, content.language), content.finding


def slug_in(address: str) -> str:
    """The slug at the end of the address of an answer's page; of another address its last part."""
    found = PAGE.search(address)
    return (found[1] if found is not None else address.rstrip("/").rpartition("/")[2])[:200]


def _linked_slug(link: str) -> str:
    """The slug that a link on a page of the list leads to; empty where it leads to no answer."""
    if PAGE.search(link):
        found = slug_in(link)
    else:
        plain = LINKED.fullmatch(link) if link.endswith("/index.html") else None
        found = plain[1] if plain is not None else ""
    return "" if OTHERS.fullmatch(found) else found


def _entry_says(entry: Entry, answer: PublishedAnswer) -> bool:
    """Whether an entry says what became of its answer last, and what it says, if it still says something."""
    content, shown = answer.content, squeezed(entry.words)
    said = [answer.history[-1].reason]
    if content is None:
        said.append(title_of(answer, language_of(answer)))
    else:
        said += [content.claim, verdict(content.rating, content.language), content.finding, content.explanation]
    days = (entry.published[:10], entry.modified[:10])
    if days != (answer.published.isoformat(), answer.modified.isoformat()):
        return False
    are_good = all(isinstance(one, dict) and agrees(one, answer) for one in entry.reviews)
    return are_good and len(entry.reviews) <= 1 and all(squeezed(one) in shown for one in said)


def _atom_entry(entry: Element) -> Entry:
    texts = {_name(one): one.text or "" for one in entry}
    links = [one.get("href", "") for one in entry if _name(one) == "link" and one.get("rel") == "alternate"]
    words, _, reviews = words_and_data(texts.get("content", ""))
    shown = " ".join((texts.get("title", ""), texts.get("summary", ""), words))
    return Entry("".join(links), shown, texts.get("published", ""), texts.get("updated", ""), tuple(reviews))


def _json_entry(item: Any) -> Entry:
    given = item if isinstance(item, dict) else {}
    texts = {name: value for name, value in given.items() if isinstance(value, str)}
    shown = " ".join(texts.get(name, "") for name in ("title", "summary", "content_text", "content_html"))
    days = (texts.get("date_published", ""), texts.get("date_modified", ""))
    reviews = (given["_claim_review"],) if "_claim_review" in given else ()
    return Entry(texts.get("url", ""), shown, *days, reviews)


def _tree(raw: bytes) -> Element | None:
    """The tree of an XML file; ``None`` where it is none, or defines entities of its own."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(raw)
    except (DefusedXmlException, ParseError, ValueError, LookupError, RecursionError):
        return None
    return root


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
