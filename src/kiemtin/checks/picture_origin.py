"""``picture-origin``: what a picture's file says of where it comes from, and what it is worth."""

from __future__ import annotations

from collections.abc import Iterator

from kiemtin.checks.context import Context
from kiemtin.evidence import Finding, FindingKind, Severity, Source, reason
from kiemtin.items import Part

CHECK = "picture-origin"

SOURCE = Source("picture-origin", "Kiểm Tin")

CONFIDENCE = 0.9
"""That the file says so; whether what it says is so, nobody can tell from the file."""


def picture_origin(part: Part, context: Context) -> Iterator[Finding]:
    """Says what the metadata of a picture tells: credentials, how it was made, when, on what, with what, and a place.

    Scope: pictures; works offline, and opens no address that stands in one. All of it is context: whatever is missing
    proves nothing, and all but a trusted credential can be written or removed by anyone.
    """
    if context.picture is None or context.picture.origin is None:
        return
    from kiemtin.pictures.origin.statements import statements
    from kiemtin.pictures.origin.values import Origin

    for statement in statements(Origin.from_json(context.picture.origin)):
        yield Finding(
            check=CHECK,
            part=part.id,
            kind=FindingKind.CONTEXT,
            severity=Severity.MEDIUM if statement.is_warning else Severity.LOW,
            confidence=CONFIDENCE,
            reason=reason(statement.id, **dict(statement.values)),
            sources=(SOURCE,),
        )
