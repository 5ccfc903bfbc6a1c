"""Web archives (WARC): the pages, feeds of JSON and other answers that were kept, each under its own address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zlib import error as ZlibError  # noqa: N812 - it is an exception

from kiemtin.factchecks.reading.claimreview import Around
from kiemtin.factchecks.reading.limits import MAX_PAGE_BYTES
from kiemtin.factchecks.reading.loose_json import elements
from kiemtin.factchecks.reading.pages import page_text, reviews_on_page, speaks_of_reviews
from kiemtin.factchecks.reading.values import Read, Source, problem
from kiemtin.factchecks.reading.walking import reviews_in

PAGES = ("text/html", "application/xhtml+xml")
DOCUMENTS = ("application/json", "application/ld+json")
KEPT = ("response", "resource")
"""Records that hold what a server answered."""


def read_archive(source: Source) -> Iterator[Read]:
    """The claim reviews of an archive; most of its pages hold none, which is no problem of theirs."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    answers = 0
    try:
        for record in ArchiveIterator(source.stream):
            if record.rec_type in KEPT:
                answers += 1
                yield from _of_record(record, source)
    except (ArchiveLoadFailed, ZlibError, EOFError, ValueError, IndexError, AttributeError) as error:
        yield problem(source.name, "factchecks.damaged", detail=str(error) or type(error).__name__)
    else:
        if answers == 0:
            yield problem(source.name, "factchecks.no-review")


def _of_record(record: Any, source: Source) -> Iterator[Read]:
    address = record.rec_headers.get_header("WARC-Target-URI") or source.name
    headers = record.http_headers or record.rec_headers
    kind, _, rest = (headers.get_header("Content-Type") or "").lower().partition(";")
    if kind.strip() not in (*PAGES, *DOCUMENTS):
        return
    data = record.content_stream().read(MAX_PAGE_BYTES + 1)
    if len(data) > MAX_PAGE_BYTES:
        yield problem(address, "factchecks.page-too-large", limit=MAX_PAGE_BYTES)
        return
    text = page_text(data, rest.partition("charset=")[2].strip(" \"';"))
    around = Around(address, source.options, base=address)
    if kind.strip() in PAGES:
        yield from reviews_on_page(text, around)
    elif speaks_of_reviews(text):
        try:
            for value in elements(text):
                yield from reviews_in(value, around)
        except ValueError:
            yield problem(address, "factchecks.not-json")
