"""A stranger's text made safe to show: what a screen would obey or hide is written out instead."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from kiemtin.text.fold import INVISIBLE

LINE_BREAK_SHOWN = "␊"
CUT = "…"


def visible(text: str) -> str:
    """``text`` on one line, with every control, direction, invisible or impossible character written out.

    ESC becomes ``␛``, U+202E becomes ``‹U+202E›``; so nothing of the text can steer a terminal, change the order of
    letters, or stay unseen. The result is valid UTF-8.
    """
    return visible_lines(text).replace("\n", LINE_BREAK_SHOWN)


def visible_lines(text: str) -> str:
    """The same as ``visible``, with line breaks kept."""
    if text.isprintable() and INVISIBLE.isdisjoint(text):  # nearly every text
        return text
    return "".join(map(_shown, text.replace("\r\n", "\n")))


def clipped(text: str, limit: int) -> str:
    """``text`` cut to ``limit`` characters, with ``…`` for what is left out."""
    return text if len(text) <= limit else text[: limit - 1] + CUT


@lru_cache(maxsize=4096)
def _shown(character: str) -> str:
    if character == "\n":
        return character
    if character == "\t":
        return "    "  # a tab's width depends on where it stands; both renderings measure columns
    if character < " ":
        return chr(0x2400 + ord(character))
    if character == "\x7f":
        return "␡"
    if character in INVISIBLE or _is_unshowable(character):
        return f"‹U+{ord(character):04X}›"
    return character


def _is_unshowable(character: str) -> bool:
    """Controls, formats (all that turn the direction of text), surrogates, separators of lines, unassigned ones."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")
