"""The ClaimReview of an answer keeps every rule, and each rule notices when it is broken."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kiemtin.answers.claim_review import claim_review, data_feed, embedded
from kiemtin.answers.page_reading import faults_in
from kiemtin.answers.scale import Rating
from kiemtin.answers.validation import FAULTS, Shown, faults_against_log, faults_of_page, faults_of_review
from kiemtin.answers.values import Change
from tests.answers.made import CONTENT, FIRST, IN_ENGLISH, MENDED, SITE, WITHDRAWN, edition

SHOWN = Shown("vi", f"{SITE.address}/answers/x", "Kết quả: SAI. Nước lá ổi …")


def review() -> dict[str, Any]:
    """The ClaimReview of an answer that was corrected."""
    (answer,) = edition([FIRST, MENDED]).answers
    made = claim_review(answer, SITE)
    assert made is not None
    return copy.deepcopy(made)


def test_ours_keeps_every_rule() -> None:
    """Vietnamese and English answers, of each rating, corrected or not, have no fault, and are as logged."""
    for rating in Rating:
        records = [
            replace(one, content=replace(one.content, rating=rating)) for one in (FIRST, IN_ENGLISH) if one.content
        ]
        for answer in edition([*records, replace(MENDED, content=records[0].content)]).answers:
            made = claim_review(answer, SITE)
            assert made is not None
            assert [] == faults_of_review(made, Shown(made["inLanguage"], SITE.address))
            assert [] == faults_against_log(made, answer, SITE)


def test_corrections_are_those_of_the_log() -> None:
    """Each correction is given with its reason and its day; an update is none."""
    update = replace(MENDED, version=3, change=Change.UPDATE, reason="Có thêm số liệu.")
    (answer,) = edition([FIRST, MENDED, update]).answers
    made = claim_review(answer, SITE) or {}
    expected = {"@type": "CorrectionComment", "text": MENDED.reason, "datePublished": "2026-11-22T00:00:00+07:00"}
    assert [expected] == made["correction"]
    assert ["not-as-logged"] == [fault.what for fault in faults_against_log({**made, "correction": []}, answer, SITE)]


def test_a_withdrawn_answer_has_none() -> None:
    """What the desk no longer stands by is not offered to anybody as a review."""
    (answer,) = edition([FIRST, WITHDRAWN]).answers
    assert claim_review(answer, SITE) is None
    assert ["withdrawn"] == [fault.what for fault in faults_against_log(review(), answer, SITE)]
    assert [] == json.loads("".join(data_feed(edition([FIRST, WITHDRAWN]), SITE)))["dataFeedElement"]


BROKEN: dict[str, Callable[[dict[str, Any]], object]] = {
    "context": lambda one: one.update({"@context": "http://schema.org"}),
    "no-claim": lambda one: one.pop("claimReviewed"),
    "address": lambda one: one.update(url="/answers/x"),
    "other-host": lambda one: one.update(url="https://noi-khac.example/answers/x"),
    "no-verdict": lambda one: one["reviewRating"].pop("alternateName"),
    "rating-range": lambda one: one["reviewRating"].update(ratingValue=6),
    "verdict-number": lambda one: one["reviewRating"].update(ratingValue=5),
    "verdict-unseen": lambda one: one["reviewRating"].update(alternateName="Đúng"),
    "other-language": lambda one: one.update(inLanguage="en"),
    "verdict-language": lambda one: one["reviewRating"].update(alternateName="False"),
    "date": lambda one: one.update(datePublished="2026-11-21T10:32:07+07:00"),
    "modified-before-published": lambda one: one.update(dateModified="2026-11-20T00:00:00+07:00"),
    "author": lambda one: one.update(author={**one["author"], "@type": "Person"}),
    "policy-missing": lambda one: one["author"].pop("correctionsPolicy"),
    "citation": lambda one: one.pop("citation"),
    "correction": lambda one: one["correction"][0].pop("text"),
    "correction-date": lambda one: one["correction"][0].update(datePublished="2026-11-20T00:00:00+07:00"),
    "claim-author": lambda one: one["itemReviewed"].update(author={"@type": "Organization", "name": "Ai đó"}),
    "person": lambda one: one["citation"][0].update(author=[{"@type": ["schema:Person"], "name": "Nguyễn Văn Mẫu"}]),
}


@pytest.mark.parametrize("what", BROKEN)
def test_each_rule_notices_when_it_is_broken(what: str) -> None:
    """One change to a good review, and the fault of that rule is named."""
    made = review()
    assert [] == faults_of_review(made, SHOWN)
    BROKEN[what](made)
    assert what in [fault.what for fault in faults_of_review(made, SHOWN)]


@pytest.mark.parametrize(
    "date",
    ["2026-11-21", "2026-11-21T00:00:00", "2026-13-41T00:00:00+07:00", 20261121, None, "2026-11-21T00:00:00.5+07:00"],
)
def test_a_date_has_a_zone_and_no_time(date: object) -> None:
    """A date without a zone, one that is no day, and one that tells the second are faults."""
    assert "date" in [fault.what for fault in faults_of_review({**review(), "dateModified": date}, SHOWN)]


def test_a_page_has_exactly_one() -> None:
    """No review, two of them, and one hidden in a graph beside another are all counted."""
    one = review()
    assert [] == faults_of_page([one, {"@type": "WebSite"}], SHOWN)
    for documents in ([], [one, one], [{"@graph": [one, {"mentions": [one]}]}]):
        assert ["not-one-review"] == [fault.what for fault in faults_of_page(documents, SHOWN)]


def test_anything_at_all_is_judged_without_stumbling() -> None:
    """Values of wrong types are faults, and nothing raises."""
    wrong: tuple[Any, ...] = (None, True, 3, "x", [], {}, [None], {"@type": None}, [[[]]])
    for name in review():
        for value in wrong:
            assert isinstance(faults_of_review({**review(), name: value}, SHOWN), list)
    deep: list[Any] = []
    for _ in range(900):
        deep = [deep]
    assert ["not-one-review"] == [fault.what for fault in faults_of_page([deep], SHOWN)]


HOSTILE = "</script><script>alert(1)</script> ]]> <!-- \u2028 \u202e \x00\x0b & ' \""


def test_nothing_in_it_ends_its_element() -> None:
    """Whatever a text holds, the JSON holds no ``<``, and is the same document."""
    content = replace(CONTENT, claim=HOSTILE, finding=HOSTILE, explanation=HOSTILE)
    (answer,) = edition([replace(FIRST, content=content)]).answers
    made = claim_review(answer, SITE) or {}
    text = embedded(made)
    assert not {"<", ">", "&", "\u2028", "\x00"} & set(text)
    assert made == json.loads(text)
    assert text.encode()


def test_a_page_is_judged_by_what_it_shows() -> None:
    """Language, address and visible words come from the page; a verdict that only a script holds is not shown."""
    script = f'<script type="application/ld+json">{embedded(review())}</script>'
    head = f'<html lang="en"><head><link rel="canonical" href="{SITE.address}/answers/x">{script}</head>'
    assert [] == faults_in(f'{head}<article lang="vi"><p>Sai</p></article>')
    assert ["verdict-unseen"] == [fault.what for fault in faults_in(f'{head}<article lang="vi"></article>')]
    wrong = f'{head}<article lang="vi"><h2 class="x" id="verdict">Đúng</h2><del>Sai</del></article>'
    assert ["verdict-unseen"] == [fault.what for fault in faults_in(wrong)]
    assert [] == faults_in(wrong.replace("Đúng</h2>", " <b>S</b>ai\n</h2>"))
    assert "other-language" in [fault.what for fault in faults_in(f"{head}<p>Sai</p>")]
    other = faults_in(f'{head}<article lang="vi">Sai</article>', "https://noi-khac.example/x")
    assert {"other-host"} == {fault.what for fault in other}
    assert [] == faults_in(json.dumps(review()))
    assert ["not-json"] == [fault.what for fault in faults_in("{")]
    ended = script.replace("Nước", "</b>Nước", 1) if "Nước" in script else script.replace("Uống", "</b>Uống", 1)
    assert "script-ended" in [fault.what for fault in faults_in(f'{head}<article lang="vi">Sai</article>{ended}')]


def test_every_fault_is_tried() -> None:
    """The list of faults is the list of what these tests break."""
    elsewhere = {"not-one-review", "withdrawn", "not-as-logged", "no-language", "not-json", "script-ended"}
    assert set(FAULTS) == {*BROKEN, *elsewhere}
    assert "no-language" in [f.what for f in faults_of_review({**review(), "inLanguage": ""}, Shown())]
