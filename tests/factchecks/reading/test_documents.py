"""JSON documents and lines, and our own form."""

from __future__ import annotations

import datetime
import json
import time
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.factchecks.reading import to_native
from kiemtin.factchecks.reading.limits import MAX_LINE_BYTES
from kiemtin.factchecks.values import ClaimReview, Rating, made_id
from tests.factchecks.reading.reading import CLAIM, REVIEW, TODAY, messages, one, read, reviews

WRITTEN = json.dumps(REVIEW)
NATIVE: dict[str, Any] = {
    "id": "mau-1",
    "claim": CLAIM,
    "title": "Nước chanh không chữa bệnh",
    "body": None,
    "url": "https://kiem-chung.example/1",
    "publisher": "Kiểm Chứng Mẫu",
    "rating": "Không có căn cứ",
    "published": "2021-03-06",
    "lang": "vi",
}


@pytest.mark.parametrize(
    "document",
    [
        WRITTEN,
        json.dumps(REVIEW, indent=2),
        f"[{WRITTEN}, {WRITTEN}]",
        f"[{WRITTEN}, {WRITTEN},]",
        json.dumps({"@type": "DataFeed", "dataFeedElement": [{"item": [REVIEW, REVIEW]}, {"item": REVIEW}]}, indent=1),
        json.dumps({"@graph": [REVIEW]}),
        f"{WRITTEN}\n{WRITTEN}\n",
        f"\ufeff\n{WRITTEN}\n\n{WRITTEN}",
        f"[{WRITTEN}",
    ],
)
def test_documents_of_every_shape(document: str) -> None:
    """An object, a list, a feed, a graph, lines: with or without mistakes."""
    found = read(document)
    assert [] == messages(found)
    assert {CLAIM} == {entry.claim for entry in reviews(found)}


def test_a_broken_element_loses_only_itself() -> None:
    """In a list, in a feed and in lines; each is named by its number."""
    broken = '{"@type": "ClaimReview", "claimReviewed" "x"}'
    for document, where in (
        (f"[{WRITTEN}, {broken}, {WRITTEN}]", "-#2"),
        (f'{{"dataFeedElement": [{WRITTEN}, {broken}, {WRITTEN}]}}', "-#2"),
        (f"{WRITTEN}\n{broken}\n{WRITTEN}\n", "-:2"),
    ):
        before, problem, after = read(document)
        assert (where, "factchecks.not-json") == (problem.where, problem.message_id)
        assert CLAIM == before.claim == after.claim


def test_an_element_without_a_review_is_a_problem() -> None:
    """Somebody who hands over a list wants all of it to arrive."""
    assert ["factchecks.no-review"] * 2 == messages(read('[{"a": 1}, 7]'))
    assert ["factchecks.no-review"] == messages(read("[]"))


def test_our_own_form() -> None:
    """Each field in its place; what is not known is passed over."""
    expected = ClaimReview(
        id="mau-1",
        claim=CLAIM,
        url="https://kiem-chung.example/1",
        publisher="Kiểm Chứng Mẫu",
        rating=Rating("Không có căn cứ"),
        lang="vi",
        title="Nước chanh không chữa bệnh",
        published=datetime.date(2021, 3, 6),
    )
    assert expected == one(json.dumps({**NATIVE, "khac": [1]}))
    assert [expected] * 2 == read(f"{json.dumps(NATIVE)}\n{json.dumps(NATIVE)}\n")


def test_what_may_be_missing_in_our_own_form() -> None:
    """An id is made; the publisher, the language and the licence may come from the operator."""
    bare = {"claim": "Lemon water", "url": "", "rating": "Sai", "published": None}
    review = one(json.dumps(bare), publisher="Thư Viện Mẫu", lang="en", licence="CC BY 4.0")
    assert made_id("", "Lemon water", "Thư Viện Mẫu") == review.id
    assert ("", "en", "CC BY 4.0") == (review.url, review.lang, review.licence)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"claim": ""}, "factchecks.no-claim"),
        ({"claim": None}, "factchecks.no-claim"),
        ({"claim": ["x"]}, "factchecks.wrong-type"),
        ({"rating": None}, "factchecks.no-rating"),
        ({"rating": 3}, "factchecks.wrong-type"),
        ({"rating": {"value": 3}}, "factchecks.no-rating"),
        ({"publisher": ""}, "factchecks.no-publisher"),
        ({"url": 1}, "factchecks.wrong-type"),
        ({"id": "a" * 201}, "factchecks.too-long"),
        ({"published": "2021-13-45"}, "factchecks.impossible-date"),
    ],
)
def test_mistakes_in_our_own_form(changes: dict[str, Any], message: str) -> None:
    """Each says what is wrong, with the number of its line."""
    found = read("\n" + json.dumps({**NATIVE, **changes}))
    assert [message] == messages(found)
    assert found[0].where in ("-:2", "-#1")


TEXTS = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=50)
NUMBERS = st.none() | st.floats(-1e9, 1e9)


@given(
    st.builds(
        ClaimReview,
        id=TEXTS,
        claim=TEXTS,
        url=st.just("") | TEXTS,
        publisher=TEXTS,
        rating=st.builds(Rating, TEXTS, NUMBERS, NUMBERS, NUMBERS),
        lang=TEXTS,
        title=st.none() | TEXTS,
        body=st.none() | TEXTS,
        published=st.none() | st.dates(datetime.date(1990, 1, 1), TODAY),
        licence=st.none() | TEXTS,
        cited=st.lists(st.binary(min_size=16, max_size=16), max_size=3).map(tuple),
    )
)
def test_what_is_written_in_our_own_form_comes_back_the_same(review: ClaimReview) -> None:
    """Export and import lose nothing."""
    assert replace(review, cited=()) == one(json.dumps(to_native(review)), kind="jsonl")


def test_halves_of_letters_do_not_come_in() -> None:
    """No database would take them."""
    review = one('{"claim": "a\\ud800\\u0000b", "publisher": "M", "rating": "x\\udfff"}')
    assert ("a\ufffd\ufffdb", "x\ufffd") == (review.claim, review.rating.text)


def test_our_own_form_is_read_quickly() -> None:
    """A hundred thousand fact-checks are there in seconds; the bound leaves room for a busy machine."""
    lines = (json.dumps({**NATIVE, "body": "nước chanh " * 100}, ensure_ascii=False) + "\n").encode() * 5_000
    started = time.process_time()
    assert 5_000 == len(reviews(read(lines)))
    assert 5_000 / (time.process_time() - started) > 2_000


def test_a_line_up_to_the_limit() -> None:
    """A longer one is a problem and the next one is read."""
    start = json.dumps(NATIVE)[:-1] + ', "x": "'
    for size, expected in ((MAX_LINE_BYTES, []), (MAX_LINE_BYTES + 1, ["factchecks.long-line"])):
        line = start + "a" * (size - len(start) - 2) + '"}'
        found = read(f"{line}\n{json.dumps(NATIVE)}\n", kind="jsonl")
        assert expected == messages(found)
        assert 2 - len(expected) == len(reviews(found))


@pytest.mark.parametrize("text", ["[" * 200_000, '{"a":' * 200_000, "[" * 200_000 + "]" * 200_000])
def test_endless_nesting_is_no_crash(text: str) -> None:
    """Python's own limit is caught."""
    assert {"factchecks.too-deep", "factchecks.not-json"} >= set(messages(read(text)))


def test_a_document_that_is_no_list_has_a_lower_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is held as objects; a list of the same size is read."""
    monkeypatch.setattr("kiemtin.factchecks.reading.documents.MAX_OBJECT_BYTES", len(WRITTEN))
    assert 1 == len(read(WRITTEN, kind="json"))
    assert 2 == len(read(f"[{WRITTEN},{WRITTEN}]", kind="json"))
    with pytest.raises(Exception, match=r"refused\.source-too-large"):
        read(WRITTEN + " ", kind="json")
