"""Short ways to read a source in a test."""

from __future__ import annotations

import datetime
import io
import json
from dataclasses import replace
from typing import Any

from kiemtin.factchecks.reading import Problem, ReadOptions, read_source
from kiemtin.factchecks.values import ClaimReview

TODAY = datetime.date(2026, 11, 22)
OPTIONS = ReadOptions(TODAY)

CLAIM = "Uống nước chanh nóng chữa được mọi bệnh"

REVIEW: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "claimReviewed": CLAIM,
    "url": "https://kiem-chung.example/nuoc-chanh",
    "author": {"@type": "Organization", "name": "Kiểm Chứng Mẫu"},
    "reviewRating": {"@type": "Rating", "alternateName": "Không có căn cứ"},
    "datePublished": "2021-03-06",
    "inLanguage": "vi",
}


def read(data: str | bytes, **said: Any) -> list[ClaimReview | Problem]:
    """What is read from ``data`` under options."""
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    return list(read_source(io.BytesIO(raw), replace(OPTIONS, **said)))


def one(data: str | bytes, **said: Any) -> ClaimReview:
    """The only claim review in ``data``, which has no problem."""
    (found,) = read(data, **said)
    assert isinstance(found, ClaimReview), found
    return found


def from_object(**changes: Any) -> list[ClaimReview | Problem]:
    """What is read from ``REVIEW`` with some of its fields changed; ``None`` takes one out."""
    changed = {name: value for name, value in {**REVIEW, **changes}.items() if value is not None}
    return read(json.dumps(changed))


def one_from_object(**changes: Any) -> ClaimReview:
    """The only claim review of such an object, which has no problem."""
    (found,) = from_object(**changes)
    assert isinstance(found, ClaimReview), found
    return found


def messages(found: list[ClaimReview | Problem]) -> list[str]:
    """The ids of what could not be read."""
    return [entry.message_id for entry in found if isinstance(entry, Problem)]


def reviews(found: list[ClaimReview | Problem]) -> list[ClaimReview]:
    """What could be read."""
    return [entry for entry in found if isinstance(entry, ClaimReview)]


def page(script: str, head: str = "", body: str = "") -> str:
    """A page with one script of structured data."""
    return (
        f'<!doctype html><html lang="vi"><head><title>Trang mẫu</title>{head}'
        f'<script type="application/ld+json">{script}</script></head><body>{body}</body></html>'
    )
