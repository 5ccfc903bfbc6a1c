"""Places in pictures: which boxes a finding points at, and where they are, in words."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from kiemtin.evidence import Finding, Language, Outcome, Report, conclude_part, render
from kiemtin.formats.excerpt import MAX_MARKS, Numbered, Token, excerpt
from kiemtin.items import Box, Part, PartKind, SeenPicture
from kiemtin.items.boxes import around
from kiemtin.items.overlap import Outline
from kiemtin.items.pictures import boxes_of, section_at

WHOLE = 0.7
"""Of the width and of the height: a box larger than that is said to be the whole picture."""

GAP = 3
"""Times the height of a line: boxes nearer than that on one line are drawn as one."""

NARROW, LOW = 270, 570
"""Pixels of a screen that a picture is shown on at the least: on a phone of 320 × 640."""

FRAME_ROOM = 2.25
"""Of these pixels between words and the middle of a frame: half of its line, and one and a half that stay free."""

ROWS: tuple[Literal["top", "middle", "bottom"], ...] = ("top", "middle", "bottom")
COLUMNS: tuple[Literal["left", "centre", "right"], ...] = ("left", "centre", "right")


@dataclass(frozen=True, slots=True)
class BoxView:
    """A rectangle to draw over a picture: the numbers of the findings about it, and the strongest outcome of them.

    ``sign`` is where the numbers are written: beside, below or above the box, where they hide the fewest words.
    """

    box: Box
    numbers: tuple[int, ...]
    outcome: Outcome
    sign: Box

    @property
    def label(self) -> str:
        """The numbers as they are written; runs of them in short."""
        return in_short(self.numbers)


@dataclass(frozen=True, slots=True)
class PictureView:
    """One picture: ``number`` from 1, the boxes to draw, the text read in it, and a copy to show where there is one."""

    number: int
    width: int
    height: int
    boxes: tuple[BoxView, ...]
    text: tuple[Token, ...]
    preview: bytes | None


def pictures_of(report: Report, findings: Iterable[Numbered]) -> tuple[PictureView, ...]:
    """The pictures of ``report``, with the places of ``findings`` in them."""
    numbered = tuple(findings)
    return tuple(_picture(report, numbered, number, seen) for number, seen in enumerate(report.item.pictures))


def _picture(report: Report, findings: tuple[Numbered, ...], number: int, seen: SeenPicture) -> PictureView:
    about = [
        (box, (count, finding), _is_written(report, finding))
        for count, finding in findings
        if report.part(finding.part).image == number
        for box in boxes_of_finding(report, finding)
    ]
    boxes = _drawn(_frames(about), seen)
    section = next(one for one in report.item.sections if one.image == number and one.code is None)
    text = excerpt(report, findings, (section.start, section.end))
    return PictureView(number + 1, seen.width, seen.height, boxes, text, seen.preview)


def _is_written(report: Report, finding: Finding) -> bool:
    """Whether a finding points at words in a picture, not at what it shows or at all of it."""
    return report.part(finding.part).kind is not PartKind.PICTURE


def _frames(about: Iterable[tuple[Box, Numbered, bool]]) -> list[tuple[Box, list[Numbered]]]:
    """Boxes of words that stand on one line and touch, as one: a frame around each word would hide the words."""
    frames: list[tuple[Box, list[Numbered], bool]] = []
    for box, numbered, is_written in sorted(about, key=lambda one: (one[0].x, one[0].y)):
        for at, (frame, inside, holds_words) in enumerate(frames):
            if is_written and holds_words and _is_beside(frame, box):
                frames[at] = (around((frame, box)) or frame, [*inside, numbered], True)
                break
        else:
            frames.append((box, [numbered], is_written))
    return [(frame, inside) for frame, inside, _ in sorted(frames, key=lambda one: (one[0].y, one[0].x))]


def _is_beside(frame: Box, box: Box) -> bool:
    low, high = min(frame.height, box.height), max(frame.height, box.height)
    shared = min(frame.bottom, box.bottom) - max(frame.y, box.y)
    return 2 * shared > low and high < 2 * low and box.x <= frame.right + GAP * low and frame.x <= box.right + GAP * low


def _drawn(frames: Iterable[tuple[Box, list[Numbered]]], seen: SeenPicture) -> tuple[BoxView, ...]:
    """Frames around their words, each with its numbers where they cover least of what can be read."""
    covered = [spot.box for spot in seen.spots]
    drawn: list[BoxView] = []
    for box, about in frames:
        numbers = tuple(sorted({count for count, _ in about}))
        outcome = conclude_part(finding for _, finding in about)
        frame = _with_room(box, seen)
        sign = _sign(frame, len(in_short(numbers)) + 2, seen, covered)
        covered.append(sign)
        drawn.append(BoxView(frame, numbers, outcome, sign))
    return tuple(drawn)


def _with_room(box: Box, seen: SeenPicture) -> Box:
    """``box`` with so much room around it that a line drawn on its edge touches no letter, on the smallest phone."""
    room = math.ceil(FRAME_ROOM * max(seen.width / NARROW, seen.height / LOW))
    beside = math.ceil(1.5 * room)  # words are found less exactly where they begin and end
    x, y = max(0, box.x - beside), max(0, box.y - room)
    return Box(x, y, min(seen.width, box.right + beside) - x, min(seen.height, box.bottom + room) - y)


def _sign(box: Box, letters: int, seen: SeenPicture, covered: Iterable[Box]) -> Box:
    """Where the numbers stand, about as high as a line of a telephone's screen: where they hide least."""
    height = min(seen.height, max(10, round(max(seen.width, seen.height / 3) / 28)))
    width = min(seen.width, max(1, round(height * 0.56 * letters)))
    middle = box.y + (box.height - height) // 2
    corners = ((x, y) for y in (box.bottom, box.y - height) for x in (box.right - width, box.x))
    places = ((box.right, middle), (box.x - width, middle), *corners)
    signs = [
        Box(max(0, min(x, seen.width - width)), max(0, min(y, seen.height - height)), width, height) for x, y in places
    ]
    words = tuple(covered)
    return min(signs, key=lambda sign: sum(_shared(sign, one) for one in words) + _shared(sign, box) // 4)


def _shared(one: Box, other: Box) -> int:
    """How many pixels two boxes have in common."""
    across = min(one.right, other.right) - max(one.x, other.x)
    down = min(one.bottom, other.bottom) - max(one.y, other.y)
    return max(0, across) * max(0, down)


def in_short(numbers: Iterable[int]) -> str:
    """``1, 3, 4, 5`` as ``1,3–5``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ",".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def boxes_of_finding(report: Report, finding: Finding) -> tuple[Box, ...]:
    """Where in its picture a finding points at, a box per line; empty for a finding about what was typed."""
    part = report.part(finding.part)
    if part.box is None:
        return ()
    if finding.overlap is not None:
        return (box_of_overlap(finding.overlap.outline),)
    spans = finding.marks[:MAX_MARKS] if part.kind is PartKind.MESSAGE and finding.marks else ((part.start, part.end),)
    section = section_at(report.item, part.start, part.end)
    boxes = [box for start, end in spans if section for box in boxes_of(section, start, end)]
    return tuple(dict.fromkeys(boxes)) or (part.box,)


def box_of_overlap(outline: Outline) -> Box:
    """The box around an area of a picture."""
    across, down = [x for x, _ in outline], [y for _, y in outline]
    x, y = max(0, min(across)), max(0, min(down))
    return Box(x, y, max(1, max(across) - x), max(1, max(down) - y))


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
