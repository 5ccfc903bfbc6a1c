"""The digest of some days: public facts, in three forms, safe for a newsletter."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from html.parser import HTMLParser

from kiemtin.answers.digest import MOST, digest_document, digest_html, digest_of, digest_text
from kiemtin.answers.values import Change, Record
from tests.answers.made import CONTENT, FIRST, IN_ENGLISH, MENDED, SITE, WITHDRAWN, edition

DAY = datetime.date(2026, 11, 21)


class Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note it."""
        self.found.append((tag, dict(attrs)))


def test_what_changed_within_the_days_and_in_the_language() -> None:
    """The last change within them, with its reason; both days belong to them."""
    every = edition([FIRST, MENDED, IN_ENGLISH, WITHDRAWN])
    found = [digest_of(every, DAY, DAY + datetime.timedelta(days=more), "vi").entries for more in (0, 1, 2)]
    assert [Change.PUBLISH, Change.CORRECT, Change.WITHDRAW] == [one[0].change for one in found]
    assert ["", "Ghi sai số của thông báo.", "Nguồn đã bị gỡ."] == [one[0].reason for one in found]
    assert [1, 1, 1] == list(map(len, found))
    assert () == digest_of(every, DAY + datetime.timedelta(days=3), DAY + datetime.timedelta(days=9), "vi").entries
    assert ["branches-bcdefghijk"] == [
        one.answer.slug for one in digest_of(every, DAY, DAY + datetime.timedelta(days=9), "en").entries
    ]


def test_each_form_says_the_same() -> None:
    """Verdict, claim, finding, change, reason and address stand in the text, the page and the document."""
    digest = digest_of(edition([FIRST, MENDED]), DAY, DAY + datetime.timedelta(days=1), "vi")
    text, html = digest_text(digest, SITE), digest_html(digest, SITE)
    document = digest_document(digest, SITE)
    for said in (f"Sai: {CONTENT.claim}", CONTENT.finding, "Đính chính, 22/11/2026: Ghi sai số của thông báo."):
        assert said in text
        assert said in html
    address = "https://kiem-chung.example/answers/nuoc-la-oi-abcdefghij"
    assert address in text
    assert ("a", {"href": address}) in Tags(html).found
    assert [(address, CONTENT.claim, "correct")] == [
        (one["url"], one["claim"], one["change"]) for one in document["answers"]
    ]
    assert document == json.loads(json.dumps(document))


def test_hostile_words_stay_words() -> None:
    """Nothing in a claim becomes a tag or a line of its own; there is no style, script or picture."""
    hostile = replace(CONTENT, claim='<script>alert("1")</script> & \u202e\nx', finding="<img src=x onerror=y>")
    digest = digest_of(edition([replace(FIRST, content=hostile)]), DAY, DAY, "vi")
    tags = Tags(digest_html(digest, SITE)).found
    assert {"h1", "h2", "p", "a"} == {tag for tag, _ in tags}
    assert {"href"} == {name for _, attributes in tags for name in attributes}
    assert '<script>alert("1")</script> & x' in digest_text(digest, SITE)


def test_a_digest_has_an_end() -> None:
    """As many answers as fit at the limit; one beyond is counted."""

    def numbered(number: int) -> Record:
        letters = "abcdefghijklmnopqrstuvwxyz234567"
        name = f"aaaaaaa{letters[number // 1024]}{letters[number // 32 % 32]}{letters[number % 32]}"
        return replace(FIRST, answer=name, slug=f"tin-{name}")

    for count, more in ((MOST, 0), (MOST + 1, 1)):
        digest = digest_of(edition(map(numbered, range(count))), DAY, DAY, "vi")
        assert (MOST, more) == (len(digest.entries), digest.more)
    assert "1 câu trả lời nữa" in digest_text(digest, SITE)


def test_days_in_which_nothing_happened() -> None:
    """Are said to be so, in every form."""
    digest = digest_of(edition([]), DAY, DAY, "en")
    assert "No answer was published" in digest_text(digest, SITE)
    assert "No answer was published" in digest_html(digest, SITE)
    assert [] == digest_document(digest, SITE)["answers"]
