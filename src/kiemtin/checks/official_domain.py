"""``official-domain``: the link really is the organisation's own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from kiemtin.checks.context import Context, fact_source, meant
from kiemtin.evidence import Finding, FindingKind, Severity, reason
from kiemtin.items import EmailAddress, Link, Part
from kiemtin.organisations import Fact, Organisation

CHECK = "official-domain"

CONFIRMED, UNCONFIRMED = 0.99, 0.8
"""How sure the register is: seen at its source (the rest is for domains that changed hands), or only known."""


def official_domain(part: Part, context: Context) -> Iterator[Finding]:
    """Says whose domain a link or address stands on, when the register knows.

    Scope: hosts of links and e-mail addresses, and pages that an organisation names as its own; works offline.
    Where anybody can publish (``facebook.com``, ``sites.google.com``) and behind a From line, which can be forged,
    the address proves nothing: context. An unconfirmed domain is said to be so and settles nothing.
    """
    host, address = _place(part)
    page = context.register.channel_of(address)
    owner = page or context.register.owner_of(host)
    if owner is not None:
        message_id, kind = _verdict(part, owner[1], is_page=page is not None)
        if kind is FindingKind.OFFICIAL and _goes_on(context.item.text, part.end):
            message_id, kind = "official.goes-on", FindingKind.CONTEXT
        yield _finding(part, context, owner, message_id, kind)
        return
    tenant = context.register.tenant(host)
    if tenant is not None:
        yield _finding(part, context, tenant, "official.tenant", FindingKind.CONTEXT)


def _verdict(part: Part, fact: Fact, *, is_page: bool) -> tuple[str, FindingKind]:
    if isinstance(part.detail, EmailAddress) and part.detail.shown_name is not None:
        return "official.from-can-be-forged", FindingKind.CONTEXT
    if fact.user_content and not is_page:
        return "official.anyone-can-publish", FindingKind.CONTEXT
    if not fact.confirmed:
        return "official.unconfirmed", FindingKind.OFFICIAL
    return ("official.page" if is_page else "official.domain"), FindingKind.OFFICIAL


def _goes_on(text: str, end: int) -> bool:
    """Whether something that could belong to the address stands right behind what was read as it.

    ``bank.com.vn␀.evil.top`` and ``bank.com.vn.evil.local`` look longer than what a browser may open;
    a sentence that begins right behind the link (``bank.com.vn.Tran trong``) is none of it.
    """
    following = text[end : end + 2].removeprefix(".")
    first = following[:1]
    hidden = not first.isspace() and unicodedata.category(first or " ").startswith("C")
    return (
        hidden
        or text[end : end + 1] in ("@", "\\")
        or (text.startswith(".", end) and (first.islower() or first.isdigit()))
    )


def _finding(
    part: Part, context: Context, owner: tuple[Organisation, Fact], message_id: str, kind: FindingKind
) -> Finding:
    organisation, fact = owner
    return Finding(
        check=CHECK,
        part=part.id,
        kind=kind,
        severity=Severity.LOW,
        confidence=CONFIRMED if fact.confirmed else UNCONFIRMED,
        reason=reason(message_id, domain=fact.value, name=organisation.short),
        sources=fact_source(fact, context.register),
        organisation=meant(organisation, fact),
    )


def _place(part: Part) -> tuple[str, str]:
    """The host and the whole address (without scheme) that a part points at; empty where it has none."""
    match part.detail:
        case Link(domain=domain, host=host, url=url) if domain is not None:
            return domain.ascii or host, url
        case EmailAddress(domain=domain) if domain is not None:
            return domain.ascii, ""
        case _:
            return "", ""
