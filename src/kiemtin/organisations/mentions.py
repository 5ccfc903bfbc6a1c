"""Which organisations a message speaks of: their names and aliases as whole words, with or without diacritics."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kiemtin.organisations.lint import ordinary_words
from kiemtin.organisations.values import Register
from kiemtin.text.fold import fold

WORD = re.compile(r"[a-z0-9]+")

MAX_WORDS = 6
"""Words of the longest name compared (``ngân hàng thương mại cổ phần …`` counts by its last ones)."""


@dataclass(frozen=True, slots=True)
class Mention:
    """An organisation named in ``text[start:end]``."""

    organisation: str
    start: int
    end: int


class MentionFinder:
    """Finds names of a register's organisations in running text; compiled once."""

    def __init__(self, register: Register) -> None:
        self._names: dict[str, str] = {}
        for one in register:
            for alias in one.aliases:
                self._names.setdefault(alias.value.replace("-", ""), one.id)
            for name in (one.short, *(sender.value for sender in one.senders)):
                self._names.setdefault("".join(WORD.findall(fold(name).text)), one.id)
        self._beginnings = {name[:size] for name in self._names for size in range(1, len(name) + 1)}

    def find(self, text: str) -> Iterator[Mention]:
        """Every mention in order; a longer name wins over a shorter one inside it. Linear in ``text``."""
        folded = fold(text)
        words = [(found.group(), *found.span()) for found in WORD.finditer(folded.text)]
        index = 0
        while index < len(words):
            if words[index][0] not in self._beginnings:
                index += 1
                continue
            owner, count = self._longest(words, index)
            if owner is not None:
                first, last = folded.span(words[index][1], words[index + count - 1][2])
                if count > 1 or _is_meant(text[first:last], words[index][0]):
                    yield Mention(owner, first, last)
            index += count

    def _longest(self, words: list[tuple[str, int, int]], index: int) -> tuple[str | None, int]:
        """The owner of the longest name that begins at a word, and the words it takes; one where it is nobody's."""
        joined, owner, count = "", None, 1
        for size in range(1, min(MAX_WORDS, len(words) - index) + 1):
            joined += words[index + size - 1][0]
            if joined not in self._beginnings:
                break
            if joined in self._names:
                owner, count = self._names[joined], size
        return owner, count


def _is_meant(written: str, folded: str) -> bool:
    """Whether one word names an organisation: an everyday word does only with a capital and without diacritics.

    ``Grab`` is meant, ``grab`` and ``Bé`` are not; a word of two letters is meant only in capitals (``MB``).
    """
    if folded not in ordinary_words():
        return True
    return written.isascii() and (written.isupper() if len(written) == 2 else not written.islower())
