"""Where answers are published, by whom and on which terms: what pages, feeds and exports of one desk have in common."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from kiemtin.answers.values import Language, PublishedAnswer

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
"""What others may do with answers, unless the desk says otherwise: use them, and say whose they are."""

PRINCIPLES: dict[Language, str] = {"vi": "/nguyen-tac", "en": "/en/principles"}
"""How the desk works, in each language; what it does about mistakes stands there too."""

CORRECTIONS = "#corrections"
"""The place on that page about mistakes."""

PICTURES = "/answer-pictures/"
"""What the paths of published pictures begin with; they are the same for both languages."""

LISTED = 30
"""Answers on one page of the list."""

FEEDS = ("/feed.atom", "/feed.json", "/claimreview.json", "/sitemap.xml", "/answers/dump.jsonl")
"""What programs read; there is one of each for both languages."""


@dataclass(frozen=True, slots=True)
class Site:
    """A desk in public: ``address`` as ``https://desk.example``, the organisation's name, the address of a licence."""

    address: str
    publisher: str
    licence: str = LICENCE

    @property
    def host(self) -> str:
        """The host of its address, without a port."""
        return urlsplit(self.address).hostname or ""

    def whole(self, path: str) -> str:
        """``path``, such as ``/feed.atom``, as a whole address."""
        return f"{self.address}{path}"

    def of(self, answer: PublishedAnswer) -> str:
        """The whole address of an answer's page, in the answer's own language."""
        return self.whole(page_of(answer.slug, language_of(answer)))

    def principles(self, language: Language) -> str:
        """The whole address of the page that says how the desk works."""
        return self.whole(PRINCIPLES[language])


def page_of(slug: str, language: Language) -> str:
    """The path of an answer's page among the pages in ``language``."""
    return f"{root_of(language)}answers/{slug}"


def picture_at(sha256: str) -> str:
    """The path of a published picture: its content is its name, so it never changes."""
    return f"{PICTURES}{sha256}.jpg"


def root_of(language: Language) -> str:
    """What the paths of pages in ``language`` begin with: Vietnamese at the root, English below ``/en/``."""
    return "/en/" if language == "en" else "/"


def language_of(answer: PublishedAnswer) -> Language:
    """The language an answer is written in, or was; Vietnamese where nothing of it is left."""
    said = [record.content for record in answer.history if record.content is not None]
    return said[-1].language if said else "vi"
