"""Written values as plain text, whatever they were wrapped in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from kiemtin.factchecks.reading.limits import MAX_RAW_TEXT, MAX_VALUES
from kiemtin.text.limits import MAX_MARK_RUN, longest_mark_run
from kiemtin.text.markup import unescape

TAG = re.compile(r"<(?:/?[a-zA-Z]|!)[^<>]*+>")
INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff]")
ESCAPED_TIMES = 2
"""How often a value may have been escaped: once by the page, once by the program that made its data."""

TEXT_KEYS = ("@value", "text", "name", "headline")
ADDRESS_KEYS = ("url", "@id", "contentUrl", "sameAs")
MAX_DEPTH = 4
"""Lists and objects that may be wrapped around a text."""

VIETNAMESE = re.compile(
    "[đơưăĐƠƯĂ\u1ea0-\u1ef9]"  # letters that no other large language has, and all with a tone and another mark
)
MIN_VIETNAMESE = 2
"""Such letters that make a text Vietnamese: a single name has one."""

LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8}){0,4}")
LANGUAGE_NAMES = {"vietnamese": "vi", "tiếng việt": "vi", "english": "en", "tiếng anh": "en"}
UNKNOWN_LANGUAGE = "und"


def plain(written: str) -> str:
    """``written`` in one line: without markup, references, control characters and halves of letters."""
    text = written[:MAX_RAW_TEXT]
    for _ in range(ESCAPED_TIMES):
        if "&" in text:
            text = unescape(text)
        if "<" in text:
            text = TAG.sub(" ", text)
    text = " ".join(INVISIBLE.sub("", text).split())
    if text.isascii() or longest_mark_run(text) > MAX_MARK_RUN:
        return text
    return unicodedata.normalize("NFC", text)


def text_of(value: object, depth: int = 0) -> str:
    """The first text in ``value``: itself, an item of a list, or what an object says it is called; else ``""``."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, bool) or value is None or depth > MAX_DEPTH:
        return ""
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, Mapping):
        return _first(text_of(value.get(key), depth + 1) for key in TEXT_KEYS)
    return _first(text_of(one, depth + 1) for one in value[:MAX_VALUES]) if isinstance(value, list) else ""


def addresses_of(value: object, depth: int = 0) -> list[str]:
    """The addresses that ``value`` names: a text, a list of them, or objects with an address."""
    if isinstance(value, str):
        return [value.strip()]
    if depth > MAX_DEPTH:
        return []
    if isinstance(value, Mapping):
        return [one for key in ADDRESS_KEYS for one in addresses_of(value.get(key), depth + 1)]
    if isinstance(value, list):
        return [one for item in value[:MAX_VALUES] for one in addresses_of(item, depth + 1)][:MAX_VALUES]
    return []


def language_code(written: str) -> str:
    """``vi`` for ``vi-VN``, ``Tiếng Việt``; ``""`` where it names no language."""
    found = LANGUAGE.fullmatch(written.strip())
    return found[1].lower() if found else LANGUAGE_NAMES.get(written.strip().lower(), "")


def language_by_letters(text: str) -> str:
    """``vi`` for a text with Vietnamese letters, else ``und``."""
    return "vi" if len(VIETNAMESE.findall(text)) >= MIN_VIETNAMESE else UNKNOWN_LANGUAGE


def _first(texts: Iterable[str]) -> str:
    return next((text for text in texts if text), "")


def _number(value: float) -> str:
    """A number as its publisher would write it; one of thousands of digits is no rating and no name."""
    if isinstance(value, int):
        return str(value) if abs(value) < 10**18 else ""
    return f"{value:.0f}" if value.is_integer() and abs(value) < 10**15 else str(value)
