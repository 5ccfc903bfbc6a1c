"""From what was gathered about an item to a claim review within the limits, or to the reason why there is none."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from ada_url import URL

from kiemtin.factchecks.addresses import address_hash, canonical
from kiemtin.factchecks.reading.dates import Day
from kiemtin.factchecks.reading.values import Problem, Read, problem
from kiemtin.factchecks.values import (
    MAX_BODY,
    MAX_CITED,
    MAX_CLAIM,
    MAX_NAME,
    MAX_TITLE,
    MAX_URL,
    ClaimReview,
    Rating,
    made_id,
)

IMPOSSIBLE_DATE = "factchecks.impossible-date"
NOTES = {"unreadable": "factchecks.unreadable-date", "impossible": IMPOSSIBLE_DATE}

NUMBER = re.compile(r"-?\d{1,9}(?:[.,]\d{1,9})?")


@dataclass(slots=True)
class Draft:
    """What was gathered about one item; ``where`` is its place in the source."""

    where: str
    claim: str
    rating: Rating
    publisher: str
    lang: str
    url: str = ""
    id: str = ""
    title: str | None = None
    body: str | None = None
    published: datetime.date | None = None
    licence: str | None = None
    cited: tuple[bytes, ...] = ()


def finish(draft: Draft) -> Read:
    """The claim review; a ``Problem`` where something it needs is missing or longer than a collection takes."""
    missing = _missing(draft)
    if missing:
        return problem(draft.where, missing)
    lengths = (
        ("claim", draft.claim, MAX_CLAIM),
        ("rating", draft.rating.text, MAX_NAME),
        ("publisher", draft.publisher, MAX_NAME),
        ("url", draft.url, MAX_URL),
        ("id", draft.id, MAX_NAME),
        ("lang", draft.lang, MAX_NAME),
        ("licence", draft.licence or "", MAX_URL),
    )
    for field, value, limit in lengths:
        if len(value) > limit:
            return problem(draft.where, "factchecks.too-long", field=field, size=len(value), limit=limit)
    return ClaimReview(
        id=draft.id or made_id(draft.url, draft.claim, draft.publisher),
        claim=draft.claim,
        url=draft.url,
        publisher=draft.publisher,
        rating=draft.rating,
        lang=draft.lang,
        title=_cut(draft.title, MAX_TITLE),
        body=_cut(draft.body, MAX_BODY),
        published=draft.published,
        licence=draft.licence or None,
        cited=draft.cited[:MAX_CITED],
    )


def web_address(written: str, base: str | None) -> str:
    """``written`` as a whole web address, relative to ``base`` where it is not; ``""`` where it is none."""
    if not written:
        return ""
    try:
        whole = URL(written) if base is None else URL(urljoin(base, written))
    except ValueError:
        return ""
    return whole.href if whole.protocol in ("http:", "https:") and whole.hostname else ""


def hashes(addresses: Iterable[str], own: str) -> tuple[bytes, ...]:
    """Hashes of the pages among ``addresses``, in order and once each: not its own, nor whole sites."""
    own_form = canonical(own) if own else None
    found: dict[bytes, None] = {}
    for address in addresses:
        form = canonical(address)
        if form is not None and form != own_form and "/" in form.removeprefix("https://").replace("?", "/"):
            found[address_hash(form)] = None
        if len(found) >= MAX_CITED:
            break
    return tuple(found)


def number_of(text: str) -> float | None:
    """A number on a publisher's scale (``1``, ``1,5``), or ``None``."""
    return float(text.replace(",", ".")) if NUMBER.fullmatch(text) else None


def note_of(where: str, day: Day, written: object) -> Iterator[Problem]:
    """A note where an item stays without a date because what stands there cannot be one."""
    if day.trouble:
        yield problem(where, NOTES[day.trouble], left_out=False, date=str(written))


def _missing(draft: Draft) -> str:
    if not draft.claim:
        return "factchecks.no-claim"
    if not draft.rating.text:
        return "factchecks.no-rating"
    return "" if draft.publisher else "factchecks.no-publisher"


def _cut(text: str | None, limit: int) -> str | None:
    return (text if len(text) <= limit else text[: limit - 1] + "…") if text else None
