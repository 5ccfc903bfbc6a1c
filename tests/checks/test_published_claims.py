"""``published-claims``: who rated the same claim, how, when and where; nothing of our own."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from kiemtin.checks import Context
from kiemtin.checks.published_claims import CHECK, MOST, published_claims
from kiemtin.evidence import Finding, FindingKind
from kiemtin.factchecks.starter import STARTER, source_of, starter_reviews
from kiemtin.factchecks.values import Hit, Match, Rating, Stored
from kiemtin.items import extract, receive_text
from tests.checks.conftest import MATCHER
from tests.factchecks.reviews import review
from tests.organisations.fictional import REGISTER


def hit(number: int = 0, match: Match | None = Match.SAME, *, trusted: bool = True, cites: bool = False) -> Hit:
    """A review that was found."""
    one = review(number, title="Sự thật", published=datetime.date(2025, 3, 1))
    return Hit(Stored(number, one, "mau.jsonl", "2026-11-22T08:00:00+00:00", trusted), 0.5, match, 0.9, cites)


def said(*hits: Hit) -> list[Finding]:
    """What the check makes of what was found."""
    item = receive_text("uống nước chanh nóng")
    part = extract(item).parts[0]
    return list(published_claims(part, Context(item, REGISTER, MATCHER, frozenset(), published=hits)))


def test_the_same_claim_is_shown_with_who_rated_it_how_when_and_where() -> None:
    """The finding is the publisher's: name, words of the rating, day, address, and how surely it is the same."""
    (finding,) = said(hit())
    assert (CHECK, FindingKind.PUBLISHED, 0.9) == (finding.check, finding.kind, finding.confidence)
    for language in ("vi", "en"):
        text = finding.reason.text(language)
        assert all(word in text for word in ("Kiểm Chứng Mẫu", "Sai", "2025-03-01", "nước chanh"))
    (source,) = finding.sources
    assert ("Sự thật", "Kiểm Chứng Mẫu", "https://kiem-chung.example/0", "2026-11-22") == (
        source.title,
        source.publisher,
        source.url,
        source.retrieved,
    )


def test_publishers_who_disagree_are_all_shown() -> None:
    """Two ratings of one claim are two findings, each its publisher's."""
    other = replace(hit(1).stored.review, publisher="Báo Ví Dụ", rating=Rating("Đúng"))
    second = replace(hit(1), stored=replace(hit(1).stored, review=other))
    assert ["Sai", "Đúng"] == [dict(one.reason.values)["rating"] for one in said(hit(), second)]


@pytest.mark.parametrize(
    ("found", "message_id"),
    [
        (hit(match=Match.POSSIBLY_RELATED), "published.possibly-related-dated"),
        (hit(trusted=False), "published.untrusted-dated"),
        (hit(match=None, trusted=False, cites=True), "published.untrusted-dated"),
    ],
)
def test_what_may_be_related_or_is_not_trusted_is_only_context(found: Hit, message_id: str) -> None:
    """It is shown for what it is, and settles nothing."""
    (finding,) = said(found)
    assert (FindingKind.CONTEXT, message_id) == (finding.kind, finding.reason.id)


def test_a_review_of_the_very_link_is_published() -> None:
    """Whoever checked the page that the message leads to is named, whatever the words."""
    (finding,) = said(hit(match=None, cites=True))
    assert (FindingKind.PUBLISHED, "published.link-dated") == (finding.kind, finding.reason.id)


def test_beside_the_same_claim_nothing_related_is_shown_and_never_too_many() -> None:
    """What is the same comes alone, and no more than a reader takes in."""
    assert ["published.same-dated"] == [one.reason.id for one in said(hit(), hit(1, Match.POSSIBLY_RELATED))]
    assert MOST == len(said(*(hit(number) for number in range(6))))
    assert [] == said(hit(match=None))


def test_a_review_without_a_day_is_said_without_one() -> None:
    """No day is made up."""
    found = hit()
    undated = replace(found.stored.review, published=None)
    (finding,) = said(replace(found, stored=replace(found.stored, review=undated)))
    assert "published.same" == finding.reason.id


def test_an_advisory_names_the_page_it_was_written_after() -> None:
    """The source of the starter collection's entries is not Kiểm Tin but whoever published the warning."""
    one = next(one for one in starter_reviews() if source_of(one.id).url)
    stored = Stored(1, one, STARTER.name, "2026-11-22T00:00:00+00:00", trusted=True)
    (finding,) = said(Hit(stored, 0.5, Match.SAME, 0.9))
    seen = source_of(one.id)
    assert (seen.title, seen.publisher, seen.url) == (
        finding.sources[0].title,
        finding.sources[0].publisher,
        finding.sources[0].url,
    )
