"""What was read in a picture: words, lines and blocks, each with its place in pixels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiemtin.items.boxes import Box
from kiemtin.pictures.reading.turning import turned_back


class Voice(StrEnum):
    """A program that reads; which ones did is part of every reading."""

    TRUEOCR = "trueocr"
    TESSERACT = "tesseract"


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without a space, its place on its line (``start``, in code points) and in the picture."""

    text: str
    start: int
    box: Box


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text as it stands; ``confidence`` 0..1, ``block`` the number of the paragraph or bubble it is in.

    ``text`` is NFC, single spaces, never empty. ``words`` covers it from left to right.
    """

    text: str
    box: Box
    confidence: float
    words: tuple[Word, ...] = ()
    block: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read, in reading order; ``voices`` who read it; ``left_out`` lines found but not read.

    ``slowed`` says that the second voice did not answer in time, so that the first one stands alone. ``turns`` are
    the quarter turns, counter-clockwise, by which the picture came turned; boxes of lines and words are then those of
    the upright one, of ``size`` (width, height), and ``placed`` says where they are in the picture as it came.
    """

    lines: tuple[Line, ...]
    voices: tuple[Voice, ...]
    left_out: int = 0
    slowed: bool = False
    turns: int = 0
    size: tuple[int, int] = (0, 0)

    def placed(self, box: Box) -> Box:
        """Where ``box`` is in the picture as it came."""
        return turned_back(box, self.turns, *self.size)
