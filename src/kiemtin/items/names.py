"""Which bare names in running text are meant as links: ``bit.ly/x`` is one, ``ngay.Co gi`` is not."""

from __future__ import annotations

import re

from kiemtin.items.addresses import Addresses
from kiemtin.items.view import View, plain
from kiemtin.items.words import (
    ENGLISH_TOP_LEVELS,
    FAMILIAR_TOP_LEVELS,
    FILE_ENDINGS,
    SHORT_NAMES,
    is_weak_top_level,
)
from kiemtin.text.syllables import is_syllable, word_set

LABEL = r"[\w\-\u0300-\u036f\u0900-\u109f\u1780-\u17d3\u3099\u309a]"
NAME = re.compile(rf"(?<!{LABEL})(?<![.@]){LABEL}++(?:\.{LABEL}++)++")
"""A run of labels joined by dots. Linear: a search cannot restart inside a label, nor after a dot that follows one."""

CHAT_TOP_LEVELS = word_set("vn net pro win live app shop club fun work money life online click link tv us store")
"""Familiar top-level domains that are also words people begin a sentence with."""

MAX_ABBREVIATION = 3
"""Capital letters of a short form such as ``HP`` or ``HCM``."""

MAX_LABELS = 32
"""Labels of one run that are looked at; longer runs are not host names."""

INVITATION = re.compile(r"(?:link|web|website|trang|truy cap|dang nhap|dia chi|bam|click|nhan vao|vao)\W{0,3}$")
"""Words before a name that announce an address (without diacritics)."""

PLACE_WORD = re.compile(r"(?<!\w)(?:tai|den|qua|tren|len|o|xem|ghe|mo|site|app|tu|theo|cua|la|the|www)\W{1,3}$")
"""Words before a name that may lead to an address as well as to any other noun."""

PLATFORMS = frozenset({"asp.net", "vb.net", "ado.net", "node.js", "next.js"})
"""Names of software that look like domain names."""

SECOND_LEVELS = word_set("com net org gov edu co ac info name pro health int mil")


class Names:
    """Decides which dotted runs of one text are host names."""

    def __init__(self, view: View, addresses: Addresses) -> None:
        self._view = view
        self._addresses = addresses

    def host_end(self, start: int, end: int, *, path: bool, alone: bool) -> int:
        """Where the host that begins at ``start`` ends, at most ``end``; ``start`` itself where there is none.

        ``path`` says that a path or port stands right behind ``end``, ``alone`` that the name is the whole message.
        """
        labels = self._view.text[start:end].split(".")
        if len(labels) > MAX_LABELS:
            return start
        if path and IPV4.fullmatch(self._view.text, start, end):
            return end
        folded = self._folded(labels, start, end)
        stop = end
        for count in range(len(labels), 1, -1):
            behind = path and stop == end
            if self._addresses.exists(labels[count - 1], labels[count - 2]) and (
                alone or self._is_host(labels[:count], folded[:count], start, stop, behind)
            ):
                return stop
            stop -= len(labels[count - 1]) + 1
        return start

    def _folded(self, labels: list[str], start: int, end: int) -> list[str]:
        """The labels without diacritics."""
        folded = self._view.plain[start:end].split(".")
        return folded if len(folded) == len(labels) else [plain(label) for label in labels]

    def _is_host(self, labels: list[str], folded: list[str], start: int, stop: int, path: bool) -> bool:
        if folded[0] == "www" and len(labels) > 2:
            return True
        if len(labels) < 4 and all(label in SECOND_LEVELS for label in folded[:-1]):
            return False
        if path and ".".join(folded) in SHORT_NAMES:
            return True
        if is_weak_top_level(folded[-1]):
            return self._weak_is_host(labels, folded, start, stop, path)
        if not path and self._is_chat(labels, folded, start, stop):
            return False
        return _familiar_is_host(labels, folded, path)

    def _is_chat(self, labels: list[str], folded: list[str], start: int, stop: int) -> bool:
        """``mưa to.vn mình``, ``HP.HN``: two words or abbreviations that only lack the space after a full stop."""
        if self._is_announced(start):
            return False
        if folded[-1] not in FAMILIAR_TOP_LEVELS:
            return all(label.isalpha() and label.isupper() and len(label) <= MAX_ABBREVIATION for label in labels)
        is_word = labels[-1] in CHAT_TOP_LEVELS and labels[0].islower() and is_syllable(folded[0])
        return is_word and len(labels) == 2 and self._goes_on(stop) and self._stands_in_sentence(start)

    def _stands_in_sentence(self, start: int) -> bool:
        """Whether a small word leads up to the name that leads to no address."""
        text, plain_text = self._view.text, self._view.plain
        follows_word = start > 1 and text[start - 1] == " " and text[start - 2].islower()
        return follows_word and PLACE_WORD.search(plain_text, max(0, start - 16), start) is None

    def _weak_is_host(self, labels: list[str], folded: list[str], start: int, stop: int, path: bool) -> bool:
        """Names under ``de``, ``co``, ``me``…: the label must look made up, and no sentence may go on behind it."""
        name, top_level = folded[-2], labels[-1]
        if top_level != top_level.lower() or name.isdigit():
            return False
        if path:
            return not _is_word(name) or len(folded) > 2 or not _is_word(self._first_path_word(stop))
        if top_level in FILE_ENDINGS and len(labels) == 2:
            return False
        if _is_word(name) and not any(_looks_made_up(label) for label in labels[:-1]):
            return False
        if len(labels) > 2 or _looks_made_up(labels[-2]):
            return True
        return not self._goes_on(stop) or self._is_announced(start)

    def _first_path_word(self, stop: int) -> str:
        found = PATH_WORD.match(self._view.plain, stop)
        return found.group(1) if found else ""

    def _goes_on(self, stop: int) -> bool:
        """Whether a sentence goes on behind the name: a space and a small letter."""
        following = self._view.text[stop : stop + 2]
        return len(following) == 2 and following[0] == " " and following[1].islower()

    def _is_announced(self, start: int) -> bool:
        return INVITATION.search(self._view.plain, max(0, start - 16), start) is not None


OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
IPV4 = re.compile(rf"{OCTET}(?:\.{OCTET}){{3}}")
"""A dotted IP address; without a path or port it may as well be a version."""

PATH_WORD = re.compile(r"[:/?#](\w{0,32}+)")


def _familiar_is_host(labels: list[str], folded: list[str], path: bool) -> bool:
    """Names under ``com``, ``vn``, ``top``…: enough, unless the last label reads as the start of a sentence."""
    name, top_level = folded[-2], labels[-1]
    if ".".join(folded) in PLATFORMS:
        return False
    is_sentence = top_level[:1].isupper() and top_level[1:].islower()
    if is_sentence and (folded[-1] not in ("com", "vn", "net", "org", "top", "vip") or name.isdigit()):
        return False
    if is_sentence and _is_word(name) and len(folded) == 2:
        return False
    if not path and folded[-1] in ENGLISH_TOP_LEVELS:
        return False
    if path:
        return not (name.isdigit() and len(name) < 3)
    if folded[-1] not in FAMILIAR_TOP_LEVELS:
        return len(name) > 1
    return not name.isdigit() or top_level.islower()


def _is_word(plain: str) -> bool:
    """Whether ``plain`` is an ordinary word, a number or a single letter, rather than somebody's name for a site."""
    return len(plain) < 2 or plain.isdigit() or is_syllable(plain)


def _looks_made_up(label: str) -> bool:
    """Whether a label mixes digits or capitals into its letters, or has a hyphen: ``tixa1kv``, ``mjPb``, ``vn-pl``."""
    return MADE_UP.search(label) is not None


MADE_UP = re.compile(r"(?<=\w)-(?=\w)|[^\W\d_][0-9]|[0-9][^\W\d_]|[a-z][A-Z]")
