"""The whole of reading: lines found, both voices heard, words agreed on, lines put in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kiemtin.items.boxes import Box
from kiemtin.pictures.reading import detector, second_voice
from kiemtin.pictures.reading.agreement import agreed
from kiemtin.pictures.reading.document import Document, joined
from kiemtin.pictures.reading.layout import blocks_of
from kiemtin.pictures.reading.limits import MAX_LINE_CHARACTERS, MAX_LINES, MAX_SECOND_VOICE_COLUMNS, MAX_SEGMENTS
from kiemtin.pictures.reading.recogniser import Letter, read_strips
from kiemtin.pictures.reading.second_look import looked_at
from kiemtin.pictures.reading.spelling import Spelt, need, sureness, words_of
from kiemtin.pictures.reading.strips import strips_of
from kiemtin.pictures.reading.turning import ways_to_try
from kiemtin.pictures.reading.values import Line, Reading, Voice, Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Edges = tuple[float, float, float, float]
FirstRead = tuple[list[Edges], list[list[Spelt]], int]
"""Lines, the words that trueocr reads in them, and how many more lines there are."""

READS_WELL = 0.7
"""Mean sureness of words from which on a picture is upright: drawn screens come to 0.85 to 0.97, turned ones to 0.6."""

FEW_LETTERS = 20
"""Characters fewer than which say nothing of how a picture lies."""

LETTERS_OF_A_LINE, LEAST_TURNED = 2.5, 0.6
"""Characters of a line, in the mean, and their sureness from which on what a turned picture shows is writing.

Of writing on its side each letter is found alone: 1.0 to 2.3 a line. Drawn screens read 0.72 sure and more.
"""

SPECK = 0.35
"""A line surer than this is writing; below, what was read from an icon or a texture is left out when it is short."""


def read(pixels: NDArray[np.uint8], *, use_second_voice: bool = True) -> Reading:
    """All lines of ``pixels`` (uint8, height × width × 3, RGB) in reading order, within the limits of this package.

    Raises ``OutOfReach`` where what ``kiemtin[pictures]`` brings is not installed.
    """
    import cv2
    import numpy as np

    from kiemtin.pictures.reading.models import model_folder

    model_folder()
    gray = cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)
    gray, turns, (edges, words, left_out) = _upright(gray)
    asked = _to_ask(edges, words) if use_second_voice and second_voice.program() else []
    heard = _second_voice(gray, edges, asked)
    voices = (Voice.TRUEOCR, Voice.TESSERACT) if heard else (Voice.TRUEOCR,)
    words = [agreed(line, heard.get(at, [])) for at, line in enumerate(words)]
    lines = _in_order(gray, edges, words)
    slowed = bool(asked) and not heard
    return Reading(lines, voices, left_out, slowed, turns, (gray.shape[1], gray.shape[0]))


def _upright(gray: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], int, FirstRead]:
    """The picture as it is read, by how many quarter turns it came turned, and what the first voice reads in it.

    Writing that lies on its side or its head reads badly, or as next to nothing; only then other ways are tried.
    """
    import numpy as np

    best = gray, 0, _first_read(gray)
    if _reads_well(best[2]):
        return best
    for way in ways_to_try(gray):
        turned = np.ascontiguousarray(np.rot90(gray, -way))
        again = turned, way, _first_read(turned)
        if _reads_better(again[2], best[2]):
            best = again
        if _reads_well(again[2]):
            break
    return best


def _reads_well(first: FirstRead) -> bool:
    length, worth = _worth(first)
    return length >= FEW_LETTERS and worth >= READS_WELL * length


def _reads_better(again: FirstRead, before: FirstRead) -> bool:
    """Whether a turned picture shows more writing, and surer: what is noise either way stays as it came."""
    (length, worth), (length_before, worth_before) = _worth(again), _worth(before)
    in_words = length >= LETTERS_OF_A_LINE * len(again[0])
    surer = worth >= LEAST_TURNED * length and worth * length_before >= worth_before * length
    return in_words and surer and worth > worth_before


def _first_read(gray: NDArray[np.uint8]) -> FirstRead:
    found = detector.find_lines(gray)
    kept = _tallest(found)
    edges: list[Edges] = [tuple(float(edge) for edge in row[:4]) for row in kept]  # type: ignore[misc]  # four of them
    return edges, _first_voice(gray, edges), len(found) - len(kept)


def _worth(first: FirstRead) -> tuple[int, float]:
    """How many characters were read, and the same with each counted as much as it is sure."""
    words = [word for line in first[1] for word in line]
    return sum(len(word.text) for word in words), sum(len(word.text) * word.confidence for word in words)


def read_lines(pixels: NDArray[np.uint8]) -> tuple[Line, ...]:
    """The lines of :func:`read`."""
    return read(pixels).lines


def read_document(pixels: NDArray[np.uint8], *, second_voice: bool = True) -> Document:
    """What :func:`read` gives as one text with the way back to boxes."""
    return joined(read(pixels, use_second_voice=second_voice))


def _tallest(found: NDArray[np.float32]) -> NDArray[np.float32]:
    """The lines to be read: all, or the tallest ones where a picture is filled with tiny writing."""
    import numpy as np

    if len(found) <= MAX_LINES:
        return found
    tallest = np.argsort(found[:, 1] - found[:, 3], kind="stable")[:MAX_LINES]
    return found[np.sort(tallest)]


def _first_voice(gray: NDArray[np.uint8], edges: Sequence[Edges]) -> list[list[Spelt]]:
    strips = [strip for at, box in enumerate(edges) for strip in strips_of(gray, at, box)][:MAX_SEGMENTS]
    letters: list[list[Letter]] = [[] for _ in edges]
    for strip, read_there in zip(strips, read_strips(strips), strict=True):
        if letters[strip.line] and read_there:
            letters[strip.line].append(Letter(" ", 1.0, strip.x, strip.x))
        letters[strip.line].extend(read_there)
    lines = [line[:MAX_LINE_CHARACTERS] for line in letters]
    return [words_of(looked_at(gray, box, line)) for box, line in zip(edges, lines, strict=True)]


def _to_ask(edges: Sequence[Edges], words: Sequence[Sequence[Spelt]]) -> list[int]:
    """The lines for which tesseract is likeliest to help for the time it takes."""
    costs = [second_voice.columns(box) for box in edges]
    needs = [need(line) / cost for line, cost in zip(words, costs, strict=True)]
    asked: list[int] = []
    room = MAX_SECOND_VOICE_COLUMNS
    for at in sorted(range(len(edges)), key=lambda at: -needs[at]):
        if needs[at] > 0 and costs[at] <= room:
            asked.append(at)
            room -= costs[at]
    return asked


def _second_voice(
    gray: NDArray[np.uint8], edges: Sequence[Edges], asked: Sequence[int]
) -> dict[int, list[second_voice.Heard]]:
    """What tesseract hears, by line; nothing where it fails or is too slow."""
    heard = second_voice.listen(gray, [edges[at] for at in asked])
    return {} if heard is None else dict(zip(asked, heard, strict=True))


def _in_order(gray: NDArray[np.uint8], edges: Sequence[Edges], words: Sequence[Sequence[Spelt]]) -> tuple[Line, ...]:
    import numpy as np

    written = [at for at in range(len(edges)) if _is_writing(words[at])]
    boxes = [_box(edges[at], gray.shape) for at in written]
    grounds = [float(np.median(gray[box.y : box.bottom, box.x : box.right])) for box in boxes]
    return tuple(
        _line(words[written[at]], boxes[at], block)
        for block, group in enumerate(blocks_of(boxes, grounds))
        for at in group
    )


def _is_writing(words: Sequence[Spelt]) -> bool:
    """Whether a line is writing, not what an icon looks like."""
    text = "".join(word.text for word in words)
    return bool(text) and (len(text) > 2 or sureness(words) >= SPECK) and any(letter.isalnum() for letter in text)


def _box(edges: Edges, shape: tuple[int, ...]) -> Box:
    x0, y0 = max(0, min(int(edges[0]), shape[1] - 1)), max(0, min(int(edges[1]), shape[0] - 1))
    x1, y1 = min(shape[1], max(x0 + 1, round(edges[2]))), min(shape[0], max(y0 + 1, round(edges[3])))
    return Box(x0, y0, x1 - x0, y1 - y0)


def _line(words: Sequence[Spelt], box: Box, block: int) -> Line:
    placed = []
    start = 0
    for word in words:
        x0 = min(max(box.x, int(word.x0)), box.right - 1)
        x1 = min(max(x0 + 1, round(word.x1)), box.right)
        placed.append(Word(word.text, start, Box(x0, box.y, x1 - x0, box.height)))
        start += len(word.text) + 1
    return Line(" ".join(word.text for word in words), box, sureness(words), tuple(placed), block)
