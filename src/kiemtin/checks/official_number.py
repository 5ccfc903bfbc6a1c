"""``official-number``: a telephone number that the organisation itself publishes."""

from __future__ import annotations

from collections.abc import Iterator

from kiemtin.checks.context import Context, fact_source, meant
from kiemtin.evidence import Finding, FindingKind, Severity, Skip, reason
from kiemtin.evidence.advice import POLICE, REPORT_NUMBERS
from kiemtin.items import BankAccount, Part, PhoneNumber

CHECK = "official-number"


STATE_NUMBERS = {"113": POLICE[:1], "156": REPORT_NUMBERS, "5656": REPORT_NUMBERS}
"""Numbers that the report itself tells people to call or write to, with who says so."""


def official_number(part: Part, context: Context) -> Iterator[Finding | Skip]:
    """Says whose confirmed hotline a number is; a number it cannot vouch for is a Skip, never silence.

    Scope: telephone numbers and bank accounts; works offline. Only numbers seen at their source count: an unconfirmed
    hotline is treated as unknown, for a wrong one would send a frightened person to a scammer. Numbers shown as the
    caller can be forged; the report says so.
    """
    if isinstance(part.detail, BankAccount):
        yield Skip(CHECK, part.id, reason("number.account-unknown", number=part.detail.number))
    if not isinstance(part.detail, PhoneNumber):
        return
    if part.detail.number in STATE_NUMBERS:
        yield _state_number(part, part.detail.number)
        return
    owner = context.register.hotline_of(part.detail.number)
    if owner is None or not owner[1].confirmed:
        yield Skip(CHECK, part.id, reason("number.unknown", number=part.detail.number))
        return
    organisation, fact = owner
    yield Finding(
        check=CHECK,
        part=part.id,
        kind=FindingKind.OFFICIAL,
        severity=Severity.LOW,
        confidence=0.97,
        reason=reason("number.official", number=fact.value, name=organisation.short),
        sources=fact_source(fact, context.register),
        organisation=meant(organisation, fact),
    )


def _state_number(part: Part, number: str) -> Finding:
    return Finding(
        check=CHECK,
        part=part.id,
        kind=FindingKind.CONTEXT,
        severity=Severity.LOW,
        confidence=0.99,
        reason=reason("number.emergency", number=number),
        sources=STATE_NUMBERS[number],
    )
