"""Host names written so that filters miss them and people do not: ``vietcombank[.]com``, ``ehoaq. com``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiemtin.items.addresses import Addresses
from kiemtin.items.found import Taken
from kiemtin.items.view import View
from kiemtin.items.words import is_syllable, is_weak_top_level

LABEL = r"[\w\-]{1,63}"
BRACKETED = r"\s?[\[({<]\s?(?:\.|,|dot|d0t|cham)\s?[\])}>]\s?"
WORD = r"\s(?:dot|cham)\s"
SPACED = r"\s\.\s?|\.\s"
BULLET = r"\s?[·•∙⋅・]\s?"
DOT = re.compile(rf"({BRACKETED})|({WORD})|({BULLET})|({SPACED})|(\.)")
"""One dot, as written: in brackets, as a word, as a bullet, beside spaces, or plain. On text without diacritics."""

ANCHOR = re.compile(rf"(?<=\w)(?:{BRACKETED}|{WORD}|{BULLET}|\s\.\s?|\.\s)(?=\w)")
NAME_LABEL = re.compile(LABEL)
MAX_LABELS = 8
"""Labels of a disguised name; more is a list, not a name."""

REACH = 200
"""Characters looked back for the labels before the first disguised dot."""

BEFORE = re.compile(r"[\w\-]++(?:\.[\w\-]++)*+$")
SPACED_TOP_LEVELS = frozenset(
    "com vn net org info biz top vip xyz club site online shop store cc icu cfd app live link click asia io".split()
)
"""Top-level domains believed behind a dot with a space beside it; elsewhere such a dot ends a sentence."""

Disguised = tuple[int, int, str]
"""Start and end in the view, and the host name read out of it."""


def find_disguised_names(view: View, addresses: Addresses, taken: Taken, at: int | None = None) -> Iterator[Disguised]:
    """Names with at least one disguised dot; with ``at`` only the one that starts there."""
    if at is not None:
        name = _chain(view, addresses, at)
        if name is not None:
            yield name
        return
    position = 0
    while found := ANCHOR.search(view.plain, position):
        position = found.end()
        start = _label_start(view.plain, found.start())
        if not taken.free(start, found.end()):
            continue
        name = _chain(view, addresses, start)
        if name is not None:
            position = name[1]
            yield name


def _label_start(plain: str, end: int) -> int:
    """Where the label or dotted run that ends at ``end`` begins."""
    start = end
    floor = max(0, end - REACH)
    while start > floor and (plain[start - 1].isalnum() or plain[start - 1] in "-_."):
        start -= 1
    while start < end and plain[start] in ".-":
        start += 1
    return start


def _chain(view: View, addresses: Addresses, start: int) -> Disguised | None:
    """The longest believable name that starts at ``start``."""
    labels: list[tuple[int, int]] = []
    dots: list[str] = []
    position = start
    while len(labels) < MAX_LABELS and (label := NAME_LABEL.match(view.plain, position)):
        labels.append(label.span())
        dot = DOT.match(view.plain, label.end())
        if dot is None:
            break
        dots.append("bracketed word bullet spaced plain".split()[dot.lastindex - 1 if dot.lastindex else 4])
        position = dot.end()
    for count in range(len(labels), 1, -1):
        if _is_believable(view, addresses, labels[:count], dots[: count - 1]):
            host = ".".join(view.text[first:last] for first, last in labels[:count])
            return start, labels[count - 1][1], host
    return None


def _is_believable(view: View, addresses: Addresses, labels: list[tuple[int, int]], dots: list[str]) -> bool:
    top_level = view.text[slice(*labels[-1])]
    if set(dots) == {"plain"} or not addresses.exists(top_level):
        return False
    if "bracketed" in dots:
        return True
    name = view.plain[slice(*labels[-2])]
    if name in ("com", "net", "org", "gov", "edu") and len(labels) > 2:
        name = view.plain[slice(*labels[-3])]
    if top_level != top_level.lower() or name.isdigit() or len(name) < 2 or is_syllable(name):
        return False
    if "spaced" in dots or "word" in dots:
        return top_level in SPACED_TOP_LEVELS and not view.text[labels[0][1] :][:1].isupper()
    return not is_weak_top_level(top_level)
