"""The one place where kind, severity and confidence meet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kiemtin.evidence.values import Finding, FindingKind, Outcome, Severity
from kiemtin.items import Part, PartKind

DANGER_CONFIDENCE = 0.8
"""From here on a sign of high severity is called danger; below it, caution."""

CHANNELS = (PartKind.LINK, PartKind.PHONE, PartKind.EMAIL, PartKind.BANK_ACCOUNT)
"""The kinds of part through which a reader would act."""

STRENGTH = tuple(Outcome)


def conclude_part(findings: Iterable[Finding]) -> Outcome:
    """The strongest outcome that the findings about one part support; without any, ``unsettled``."""
    return strongest(map(_supports, findings))


def conclude(parts: Sequence[Part], findings: Sequence[Finding], *, everything_read: bool) -> tuple[Outcome, ...]:
    """The item's outcome followed by one outcome per part.

    1. Each part comes to the strongest outcome of its own findings.
    2. The item is ``official`` only if it has a channel (link, number, address, account), each of them is official,
       and ``everything_read`` (nothing of it was left unlooked at). One genuine link never clears a message.
    3. Otherwise the item comes to the strongest outcome of its parts other than ``official``.
    """
    outcomes = [conclude_part(f for f in findings if f.part == part.id) for part in parts]  # 1
    channels = [outcome for part, outcome in zip(parts, outcomes, strict=True) if part.kind in CHANNELS]
    worst = strongest(outcome for outcome in outcomes if outcome is not Outcome.OFFICIAL)
    if channels and set(channels) == {Outcome.OFFICIAL} and everything_read and worst is Outcome.UNSETTLED:
        return Outcome.OFFICIAL, *outcomes  # 2
    return worst, *outcomes  # 3


def strongest(outcomes: Iterable[Outcome]) -> Outcome:
    """The strongest of ``outcomes``; ``unsettled`` where there is none, for silence is never good news."""
    return min(outcomes, key=STRENGTH.index, default=Outcome.UNSETTLED)


def order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings strongest first: by the outcome they support, then severity, whom they name, confidence."""
    severities = tuple(Severity)

    def strength(finding: Finding) -> tuple[int, int, bool, float]:
        outcome, severity = STRENGTH.index(_supports(finding)), severities.index(finding.severity)
        return outcome, -severity, finding.organisation is None, -finding.confidence

    return tuple(sorted(findings, key=strength))


def _supports(finding: Finding) -> Outcome:
    match finding.kind:
        case FindingKind.DANGER_SIGN:
            sure = finding.severity is Severity.HIGH and finding.confidence >= DANGER_CONFIDENCE
            return Outcome.DANGER if sure else Outcome.CAUTION
        case FindingKind.PUBLISHED:
            return Outcome.PUBLISHED
        case FindingKind.OFFICIAL:
            confirmed = finding.organisation is not None and finding.organisation.confirmed
            return Outcome.OFFICIAL if confirmed else Outcome.UNSETTLED
        case FindingKind.CONTEXT:
            return Outcome.UNSETTLED
