"""Feeds, differences and pages hold hostile and huge texts, stay what they are, and tell of withdrawals."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from kiemtin.answers.claim_review import data_feed
from kiemtin.answers.differences import differences
from kiemtin.answers.edition import Edition
from kiemtin.answers.feeds import NEWEST, atom, dump, json_feed, sitemap
from kiemtin.answers.log_files import LogFiles, never_changes
from kiemtin.answers.page_reading import faults_in
from kiemtin.answers.values import MAX_CLAIM, MAX_EXPLANATION, MAX_FINDING, MAX_SOURCES, MAX_TITLE
from kiemtin.formats.answers import PAGE, Listed, Place, answer_page, list_page, paragraphs, principles_page, web_link
from tests.answers.made import CONTENT, ENGLISH, FIRST, IN_ENGLISH, MENDED, SITE, SOURCE, WITHDRAWN, edition, many

HOSTILE = "</script><script>alert(1)</script>]]> <!-- \u202eđảo\u2066 \x0b\x1b[31m \ufffe & ' \" \u2028"
ATOM = "{http://www.w3.org/2005/Atom}"
PLACE = Place(SITE, "vi", lambda path: path)


def hostile() -> Edition:
    """An edition whose every text is hostile, and as long as it may be."""
    source = replace(SOURCE, title=(HOSTILE * 99)[:MAX_TITLE], publisher=HOSTILE, url="javascript:alert(1)")
    content = replace(
        CONTENT,
        claim=(HOSTILE * 99)[:MAX_CLAIM],
        finding=(HOSTILE * 99)[:MAX_FINDING],
        explanation=(HOSTILE * 999)[:MAX_EXPLANATION],
        sources=(source,) * MAX_SOURCES,
    )
    mended = replace(MENDED, reason=HOSTILE, content=replace(content, explanation=content.explanation[::-1]))
    return edition([replace(FIRST, content=content), mended])


@pytest.mark.parametrize("given", [Edition(), edition([FIRST, IN_ENGLISH, MENDED]), hostile()])
def test_every_feed_is_read_by_a_parser(given: Edition) -> None:
    """XML stays XML and JSON stays JSON, whatever stands in the texts."""
    feed = ElementTree.fromstring(atom(given, SITE))  # noqa: S314 - our own
    assert len(given.answers) == len(feed.findall(f"{ATOM}entry"))
    ElementTree.fromstring("".join(sitemap(given, SITE)))  # noqa: S314 - our own
    listed, reviews = json_feed(given, SITE), json.loads("".join(data_feed(given, SITE)))
    assert listed == json.loads(json.dumps(listed, allow_nan=False))
    assert "".join(data_feed(given, SITE)) == json.dumps(reviews, ensure_ascii=False, allow_nan=False)
    assert 1 + len(given.log) == "".join(dump(given, SITE)).count("\n")


def test_a_feed_says_that_an_answer_was_withdrawn() -> None:
    """The entry stays, with the reason and without what it said; the last changed stands first."""
    given = edition([FIRST, IN_ENGLISH, WITHDRAWN])
    first, second = ElementTree.fromstring(atom(given, SITE)).findall(f"{ATOM}entry")  # noqa: S314 - our own
    assert "Đã rút lại" in (first.findtext(f"{ATOM}title") or "")
    assert WITHDRAWN.reason in (first.findtext(f"{ATOM}summary") or "")
    assert first.find(f"{ATOM}content") is None
    assert ENGLISH.claim in (second.findtext(f"{ATOM}title") or "")


def test_a_feed_ends_somewhere() -> None:
    """The newest stand in feeds; the list of reviews has every one."""
    given = many(NEWEST + 1)
    assert NEWEST == len(json_feed(given, SITE)["items"])
    assert NEWEST + 1 == len(json.loads("".join(data_feed(given, SITE)))["dataFeedElement"])


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags += [tag, *(name for name, _ in attrs), *(f"={value}" for name, value in attrs if name == "href")]


def test_pages_hold_texts_as_words() -> None:
    """No text brings an element, an attribute or an address that runs anything; its own review keeps every rule."""
    given = hostile()
    shown = answer_page(given, given.answers[0], PLACE)
    tags = _Tags()
    tags.feed(shown.body + list_page(Listed(given.answers, search=HOSTILE), PLACE).body)
    assert not {"script", "onclick", "style", "=javascript:alert(1)"} & set(tags.tags)
    assert "\u202e" not in shown.title
    page = f'<html lang="vi"><article lang="vi">{shown.body}</article>{shown.linked_data}'
    assert {"citation"} == {fault.what for fault in faults_in(page)}  # a source that is no page of the web is noticed
    assert "&lt;/script" in shown.body


def test_a_page_tells_what_changed() -> None:
    """Words that went and came stand in their place, and each change links its entry of the log."""
    given = edition([FIRST, IN_ENGLISH, MENDED])
    (answer,) = (one for one in given.answers if one.id == FIRST.answer)
    body = answer_page(given, answer, PLACE).body
    assert ">thêm: </span>được </ins>" in body
    assert {True} == {f'href="/log/records/{index}.json"' in body for index in (0, 2)}


def test_the_list_has_pages_and_no_counts() -> None:
    """The first of two pages leads on, the last back; an empty list says so."""
    given = many(PAGE + 1)
    first = list_page(Listed(given.answers[:PAGE], 1, more=True), PLACE).body
    last = list_page(Listed(given.answers[PAGE:], 2), PLACE).body
    assert 'rel="next"' in first
    assert 'rel="prev"' not in first
    assert (True, False) == ('rel="prev"' in last, 'rel="next"' in last)
    assert "Chưa có câu trả lời nào." in list_page(Listed(()), PLACE).body
    assert 'id="corrections"' in principles_page(PLACE).body


def test_only_addresses_of_the_web_are_links() -> None:
    """Sentences end after an address; other schemes and broken addresses stay words."""
    assert paragraphs("Xem https://a.example/x).\nHết.").count("<a ") == 1
    assert 'href="https://a.example/x"' in paragraphs("Xem https://a.example/x).")
    assert {False} == {"<a " in web_link(url, "x") for url in ("javascript:1", "https://[", "ftp://a.example", "")}


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("a b c", "a b c", []),
        ("a b c", "a x c", ["same", "removed", "added", "same"]),
        ("", "a", ["added"]),
        ("w " * 60 + "x", "w " * 60 + "y", ["cut", "same", "removed", "added"]),
        ("w\n" * 500, "v\n" * 500, ["removed", "added"]),
        ("w " * 5_000, "v " * 5_000, ["removed", "added"]),
        ("w " * 5_000 + "x", "w " * 5_000 + "y", ["cut", "same", "removed", "added"]),
        ("\n=\n".join(["a b " * 199] * 25), "\n=\n".join(["a c " * 199] * 25), None),
        ("một\nhai\nba", "một\nbốn\nba", ["same", "removed", "added", "same"]),
    ],
)
def test_differences_are_found_in_bounded_time(before: str, after: str, kinds: list[str] | None) -> None:
    """Word by word where that is cheap, as a whole where it is not."""
    found = differences(before, after)
    assert kinds in (None, [piece.kind for piece in found])
    shown = [piece for piece in found if piece.kind != "cut"]
    if found and shown == list(found):
        for kind, text in (("removed", before), ("added", after)):
            assert text.split() == "".join(one.text for one in shown if one.kind in ("same", kind)).split()


def test_the_log_as_files() -> None:
    """Only what the size covers is there; a full tile never changes; an erased record says so."""
    files = LogFiles(many(257))
    assert {True} == {files.read(path) is not None for path in files.paths()}
    assert {"tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1", "tile/entries/000", "checkpoint"} <= set(files.paths())
    for path in ("tile/0/001", "tile/0/001.p/2", "tile/2/000.p/1", "records/257.json", "../x", ""):
        assert files.read(path) is None
    assert (True, False) == (never_changes("tile/0/000"), never_changes("tile/0/001.p/1"))
    given = edition([FIRST])
    erased = LogFiles(Edition((replace(given.log[0], record=None),), given.entries, given.checkpoint))
    assert {"index": 0, "erased": True} == json.loads(erased.read("records/0.json") or b"")


def test_an_old_address_leads_to_the_answer() -> None:
    """Whoever had a slug first keeps it; another answer cannot take it over."""
    moved = replace(MENDED, slug="ten-moi-abcdefghij")
    thief = replace(IN_ENGLISH, slug=FIRST.slug)
    given = edition([FIRST, moved, thief])
    assert (FIRST.answer, FIRST.answer) == (given.by_slug[FIRST.slug].id, given.by_slug[moved.slug].id)
