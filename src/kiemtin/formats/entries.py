"""The register, fact-checks and pictures as other programs read them: what commands print and the API answers.

Schemas ``kiemtin-organisations/1``, ``kiemtin-factchecks/1`` and ``kiemtin-pictures/1``: fields may be added, never
changed or removed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kiemtin.evidence.messages import LANGUAGES, render

if TYPE_CHECKING:
    from kiemtin.errors import KiemtinError
    from kiemtin.factchecks.values import Hit
    from kiemtin.items import Overlap
    from kiemtin.organisations import Fact, FactSource, Organisation
    from kiemtin.pictures.found import Found
    from kiemtin.pictures.known import Known

ORGANISATIONS = "kiemtin-organisations/1"
FACTCHECKS = "kiemtin-factchecks/1"
PICTURES = "kiemtin-pictures/1"


def summary(one: Organisation) -> dict[str, Any]:
    """One organisation as a row of a list."""
    main, hotline = one.main_domain, one.confirmed_hotline
    return {
        "id": one.id,
        "name": {"vi": one.name_vi, "en": one.name_en},
        "short": one.short,
        "sector": one.sector.value,
        "confirmed": one.confirmed,
        "domain": {"value": main.value, "confirmed": main.confirmed} if main else None,
        "hotline": hotline.value if hotline else None,
    }


def in_full(one: Organisation) -> dict[str, Any]:
    """One organisation with all its facts; the digits of unconfirmed hotlines are left out (``value`` is null)."""
    return {
        **{key: value for key, value in summary(one).items() if key not in ("domain", "hotline")},
        "source": _source(one.source),
        "domains": [_fact(fact) for fact in one.domains],
        "hotlines": [_fact(fact) | ({} if fact.confirmed else {"value": None}) for fact in one.hotlines],
        "senders": [_fact(fact) for fact in one.senders],
        "channels": [_fact(fact) for fact in one.channels],
        "tenants": [_fact(fact) for fact in one.tenants],
        "aliases": [{"value": alias.value, "strength": alias.strength.value} for alias in one.aliases],
        "words": list(one.words),
    }


def found(hit: Hit) -> dict[str, Any]:
    """A published fact-check that was found, as a row of the results."""
    review = hit.stored.review
    return {
        "id": review.id,
        "url": review.url,
        "claim": review.claim,
        "publisher": review.publisher,
        "rating": review.rating.text,
        "score": round(hit.score, 6),
        "match": hit.match,
        "trusted": hit.stored.trusted,
        "title": review.title,
        "published": review.published.isoformat() if review.published else None,
        "cites": hit.cites,
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "value": fact.value,
        "confirmed": fact.confirmed,
        "source": _source(fact.source),
        "user_content": fact.user_content,
        "note": fact.note,
    }


def _source(source: FactSource | None) -> dict[str, Any] | None:
    if source is None:
        return None
    return {"title": source.title, "publisher": source.publisher, "url": source.url, "note": source.note}


def known_picture(one: Known) -> dict[str, Any]:
    """A picture of a collection as a row of a list."""
    return {
        "number": one.number,
        "picture": one.path,
        "answer": one.answer,
        "width": one.width,
        "height": one.height,
        "added": one.added.isoformat(),
        "sha256": one.sha256,
    }


def found_picture(one: Found) -> dict[str, Any]:
    """A known picture that was found in another, as a row of the results; ``box`` is where, as in a report."""
    return {
        "picture": one.known.path,
        "answer": one.known.answer,
        "match": one.match.value,
        "method": one.method.value,
        "score": round(one.score, 6),
        "box": [one.box.x, one.box.y, one.box.width, one.box.height],
        "number": one.known.number,
        "overlap": overlap_data(one.overlap) if one.overlap is not None else None,
    }


def overlap_data(overlap: Overlap) -> dict[str, Any]:
    """The area that a picture shares with a known one, as corners in pixels of each."""
    return {
        "outline": [list(corner) for corner in overlap.outline],
        "known": {
            "width": overlap.width,
            "height": overlap.height,
            "outline": [list(corner) for corner in overlap.known_outline],
        },
    }


def problem(error: KiemtinError) -> dict[str, Any]:
    """An error as its id and its words."""
    return {
        "id": error.message_id,
        "text": {language: render(error.message_id, error.values, language) for language in LANGUAGES},
    }
