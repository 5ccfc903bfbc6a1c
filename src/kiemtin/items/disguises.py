"""Host names written so that filters miss them and people do not: ``vietcombank[.]com``, ``ehoaq. com``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kiemtin.items.addresses import Addresses
from kiemtin.items.found import Room
from kiemtin.items.values import PartKind
from kiemtin.items.view import View
from kiemtin.items.words import SHORT_NAMES, is_weak_top_level
from kiemtin.text.syllables import is_syllable, word_set

BRACKETED = r"\s?[\[({<]\s?(?:\.|,|dot|d0t|cham)\s?[\])}>]\s?"
WORD = r"\s(?:dot|cham)\s"
BULLET = r"\s?[·•∙⋅・]\s?"
SPACED = r"\s\.\s?|\.\s"
DOT = re.compile(
    rf"(?P<plain>\.(?!\s))|(?P<bracketed>{BRACKETED})|(?P<word>{WORD})|(?P<bullet>{BULLET})|(?P<spaced>{SPACED})"
)
"""One dot, as written: plain, in brackets, as a word, as a bullet, beside spaces. On text without diacritics."""

COMMA = re.compile(r",(?=\w)")
"""A comma for a dot (``www,vidu,com``): read only behind a scheme or ``www``, where a name is sure to stand."""

ANCHOR = re.compile(rf"(?<=\w)(?:{BRACKETED}|{WORD}|{BULLET}|{SPACED})(?=\w)|(?<=(?<!\w)www)[.,](?=\w)")
WWW = re.compile(r"www[.,]")
NAME_LABEL = re.compile(r"[\w\-]{1,63}+")

MAX_LABELS = 8
"""Labels of a disguised name; more is a list, not a name."""

REACH = 200
"""Characters looked back for the labels before the first disguised dot."""

SPACED_TOP_LEVELS = word_set(
    """
    com vn net org info biz top vip xyz club site online shop store cc icu cfd app live link click asia io
    """
)
"""Top-level domains believed behind a dot with a space beside it; elsewhere such a dot ends a sentence."""

SECOND_LEVELS = frozenset({"com", "net", "org", "gov", "edu"})


@dataclass(frozen=True, slots=True)
class DisguisedName:
    """``host`` was read out of ``text[start:end]`` of the view."""

    start: int
    end: int
    host: str


@dataclass(frozen=True, slots=True)
class _Chain:
    """Labels, as spans, and the kinds of dots between them (one less)."""

    labels: list[tuple[int, int]]
    dots: list[str]


def find_disguised_names(view: View, addresses: Addresses, room: Room) -> Iterator[DisguisedName]:
    """The names with at least one disguised dot."""
    position = 0
    while found := ANCHOR.search(view.plain, position):
        start = _label_start(view.plain, max(position, found.start() - REACH), found.start())
        position = found.end()
        if not room.is_free(start, position):
            continue
        if room.is_full(PartKind.LINK):
            room.admit(PartKind.LINK)
            continue
        chain = _chain(view, addresses, start, commas=WWW.match(view.plain, start) is not None)
        name = _longest(view, addresses, chain)
        # What makes no name from its first label makes none from a later one: go on at the last label.
        position = max(position, name.end if name else chain.labels[-1][0])
        if name is not None:
            yield name


def disguised_name_at(view: View, addresses: Addresses, start: int, *, commas: bool) -> DisguisedName | None:
    """The name with a disguised dot that starts at ``start``; ``commas`` says whether they may stand for dots."""
    return _longest(view, addresses, _chain(view, addresses, start, commas=commas))


SPACED_LETTERS = re.compile(
    r"(?<![^\s(\[<\"'“:,;])(?<!\s[\w.\-] )\w(?: [\w.\-](?![\w.\-])){4,}+"
    r"(?: ?(?:(?<=\.)|(?<=\. )|\.)(?P<top>[a-z]{2,6})(?!\w))?"
)
"""Single letters a space apart; the top-level domain may stand together (``v i d u .top``). Linear: the letters are
taken for good, and a search cannot restart behind one of them."""

MAX_SPACED = 200
"""Characters of such a name; longer runs are drawings or exercises."""

MIN_SPACED_LETTERS = 5


def find_spaced_letters(view: View, addresses: Addresses) -> Iterator[DisguisedName]:
    """The names whose letters stand apart: ``v i d u b a n k . t o p``."""
    for found in SPACED_LETTERS.finditer(view.plain):
        host = view.text[found.start() : found.end()].replace(" ", "").rstrip(".-")
        top = found["top"]
        if len(found.group()) > MAX_SPACED or (top and top not in SPACED_TOP_LEVELS):
            continue
        labels = host.split(".")
        letters = sum(map(str.isalpha, host)) - len(top or "")
        if letters < MIN_SPACED_LETTERS or len(labels) < 2 or not all(labels) or len(labels[-2]) < 2:
            continue
        if addresses.exists(labels[-1], labels[-2]):
            yield DisguisedName(found.start(), found.start() + len(found.group().rstrip(" .-")), host)


def _label_start(plain: str, floor: int, end: int) -> int:
    """Where the label or dotted run that ends at ``end`` begins, at or behind ``floor``."""
    start = end
    while start > floor and (plain[start - 1].isalnum() or plain[start - 1] in "-_."):
        start -= 1
    while start < end and plain[start] in ".-":
        start += 1
    return start


def _chain(view: View, addresses: Addresses, start: int, *, commas: bool) -> _Chain:
    labels: list[tuple[int, int]] = []
    dots: list[str] = []
    position = start
    while len(labels) < MAX_LABELS and (label := NAME_LABEL.match(view.plain, position)):
        labels.append(label.span())
        dot = DOT.match(view.plain, label.end())
        if dot is None and commas and ("comma" in dots or not _is_complete(view, addresses, labels)):
            dot = COMMA.match(view.plain, label.end())
        if dot is None:
            break
        dots.append(dot.lastgroup or "comma")
        position = dot.end()
    return _Chain(labels or [(start, start)], dots)


def _is_complete(view: View, addresses: Addresses, labels: list[tuple[int, int]]) -> bool:
    """Whether ``labels`` make a name already: the comma behind ``https://vidu.vn,`` ends it."""
    before, top_level = (view.text[slice(*label)] for label in [labels[0], *labels][-2:])
    return len(labels) > 1 and addresses.exists(top_level, before)


def _longest(view: View, addresses: Addresses, chain: _Chain) -> DisguisedName | None:
    """The longest believable name that starts with the first label."""
    if not any(dot != "plain" for dot in chain.dots):
        return None
    for count in range(len(chain.labels), 1, -1):
        labels = chain.labels[:count]
        before, top_level = (view.text[slice(*label)] for label in labels[-2:])
        if addresses.exists(top_level, before) and _is_believable(view, labels, chain.dots[: count - 1]):
            host = ".".join(view.text[first:last] for first, last in labels)
            return DisguisedName(labels[0][0], labels[-1][1], host)
    return None


def _is_believable(view: View, labels: list[tuple[int, int]], dots: list[str]) -> bool:
    """Brackets say it all; spaces and words may also be a sentence's, so the name must look like one."""
    if "bracketed" in dots:
        return True
    if "comma" in dots:
        return not is_weak_top_level(view.plain[slice(*labels[-1])])
    name = ".".join(view.plain[first:last] for first, last in labels)
    if name in SHORT_NAMES and view.text.startswith("/", labels[-1][1]):
        return True
    if not any(dot != "plain" for dot in dots):
        return False
    top_level = view.text[slice(*labels[-1])]
    name = view.plain[slice(*labels[-2])]
    if name in SECOND_LEVELS and len(labels) > 2:
        name = view.plain[slice(*labels[-3])]
    if not top_level.islower() or name.isdigit() or len(name) < 2 or is_syllable(name):
        return False
    if "spaced" in dots or "word" in dots:
        return top_level in SPACED_TOP_LEVELS
    return not is_weak_top_level(top_level)
