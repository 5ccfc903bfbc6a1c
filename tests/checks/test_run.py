"""Running all checks over all parts."""

from __future__ import annotations

from collections.abc import Iterator

from kiemtin.checks import Check, Context, run
from kiemtin.evidence import Finding, FindingKind, Severity, Skip, Source, reason
from kiemtin.items import Part, PartKind, extract, receive_text
from kiemtin.lookalikes import Matcher
from tests.organisations.fictional import REGISTER


def _weak_sign(part: Part, _context: Context) -> Iterator[Finding | Skip]:
    yield Finding(
        "weak", part.id, FindingKind.DANGER_SIGN, Severity.LOW, 0.5, reason("hidden.invisible"), (Source("a", "b"),)
    )
    yield Skip("weak", part.id, reason("skip.link-content"))


def _strong_sign(part: Part, _context: Context) -> Iterator[Finding | Skip]:
    yield Finding(
        "strong", part.id, FindingKind.DANGER_SIGN, Severity.HIGH, 0.9, reason("hidden.invisible"), (Source("a", "b"),)
    )


def test_each_check_sees_its_kinds_of_part_and_the_strongest_comes_first() -> None:
    """Findings are ordered, skips come in order of the parts, and no check meets a part it is not for."""
    item = receive_text("https://example.com")
    links = frozenset({PartKind.LINK})
    checks = (Check("weak", links, _weak_sign), Check("strong", links, _strong_sign))
    context = Context(item, REGISTER, Matcher(REGISTER), frozenset())
    findings, skipped = run(checks, extract(item).parts, context)
    assert ["strong", "weak"] == [finding.check for finding in findings]
    assert ["p1"] == [skip.part for skip in skipped]


def test_no_checks_find_nothing() -> None:
    """An empty list of checks is no error, and no approval either."""
    item = receive_text("https://example.com")
    assert ((), ()) == run((), extract(item).parts, Context(item, REGISTER, Matcher(REGISTER), frozenset()))
