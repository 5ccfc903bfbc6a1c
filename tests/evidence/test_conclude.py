"""Where kind, severity and confidence meet."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.evidence import (
    Finding,
    FindingKind,
    Meant,
    Outcome,
    Severity,
    Source,
    conclude,
    conclude_part,
    order,
    reason,
)
from kiemtin.evidence.conclude import DANGER_CONFIDENCE, STRENGTH, strongest
from kiemtin.items import Part, extract, receive_text

DANGER, OFFICIAL, PUBLISHED, CONTEXT = (
    FindingKind.DANGER_SIGN,
    FindingKind.OFFICIAL,
    FindingKind.PUBLISHED,
    FindingKind.CONTEXT,
)
LOW, MEDIUM, HIGH = Severity.LOW, Severity.MEDIUM, Severity.HIGH


def _finding(
    kind: FindingKind, part: str = "p1", severity: Severity = HIGH, confidence: float = 0.9, *, confirmed: bool = True
) -> Finding:
    return Finding(
        "mau",
        part,
        kind,
        severity,
        confidence,
        reason("skip.link-content"),
        (Source("a", "b"),),
        Meant("mau", "Mẫu", confirmed),
    )


def _parts(text: str) -> tuple[Part, ...]:
    return extract(receive_text(text)).parts


TWO_LINKS = _parts("https://a-1.com https://b-1.com")
ONE_LINK = _parts("https://a-1.com")
NO_CHANNEL = _parts("Chào bạn, 2.000.000đ nhé")


@pytest.mark.parametrize(
    ("finding", "outcome"),
    [
        (_finding(DANGER, severity=HIGH, confidence=DANGER_CONFIDENCE), Outcome.DANGER),
        (_finding(DANGER, severity=HIGH, confidence=DANGER_CONFIDENCE - 0.01), Outcome.CAUTION),
        (_finding(DANGER, severity=MEDIUM, confidence=1), Outcome.CAUTION),
        (_finding(DANGER, severity=LOW, confidence=1), Outcome.CAUTION),
        (_finding(PUBLISHED), Outcome.PUBLISHED),
        (_finding(OFFICIAL), Outcome.OFFICIAL),
        (_finding(OFFICIAL, confirmed=False), Outcome.UNSETTLED),
        (_finding(CONTEXT, severity=HIGH, confidence=1), Outcome.UNSETTLED),
    ],
)
def test_what_one_finding_supports(finding: Finding, outcome: Outcome) -> None:
    """Danger needs severity and confidence; an unconfirmed official settles nothing; context is no sign."""
    assert outcome == conclude_part([finding])


def test_silence_is_never_good_news() -> None:
    """No finding, no part, no channel: unsettled."""
    assert Outcome.UNSETTLED == conclude_part([])
    assert (Outcome.UNSETTLED,) == conclude((), (), everything_read=True)
    assert {Outcome.UNSETTLED} == set(conclude(NO_CHANNEL, (), everything_read=True))


def test_one_genuine_link_never_clears_a_forged_one() -> None:
    """The item is as bad as its worst part."""
    findings = (_finding(OFFICIAL, "p1"), _finding(DANGER, "p2"))
    assert (Outcome.DANGER, Outcome.UNSETTLED, Outcome.OFFICIAL, Outcome.DANGER) == conclude(
        TWO_LINKS, findings, everything_read=True
    )


def test_one_genuine_link_never_clears_an_unknown_one() -> None:
    """Official needs every channel to be official."""
    assert Outcome.UNSETTLED == conclude(TWO_LINKS, (_finding(OFFICIAL, "p1"),), everything_read=True)[0]
    both = (_finding(OFFICIAL, "p1"), _finding(OFFICIAL, "p2"))
    assert Outcome.OFFICIAL == conclude(TWO_LINKS, both, everything_read=True)[0]


def test_what_nobody_read_is_not_official() -> None:
    """An attachment or a part left out may hold anything."""
    assert Outcome.UNSETTLED == conclude(ONE_LINK, (_finding(OFFICIAL),), everything_read=False)[0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Gọi 0912345678", "phone"),
        ("Viết cho hotro@b-1.com", "email"),
        ("STK 0071000986547 Vietcombank", "bank_account"),
    ],
)
def test_every_kind_of_channel_counts(text: str, kind: str) -> None:
    """A number, an address and an account lead somewhere too."""
    parts = _parts(f"https://a-1.com/x {text}")
    assert kind in {part.kind for part in parts}
    assert Outcome.UNSETTLED == conclude(parts, (_finding(OFFICIAL, "p1"),), everything_read=True)[0]


def test_a_sign_in_the_message_itself_counts_against_an_official_link() -> None:
    """Hidden text around a genuine link keeps it from being called official."""
    findings = (_finding(OFFICIAL, "p1"), _finding(DANGER, "p0", LOW))
    assert Outcome.CAUTION == conclude(ONE_LINK, findings, everything_read=True)[0]


def test_an_official_finding_on_the_same_part_does_not_outweigh_a_danger_sign() -> None:
    """The strongest outcome of a part wins, and danger is stronger."""
    findings = (_finding(OFFICIAL, "p1"), _finding(DANGER, "p1"))
    assert Outcome.DANGER == conclude(ONE_LINK, findings, everything_read=True)[0]


any_finding = st.builds(
    _finding,
    st.sampled_from(FindingKind),
    st.sampled_from(["p0", "p1", "p2"]),
    st.sampled_from(Severity),
    st.floats(0, 1),
    confirmed=st.booleans(),
)


@given(st.lists(any_finding, max_size=6), st.booleans())
def test_one_more_finding_never_softens_a_warning(findings: list[Finding], everything_read: bool) -> None:
    """Whatever is added, danger and caution stay at least as strong."""
    for count in range(len(findings)):
        fewer = conclude(TWO_LINKS, findings[:count], everything_read=everything_read)[0]
        more = conclude(TWO_LINKS, findings[: count + 1], everything_read=everything_read)[0]
        if fewer in (Outcome.DANGER, Outcome.CAUTION):
            assert STRENGTH.index(more) <= STRENGTH.index(fewer)


@given(st.lists(any_finding, max_size=6))
def test_findings_come_strongest_first_and_none_is_lost(findings: list[Finding]) -> None:
    """By outcome, then severity, then confidence."""
    ordered = order(findings)
    assert sorted(map(repr, findings)) == sorted(map(repr, ordered))
    ranks = [STRENGTH.index(conclude_part([finding])) for finding in ordered]
    assert sorted(ranks) == ranks
    for one, next_one in itertools.pairwise(ordered):
        if conclude_part([one]) == conclude_part([next_one]) and one.severity == next_one.severity:
            assert one.confidence >= next_one.confidence


def test_the_strongest_of_nothing_is_unsettled() -> None:
    """The scale runs from danger to unsettled."""
    assert Outcome.UNSETTLED == strongest([])
    assert Outcome.DANGER == strongest(reversed(STRENGTH))
