"""Addresses of answers: words of the claim for people, the id for certain."""

from __future__ import annotations

import re

from kiemtin.text.fold import fold_quickly

MAX_WORDS = 60
"""Characters of the words in an address: a messenger shows them on one line."""

SLUG_WORDS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""What the words in an address may be made of."""


def slug_of(words: str, answer: str) -> str:
    """The address of ``answer``: as many whole ``words``, without diacritics, as fit, and its id.

    The id at the end makes it the only one of its kind, and lets an old address be known again once the words are
    others.
    """
    kept = ""
    for word in re.findall(r"[a-z0-9]+", fold_quickly(words).casefold()):
        if len(kept) + len(word) > MAX_WORDS:
            break
        kept += f"{word}-"
    return f"{kept}{answer}"
