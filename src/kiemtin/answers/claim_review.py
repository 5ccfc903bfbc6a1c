"""An answer as schema.org ``ClaimReview``: one object for its page, and a ``DataFeed`` of all of them.

The object is the answer's own, in its own language, and the same wherever it stands; there is none for an answer that
was withdrawn. ``validation.py`` holds every page to the rules.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kiemtin.answers.edition import Edition
from kiemtin.answers.scale import BEST, WORST
from kiemtin.answers.site import CORRECTIONS, Site, picture_at
from kiemtin.answers.values import Change, Content, Picture, PublishedAnswer, Record, Source
from kiemtin.answers.wording import fit, moment, verdict

CONTEXT = "https://schema.org"

ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}
"""In JSON these mean the same written so, and nothing of a text can end the element that holds it."""


def claim_review(answer: PublishedAnswer, site: Site) -> dict[str, Any] | None:
    """The ``ClaimReview`` of ``answer``; ``None`` once it is withdrawn."""
    content = answer.content
    if content is None:
        return None
    url = site.of(answer)
    review = {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "@id": f"{url}#review",
        "url": url,
        "inLanguage": content.language,
        "claimReviewed": fit(content.claim),
        "reviewRating": _rating(content),
        "reviewBody": fit(content.finding),
        "itemReviewed": {"@type": "Claim", "text": fit(content.claim)},
        "datePublished": moment(answer.published),
        "dateModified": moment(answer.modified),
        "author": organisation(content, site),
        "license": site.licence,
        "citation": [_citation(source) for source in content.sources],
    }
    images = [_image(picture, site) for picture in content.pictures if picture.shown]
    review |= {"image": images} if images else {}
    corrections = [_correction(record) for record in answer.history if record.change is Change.CORRECT]
    return review | ({"correction": corrections} if corrections else {})


def organisation(content: Content, site: Site) -> dict[str, Any]:
    """The desk as the author of what it publishes: an organisation, never one of its people."""
    principles = site.principles(content.language)
    return {
        "@type": "Organization",
        "name": site.publisher,
        "url": site.whole("/"),
        "publishingPrinciples": principles,
        "correctionsPolicy": principles + CORRECTIONS,
    }


def data_feed(edition: Edition, site: Site) -> Iterator[str]:
    """All that stands, as a schema.org ``DataFeed`` in JSON that other desks import, piece by piece."""
    feed = {
        "@context": CONTEXT,
        "@type": "DataFeed",
        "name": site.publisher,
        "url": site.whole("/claimreview.json"),
        "license": site.licence,
    }
    modified = max((answer.modified for answer in edition.answers), default=None)
    head = json.dumps(feed | ({"dateModified": moment(modified)} if modified else {}), ensure_ascii=False)
    yield f'{head[:-1]}, "dataFeedElement": ['
    for number, answer in enumerate(edition.standing):
        yield (", " if number else "") + json.dumps(_item(answer, site), ensure_ascii=False)
    yield "]}"


def _item(answer: PublishedAnswer, site: Site) -> dict[str, Any]:
    return {
        "@type": "DataFeedItem",
        "dateCreated": moment(answer.published),
        "dateModified": moment(answer.modified),
        "item": [claim_review(answer, site)],
    }


def embedded(document: dict[str, Any]) -> str:
    """``document`` as the text of a ``<script type="application/ld+json">``, which nothing in it can end."""
    return json.dumps(document, ensure_ascii=False).translate(ESCAPES)


def _rating(content: Content) -> dict[str, Any]:
    return {
        "@type": "Rating",
        "ratingValue": content.rating.place,
        "worstRating": WORST,
        "bestRating": BEST,
        "alternateName": verdict(content.rating, content.language),
    }


def _citation(source: Source) -> dict[str, Any]:
    cited = {
        "@type": "CreativeWork",
        "url": source.url,
        "name": fit(source.title),
        "publisher": {"@type": "Organization", "name": fit(source.publisher)},
    }
    return cited | ({"archivedAt": source.archive} if source.archive else {})


def _image(picture: Picture, site: Site) -> dict[str, Any]:
    image = {
        "@type": "ImageObject",
        "contentUrl": site.whole(picture_at(picture.sha256)),
        "encodingFormat": "image/jpeg",
        "width": picture.width,
        "height": picture.height,
        "description": fit(picture.alternative),
    }
    return image | ({"caption": fit(picture.caption)} if picture.caption else {})


def _correction(record: Record) -> dict[str, Any]:
    return {"@type": "CorrectionComment", "text": fit(record.reason), "datePublished": moment(record.date)}
