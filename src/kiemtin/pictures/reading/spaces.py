"""Spaces behind addresses that the first voice did not see: the gap in the ink is as wide as between words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from kiemtin.pictures.reading.ink import Shape
from kiemtin.pictures.reading.recogniser import Letter
from kiemtin.pictures.reading.spelling import is_address

BARE_NAME = re.compile(r"(?:[a-z0-9-]++\.)++[a-z]{2,}+", re.IGNORECASE)
"""An address without a scheme or a path, as ``abc.vip``."""
LIKE_A_SPACE = 0.75
"""The share of the line's median space from which on a gap may be one."""
USUAL_SPACE = 0.5
"""Heights of capitals that a space is wide where a line shows none: between 0.4 and 0.6 in seven fonts."""
BY_WIDEST = 1.35
"""How much wider it is than any other gap of its word: 1.6 and more in drawn screens, where letters stood apart."""
FEWEST_GAPS = 5
"""Gaps of a word that have to be seen before the widest of them says how it is set."""


def spaces_missed(letters: Sequence[Letter], shape_of: Sequence[Shape | None], tall: float) -> set[int]:
    """The letters before which a space was overlooked, one at most for each word that begins like an address.

    ``shape_of`` has the ink of each letter, ``tall`` is the height of capitals in pixels. Within other words nothing
    is looked for: only behind an address a lost space changes what is found.
    """
    words = list(_words(letters))
    if not any(_may_end(letters, word.start, at) for word in words for at in word[4:]):
        return set()
    between = [_gap(shape_of, one.stop - 1, other.start) for one, other in pairwise(words)]
    spaces = [gap for gap in between if gap is not None]
    least = LIKE_A_SPACE * (median(spaces) if spaces else USUAL_SPACE * tall)
    missed = (_missed_in(word, letters, shape_of, least) for word in words)
    return {at for at in missed if at is not None}


def _words(letters: Sequence[Letter]) -> Iterator[range]:
    start = 0
    for at in range(len(letters) + 1):
        if at == len(letters) or letters[at].text.isspace():
            if at > start:
                yield range(start, at)
            start = at + 1


def _gap(shape_of: Sequence[Shape | None], left: int, right: int) -> float | None:
    one, other = shape_of[left], shape_of[right]
    return None if one is None or other is None else other.x0 - one.x1


def _missed_in(word: range, letters: Sequence[Letter], shape_of: Sequence[Shape | None], least: float) -> int | None:
    """The letter of ``word`` behind its widest gap, if that is as wide as a space and stands behind an address."""
    gaps = [(gap, at) for at in word[1:] if (gap := _gap(shape_of, at - 1, at)) is not None]
    if len(gaps) < FEWEST_GAPS:
        return None
    (second, _), (widest, at) = sorted(gaps)[-2:]
    if widest < max(least, BY_WIDEST * second) or not _may_end(letters, word.start, at):
        return None
    return at


def _may_end(letters: Sequence[Letter], start: int, at: int) -> bool:
    """Whether an address may stand from ``start`` on and end before ``at``, where a word begins."""
    before = "".join(letter.text for letter in letters[start:at])
    if not letters[at].text.isalpha() or not (before[-1] == "/" or before[-1].isalnum()):
        return False
    host = before.partition("://")[2] if "://" in before else before
    return "." in host and (is_address(before) or BARE_NAME.fullmatch(before) is not None)
