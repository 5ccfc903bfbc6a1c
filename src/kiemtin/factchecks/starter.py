"""The starter collection: advisories about scams and rumours, in our own words, each with the source we read."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from kiemtin.factchecks.few import Worded
from kiemtin.factchecks.values import ClaimReview, Feed, Rating

PUBLISHER = "Kiểm Tin"
"""Who wrote the advisories; whose finding each reports stands in ``source_of``."""

EDITION = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)

STARTER = Feed("kiemtin-starter", EDITION, "Apache-2.0")


@dataclass(frozen=True, slots=True)
class Seen:
    """The page that an advisory is written after; ``url`` and ``retrieved`` only where it was seen."""

    title: str
    publisher: str
    url: str | None
    retrieved: str | None


def source_of(review_id: str) -> Seen:
    """The source of an advisory; raises ``KeyError`` for an id that is none."""
    one = next((entry for entry in _entries() if entry["id"] == review_id), None)
    if one is None:
        raise KeyError(review_id)
    return Seen(one["source"], one["publisher"], one.get("url"), one.get("retrieved"))


@lru_cache(maxsize=1)
def _entries() -> tuple[dict[str, Any], ...]:
    lines = files("kiemtin.factchecks").joinpath("data/starter.jsonl").read_text("utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def starter_reviews() -> list[ClaimReview]:
    """The advisories as claim reviews, published by Kiểm Tin after the source that each names."""
    return [_review(one) for one in _entries()]


def worded_starter() -> list[Worded]:
    """The advisories, ready to be searched."""
    return [Worded(_review(one), one["folded"], one["stems"]) for one in _entries()]


def _review(one: dict[str, Any]) -> ClaimReview:
    return ClaimReview(
        id=one["id"],
        claim=one["claim"],
        url=one.get("url", ""),
        publisher=f"{PUBLISHER} (theo {one['publisher']})",
        rating=Rating(one["rating"]),
        lang="vi",
        title=one["title"],
        body=one["body"],
        published=datetime.date.fromisoformat(one["published"]) if "published" in one else None,
        licence=STARTER.licence,
    )
