"""One line out of two voices: where they differ, who is believed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from kiemtin.pictures.reading.second_voice import Heard
from kiemtin.pictures.reading.spelling import Spelt, as_it_can_be, is_address

SURE = 0.7
"""From this confidence on tesseract is believed: found on drawn screens of the benchmark's first part."""
SURE_NUMBER = 0.7
"""From this confidence on a word with a figure stays as trueocr reads it."""
NOT_IN_ADDRESSES = frozenset('|]["<>{}^`\\ ')
"""What no address holds unencoded; "l" is easily read as "|"."""
COLON_IN_HOST = re.compile(r"^(?:[a-z]{3,5}://)?[\w.-]++:(?!//|\d)", re.IGNORECASE)
"""Behind a name a colon stands before a port, and nowhere else."""
ALIKE = 0.34
"""Runs of words less alike than this are not two readings of the same writing."""


def agreed(first: Sequence[Spelt], second: Sequence[Heard]) -> list[Spelt]:
    """The words of a line: trueocr's, with tesseract's where it is sure and reads the same writing."""
    if not second:
        return list(first)
    second = [replace(word, text=as_it_can_be(word.text)) for word in second]
    return [word for ours, theirs in _stretches(first, second) for word in _chosen(ours, theirs)]


def _stretches(first: Sequence[Spelt], second: Sequence[Heard]) -> Iterator[tuple[Sequence[Spelt], Sequence[Heard]]]:
    """Words of both lines side by side: equal ones one by one, and what stands between them."""
    matcher = SequenceMatcher(None, [word.text for word in first], [word.text for word in second], autojunk=False)
    for kind, a0, a1, b0, b1 in matcher.get_opcodes():
        if kind == "replace" and a1 - a0 == b1 - b0:
            yield from ((first[a0 + at : a0 + at + 1], second[b0 + at : b0 + at + 1]) for at in range(a1 - a0))
        else:
            yield first[a0:a1], second[b0:b1]


def _chosen(ours: Sequence[Spelt], theirs: Sequence[Heard]) -> Sequence[Spelt]:
    if not theirs or not ours:
        return ours
    if any(is_address(word.text) for word in ours):
        if not _is_same_address(ours, theirs):
            return ours
    elif any(_is_sure_number(word) for word in ours):
        return ours
    our_text, their_text = " ".join(word.text for word in ours), " ".join(word.text for word in theirs)
    if our_text == their_text:
        return ours
    sure = min(word.confidence for word in theirs)
    if sure < SURE or SequenceMatcher(None, our_text, their_text, autojunk=False).ratio() < ALIKE:
        return ours
    return _placed(ours, theirs)


def _is_sure_number(word: Spelt) -> bool:
    """A figure trueocr does not doubt: tesseract drops first digits at the edge of a line."""
    return word.confidence >= SURE_NUMBER and any(letter.isdigit() for letter in word.text)


def _is_same_address(ours: Sequence[Spelt], theirs: Sequence[Heard]) -> bool:
    """Whether their reading of an address may stand: one word, of an address's characters, with the scheme we saw."""
    if len(ours) != 1 or len(theirs) != 1:
        return False
    text = theirs[0].text
    plain = text.isascii() and not set(text) & NOT_IN_ADDRESSES and COLON_IN_HOST.search(text) is None
    return plain and ("://" in text) >= ("://" in ours[0].text)


def _placed(ours: Sequence[Spelt], theirs: Sequence[Heard]) -> list[Spelt]:
    """Their words at the places of ours, by the share of characters where the numbers differ."""
    if len(ours) == len(theirs):
        return [Spelt(word.text, word.confidence, at.x0, at.x1) for word, at in zip(theirs, ours, strict=True)]
    start, end = ours[0].x0, ours[-1].x1
    step = (end - start) / (sum(len(word.text) + 1 for word in theirs) - 1)
    placed, before = [], 0
    for word in theirs:
        x0 = start + before * step
        placed.append(Spelt(word.text, word.confidence, x0, x0 + len(word.text) * step))
        before += len(word.text) + 1
    return placed
