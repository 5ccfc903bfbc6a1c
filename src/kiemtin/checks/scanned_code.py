"""``scanned-code``: what scanning a code in a picture would do, in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from kiemtin.checks.context import Context
from kiemtin.evidence import Finding, FindingKind, Severity, Source, reason
from kiemtin.items import Part, ScannedCode, Unread

CHECK = "scanned-code"

GRAVE = frozenset({"codes.differs.account", "codes.differs.not-a-payment"})
"""Money that would go elsewhere, or a page that opens where a payment is promised."""

CARRIERS = frozenset(
    ["zalo.me", "facebook.com", "fb.com", "m.me", "forms.gle", "google.com", "apple.com", "youtube.com", "linktr.ee"]
)
"""Where honest posters lead too, beside their own address: chats, forms, shops for apps."""

SOURCE = Source("scanned-code", "Kiểm Tin")


def scanned_code(part: Part, context: Context) -> Iterator[Finding]:
    """Says what a telephone would do with a QR or other code: open a page, pay an account, join a network.

    Scope: codes in pictures; works offline. Context: a code is no danger by itself, but nobody sees what it holds. One
    that leads elsewhere than the words beside it say is a danger sign. Confidence: a code carries its own error
    correction, so what is read is what was written; the words beside it were read by a machine.
    """
    if isinstance(part.detail, ScannedCode):
        if part.detail.differs is not None:
            yield _differing(part, part.detail.differs, context)
        for does in part.detail.does:
            yield Finding(
                check=CHECK,
                part=part.id,
                kind=FindingKind.CONTEXT,
                severity=Severity.LOW,
                confidence=0.99,
                reason=reason(does.what, **dict(does.values)),
                sources=(SOURCE,),
            )


def _differing(part: Part, differs: Unread, context: Context) -> Finding:
    values = dict(differs.values)
    harmless = differs.what == "codes.differs.site" and _is_carried(str(values["target"]))
    return Finding(
        check=CHECK,
        part=part.id,
        kind=FindingKind.CONTEXT if harmless else FindingKind.DANGER_SIGN,
        severity=_weight(differs, context),
        confidence=0.8,
        reason=reason(differs.what, **values),
        sources=(SOURCE,),
    )


def _weight(differs: Unread, context: Context) -> Severity:
    """High where money goes elsewhere, or where an organisation's own address or number is shown for another's."""
    shown = str(dict(differs.values)["shown"])
    register = context.register
    is_owned = differs.what == "codes.differs.site" and register.owner_of(shown) is not None
    is_owned |= differs.what == "codes.differs.number" and register.hotline_of(shown) is not None
    return Severity.HIGH if is_owned or differs.what in GRAVE else Severity.MEDIUM


def _is_carried(host: str) -> bool:
    return any(host == one or host.endswith(f".{one}") for one in CARRIERS)
