"""``known-picture``: somebody has already answered about this picture, in public."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kiemtin.checks.context import Context
from kiemtin.evidence import Finding, FindingKind, Severity, Skip, Source, reason
from kiemtin.items import Part
from kiemtin.pictures.found import Found, Relation

CHECK = "known-picture"

MOST = 3
"""Known pictures shown of each kind, as of fact-checks: where answers differ, all of the nearest are seen."""

CONTAINED = 0.99
"""That a picture which was found by points and confirmed place by place is really in it."""

RELATED = 0.3
"""That one which looks alike, and was not confirmed, is."""


def known_picture(part: Part, context: Context) -> Iterator[Finding | Skip]:
    """Shows the public answers about the known pictures that a picture contains, and what may be related to it.

    Scope: the collection of pictures that the user has; works offline. Only what geometry confirmed is ``published``,
    with its answer as the source; what may be related is context, and only where nothing was confirmed.
    """
    if context.picture is not None and context.picture.known is not None:
        yield from known_pictures(part.id, context.picture.known)
    elif context.picture is not None:
        yield Skip(CHECK, part.id, reason("skip.no-known-pictures"))


def known_pictures(part_id: str, found: Sequence[Found]) -> Iterator[Finding]:
    """The findings about known pictures, best first; an answer about a picture says nothing of the words beside it."""
    contained = [one for one in found if one.match is Relation.CONTAINS]
    related = [one for one in found if one.match is Relation.POSSIBLY_RELATED]
    for one in contained[:MOST]:
        yield _finding(part_id, one, FindingKind.PUBLISHED)
    for one in related[:MOST] if not contained else ():
        yield _finding(part_id, one, FindingKind.CONTEXT)


def _finding(part_id: str, one: Found, kind: FindingKind) -> Finding:
    published = kind is FindingKind.PUBLISHED
    values = {"answer": one.known.answer, "day": one.known.added.date().isoformat()}
    return Finding(
        check=CHECK,
        part=part_id,
        kind=kind,
        severity=Severity.LOW,
        confidence=CONTAINED if published else RELATED,
        reason=reason("picture.known", **values) if published else reason("picture.related", **values),
        sources=(Source(one.known.answer, "", one.known.answer, one.known.added.date().isoformat()),),
        overlap=one.overlap,
    )
