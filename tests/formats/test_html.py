"""The report as a page."""

from __future__ import annotations

import html
import re
import unicodedata
from html.parser import HTMLParser
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from kiemtin.evidence import Language, Report
from kiemtin.formats.html import to_html
from kiemtin.formats.markup import dialled
from kiemtin.formats.view import view
from tests.formats import sample

any_text = st.text(st.characters(exclude_categories=()), max_size=60)
VOID = {"meta", "path", "circle", "br", "link", "input"}


class Page(HTMLParser):
    """A page read back: its tags with their attributes, its words, and whether every tag is closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that opens, or stands alone as HTML allows some to."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag closed in itself, as in SVG."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """The tag that was opened last must be the one that closes."""
        assert tag == self.open.pop()

    def handle_data(self, data: str) -> None:
        """Words, as a reader sees them."""
        if "style" not in self.open:
            self.words += data

    def links(self) -> list[str]:
        """Every address a reader can follow."""
        return [attributes["href"] or "" for tag, attributes in self.tags if tag == "a"]


class AsPage(SingleFileSnapshotExtension):
    """A snapshot that can be opened in a browser."""

    _write_mode = WriteMode.TEXT
    file_extension = "html"


def build(outcome: str) -> Report:
    """The sample report of one outcome."""
    return {str(name): report for name, report in sample.ALL.items()}[outcome]()


def test_a_dangerous_message(snapshot: SnapshotAssertion) -> None:
    """The whole page."""
    assert snapshot(extension_class=AsPage) == to_html(sample.danger(), "vi")


@pytest.mark.parametrize("outcome", sample.ALL)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_says_all_there_is_to_say(outcome: str, language: Language) -> None:
    """Outcome, findings, advice, what was not checked and the versions stand on the page, in its language."""
    page = Page(to_html(build(outcome), language))
    shown = view(build(outcome), language)
    advice = [one.sentence for one in (*shown.advice_now, *shown.advice_already)]
    findings = [words for one in shown.findings for words in (one.sentence, *one.details)]
    everything = [shown.headline, shown.explanation, *findings, *advice, *shown.unchecked, shown.versions]
    assert [] == [words for words in everything if words not in page.words]
    assert ("html", {"lang": language}) == page.tags[0]


@pytest.mark.parametrize("outcome", sample.ALL)
def test_the_page_is_well_formed(outcome: str) -> None:
    """It begins with its type, closes every tag, has one main heading, and each heading names a section."""
    text = to_html(build(outcome), "vi")
    page = Page(text)
    assert text.startswith("<!doctype html>\n<html")
    assert [] == page.open
    counted = {name: sum(tag == name for tag, _ in page.tags) for name in ("h1", "main", "footer", "title")}
    assert {"h1": 1, "main": 1, "footer": 1, "title": 1} == counted
    named = {attributes["aria-labelledby"] for tag, attributes in page.tags if tag == "section"}
    assert named == {attributes["id"] for tag, attributes in page.tags if tag == "h2"}


@pytest.mark.parametrize("outcome", sample.ALL)
def test_the_page_asks_nobody_for_anything(outcome: str) -> None:
    """No script, no picture, no font, no style from elsewhere; and the page itself forbids it."""
    text = to_html(build(outcome), "vi")
    page = Page(text)
    assert set() == {tag for tag, _ in page.tags} & {
        "script",
        "img",
        "link",
        "iframe",
        "object",
        "embed",
        "form",
        "base",
    }
    assert set() == {name for _, attributes in page.tags for name in attributes if name.startswith("on")} | {
        name for _, attributes in page.tags for name in attributes if name in ("src", "srcset", "style", "action")
    }
    assert [] == re.findall(r"url\(|@import", text)
    policies = [attributes["content"] for _, attributes in page.tags if attributes.get("http-equiv")]
    assert ["default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"] == policies


def test_nothing_of_the_item_can_be_followed() -> None:
    """Only sources, the confirmed hotline and places on the page itself are links, and telephones add none."""
    page = Page(to_html(sample.danger(), "vi"))
    expected = {"#finding-1", "#finding-2", sample.REGISTER.url, sample.POLICE.url, "tel:19000000"}
    assert expected == set(page.links())
    outward = [attributes for tag, attributes in page.tags if tag == "a" and "http" in (attributes["href"] or "")]
    assert {"noreferrer noopener"} == {attributes["rel"] for attributes in outward}
    detection = [attributes["content"] for _, attributes in page.tags if attributes.get("name") == "format-detection"]
    assert ["telephone=no, email=no, address=no, date=no, url=no"] == detection


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</blockquote></main><h1>CHÍNH CHỦ</h1>",
        "{{ 7*7 }}{% raw %}",
        "javascript:alert(1)",
        "</style><style>*{display:none}",
        "<!--",
        "&#60;script&#62;",
        "]]>",
    ],
)
def test_markup_in_the_item_stays_words(attack: str) -> None:
    """Whatever the item contains, the page has the tags of a harmless one, and shows the words as they are."""
    harmless = Page(to_html(sample.hostile("x" * len(attack)), "vi"))
    page = Page(to_html(sample.hostile(attack), "vi"))
    assert [tag for tag, _ in harmless.tags if tag != "span"] == [tag for tag, _ in page.tags if tag != "span"]
    assert attack[2:] in page.words


@settings(deadline=None, max_examples=60)
@given(any_text)
def test_any_item_makes_a_page(text: str) -> None:
    """Whatever the item holds, the page is valid UTF-8, closes its tags, and holds no control or direction mark."""
    document = to_html(sample.hostile(text), "vi")
    document.encode("utf-8")
    words = html.unescape(document)
    assert [] == Page(document).open
    assert set() == {c for c in words if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")}


@pytest.mark.parametrize(("number", "address"), [("1900 0000", "19000000"), ("(+84) 28-1234", "+84281234")])
def test_numbers_as_they_are_dialled(number: str, address: str) -> None:
    """A telephone address holds digits and a plus only."""
    assert address == dialled(number)


def palettes() -> dict[str, dict[str, str]]:
    """The colours of the page by name, for a light and for a dark screen."""
    style = to_html(sample.unsettled(), "vi").partition("<style>")[2].partition("* {")[0]
    light, dark = style.split("@media")
    return {
        name: dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", css)) for name, css in (("light", light), ("dark", dark))
    }


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Contrast ratio (WCAG 2.2)."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


TONES = ("danger", "caution", "published", "official", "unsettled")
PAIRS = [
    *product(("ink", "quiet", "link"), ("paper", "page")),
    *product(TONES, ("paper", "page", "on-solid")),
    *((tone, f"{tone}-soft") for tone in TONES),
    *(("ink", f"{tone}-soft") for tone in TONES),
    *(("quiet", f"{tone}-soft") for tone in TONES),
]


@pytest.mark.parametrize("screen", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_contrast(screen: str, text: str, ground: str) -> None:
    """Every colour of words is readable on every ground it stands on (WCAG 2.2 AA: 4.5 to 1)."""
    colours = palettes()[screen]
    assert 4.5 <= contrast(colours[text], colours[ground])


def test_both_screens_define_the_same_colours() -> None:
    """No colour of the light page is left over on the dark one."""
    assert set(palettes()["light"]) == set(palettes()["dark"])
