"""What was read as one text, with the way back from each character to its place in the picture."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kiemtin.items.boxes import Box
from kiemtin.pictures.reading.values import Line, Reading, Word

LINKISH = re.compile(r"[!-~]++")
"""What an address consists of: plain characters, no letter with a mark."""
SCHEME = re.compile(r"https?:/|www\.", re.IGNORECASE)
DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]*+\.)++[a-z]{2,}", re.IGNORECASE)
OPEN_ENDS = ("/", "?", "&", "=", "_", "%", "#")
"""A link that ends a line so goes on in the next one."""
NEARLY_FULL = 0.94
"""A line this much of its paragraph's width was broken because it was full."""


@dataclass(frozen=True)
class Document:
    """``text``: paragraphs apart by a line break, lines within one joined by a space, or by nothing inside a link.

    ``starts[n]`` is where line ``n`` of the reading begins in ``text``, in code points.
    """

    reading: Reading
    text: str
    starts: tuple[int, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines, in reading order."""
        return self.reading.lines

    def boxes_of(self, start: int, end: int) -> tuple[Box, ...]:
        """Where ``text[start:end]`` stands: one box for each line it touches; none for a range without writing.

        Within a word places are estimated from the share of its characters.
        """
        boxes = []
        for number in range(max(0, bisect_right(self.starts, start) - 1), len(self.lines)):
            if self.starts[number] >= end:
                break
            line = self.lines[number]
            inside = _columns(line, start - self.starts[number], end - self.starts[number])
            if inside is not None:
                box = Box(inside[0], line.box.y, inside[1] - inside[0], line.box.height)
                boxes.append(self.reading.placed(box))
        return tuple(boxes)

    @cached_property
    def confidence(self) -> float:
        """How sure the reading is, each line by its length; 0 where nothing was read."""
        length = sum(len(line.text) for line in self.lines)
        return sum(line.confidence * len(line.text) for line in self.lines) / length if length else 0.0


def joined(reading: Reading) -> Document:
    """``reading`` as one text."""
    pieces: list[str] = []
    starts = []
    length = 0
    for number, line in enumerate(reading.lines):
        between = _between(reading.lines, number) if number else ""
        pieces += [between, line.text]
        starts.append(length + len(between))
        length = starts[-1] + len(line.text)
    return Document(reading, "".join(pieces), tuple(starts))


def _between(lines: Sequence[Line], number: int) -> str:
    before, line = lines[number - 1], lines[number]
    if before.block != line.block:
        return "\n"
    return "" if _is_broken_word(before, line, _right_edge(lines, before.block, number)) else " "


def _right_edge(lines: Sequence[Line], block: int, number: int) -> int:
    """The right edge of the paragraph: the longest of the lines beside this one (at most eight either way)."""
    return max(line.box.right for line in lines[max(0, number - 8) : number + 8] if line.block == block)


def _is_broken_word(before: Line, line: Line, edge: int) -> bool:
    """Whether the last word of ``before`` goes on at the beginning of ``line``: a link, or a word with a hyphen."""
    last, first = before.text.split(" ")[-1], line.text.split(" ")[0]
    if not LINKISH.fullmatch(last) or not LINKISH.fullmatch(first):
        return False
    if last.endswith("-"):
        return len(last) > 2 and last[-2].isalnum() and first[0].isalnum()
    is_link = SCHEME.match(last) is not None or DOMAIN.match(last) is not None
    if is_link and (last.endswith(OPEN_ENDS) or first.startswith(("/", "?", "&", "=", "."))):
        return True
    if last.endswith(".") and is_link is False and DOMAIN.match(last + first) and "/" in first:
        return True
    filled = before.box.width >= NEARLY_FULL * (edge - before.box.x)
    return " " not in before.text and is_link and filled and not last.endswith((".", ",", ")"))


def _columns(line: Line, start: int, end: int) -> tuple[int, int] | None:
    """The columns of ``line.text[start:end]``."""
    edges = [edge for word in line.words for edge in _part(word, start, end)]
    return (min(edges), max(*edges, min(edges) + 1)) if edges else None


def _part(word: Word, start: int, end: int) -> Iterator[int]:
    first, last = max(start - word.start, 0), min(end - word.start, len(word.text))
    if first < last:
        yield word.box.x + round(word.box.width * first / len(word.text))
        yield word.box.x + round(word.box.width * last / len(word.text))
