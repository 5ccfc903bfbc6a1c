"""HTML pages and e-mail bodies as their reader sees them, with every target written out.

A tokenizer instead of a tree: the usual parsers build one, and 100,000 nested ``<div>`` then cost 46 s (measured with
lexbor). What a reader sees needs no tree, only which element is hidden until it ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kiemtin.errors import TooLarge
from kiemtin.items.values import Anchor
from kiemtin.text.markup import RAW, TAG, VOID, attributes_at, behind, behind_element, unescape
from kiemtin.text.syllables import word_set

BLOCKS = word_set(
    """
    address article aside blockquote body br center dd details div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol option p pre section select summary table tbody tfoot
    thead tr ul
    """
)
SELF_CLOSING = word_set("p li td th tr option dt dd")
"""Elements that end where the next one of their kind begins."""

TARGETS = {
    "form": "action", "button": "formaction", "input": "formaction", "area": "href", "iframe": "src", "frame": "src",
    "embed": "src", "object": "data", "base": "href",
}  # fmt: skip
"""Attributes that take the reader, or what the reader types, somewhere."""

HIDING = re.compile(
    r"display:none|visibility:hidden|mso-hide:all|font-size:0(?![.\d]*[1-9])|opacity:0(?![.\d]*[1-9])|max-height:0(?![.\d]*[1-9])"
)
REFRESH = re.compile(r"^[\s\d.;,]{0,40}+url\s{0,5}=\s{0,5}['\"]?(?P<url>[^'\"]{1,4096})", re.IGNORECASE)
MAX_TAGS = 100_000
"""Tags of one page, 7 µs each; long articles with all their menus have about 10,000."""

MIN_HIDDEN = 3
"""Hidden characters (not white space) worth a word: a preheader's filler is shorter."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a reader sees of a page; ``hidden`` counts the characters that the page hides."""

    text: str
    anchors: tuple[Anchor, ...]
    hidden: int


def read_page(html: str) -> Page:
    """The visible text of ``html`` with each target behind its text as ``⟨target⟩``; linear.

    Raises ``TooLarge`` where there are more tags than any page that a person saves.
    """
    tags = html.count("<")
    if tags > MAX_TAGS:
        raise TooLarge("refused.too-many-tags", size=tags, limit=MAX_TAGS)
    reader = _Reader()
    position = 0
    while position < len(html):
        tag = TAG.search(html, position)
        reader.text(html[position : tag.start() if tag else len(html)])
        if tag is None:
            break
        position = _read_tag(html, tag, reader)
    return reader.finish()


def _read_tag(html: str, tag: re.Match[str], reader: _Reader) -> int:
    """Hand one tag to ``reader``; the position behind it, or behind its element where that is not markup."""
    if tag["comment"]:
        return behind(html, "-->", tag.end())
    if tag["bogus"]:
        return behind(html, ">", tag.end())
    name = tag["name"].lower()
    attributes, position = attributes_at(html, tag.end())
    if tag["close"]:
        reader.end(name)
        return position
    reader.start(name, attributes)
    if name not in RAW:
        return position
    return behind_element(html, name, position)


class _Reader:
    """Builds the visible text; white space collapses as in a browser."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._gap = ""
        self._anchors: list[Anchor] = []
        self._open_link: tuple[str, int] | None = None
        self._hidden_element = ""
        self._hidden_depth = 0
        self._hidden = 0

    def text(self, written: str) -> None:
        """Text between tags."""
        shown = unescape(written)
        if self._hidden_depth:
            self._hidden += sum(map(str.isalnum, shown))
            return
        words = shown.split()
        if not words or shown[0].isspace():
            self._space(" ")
        if words:
            self._write(" ".join(words))
            if shown[-1].isspace():
                self._space(" ")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A start tag."""
        if self._hidden_depth:
            self._nest(name)
            if self._hidden_depth:
                return
        if name in BLOCKS:
            self._space("\n")
        elif name in ("td", "th"):
            self._space(" ")
        if name not in VOID and name not in RAW and _is_hidden(attributes):
            self._hidden_element, self._hidden_depth = name, 1
            return
        self._show(name, attributes)

    def end(self, name: str) -> None:
        """An end tag."""
        if self._hidden_depth:
            self._hidden_depth -= name == self._hidden_element
            return
        if name == "a":
            self._close_link()
        if name in BLOCKS:
            self._space("\n")

    def finish(self) -> Page:
        """The page, once all of it was read."""
        self._close_link()
        return Page("".join(self._pieces), tuple(self._anchors), self._hidden)

    def _nest(self, name: str) -> None:
        if name == self._hidden_element and name not in VOID:
            self._hidden_depth = 0 if name in SELF_CLOSING else self._hidden_depth + 1

    def _show(self, name: str, attributes: dict[str, str]) -> None:
        """What an element itself shows or points at."""
        if name == "a":
            self._close_link()
            self._open_link = attributes.get("href") or attributes.get("xlink:href") or "", self._length
        elif name == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
            refresh = REFRESH.match(attributes.get("content", ""))
            self._target(refresh["url"] if refresh else "", "")
        elif name in TARGETS:
            self._target(attributes.get(TARGETS[name], ""), "")
        label = attributes.get("alt", "") if name in ("img", "area") else ""
        if name == "input" and attributes.get("type", "").lower() != "hidden":
            label = attributes.get("placeholder") or attributes.get("value", "")
        if label.strip():
            self._space(" ")
            self._write(" ".join(label.split()))

    def _close_link(self) -> None:
        if self._open_link is None:
            return
        target, start = self._open_link
        self._open_link = None
        self._target(target, "".join(self._since(start)).strip())

    def _since(self, start: int) -> list[str]:
        """The pieces written since the text was ``start`` long."""
        pieces: list[str] = []
        length = self._length
        for piece in reversed(self._pieces):
            if length <= start:
                break
            pieces.append(piece)
            length -= len(piece)
        return pieces[::-1]

    def _target(self, target: str, shown: str) -> None:
        """Write a target out, unless it stays on the same page or site."""
        address = re.sub(r"[\t\n\r]", "", target.strip())
        if not ABSOLUTE.match(address):
            return
        self._space(" ")
        self._write("⟨")
        start = self._length
        self._write(address)
        self._anchors.append(Anchor(start, self._length, shown))
        self._write("⟩")

    def _space(self, gap: str) -> None:
        if self._pieces and self._gap != "\n":
            self._gap = gap

    def _write(self, written: str) -> None:
        piece = self._gap + written
        self._gap = ""
        self._pieces.append(piece)
        self._length += len(piece)


ABSOLUTE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]{0,30}+:|[/\\]{2}")


def _is_hidden(attributes: dict[str, str]) -> bool:
    if "hidden" in attributes:
        return True
    style = attributes.get("style", "")
    return bool(style) and HIDING.search(re.sub(r"\s+", "", style.lower())) is not None
