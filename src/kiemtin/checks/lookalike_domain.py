"""``lookalike-domain``: a link or address whose name reads like an organisation's, but is not its own."""

from __future__ import annotations

from collections.abc import Iterator

from kiemtin.checks.context import Context, fact_source, meant
from kiemtin.evidence import Finding, FindingKind, Severity, reason
from kiemtin.items import EmailAddress, Link, Part
from kiemtin.lookalikes import Match, Verdict

CHECK = "lookalike-domain"


def lookalike_domain(part: Part, context: Context) -> Iterator[Finding]:
    """Names the organisation that a domain imitates, the technique and the letters.

    Scope: the host of links and e-mail addresses; works offline. A name that merely carries an organisation's name
    (a critic, a fan, a shop, a newspaper) is context, never a danger sign: naming is not impersonating.
    So is a forged name that the message itself warns of.
    Example: ``https://vietcombankd.cfd/vn`` → combosquat of Vietcombank, official ``vietcombank.com.vn``.
    Confidence: the engine's probability, calibrated as ``docs/lookalikes.md`` says.
    """
    if not isinstance(part.detail, Link | EmailAddress) or part.detail.domain is None:
        return
    match = context.matcher.match(part.detail.domain, context.named)
    organisation = context.register.get(match.organisation) if match else None
    if match is None or organisation is None:
        return
    warned_of = context.reading is not None and context.reading.warns_of(part.start, part.end)
    poses = match.verdict is Verdict.IMPERSONATES and not warned_of
    message_id = f"lookalike.{match.technique}" if poses else "lookalike.bears-name"
    if warned_of and match.verdict is Verdict.IMPERSONATES:
        message_id = "lookalike.warned-of"
    yield Finding(
        check=CHECK,
        part=part.id,
        kind=FindingKind.DANGER_SIGN if poses else FindingKind.CONTEXT,
        severity=Severity.HIGH if poses else Severity.LOW,
        confidence=round(match.score if match.verdict is Verdict.IMPERSONATES else 1 - match.score, 3),
        reason=reason(
            message_id,
            domain=match.domain,
            official=match.official or "",
            matched=match.matched,
            name=organisation.short,
        ),
        sources=fact_source(organisation.main_domain, context.register),
        organisation=meant(organisation, organisation.main_domain),
        technique=match.technique if poses else None,
        marks=_marks(part, match),
    )


def _marks(part: Part, match: Match) -> tuple[tuple[int, int], ...]:
    """The letters in question where the host stands in the text as it is; else the whole part."""
    at = part.text.lower().rfind(match.domain, 0, _end_of_host(part.text))
    if at < 0 or len(part.text.lower()) != len(part.text):
        return ((part.start, part.end),)
    return ((part.start + at + match.start, part.start + at + match.end),)


def _end_of_host(text: str) -> int:
    """Where the path, query or fragment of a link begins: a name written there is not the one opened."""
    begin = text.find("://") + len("://") if "://" in text else 0
    return min((at for sign in "/?#\\" if (at := text.find(sign, begin)) >= 0), default=len(text))
