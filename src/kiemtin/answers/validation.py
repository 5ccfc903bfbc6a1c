"""Whether the ``ClaimReview`` of a page keeps the rules: a list of faults, empty where there are none.

Each rule is one function from the object and its page to the faults it finds. A rule says what it was given and what
it wants; what a page does not show cannot be compared with it, and is passed over.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from kiemtin.answers.claim_review import claim_review
from kiemtin.answers.scale import BEST, WORST, Rating
from kiemtin.answers.site import Site
from kiemtin.answers.values import PublishedAnswer
from kiemtin.answers.wording import verdict
from kiemtin.evidence.messages import LANGUAGES

Object = Mapping[str, Any]

CONTEXTS = frozenset({"https://schema.org", "https://schema.org/"})

DAY = re.compile(r"\d{4}-\d\d-\d\dT00:00(?::00)?(?:Z|[+-]\d\d:\d\d)\Z")
"""A zone-aware date at the precision of a day: midnight somewhere, and nothing finer."""

REVIEWS = frozenset({"ClaimReview", "http://schema.org/ClaimReview", "https://schema.org/ClaimReview"})

ORGANISATIONS = ("Organization", "NewsMediaOrganization", "NGO", "GovernmentOrganization", "EducationalOrganization")

MOST_FAULTS = 100
"""Faults that are listed for one page."""

MOST_DEEP = 40
"""Objects within objects that are looked into; ours are four deep."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule that is broken: ``what`` names it (``publication.fault.<what>``), ``value`` is what was found."""

    what: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a page matters to the rules: language, address, words, and those of its verdict; ``None`` is unknown."""

    language: str | None = None
    address: str | None = None
    text: str | None = None
    verdict: str | None = None


Rule = Callable[[Object, Shown], Iterator[Fault]]


def faults_of_page(documents: Sequence[Any], shown: Shown) -> list[Fault]:
    """Every fault of the JSON-LD ``documents`` of one page, which is to have one ``ClaimReview``, and no more."""
    reviews = [one for document in documents for one in reviews_in(document)]
    if len(reviews) != 1:
        return [Fault("not-one-review", str(len(reviews)))]
    return faults_of_review(reviews[0], shown)


def faults_of_review(review: Object, shown: Shown) -> list[Fault]:
    """Every fault of one ``ClaimReview`` on a page."""
    faults: list[Fault] = []
    for rule in RULES:
        faults.extend(rule(review, shown))
    return faults[:MOST_FAULTS]


def faults_against_log(review: Object, answer: PublishedAnswer, site: Site) -> list[Fault]:
    """Where ``review`` says anything else than the records of ``answer`` say, corrections included."""
    meant = claim_review(answer, site)
    if meant is None:
        return [Fault("withdrawn", answer.slug)]
    names = sorted({*meant, *review})
    return [Fault("not-as-logged", name) for name in names if meant.get(name) != review.get(name)]


def reviews_in(document: Any, deep: int = 0) -> Iterator[Object]:
    """Every ``ClaimReview`` in a document of JSON-LD, wherever it stands in it."""
    if deep > MOST_DEEP:
        return
    if isinstance(document, list):
        for one in document:
            yield from reviews_in(one, deep + 1)
    elif isinstance(document, dict):
        if REVIEWS & set(_types(document)):
            yield document
            return
        for one in document.values():
            yield from reviews_in(one, deep + 1)


def _context(review: Object, _shown: Shown) -> Iterator[Fault]:
    if _text(review.get("@context")) not in CONTEXTS:
        yield Fault("context", _short(review.get("@context")))


def _claim(review: Object, _shown: Shown) -> Iterator[Fault]:
    if not _text(review.get("claimReviewed")):
        yield Fault("no-claim")


def _address(review: Object, shown: Shown) -> Iterator[Fault]:
    url = _text(review.get("url"))
    host = _host(url)
    if not host:
        yield Fault("address", _short(review.get("url")))
    elif shown.address is not None and host != _host(shown.address):
        yield Fault("other-host", url)


def _rating(review: Object, _shown: Shown) -> Iterator[Fault]:
    rating = _object(review.get("reviewRating"))
    if not _text(rating.get("alternateName")):
        yield Fault("no-verdict")
    worst, value, best = (_number(rating.get(name)) for name in ("worstRating", "ratingValue", "bestRating"))
    if worst is None or value is None or best is None or not worst <= value <= best or worst >= best:
        yield Fault("rating-range", _short([rating.get(name) for name in ("worstRating", "ratingValue", "bestRating")]))


def _verdict_is_seen(review: Object, shown: Shown) -> Iterator[Fault]:
    said = _text(_object(review.get("reviewRating")).get("alternateName"))
    if shown.verdict is not None:
        seen = _plain(said) == _plain(shown.verdict)
    else:
        seen = shown.text is None or _plain(said) in _plain(shown.text)
    if said and not seen:
        yield Fault("verdict-unseen", said)


def _verdict_is_the_number(review: Object, shown: Shown) -> Iterator[Fault]:
    """A word and a scale of ours stand for one number."""
    rating = _object(review.get("reviewRating"))
    worst, value, best = (_number(rating.get(name)) for name in ("worstRating", "ratingValue", "bestRating"))
    language = _code(_text(review.get("inLanguage")) or shown.language or "")
    said = _text(rating.get("alternateName"))
    meant = [one.place for one in Rating if language in LANGUAGES and said == verdict(one, language)]
    if meant and (worst, best) == (WORST, BEST) and value not in (None, *meant):
        yield Fault("verdict-number", f"{said}: {_short(rating.get('ratingValue'))}")


def _language(review: Object, shown: Shown) -> Iterator[Fault]:
    said = _text(review.get("inLanguage")) or shown.language or ""
    if not said:
        yield Fault("no-language")
        return
    if shown.language and _code(said) != _code(shown.language):
        yield Fault("other-language", said)
    word = _text(_object(review.get("reviewRating")).get("alternateName"))
    for language in LANGUAGES:
        if language != _code(said) and word in {verdict(rating, language) for rating in Rating}:
            yield Fault("verdict-language", word)


def _dates(review: Object, _shown: Shown) -> Iterator[Fault]:
    published, modified = _day(review.get("datePublished")), _day(review.get("dateModified"))
    for name, day in (("datePublished", published), ("dateModified", modified)):
        if day is None:
            yield Fault("date", f"{name}: {_short(review.get(name))}")
    if published is not None and modified is not None and modified < published:
        yield Fault("modified-before-published", _short(review.get("dateModified")))


def _author(review: Object, shown: Shown) -> Iterator[Fault]:
    author = _object(review.get("author"))
    if not set(_types(author)) & set(ORGANISATIONS) or not _text(author.get("name")):
        yield Fault("author")
    for name in ("publishingPrinciples", "correctionsPolicy"):
        host = _host(_text(author.get(name)))
        if not host:
            yield Fault("policy-missing", name)
        elif shown.address is not None and host != _host(shown.address):
            yield Fault("other-host", _text(author.get(name)))


def _sources(review: Object, _shown: Shown) -> Iterator[Fault]:
    cited = review.get("citation")
    given = cited if isinstance(cited, list) else [cited]
    addresses = [_text(_object(one).get("url")) or _text(one) for one in given]
    if not addresses or not all(map(_host, addresses)):
        yield Fault("citation", _short(cited))


def _corrections(review: Object, _shown: Shown) -> Iterator[Fault]:
    corrections = review.get("correction", [])
    published, modified = _day(review.get("datePublished")), _day(review.get("dateModified"))
    for one in corrections if isinstance(corrections, list) else [corrections]:
        correction = _object(one)
        day = _day(correction.get("datePublished"))
        if not _text(correction.get("text")) or day is None:
            yield Fault("correction", _short(one))
        elif (published and day < published) or (modified and day > modified):
            yield Fault("correction-date", _short(correction.get("datePublished")))


def _nobody_is_named(review: Object, _shown: Shown) -> Iterator[Fault]:
    """Neither who wrote the answer, nor who made or spread the claim, is anybody's business."""
    if "author" in _object(review.get("itemReviewed")) or "creator" in _object(review.get("itemReviewed")):
        yield Fault("claim-author")
    if any("Person" in one.rpartition("/")[2] for thing in _objects(review) for one in _types(thing)):
        yield Fault("person")


RULES: tuple[Rule, ...] = (
    _context,
    _claim,
    _address,
    _rating,
    _verdict_is_seen,
    _verdict_is_the_number,
    _language,
    _dates,
    _author,
    _sources,
    _corrections,
    _nobody_is_named,
)

FAULTS = (
    "not-one-review",
    "withdrawn",
    "not-as-logged",
    "context",
    "no-claim",
    "address",
    "other-host",
    "no-verdict",
    "rating-range",
    "verdict-unseen",
    "verdict-number",
    "no-language",
    "other-language",
    "verdict-language",
    "date",
    "modified-before-published",
    "author",
    "policy-missing",
    "citation",
    "correction",
    "correction-date",
    "claim-author",
    "person",
    "not-json",
    "script-ended",
)
"""Every fault by name; each has its words in the catalogues."""


def _objects(thing: Any, deep: int = 0) -> Iterator[Object]:
    if deep > MOST_DEEP:
        return
    if isinstance(thing, dict):
        yield thing
        thing = list(thing.values())
    if isinstance(thing, list):
        for one in thing:
            yield from _objects(one, deep + 1)


def _types(thing: Object) -> tuple[str, ...]:
    named = thing.get("@type")
    return tuple(one for one in (named if isinstance(named, list) else [named]) if isinstance(one, str))


def _object(thing: Any) -> Object:
    return thing if isinstance(thing, dict) else {}


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        return (parts.hostname or "") if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _day(value: Any) -> datetime.date | None:
    if not isinstance(value, str) or not DAY.match(value):
        return None
    try:
        return datetime.date.fromisoformat(value[:10])
    except ValueError:
        return None


def _code(language: str) -> str:
    return language.partition("-")[0].lower()


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _short(value: Any) -> str:
    return str(value)[:200]
