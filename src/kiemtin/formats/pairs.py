"""A picture that was asked about and a known one, to be shown side by side with what they share drawn on both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kiemtin.evidence import Finding, FindingKind, Language, Report, render
from kiemtin.formats.places import box_of_overlap, place_of
from kiemtin.items import Box, Overlap
from kiemtin.items.overlap import Outline

MAX_PAIRS = 6
"""Pairs shown for one finding: the same answer may be about several pictures in several of those asked about."""


NEARLY_ALL = 0.95
"""Of a picture's area: with less of it alike, that is not said to be all of it."""


@dataclass(frozen=True, slots=True)
class SideView:
    """One picture of a pair: its size, the shared area as a path, and what it is and where that area lies in words.

    ``preview`` is the small JPEG that is shown; ``None`` for the picture asked about, which the page holds already.
    """

    width: int
    height: int
    outline: str
    title: str
    where: str
    described: str
    preview: bytes | None = None


@dataclass(frozen=True, slots=True)
class PairView:
    """Two pictures side by side: ``number`` is that of the picture asked about; ``told`` is what the areas mean."""

    number: int
    asked: SideView
    known: SideView
    told: str
    can_be_shown: bool


def pairs_of(report: Report, findings: Iterable[Finding], language: Language) -> tuple[PairView, ...]:
    """The pictures to be set side by side for findings that have one number."""
    shown = [(one, one.overlap) for one in findings if one.overlap is not None]
    return tuple(_pair(report, finding, overlap, language) for finding, overlap in shown[:MAX_PAIRS])


def _pair(report: Report, finding: Finding, overlap: Overlap, language: Language) -> PairView:
    image = report.part(finding.part).image or 0
    seen = report.item.pictures[image]
    told = "report.pair.same" if finding.kind is FindingKind.PUBLISHED else "report.pair.perhaps"
    titles = (render("report.pair.asked", {"number": image + 1}, language), render("report.pair.known", {}, language))
    return PairView(
        number=image + 1,
        asked=_side(titles[0], Box(0, 0, seen.width, seen.height), overlap.outline, language),
        known=_side(titles[1], Box(0, 0, overlap.width, overlap.height), overlap.known_outline, language, overlap),
        told=render(told, {}, language),
        can_be_shown=seen.preview is not None and overlap.preview is not None,
    )


def _side(title: str, size: Box, outline: Outline, language: Language, known: Overlap | None = None) -> SideView:
    box = box_of_overlap(outline)
    place = place_of(box, size.width, size.height)
    is_cut = place == "whole" and box.width * box.height < NEARLY_ALL * size.width * size.height
    words = render("report.pair.most", {}, language) if is_cut else render(f"place.{place}", {}, language)
    where = render("report.pair.where", {"title": title, "where": words}, language)
    return SideView(
        size.width,
        size.height,
        f"M{' L'.join(f'{x} {y}' for x, y in outline)}Z",
        title,
        where,
        render("report.pair.described", {"where": where}, language),
        known.preview if known is not None else None,
    )
