"""RSS and Atom feeds whose items carry the markup of their pages; a feed that is no XML is read as far as it goes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiemtin.errors import Refused
from kiemtin.factchecks.reading.claimreview import Around
from kiemtin.factchecks.reading.draft import web_address
from kiemtin.factchecks.reading.limits import MAX_FEED_BYTES
from kiemtin.factchecks.reading.loose_json import loads_loosely
from kiemtin.factchecks.reading.opening import read_all
from kiemtin.factchecks.reading.pages import page_text, reviews_on_page, speaks_of_reviews
from kiemtin.factchecks.reading.values import Read, Source, problem
from kiemtin.factchecks.reading.walking import reviews_in
from kiemtin.text.markup import attributes_at, unescape

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

ITEMS = ("item", "entry")
CONTENTS = ("encoded", "content", "description", "summary")
DATES = ("pubDate", "published", "date", "updated")

ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
ENCODING = re.compile(rb"<\?xml[^>]{0,200}encoding\s{0,5}=\s{0,5}['\"]([a-zA-Z0-9_\-]{1,40})")
ITEM = re.compile(r"<(?P<name>(?i:item|entry))(?=[\s>])")
CHILD = re.compile(
    r"<(?P<prefix>[a-z]{1,20}:)?(?P<name>encoded|content|description|summary|title|link|guid|pubDate|published|date|updated)(?=[\s>/])"
    r"(?P<attributes>[^>]{0,500})>",
    re.IGNORECASE,
)
PREFIX = re.compile(r"(</?)(?:html|ns\d+):")
LANGUAGE = re.compile(r"<(?:dc:)?language>([^<]{1,40})")


@dataclass(slots=True)
class _Item:
    """What one item of a feed says."""

    title: str = ""
    link: str = ""
    date: str = ""
    contents: list[str] = field(default_factory=list)

    def take(self, name: str, text: str) -> None:
        """Keep the text of one child, where it is of use."""
        if name == "title":
            self.title = self.title or text
        elif name in DATES:
            self.date = self.date or text
        elif name in CONTENTS and text:
            self.contents.append(text)

    def take_link(self, text: str, attributes: Mapping[str, str]) -> None:
        """Keep an address: RSS writes it as text, Atom as an attribute."""
        if attributes.get("rel", "alternate") == "alternate":
            self.link = self.link or attributes.get("href", "") or text


def read_feed(source: Source) -> Iterator[Read]:
    """The claim reviews of a feed's items; a problem for each item without any."""
    data = read_all(source, MAX_FEED_BYTES)
    if ENTITY.search(data):
        raise Refused("refused.xml-entities", name=source.name)
    root = _parsed(data, source.name)
    language, items = _of_tree(root) if root is not None else _of_text(_decoded(data))
    number = 0
    for number, item in enumerate(items, 1):
        yield from _of_item(item, Around(f"{source.name}#{number}", source.options, source.options.address, language))
    if number == 0:
        yield problem(source.name, "factchecks.no-review")


def _parsed(data: bytes, name: str) -> Element | None:
    """The tree of a feed, ``None`` where it is no XML; raises ``Refused`` where it defines entities of its own."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        return fromstring(data)
    except DefusedXmlException as error:
        raise Refused("refused.xml-entities", name=name) from error
    except (ParseError, ValueError, LookupError, RecursionError):  # an unknown charset is one of the last two
        return None


def _of_tree(root: Element) -> tuple[str, Iterator[_Item]]:
    language = next((one.text or "" for one in root.iter() if _local(one) == "language"), "")
    return language, (_item_of_tree(one) for one in root.iter() if _local(one) in ITEMS)


def _item_of_tree(element: Element) -> _Item:
    from xml.etree.ElementTree import tostring

    item = _Item()
    for child in element:
        name = _local(child)
        text = PREFIX.sub(r"\1", tostring(child, encoding="unicode")) if len(child) else (child.text or "").strip()
        if name == "link":
            item.take_link(text, child.attrib)
        elif name == "guid" and child.get("isPermaLink") != "false":
            item.take_link(text, {})
        else:
            item.take(name, text)
    return item


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _decoded(data: bytes) -> str:
    declared = ENCODING.search(data[:300])
    return page_text(data, declared[1].decode("ascii") if declared else "")


def _of_text(text: str) -> tuple[str, Iterator[_Item]]:
    found = LANGUAGE.search(text[:20_000])
    return found[1] if found else "", _items_of_text(text)


def _items_of_text(text: str) -> Iterator[_Item]:
    position = 0
    while start := ITEM.search(text, position):
        end = text.find(f"</{start['name']}", start.end())
        position = end if end >= 0 else len(text)
        yield _item_of_text(text[start.end() : position])


def _item_of_text(chunk: str) -> _Item:
    item = _Item()
    unclosed: set[str] = set()
    position = 0
    while start := CHILD.search(chunk, position):
        name = start["name"]
        end_tag = f"</{start['prefix'] or ''}{name}"
        closing = -1 if end_tag in unclosed else chunk.find(end_tag, start.end())
        unclosed |= {end_tag} if closing < 0 else set()
        is_empty = start["attributes"].endswith("/") or closing < 0
        text = "" if is_empty else _bare(chunk[start.end() : closing])
        position = start.end() if is_empty else closing
        if name in ("link", "guid"):
            item.take_link(text, attributes_at(start["attributes"] + ">", 0)[0])
        else:
            item.take(name, text)
    return item


def _bare(written: str) -> str:
    if "<![CDATA[" in written:
        return written.replace("<![CDATA[", "").replace("]]>", "").strip()
    return unescape(written).strip()


def _of_item(item: _Item, around: Around) -> Iterator[Read]:
    link = web_address(item.link, around.base)
    article = {"datePublished": item.date} if item.date else {}
    here = Around(
        around.where, around.options, base=link or around.base, lang=around.lang, title=item.title, article=article
    )
    for content in item.contents:
        found = list(_of_content(content, here)) if speaks_of_reviews(content) else []
        if found:
            yield from found
            return
    yield problem(around.where, "factchecks.no-markup")


def _of_content(content: str, around: Around) -> Iterator[Read]:
    """The claim reviews in the text of an item: a page's markup, escaped once more than it should be, or bare JSON."""
    text = content
    if "<script" not in text and "&lt;" in text:
        text = unescape(text)
    if text.startswith(("{", "[")):
        for value in loads_loosely(text):
            yield from reviews_in(value, around)
    else:
        yield from reviews_on_page(text, around)
