"""Tables (CSV, TSV): one claim review a row, by the headings that the operator or the table itself names."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from kiemtin.errors import Refused
from kiemtin.factchecks.reading.dates import read_day
from kiemtin.factchecks.reading.draft import Draft, finish, hashes, note_of, number_of, web_address
from kiemtin.factchecks.reading.limits import MAX_CELL, MAX_COLUMNS
from kiemtin.factchecks.reading.values import MAX_SHOWN, Read, Source, problem
from kiemtin.factchecks.reading.words import language_by_letters, language_code, plain
from kiemtin.factchecks.values import ClaimReview, Rating

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "id": ("id",),
    "claim": ("claim", "claimreviewed", "claim_reviewed", "claim_text"),
    "title": ("title", "headline"),
    "body": ("body", "reviewbody", "text", "content"),
    "url": ("url", "link", "review_url"),
    "publisher": ("publisher", "publisher_name", "organization", "organisation"),
    "rating": ("rating", "alternatename", "verdict", "label", "textual_rating"),
    "value": ("rating_value", "ratingvalue"),
    "worst": ("worst", "worstrating"),
    "best": ("best", "bestrating"),
    "published": ("published", "datepublished", "date_published", "date", "review_date"),
    "lang": ("lang", "language", "inlanguage"),
    "licence": ("licence", "license"),
    "cited": ("cited", "appearance"),
}
"""Our fields, and the headings under which a table may hold them where the operator names none."""

SEPARATORS = "\t;,|"
"""Between cells; a spreadsheet set to Vietnamese writes ``.csv`` with semicolons."""


def read_table(source: Source) -> Iterator[Read]:
    """The claim reviews of a table with a line of headings; raises ``Refused`` where no column holds claims."""
    text = io.TextIOWrapper(source.stream, encoding=_encoding(source), errors="replace")
    try:
        yield from _read(text, source)
    finally:
        text.detach()  # the stream is its owner's to close


def headings_of(line: str) -> list[str]:
    """The cells of a line of headings."""
    try:
        return next(csv.reader(line.splitlines()[:1], delimiter=_separator(line)), [])
    except csv.Error:
        return []


def has_claims(headings: Sequence[str]) -> bool:
    """Whether one of the headings is one under which claims stand."""
    return any(one.strip().lower() in HEADINGS["claim"] for one in headings)


def _encoding(source: Source) -> str:
    head = source.stream.peek(2) if isinstance(source.stream, io.BufferedReader) else b""
    return "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def _read(text: io.TextIOWrapper, source: Source) -> Iterator[Read]:
    first = text.readline(MAX_CELL)
    places = _places(headings_of(first), source)
    rows = csv.reader(text, delimiter=_separator(first))
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield problem(_where(source, rows.line_num), "factchecks.not-a-row", limit=MAX_CELL)
            continue
        if any(row):
            cells = {field: plain(row[place]) for field, place in places.items() if place < len(row)}
            yield from _review(cells, _where(source, rows.line_num), source)


def _where(source: Source, lines: int) -> str:
    return f"{source.name}:{lines + 1}"


def _separator(line: str) -> str:
    return max(SEPARATORS, key=line.count)


def _places(headings: Sequence[str], source: Source) -> dict[str, int]:
    """The place of each field's column; what the operator named must be there."""
    names = [one.strip().lower() for one in headings[:MAX_COLUMNS]]
    places = {}
    for field, usual in HEADINGS.items():
        asked = source.options.columns.get(field)
        if asked is not None and asked.strip().lower() not in names:
            raise Refused(
                "refused.no-such-column", name=source.name, column=asked[:MAX_SHOWN], columns=_listed(headings)
            )
        wanted = usual if asked is None else (asked.strip().lower(),)
        place = next((names.index(one) for one in wanted if one in names), None)
        if place is not None:
            places[field] = place
    if "claim" not in places:
        raise Refused("refused.no-claim-column", name=source.name, columns=_listed(headings))
    return places


def _listed(headings: Sequence[str]) -> str:
    return plain(", ".join(headings[:MAX_COLUMNS]))[:MAX_SHOWN]


def _review(cells: Mapping[str, str], where: str, source: Source) -> Iterator[Read]:
    options = source.options
    url = web_address(cells.get("url", ""), options.address)
    claim = cells.get("claim", "")
    day = read_day(cells.get("published"), options.today)
    scale = [number_of(cells.get(name, "")) for name in ("value", "worst", "best")]
    review = finish(
        Draft(
            where=where,
            claim=claim,
            rating=Rating(cells.get("rating") or cells.get("value", ""), *scale),
            publisher=cells.get("publisher") or options.publisher or "",
            lang=language_code(cells.get("lang", "")) or options.lang or language_by_letters(claim),
            url=url,
            id=cells.get("id", ""),
            title=cells.get("title"),
            body=cells.get("body"),
            published=day.day,
            licence=cells.get("licence") or options.licence,
            cited=hashes(cells.get("cited", "").split(), url),
        )
    )
    if isinstance(review, ClaimReview):
        yield from note_of(where, day, cells.get("published"))
    yield review
