"""Web pages: the claim reviews in their JSON-LD, microdata and RDFa."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kiemtin.factchecks.reading.claimreview import Around
from kiemtin.factchecks.reading.draft import web_address
from kiemtin.factchecks.reading.limits import MAX_PAGE_BYTES, MAX_SCRIPTS
from kiemtin.factchecks.reading.loose_json import Broken, loads_loosely
from kiemtin.factchecks.reading.opening import read_all
from kiemtin.factchecks.reading.structured import things_on
from kiemtin.factchecks.reading.values import Read, Source, problem
from kiemtin.factchecks.reading.walking import reviews_in
from kiemtin.factchecks.values import ClaimReview
from kiemtin.text.charsets import decode
from kiemtin.text.markup import attributes_at, unescape

HEAD = 300_000
"""Characters in which a page says where it belongs and what it is called."""

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s{0,5}=\s{0,5}['\"]?([a-zA-Z0-9_\-]{1,40})", re.IGNORECASE)
CHARSET_WITHIN = 4_096
"""Bytes in which a page declares its charset; browsers look at the first 1,024."""

SCRIPT = re.compile(r"<(?i:script)(?=[\s>])")
SCRIPT_END = re.compile(r"</(?i:script)")
"""Case is ignored only behind the first sign: Python looks for that one quickly, for letters of either case slowly."""

OTHER_MARKUP = re.compile(r"(?:itemtype|typeof)\s{0,5}=\s{0,5}['\"]?[^'\">]{0,200}ClaimReview", re.IGNORECASE)
HEAD_TAG = re.compile(r"<((?i:html|link|meta))(?=[\s>])")
MAX_HEAD_TAGS = 500
MAX_HEAD_TAG = 4_000
"""Characters of a tag in which its attributes are looked for: an unclosed one would be read to the page's end."""

TITLE = re.compile(r"<(?i:title)[^>]{0,200}>([^<]{0,2000})")


@dataclass(frozen=True, slots=True)
class _Head:
    """What a page says about itself."""

    canonical: str
    lang: str
    title: str


def read_page_file(source: Source) -> Iterator[Read]:
    """The claim reviews of one page in a file; a problem where it has none."""
    data = read_all(source, MAX_PAGE_BYTES)
    around = Around(source.name, source.options, base=source.options.address)
    found = False
    for read in reviews_on_page(page_text(data), around):
        found = True
        yield read
    if not found:
        yield problem(source.name, "factchecks.no-markup")


def speaks_of_reviews(text: str) -> bool:
    """Whether a claim review may be in ``text``; most pages are done with it."""
    return "claimreview" in text.lower()


def page_text(data: bytes, charset: str = "") -> str:
    """The text of a page by its byte order mark, the charset its server or the page itself declares, else as UTF-8."""
    for mark, name in MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    declared = META_CHARSET.search(data[:CHARSET_WITHIN])
    return decode(data, charset or (declared[1].decode("ascii") if declared else "utf-8"))[0]


def reviews_on_page(html: str, around: Around) -> Iterator[Read]:
    """The claim reviews of a page, each once however often its markup tells of it."""
    if not speaks_of_reviews(html):
        return
    head = _head_of(html[:HEAD])
    base = web_address(head.canonical, around.base) or around.base
    here = replace(around, base=base, lang=head.lang or around.lang, title=around.title or head.title)
    seen: set[tuple[str, str]] = set()
    for value in _values(html):
        for read in reviews_in(value, here):
            if not isinstance(read, ClaimReview):
                yield read
            elif (read.url, read.claim) not in seen:
                seen.add((read.url, read.claim))
                yield read


def _values(html: str) -> Iterator[object]:
    """The structured data of a page; of what is broken only what speaks of reviews."""
    for script in _scripts(html):
        for value in loads_loosely(script):
            if not isinstance(value, Broken) or speaks_of_reviews(script):
                yield value
    if ("itemtype" in html or "typeof" in html) and OTHER_MARKUP.search(html):
        yield from things_on(html)


def _scripts(html: str) -> Iterator[str]:
    position = 0
    found = 0
    while found < MAX_SCRIPTS and (start := SCRIPT.search(html, position)):
        attributes, begin = attributes_at(html, start.end())
        end = SCRIPT_END.search(html, begin)
        if "ld+json" in attributes.get("type", "").lower():
            found += 1
            yield html[begin : end.start() if end else len(html)]
        if end is None:
            return
        position = end.end()


def _head_of(html: str) -> _Head:
    canonical = shared = lang = ""
    for _, tag in zip(range(MAX_HEAD_TAGS), HEAD_TAG.finditer(html), strict=False):
        attributes, _ = attributes_at(html[tag.end() : tag.end() + MAX_HEAD_TAG], 0)
        name = tag[1].lower()
        if name == "html":
            lang = lang or attributes.get("lang", "") or attributes.get("xml:lang", "")
        elif name == "link" and "canonical" in attributes.get("rel", "").lower().split():
            canonical = canonical or attributes.get("href", "")
        elif name == "meta" and attributes.get("property", "").lower() == "og:url":
            shared = shared or attributes.get("content", "")
    title = TITLE.search(html)
    return _Head(canonical or shared, lang, unescape(title[1]) if title else "")
