"""Strings of strangers that are going to be shown: without control characters, and no longer than anyone reads."""

from __future__ import annotations

import unicodedata

ELLIPSIS = "…"


def plain_string(text: str, limit: int) -> str:
    """``text`` in composed form without control, format and lone surrogate characters, at most ``limit`` long.

    Line breaks and tabs become spaces. Characters that turn the direction of writing are among those left out: they
    could make one account number or address read as another.
    """
    head = text[: limit * 4 + 16]
    kept = "".join(" " if one in "\t\r\n\x0b\x0c\u2028\u2029" else one for one in head if _is_shown(one))
    plain = " ".join(unicodedata.normalize("NFC", kept).split())
    return plain if len(plain) <= limit and len(head) == len(text) else plain[: limit - 1].rstrip() + ELLIPSIS


def _is_shown(character: str) -> bool:
    return character in "\t\r\n\x0b\x0c\u2028\u2029" or unicodedata.category(character)[0] != "C"
