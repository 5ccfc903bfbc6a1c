"""What a desk publishes for other programs (``claimreview.json``) against what its records say is published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kiemtin.answers.scale import BEST, WORST
from kiemtin.answers.values import Change, Content, PublishedAnswer
from kiemtin.answers.wording import fit, verdict
from kiemtin.organisations.plain import plain_json

MAX_FEED = 256_000_000
"""Bytes of the feed: 10,000 answers take about 30 MB."""

UNSHOWN = "\ufffd"
"""What stands in the feed for a character that no format can hold."""

Disagreement = tuple[str, str, str]
"""A message id, the slug, and the answer's id where it is known."""


def disagreements(standing: Sequence[PublishedAnswer], raw: bytes | None) -> Iterator[Disagreement]:
    """Every answer that the feed lacks, has besides, has twice, or words otherwise than its records."""
    listed = None if raw is None else _listed(raw)
    if listed is None:
        yield "log.feed-unreadable", "", ""
        return
    known = {answer.slug: answer for answer in standing}
    seen: set[str] = set()
    for review in listed:
        slug = _text(review.get("url")).rstrip("/").rpartition("/")[2][:200]
        answer = known.get(slug)
        if answer is None or slug in seen:
            yield "log.not-in-the-log", slug, ""
        elif not agrees(review, answer):
            yield "log.says-otherwise", slug, answer.id
        seen.add(slug)
    for slug, answer in known.items():
        if slug not in seen:
            yield "log.not-listed", slug, answer.id


def _listed(raw: bytes) -> list[dict[str, Any]] | None:
    """The reviews in a ``DataFeed``; ``None`` where it is none."""
    try:
        document = plain_json(raw)
    except ValueError:
        return None
    elements = document.get("dataFeedElement") if isinstance(document, dict) else None
    if not isinstance(elements, list):
        return None
    items = [one.get("item") if isinstance(one, dict) else None for one in elements]
    reviews = [review for item in items for review in (item if isinstance(item, list) else [item])]
    return [review if isinstance(review, dict) else {} for review in reviews]


def agrees(review: dict[str, Any], answer: PublishedAnswer) -> bool:
    """Whether a ``ClaimReview`` says what the records of ``answer`` say; corrections may not be left out of it."""
    content = answer.content
    rating = review.get("reviewRating")
    if content is None or not isinstance(rating, dict):
        return False
    said = (
        rating.get("ratingValue"),
        rating.get("worstRating", WORST),
        rating.get("bestRating", BEST),
        rating.get("alternateName", verdict(content.rating, content.language)),
        review.get("inLanguage", content.language),
        _text(review.get("datePublished"))[:10],
        _text(review.get("dateModified"))[:10],
    )
    days = (answer.published.isoformat(), answer.modified.isoformat())
    logged = (
        content.rating.place,
        WORST,
        BEST,
        verdict(content.rating, content.language),
        content.language,
        *days,
    )
    return said == logged and _is_worded(review, content) and _corrections(review) == corrected(answer)


def corrected(answer: PublishedAnswer) -> list[str]:
    """The reasons of all corrections of ``answer``, as a review tells them."""
    return [fit(record.reason) for record in answer.history if record.change is Change.CORRECT]


def _is_worded(review: dict[str, Any], content: Content) -> bool:
    item, cited = review.get("itemReviewed"), review.get("citation")
    texts = [
        (_text(review.get("claimReviewed")), content.claim),
        (_text(review.get("reviewBody", content.finding)), content.finding),
        (_text(item.get("text", content.claim)) if isinstance(item, dict) else content.claim, content.claim),
    ]
    sources = [[source.url, fit(source.title)] for source in content.sources]
    are_cited = cited is None or [[one.get("url"), one.get("name")] for one in _objects(cited)] == sources
    return are_cited and all(_same(shown, logged) for shown, logged in texts)


def _corrections(review: dict[str, Any]) -> list[Any]:
    return [one.get("text") for one in _objects(review.get("correction", []))]


def _objects(value: Any) -> list[dict[str, Any]]:
    """Objects in a list; what is none counts as an empty one, so that it is not overlooked."""
    return [one if isinstance(one, dict) else {} for one in (value if isinstance(value, list) else [value])]


def _same(shown: str, logged: str) -> bool:
    """Whether two texts are one; the feed may show a sign for a character that it cannot hold."""
    return len(shown) == len(logged) and all(a in (b, UNSHOWN) for a, b in zip(shown, logged, strict=True))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
