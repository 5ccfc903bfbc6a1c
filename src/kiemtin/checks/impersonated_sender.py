"""``impersonated-sender``: a message that speaks for an organisation and asks, with no way to act that is its own."""

from __future__ import annotations

from collections.abc import Iterator

from kiemtin.checks.context import Context, fact_source, meant
from kiemtin.evidence import Finding, FindingKind, Severity, reason
from kiemtin.items import Part
from kiemtin.messages import Reading
from kiemtin.messages.patterns import Dimension

CHECK = "impersonated-sender"

WEAK_ASKS = frozenset(["ask-visit", "ask-login", "ask-register", "ask-call", "ask-chat", "ask-reply", "ask-press-key"])
"""Asks that honest organisations make too: they count together with a way to act that is nobody's."""

FOREIGN_WAYS = frozenset(["link-unknown", "link-chat", "phone-mobile", "account", "email-unknown"])
"""Ways to act that belong to no organisation of the register. A shortened link may lead to the organisation itself."""

OPENING = 12
"""Characters within which a message says who speaks: ``(MSB) …``; a stranger's link then asks to be opened."""

DIRECT_WAYS = FOREIGN_WAYS - {"account", "email-unknown"}

GRAVE_ASKS = frozenset(["ask-secret", "ask-identity", "ask-app", "ask-remote", "ask-secrecy"])
LURES = frozenset(["offer-job", "offer-income", "offer-prize", "offer-points", "offer-refund"])
CHATS = frozenset(["link-chat", "phone-mobile", "link-unknown"])


def impersonated_sender(part: Part, context: Context) -> Iterator[Finding]:
    """Reports an organisation that the message speaks for, asking, while no link, number or account in it is its own.

    Scope: the whole message; works offline. Naming an organisation is not speaking for it, and speaking for it is no
    sign as long as nothing is asked or one channel is the organisation's own. Example: ``Tiki tuyển nhân viên … add
    Zalo 84769…``. Severity is high where it asks for what a thief wants (a secret, money, papers, a program, a login)
    or presses. Confidence: measured as ``docs/messages.md`` says.
    """
    reading = context.reading
    if reading is None or reading.is_speech or not _asks(reading, context):
        return
    owners = {thing.owner for thing in reading.things}
    for organisation_id, span in reading.posing.items():
        organisation = context.register.get(organisation_id)
        if organisation is None or organisation_id in owners:
            continue
        grave = _is_grave(reading, context)
        yield Finding(
            check=CHECK,
            part=part.id,
            kind=FindingKind.DANGER_SIGN,
            severity=Severity.HIGH if grave else Severity.MEDIUM,
            confidence=0.92 if grave else 0.8,
            reason=reason("sender.not-its-own", name=organisation.short),
            sources=fact_source(organisation.main_domain, context.register),
            organisation=meant(organisation, organisation.main_domain),
            technique="impersonated-sender",
            marks=(span,),
        )
        return


def _asks(reading: Reading, context: Context) -> bool:
    """Whether it asks for something, by a way that is nobody's; a stranger's link asks to be opened."""
    if any(_is_strong(signal, context) for signal in reading.signals):
        return not FOREIGN_WAYS.isdisjoint(reading.signals)
    if any(thing.owner for thing in reading.things):
        return False
    if "link-unknown" in reading.signals and any(start < OPENING for start, _ in reading.posing.values()):
        return True
    if WEAK_ASKS.isdisjoint(reading.signals):
        return False
    moved = any(
        one in context.patterns and context.patterns[one].dimension in (Dimension.PRESSES, Dimension.OFFERS)
        for one in reading.signals
    )
    moved = moved or "link-unknown" in reading.signals
    return moved and not DIRECT_WAYS.isdisjoint(reading.signals)


def _is_grave(reading: Reading, context: Context) -> bool:
    """Whether what it asks for, or how it presses, leaves no honest reading."""
    signals = reading.signals.keys()
    if GRAVE_ASKS & signals or (LURES & signals and not CHATS.isdisjoint(signals)):
        return True
    presses = any(one in context.patterns and context.patterns[one].dimension is Dimension.PRESSES for one in signals)
    return presses and "link-unknown" in signals


def _is_strong(signal: str, context: Context) -> bool:
    return signal in context.patterns and context.patterns[signal].strong
