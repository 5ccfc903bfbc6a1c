"""Places in pictures: which boxes a finding points at, and where they are, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from kiemtin.evidence import Finding, Language, Outcome, Report, conclude_part, render
from kiemtin.formats.excerpt import MAX_MARKS, Numbered, Token, excerpt
from kiemtin.items import Box, Part, PartKind, SeenPicture
from kiemtin.items.boxes import around
from kiemtin.items.pictures import boxes_of, section_at

WHOLE = 0.7
"""Of the width and of the height: a box larger than that is said to be the whole picture."""

ROWS: tuple[Literal["top", "middle", "bottom"], ...] = ("top", "middle", "bottom")
COLUMNS: tuple[Literal["left", "centre", "right"], ...] = ("left", "centre", "right")


@dataclass(frozen=True, slots=True)
class BoxView:
    """A rectangle to draw over a picture: the numbers of the findings about it, and the strongest outcome of them."""

    box: Box
    numbers: tuple[int, ...]
    outcome: Outcome

    @property
    def label(self) -> str:
        """The numbers as they are written beside it."""
        return ",".join(map(str, self.numbers))


@dataclass(frozen=True, slots=True)
class PictureView:
    """One picture: ``number`` from 1, the boxes to draw, the text read in it, and a copy to show where there is one."""

    number: int
    width: int
    height: int
    boxes: tuple[BoxView, ...]
    text: tuple[Token, ...]
    preview: bytes | None

    @property
    def sign_size(self) -> int:
        """How large the numbers are written, in pixels of the picture: legible where it is shown 400 pixels wide."""
        return max(8, round(max(self.width, self.height / 3) / 22))


def pictures_of(report: Report, findings: Iterable[Numbered]) -> tuple[PictureView, ...]:
    """The pictures of ``report``, with the places of ``findings`` in them."""
    numbered = tuple(findings)
    return tuple(_picture(report, numbered, number, seen) for number, seen in enumerate(report.item.pictures))


def _picture(report: Report, findings: tuple[Numbered, ...], number: int, seen: SeenPicture) -> PictureView:
    about: dict[Box, list[Numbered]] = {}
    for count, finding in findings:
        if report.part(finding.part).image == number:
            for box in boxes_of_finding(report, finding):
                about.setdefault(box, []).append((count, finding))
    boxes = (
        BoxView(box, tuple(sorted({count for count, _ in one})), conclude_part(finding for _, finding in one))
        for box, one in sorted(about.items())
    )
    section = next(one for one in report.item.sections if one.image == number and one.code is None)
    text = excerpt(report, findings, (section.start, section.end))
    return PictureView(number + 1, seen.width, seen.height, tuple(boxes), text, seen.preview)


def boxes_of_finding(report: Report, finding: Finding) -> tuple[Box, ...]:
    """Where in its picture a finding points at, a box per line; empty for a finding about what was typed."""
    part = report.part(finding.part)
    if part.box is None:
        return ()
    spans = finding.marks[:MAX_MARKS] if part.kind is PartKind.MESSAGE and finding.marks else ((part.start, part.end),)
    section = section_at(report.item, part.start, part.end)
    boxes = [box for start, end in spans if section for box in boxes_of(section, start, end)]
    return tuple(dict.fromkeys(boxes)) or (part.box,)


def place_in_words(report: Report, finding: Finding, language: Language) -> str | None:
    """Where in which picture a finding points at: "picture 1, top left"; ``None`` for what was typed."""
    part = report.part(finding.part)
    box = around(boxes_of_finding(report, finding))
    return _in_words(report, part, box, language) if box is not None else None


def _in_words(report: Report, part: Part, box: Box, language: Language) -> str:
    seen = report.item.pictures[part.image or 0]
    where = render(f"place.{place_of(box, seen.width, seen.height)}", {}, language)
    return render("report.in-picture", {"number": (part.image or 0) + 1, "where": where}, language)


def place_of(box: Box, width: int, height: int) -> str:
    """``whole``, or the ninth of the picture that the middle of ``box`` is in, such as ``top-left``."""
    if box.width >= WHOLE * width and box.height >= WHOLE * height:
        return "whole"
    row = ROWS[min(2, (2 * box.y + box.height) * 3 // (2 * height))]
    if box.width >= WHOLE * width:
        return row
    column = COLUMNS[min(2, (2 * box.x + box.width) * 3 // (2 * width))]
    return f"{row}-{column}"
