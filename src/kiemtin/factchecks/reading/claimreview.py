"""schema.org ``ClaimReview`` objects, however publishers write them, as claim reviews; no person comes along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ada_url import URL

from kiemtin.factchecks.reading.dates import read_day
from kiemtin.factchecks.reading.draft import Draft, finish, hashes, note_of, number_of, web_address
from kiemtin.factchecks.reading.limits import MAX_VALUES
from kiemtin.factchecks.reading.values import Read, ReadOptions
from kiemtin.factchecks.reading.words import (
    addresses_of,
    language_by_letters,
    language_code,
    plain,
    text_of,
)
from kiemtin.factchecks.values import ClaimReview, Rating

CLAIM_REVIEW = "claimreview"

ORGANISATIONS = frozenset({"corporation", "project", "ngo", "airline", "consortium", "collegeoruniversity", "library"})
"""Types of organisations whose name does not end in ``Organization``, without those that can be one person's."""

PLACES_OF_A_CLAIM = ("appearance", "firstAppearance", "sameAs", "url", "citation")
"""Where ``itemReviewed`` says that the claim was met. A ``citation`` of the review itself is what refutes it."""

PASSED_DOWN = ("publisher", "datePublished", "inLanguage", "headline", "license", "url", "mainEntityOfPage")
"""What an article says for a review within it."""

Object = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Around:
    """What is known around an item: its place, what the page says for it, and the objects that it may refer to."""

    where: str
    options: ReadOptions
    base: str | None = None
    lang: str = ""
    title: str = ""
    article: Object = field(default_factory=dict)
    known: Mapping[str, Object] = field(default_factory=dict)


def types_of(thing: Object) -> frozenset[str]:
    """The schema.org types of an object, bare and in lower case."""
    named = thing.get("@type", thing.get("type"))
    names = named[:MAX_VALUES] if isinstance(named, list) else [named]
    return frozenset(
        one.strip().rstrip("/").replace("#", "/").replace(":", "/").rpartition("/")[2].lower()
        for one in names
        if isinstance(one, str)
    )


def is_claim_review(thing: Object) -> bool:
    """Whether an object says that it is a ``ClaimReview``."""
    return CLAIM_REVIEW in types_of(thing)


def within(article: Object, around: Around) -> Around:
    """What is known around the objects inside ``article``."""
    said = {name: article[name] for name in PASSED_DOWN if article.get(name)}
    return replace(around, article={**around.article, **said}) if said else around


def read_claim_review(written: Object, around: Around) -> Iterator[Read]:
    """The claim review of one object; problems of it before it, or instead of it."""
    about = _objects(written.get("itemReviewed"), around)
    url = _url(written, around)
    claim = text_of(written.get("claimReviewed")) or _claim_of(about)
    day = read_day(_date(written, around), around.options.today)
    draft = Draft(
        where=around.where,
        claim=claim,
        rating=rating_of(written.get("reviewRating"), around),
        publisher=_publisher(written, url, around),
        lang=_language(written, claim, around),
        url=url,
        title=text_of(written.get("headline")) or text_of(written.get("name")) or _title(around),
        body=text_of(written.get("reviewBody")) or text_of(written.get("articleBody")) or None,
        published=day.day,
        licence=_licence(written, around),
        cited=hashes((one for thing in about if not _is_agent(thing) for one in _cited(thing)), url),
    )
    review = finish(draft)
    if isinstance(review, ClaimReview):
        yield from note_of(around.where, day, _date(written, around))
    yield review


def rating_of(written: object, around: Around) -> Rating:
    """A rating in its publisher's words; its text is empty where there is none."""
    for one in written[:MAX_VALUES] if isinstance(written, list) else [written]:
        if not isinstance(one, Mapping):
            text = text_of(one)
            if text:
                return Rating(text)
            continue
        thing = _resolved(one, around)
        value = text_of(thing.get("ratingValue"))
        text = text_of(thing.get("alternateName")) or text_of(thing.get("name")) or value
        if text:
            ends = (number_of(text_of(thing.get(name))) for name in ("worstRating", "bestRating"))
            return Rating(text, number_of(value), *ends)
    return Rating("")


def _claim_of(about: list[Object]) -> str:
    """The claim where only the reviewed thing says it: a ``Claim`` by its text or name, nothing else by its name."""
    claims = [one for one in about if "claim" in types_of(one)]
    return next((text for one in claims if (text := text_of(one.get("text")) or text_of(one.get("name")))), "")


def _url(written: Object, around: Around) -> str:
    """The fact-check's own address: its own word, else the page's, else an id that is an address."""
    base = around.base
    own = addresses_of(written.get("url"))
    page = [*addresses_of(written.get("mainEntityOfPage")), *addresses_of(around.article.get("url"))]
    candidates = [*own, *([base] if base else []), *page, *addresses_of(written.get("@id"))]
    for one in candidates:
        whole = web_address(one, base)
        if whole:
            return whole
    return ""


def _publisher(written: Object, url: str, around: Around) -> str:
    """The organisation that published the review; never a person: an author counts only as an organisation."""
    organisations = [one for one in _objects(written.get("author"), around) if _is_organisation(one)]
    named = next((name for one in organisations if (name := text_of(one.get("name")))), "")
    named = named or _organisation_name(written.get("publisher"), around)
    named = named or _organisation_name(around.article.get("publisher"), around)
    return named or around.options.publisher or _host(url)


def _organisation_name(written: object, around: Around) -> str:
    """The name of a publisher, who is an organisation unless it says otherwise."""
    for one in written[:MAX_VALUES] if isinstance(written, list) else [written]:
        if isinstance(one, Mapping):
            thing = _resolved(one, around)
            name = "" if "person" in types_of(thing) else text_of(thing.get("name"))
        else:
            name = text_of(one)
        if name:
            return name
    return ""


def _host(url: str) -> str:
    try:
        return URL(url).hostname.removeprefix("www.") if url else ""
    except ValueError:
        return ""


def _is_organisation(thing: Object) -> bool:
    return any(one.endswith(("organization", "organisation")) or one in ORGANISATIONS for one in types_of(thing))


def _is_agent(thing: Object) -> bool:
    """Whether it is somebody: their addresses are nobody's business here."""
    return "person" in types_of(thing) or _is_organisation(thing)


def _cited(thing: Object) -> Iterator[str]:
    for name in PLACES_OF_A_CLAIM:
        value = thing.get(name)
        things = value[:MAX_VALUES] if isinstance(value, list) else [value]
        kept = [one for one in things if not (isinstance(one, Mapping) and _is_agent(one))]
        yield from addresses_of(kept)


def _language(written: Object, claim: str, around: Around) -> str:
    said = language_code(text_of(written.get("inLanguage")) or text_of(around.article.get("inLanguage")))
    return said or language_code(around.lang) or around.options.lang or language_by_letters(claim)


def _title(around: Around) -> str | None:
    return text_of(around.article.get("headline")) or plain(around.title) or None


def _date(written: Object, around: Around) -> object:
    value = written.get("datePublished") or around.article.get("datePublished")
    value = next((one for one in value if one), None) if isinstance(value, list) else value
    return text_of(value) if isinstance(value, Mapping) else value


def _licence(written: Object, around: Around) -> str | None:
    for value in (written.get("license"), around.article.get("license")):
        named = next(iter(addresses_of(value)), "") or text_of(value)
        if named:
            return plain(named)
    return around.options.licence


def _objects(value: object, around: Around) -> list[Object]:
    things = value[:MAX_VALUES] if isinstance(value, list) else [value]
    return [_resolved(one, around) for one in things if isinstance(one, Mapping)]


def _resolved(thing: Object, around: Around) -> Object:
    """The object that ``thing`` refers to, where it is only a reference (``{"@id": …}``)."""
    named = thing.get("@id")
    return around.known.get(named, thing) if len(thing) == 1 and isinstance(named, str) else thing
