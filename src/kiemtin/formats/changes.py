"""What is other than it was, text by text: of a published answer for everybody, of a draft for those who work on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from kiemtin.answers.differences import Piece, differences
from kiemtin.answers.values import Content
from kiemtin.answers.wording import fit, written_day
from kiemtin.evidence.messages import Language, render

Changed = tuple[tuple[str, tuple[Piece, ...]], ...]
"""The pieces of each text that is not as it was, by what it is called."""


def changed_texts(before: Mapping[str, str], after: Mapping[str, str]) -> Changed:
    """What changed from ``before`` to ``after``, texts by what they are called, in the order of ``after``."""
    pieces = ((name, differences(fit(before.get(name, "")), fit(text))) for name, text in after.items())
    return tuple((name, some) for name, some in pieces if some)


def content_texts(content: Content, language: Language) -> dict[str, str]:
    """The texts of an answer by what readers find them under; sources a line each."""
    sources = (
        f"{one.title} ({one.publisher}), {written_day(one.accessed, language)} {one.url} {one.archive or ''}".rstrip()
        for one in content.sources
    )
    pictures = (f"{one.alternative} {one.caption} ({one.sha256[:12]})" for one in content.pictures if one.shown)
    return {
        render("publication.claim", {}, language): content.claim,
        render("publication.finding", {}, language): f"{content.rating.words(content.language)}. {content.finding}",
        render("publication.explanation", {}, language): content.explanation,
        render("publication.sources", {}, language): "\n".join(sources),
        render("publication.pictures", {}, language): "\n".join(pictures),
    }


def marked(pieces: Sequence[Piece], own: Language, language: Language) -> Markup:
    """``pieces`` of a text in the language ``own``; what went and came is said too, for whoever does not see it."""
    return Markup('<p class="differences" lang="{}" dir="auto">{}</p>').format(
        own, Markup("").join(_marked(one, language) for one in pieces)
    )


def _marked(piece: Piece, language: Language) -> Markup:
    if piece.kind == "same":
        return Markup("{}").format(piece.text)
    if piece.kind == "cut":
        return Markup(" … ")
    element, words = ("del", "publication.removed") if piece.kind == "removed" else ("ins", "publication.added")
    said = Markup('<span class="unseen" lang="{}">{} </span>').format(language, render(words, {}, language))
    return Markup("<{0}>{1}{2}</{0}>").format(Markup(element), said, piece.text)  # noqa: S704 - one of two words of ours
