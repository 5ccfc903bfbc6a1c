"""``scanned-code``: what scanning a code in a picture would do, in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from kiemtin.checks.context import Context
from kiemtin.evidence import Finding, FindingKind, Severity, Source, reason
from kiemtin.items import Part, ScannedCode

CHECK = "scanned-code"

SOURCE = Source("scanned-code", "Kiểm Tin")


def scanned_code(part: Part, _context: Context) -> Iterator[Finding]:
    """Says what a telephone would do with a QR or other code: open a page, pay an account, join a network.

    Scope: codes in pictures; works offline. Context: a code is no danger by itself, but nobody sees what it holds.
    Confidence: a code carries its own error correction, so what is read is what was written.
    """
    if isinstance(part.detail, ScannedCode):
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
