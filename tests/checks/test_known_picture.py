"""``known-picture``: what is contained is somebody's published answer; what may be related is context."""

from __future__ import annotations

import datetime

from kiemtin.checks import Context
from kiemtin.checks.known_picture import MOST, known_picture, known_pictures
from kiemtin.evidence import Finding, FindingKind, Skip
from kiemtin.items import Item, Part, PartKind, SeenPicture
from kiemtin.items.boxes import Box
from kiemtin.lookalikes import Matcher
from kiemtin.organisations import bundled_register
from kiemtin.pictures.found import Found, Method, Relation
from kiemtin.pictures.known import Known

WHEN = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)


def _found(number: int, match: Relation) -> Found:
    known = Known(number, f"{number}.jpg", f"https://example.org/{number}", "00", 40, 30, WHEN)
    return Found(known, match, Method.FEATURES, 0.9, Box(1, 2, 3, 4))


def test_what_is_contained_is_published_with_its_answer() -> None:
    """The address of the answer is the source, and the day it was added."""
    (finding,) = known_pictures("p1", [_found(1, Relation.CONTAINS), _found(2, Relation.POSSIBLY_RELATED)])

    assert (FindingKind.PUBLISHED, "p1") == (finding.kind, finding.part)
    assert [("https://example.org/1", "2026-11-22")] == [(one.url, one.retrieved) for one in finding.sources]


def test_what_may_be_related_is_context_alone() -> None:
    """Nothing that geometry did not confirm is ever ``published``."""
    findings = list(known_pictures("p1", [_found(1, Relation.POSSIBLY_RELATED)]))

    assert [FindingKind.CONTEXT] == [one.kind for one in findings]


def test_no_more_than_the_nearest_are_shown() -> None:
    """Of many, the first; of none, nothing."""
    many = [_found(number, Relation.CONTAINS) for number in range(MOST + 1)]

    assert MOST == len(list(known_pictures("p1", many)))
    assert [] == list(known_pictures("p1", []))


def test_without_a_collection_that_is_said() -> None:
    """Nothing to compare with is not the same as nothing found."""
    register = bundled_register()
    part = Part("p0", PartKind.PICTURE, "", 0, 0)

    def asked(known: tuple[Found, ...] | None) -> list[Finding | Skip]:
        seen = SeenPicture(40, 30, known=known)
        context = Context(Item("", "picture"), register, Matcher(register), frozenset(), picture=seen)
        return list(known_picture(part, context))

    (skip,) = asked(None)
    assert isinstance(skip, Skip)
    assert "skip.no-known-pictures" == skip.reason.id
    assert [] == asked(())
    assert 1 == len(asked((_found(1, Relation.CONTAINS),)))
