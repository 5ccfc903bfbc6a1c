"""The message as the report shows it: suspicious places marked and numbered, long stretches left out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from kiemtin.evidence import Finding, Outcome, Report, conclude_part
from kiemtin.formats.visible import LINE_BREAK_SHOWN, visible_lines
from kiemtin.items import PartKind

SHOWN_WHOLE = 1_200
"""Code points up to which a message is shown whole; a long text message has about 600."""

AROUND, HEAD, LONG_SPOT, SPOT_TAIL = 80, 160, 300, 80
"""Of a longer one: what is shown on each side of a marked place, of its beginning, and of a very long place."""

MAX_SHOWN = 4_000
"""Code points that all stretches shown may have together: about two screens."""

MAX_MARKS = 40
"""Marks of one finding that are shown: a message can hold thousands of invisible characters."""

MAX_LINES_SHOWN = 60
"""Line breaks obeyed; further ones are shown as ``␊`` on one line."""

Span = tuple[int, int]

Numbered = tuple[int, Finding]
"""A finding with its number in the report; the same thing said of several places has one number."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that findings are about: their numbers in the report, and the strongest outcome they support."""

    start: int
    end: int
    numbers: tuple[int, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of the message, safe to show; ``stressed`` where a finding names these very letters."""

    text: str
    stressed: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """Here a marked place begins."""

    spot: Spot


@dataclass(frozen=True, slots=True)
class Closing:
    """Here a marked place ends; places stand inside one another or apart."""

    spot: Spot


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Here ``count`` code points are not shown."""

    count: int


Token = Words | Opening | Closing | LeftOut


def excerpt(report: Report, findings: Sequence[Numbered], within: Span | None = None) -> tuple[Token, ...]:
    """The message of ``report`` as tokens, with the places of ``findings`` marked; or one section ``within`` it."""
    start, end = within or (0, len(report.item.text))
    text = report.item.text[start:end]
    spots = find_spots(report, findings, (start, end))
    kept = stretches(len(text), spots)
    stressed = _united(mark for _, finding in findings for mark in _marks(finding, (start, end)))
    shown = [spot for spot in spots if any(start < spot.end and spot.start < end for start, end in kept)]
    return tuple(_limit_lines(_tokens(text, shown, kept, stressed)))


def find_spots(report: Report, findings: Sequence[Numbered], within: Span | None = None) -> tuple[Spot, ...]:
    """Where ``findings`` point at, in order; of two that cross, the later is cut where the earlier ends.

    Counted from the beginning of the section ``within``, where one is given.
    """
    about: dict[Span, list[Numbered]] = {}
    for number, finding in findings:
        for span in _places(report, finding, within or (0, len(report.item.text))):
            about.setdefault(span, []).append((number, finding))
    nested: dict[Span, list[Numbered]] = {}
    enclosing: list[int] = []
    for start, end in sorted(about, key=lambda span: (span[0], -span[1])):
        while enclosing and enclosing[-1] <= start:
            enclosing.pop()
        stop = min([end, *enclosing[-1:]])
        enclosing.append(stop)
        nested.setdefault((start, stop), []).extend(about[start, end])
    return tuple(_spot(span, of_span) for span, of_span in nested.items())


def _places(report: Report, finding: Finding, within: Span) -> tuple[Span, ...]:
    """The part itself; for the message, only the letters named: marking all of it would mark nothing."""
    part = report.part(finding.part)
    if part.kind is PartKind.MESSAGE:
        return _marks(finding, within)
    first, last = within
    inside = first <= part.start < part.end <= last
    return ((part.start - first, part.end - first),) if inside else ()


def _marks(finding: Finding, within: Span) -> tuple[Span, ...]:
    first, last = within
    inside = ((max(first, start) - first, min(end, last) - first) for start, end in finding.marks[:MAX_MARKS])
    return tuple((start, end) for start, end in inside if start < end)


def _spot(span: Span, findings: Sequence[Numbered]) -> Spot:
    numbers = sorted({number for number, _ in findings})
    return Spot(*span, tuple(numbers), conclude_part(finding for _, finding in findings))


def stretches(length: int, spots: Sequence[Spot]) -> tuple[Span, ...]:
    """Which stretches of a message are shown: all of a short one, else its beginning and what surrounds the spots.

    The places of the first findings come first until ``MAX_SHOWN`` is used up.
    """
    if length <= SHOWN_WHOLE:
        return ((0, length),)
    kept = [(0, HEAD)]
    room = MAX_SHOWN
    for spot in sorted(spots, key=lambda spot: spot.numbers):
        for start, end in _surroundings(spot, length):
            if (room := room - (end - start)) > 0:
                kept.append((start, end))
    return _united(kept)


def _surroundings(spot: Spot, length: int) -> Iterable[Span]:
    before, after = max(0, spot.start - AROUND), min(length, spot.end + AROUND)
    if spot.end - spot.start <= LONG_SPOT:
        return ((before, after),)
    return (before, spot.start + LONG_SPOT - SPOT_TAIL), (spot.end - SPOT_TAIL, after)


def _united(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same ground as ``spans`` cover, in order and without overlaps."""
    united: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return tuple(united)


def _tokens(text: str, spots: Sequence[Spot], kept: Sequence[Span], stressed: Sequence[Span]) -> Iterator[Token]:
    """One walk over every place where something begins or ends."""
    around = _openings_and_closings(spots)
    spans = [(spot.start, spot.end) for spot in spots]
    edges = sorted({0, len(text)}.union(*spans, *kept, *stressed))
    left_out = 0
    for start, end in pairwise([*edges, len(text)]):
        shown = start < end and _covers(kept, start)
        if left_out and (shown or start in around):
            yield LeftOut(left_out)
            left_out = 0
        yield from around.get(start, ())
        if shown:
            yield Words(visible_lines(text[start:end]), _covers(stressed, start))
        left_out += 0 if shown else end - start
    if left_out:
        yield LeftOut(left_out)


def _openings_and_closings(spots: Sequence[Spot]) -> dict[int, list[Token]]:
    """What begins or ends at each position: first the endings, the inner place before the outer one."""
    at: dict[int, list[Token]] = {}
    for spot in reversed(spots):
        at.setdefault(spot.end, []).append(Closing(spot))
    for spot in spots:
        at.setdefault(spot.start, []).append(Opening(spot))
    return at


def _covers(spans: Sequence[Span], position: int) -> bool:
    """Whether one of ``spans`` (in order, apart) holds ``position``."""
    index = bisect_right(spans, position, key=itemgetter(0)) - 1
    return index >= 0 and position < spans[index][1]


def _limit_lines(tokens: Iterable[Token]) -> Iterator[Token]:
    """``tokens`` with the line breaks past ``MAX_LINES_SHOWN`` written out instead of obeyed."""
    room = MAX_LINES_SHOWN
    for token in tokens:
        if isinstance(token, Words):
            head = token.text.split("\n", room)
            room -= len(head) - 1
            head[-1] = head[-1].replace("\n", LINE_BREAK_SHOWN)
            yield Words("\n".join(head), token.stressed)
        else:
            yield token
