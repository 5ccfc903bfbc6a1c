"""``published-claims``: somebody has already checked this, and said so in public."""

from __future__ import annotations

from collections.abc import Iterator

from kiemtin.checks.context import Context
from kiemtin.evidence import Finding, FindingKind, Severity, Source, reason
from kiemtin.factchecks.starter import STARTER, source_of
from kiemtin.factchecks.values import Hit, Match
from kiemtin.items import Part

CHECK = "published-claims"

MOST = 3
"""Fact-checks shown of each kind: where publishers disagree, all of the nearest are seen; more would hide the rest."""

CITED = 0.95
"""That a fact-check which cites an address is about it: some cite an address only beside the claim."""


def published_claims(part: Part, context: Context) -> Iterator[Finding]:
    """Shows who rated the same claim, how, when and where, in their own words.

    Scope: the whole message, and the links in it by the hash of their address; at a desk, the very words of a message
    that it has answered, by a hash too. Works offline, on the collections that the user has. Only the same claim, by a
    publisher the user trusts, is ``published``; what may be related, and what comes from others, is context. Nothing
    here says whether the claim is true.
    """
    same = [hit for hit in context.published if _is_same(hit)]
    related = [hit for hit in context.published if not _is_same(hit) and hit.match is not None]
    for hit in same[:MOST]:
        yield _finding(part, hit, FindingKind.PUBLISHED if hit.stored.trusted else FindingKind.CONTEXT)
    for hit in related[:MOST] if not same else ():
        yield _finding(part, hit, FindingKind.CONTEXT)


def _is_same(hit: Hit) -> bool:
    return hit.cites or hit.match is Match.SAME


def _finding(part: Part, hit: Hit, kind: FindingKind) -> Finding:
    review = hit.stored.review
    said = "published.worded" if hit.worded else "published.link" if hit.cites else f"published.{hit.match}"
    if not hit.stored.trusted:
        said = "published.untrusted"
    values = {"publisher": review.publisher, "claim": review.claim, "rating": review.rating.text}
    if review.published is not None:
        said, values = f"{said}-dated", values | {"day": review.published.isoformat()}
    return Finding(
        check=CHECK,
        part=part.id,
        kind=kind,
        severity=Severity.LOW,
        confidence=CITED if hit.cites else min(1.0, hit.confidence),
        reason=reason(said, **values),
        sources=(_source(hit),),
    )


def _source(hit: Hit) -> Source:
    review = hit.stored.review
    if hit.stored.feed == STARTER.name:
        seen = source_of(review.id)
        return Source(seen.title, seen.publisher, seen.url, seen.retrieved, "stored copy" if seen.url else None)
    return Source(review.title or review.claim, review.publisher, review.url or None, hit.stored.retrieved[:10])
