"""What a source is: by its first bytes, then by its name."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterator

from kiemtin.errors import Refused
from kiemtin.factchecks.reading.archives import read_archive
from kiemtin.factchecks.reading.documents import read_document, read_lines
from kiemtin.factchecks.reading.feeds import read_feed
from kiemtin.factchecks.reading.pages import page_text, read_page_file
from kiemtin.factchecks.reading.tables import has_claims, headings_of, read_table
from kiemtin.factchecks.reading.values import Read, ReadOptions, Source

KINDS: dict[str, Callable[[Source], Iterator[Read]]] = {
    "html": read_page_file,
    "json": read_document,
    "jsonl": read_lines,
    "csv": read_table,
    "feed": read_feed,
    "warc": read_archive,
}
"""Every kind of source, and what reads it."""

ENDINGS = {
    "html": "html", "htm": "html", "xhtml": "html", "json": "json", "jsonld": "json", "warc": "warc",
    "jsonl": "jsonl", "ndjson": "jsonl", "csv": "csv", "tsv": "csv", "rss": "feed", "atom": "feed", "xml": "feed",
}  # fmt: skip
FEED = re.compile(r"<(?:rss|feed|rdf:RDF|(?:atom|a):feed|channel)(?=[\s>])")
PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|script|div|article|meta)(?=[\s>])", re.IGNORECASE)
ROOT_WITHIN = 4_096
"""Characters in which a document's root element stands, behind comments and style sheets."""


def kind_of(head: bytes, name: str, options: ReadOptions) -> str:
    """The kind of a source with the first bytes ``head``; raises ``Refused`` where it is none that we read."""
    if options.kind is not None:
        if options.kind not in KINDS:
            raise Refused("refused.unknown-kind", kind=options.kind, kinds=", ".join(KINDS))
        return options.kind
    ending = ENDINGS.get(name.lower().removesuffix(".gz").rpartition(".")[2], "")
    found = _by_content(head, ending) or (ending if head.strip() and b"\0" not in head else "")
    if not found and options.columns:
        found = "csv"
    if not found:
        raise Refused("refused.unknown-source", name=name)
    return found


def _by_content(head: bytes, ending: str) -> str:
    if head.startswith(b"WARC/"):
        return "warc"
    if b"\0" in head and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ""
    text = page_text(head).lstrip()
    if text.startswith("<"):
        root = text[:ROOT_WITHIN]
        feed, page = FEED.search(root), PAGE.search(root)
        if feed and (page is None or feed.start() < page.start()):
            return "feed"
        return "html" if page or ending != "feed" else "feed"
    if text.startswith(("{", "[")):
        return _json_kind(text, ending)
    first = text.partition("\n")[0]
    return "csv" if ending in ("", "csv") and has_claims(headings_of(first)) else ""


def _json_kind(text: str, ending: str) -> str:
    """Whether each line is a value of its own; a first line longer than what is looked at leaves it to the name."""
    first, line_end, rest = text.partition("\n")
    if not line_end:
        return "jsonl" if ending == "jsonl" else "json"
    try:
        json.loads(first, strict=False)
    except (ValueError, RecursionError):
        return "jsonl" if ending == "jsonl" else "json"
    return "jsonl" if first.startswith("{") and rest.lstrip()[:1] in ("{", "") else "json"
