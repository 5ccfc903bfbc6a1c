"""A page as its readers and programs see it: its language, its address, its words, and its JSON-LD."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from kiemtin.answers.validation import Fault, Shown, faults_of_page
from kiemtin.organisations.plain import plain_json

MAX_PAGE_BYTES = 10_000_000
"""A page of an answer with the longest explanation and a hundred corrections stays below this."""

LINKED_DATA = "application/ld+json"

VERDICT = "verdict"
"""The id of the heading that gives an answer's verdict, on our own pages."""

UNSEEN = frozenset({"script", "style", "template", "title", "head", "noscript"})
"""What stands in these is not read by whoever looks at the page."""


def faults_in(text: str, address: str | None = None) -> list[Fault]:
    """Every fault of ``text``: a page, or a ``ClaimReview`` as JSON alone.

    ``address`` is where it stands; without it a page's own word for it (``<link rel="canonical">``) counts.
    """
    if text.lstrip().startswith(("{", "[")):
        documents, broken = _documents([text])
        return broken or faults_of_page(documents, Shown(address=address))
    page = _read(text)
    documents, broken = _documents(page.blocks)
    shown = Shown(page.language or None, address or page.canonical or None, " ".join(page.words), page.verdict)
    return broken or faults_of_page(documents, shown)


def words_and_data(text: str) -> tuple[str, str, list[Any]]:
    """The words that readers of a page see, those of its verdict, and its JSON-LD; what is no JSON is left out."""
    page = _read(text)
    return " ".join(page.words), page.verdict or "", _documents(page.blocks)[0]


def links_in(text: str) -> list[str]:
    """Where the links on a page lead, as they are written there."""
    return _read(text).links


def _read(text: str) -> _Page:
    page = _Page()
    page.feed(text)
    page.close()
    return page


def _documents(blocks: list[str]) -> tuple[list[Any], list[Fault]]:
    documents, broken = [], []
    for block in blocks:
        try:
            documents.append(plain_json(block.encode()))  # strict: of a key that stands twice, readers choose either
        except ValueError as error:
            broken.append(Fault("not-json", str(error)[:200]))
        # A parser of HTML goes by the letters alone: what looks like the end of the element is its end.
        if "</" in block:
            broken.append(Fault("script-ended", block[block.index("</") :][:40]))
    return documents, broken


class _Page(HTMLParser):
    """Gathers what the rules need, as the page is read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.language = ""
        self.canonical = ""
        self.blocks: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.verdict: str | None = None
        self._heading = ""
        self._within: list[str] = []
        self._block = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        # An answer is in its own language, whatever the page around it is in: it says which.
        if tag == "article" and given.get("lang"):
            self.language = given["lang"]
        elif tag == "a":
            self.links.append(given.get("href", ""))
        elif tag == "html":
            self.language = given.get("lang", "")
        elif tag == "link" and given.get("rel") == "canonical":
            self.canonical = given.get("href", "")
        self._block = tag == "script" and given.get("type", "").lower() == LINKED_DATA
        if self._block:
            self.blocks.append("")
        if given.get("id") == VERDICT and self.verdict is None:
            self.verdict, self._heading = "", tag
        if tag in UNSEEN:
            self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._within:
            del self._within[len(self._within) - 1 - self._within[::-1].index(tag) :]
        self._block = False
        if tag == self._heading:
            self._heading = ""

    def handle_data(self, data: str) -> None:
        if self._block:
            self.blocks[-1] += data
        elif not self._within:
            self.words.append(data)
            if self._heading:
                self.verdict = f"{self.verdict}{data}"
