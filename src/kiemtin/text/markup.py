"""Tags of HTML one by one, in linear time; a tree of 100,000 nested ``<div>`` costs 46 s (measured with lexbor)."""

from __future__ import annotations

import re
from html import unescape as html_unescape

from kiemtin.text.syllables import word_set

RAW = word_set(
    """
    script style template noscript noembed noframes xmp iframe title
    """
)
"""Elements whose content is not shown (or not markup): skipped up to their end tag."""

VOID = word_set(
    """
    area base br col embed frame hr img input link meta param source track wbr
    """
)
"""Elements without an end tag."""

TAG = re.compile(r"<(?:(?P<close>/)?(?P<name>[a-zA-Z][^\s/>]{0,63}+)|(?P<comment>!--)|(?P<bogus>[!?/]))")
ATTRIBUTE = re.compile(
    r"""[\s/]*+(?P<name>[^\s=>/][^\s=>/]*+)(?:\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\s>]*+)))?+"""
)
TAG_END = re.compile(r"[\s/]*+>?")
GIANT_REFERENCE = re.compile(r"&#[xX]?[0-9a-fA-F]{9,}+;?")
"""A numeric reference past any code point; Python refuses to read thousands of digits."""

MAX_ATTRIBUTES = 200
"""Attributes of one tag that are kept."""


def behind(html: str, wanted: str, position: int) -> int:
    """The position behind the next ``wanted``, or the end of ``html``."""
    found = html.find(wanted, position)
    return found + len(wanted) if found >= 0 else len(html)


def attributes_at(html: str, position: int) -> tuple[dict[str, str], int]:
    """The attributes of a tag whose name ends at ``position``, names in lower case, and the position behind the tag."""
    attributes: dict[str, str] = {}
    while found := ATTRIBUTE.match(html, position):
        position = found.end()
        if len(attributes) < MAX_ATTRIBUTES:
            value = found["double"] or found["single"] or found["bare"] or ""
            attributes.setdefault(found["name"].lower(), unescape(value))
    end = TAG_END.match(html, position)
    return attributes, end.end() if end else position


def behind_element(html: str, name: str, position: int) -> int:
    """The position behind the end tag of the element ``name`` that is open at ``position``, or the end of ``html``."""
    closing = re.compile(rf"</{name}(?![a-z])", re.IGNORECASE).search(html, position)
    return behind(html, ">", closing.end()) if closing else len(html)


def unescape(written: str) -> str:
    """``written`` with its character references read."""
    return html_unescape(GIANT_REFERENCE.sub("\ufffd", written)) if "&" in written else written
