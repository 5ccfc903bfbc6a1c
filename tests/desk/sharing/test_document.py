"""What is stored of a shared result, over every message of the corpus."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from kiemtin.desk.sharing.document import OF_PICTURES, WITHHELD, Shows, shared_view, to_document
from kiemtin.evidence import LANGUAGES, Language, Reason, Report, catalogue
from kiemtin.formats.html import to_body
from kiemtin.formats.view import view
from kiemtin.items import Link
from tests.messages.reading import program

CORPUS = Path(__file__).parents[3] / "corpus/messages"

FORGED = (
    "Vietcombank luu y: 18699 diem thuong, vao https://vietcombankd.cfd/vn?khach=ma-rieng-99 nhap OTP, goi 0912345678"
)

OF_THE_MESSAGE = ("words", "domain", "number", "host", "shown", "before")
"""Values of reasons that repeat something of it."""

RUN = 4
"""Words in a row that nobody writes by chance the way we write."""


@lru_cache(maxsize=1)
def reports() -> tuple[Report, ...]:
    """A report about every seventh scam of the corpus, and about a message with everything in it."""
    lines = (CORPUS / "scams.jsonl").read_text("utf-8").splitlines()[::7]
    return tuple(program().check(text) for text in (FORGED, *(json.loads(line)["text"] for line in lines)))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _runs(text: str) -> Iterator[str]:
    words = _words(text)
    yield from (" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1))
    yield from (word for word in words if len(word) > 5 and any(letter.isdigit() for letter in word))


@lru_cache(maxsize=1)
def _ours() -> str:
    """Everything that we say ourselves, and what the collection of fact-checks and the register say."""
    said = [text for language in LANGUAGES for text in catalogue(language).values()]
    return " ".join(_words(" ".join(said)))


def _public(report: Report) -> str:
    """What the findings quote from the register and from published fact-checks."""
    reasons = [one.reason for one in report.findings]
    values = [str(value) for reason in reasons for name, value in reason.values if name not in OF_THE_MESSAGE]
    values += [str(value) for one in report.advice for _, value in one.reason.values]
    sources = [f"{source.title} {source.publisher} {source.url}" for one in report.findings for source in one.sources]
    return " ".join(_words(" ".join([*values, *sources])))


def test_without_the_message_no_word_of_it_is_stored() -> None:
    """Neither four words in a row nor a number or address of it, but for what is public or said by ourselves."""
    assert 50 <= len(reports())
    leaked = {}
    for report in reports():
        stored = " ".join(_words(json.dumps(to_document(report, Shows.RESULT), ensure_ascii=False)))
        known = f"{_ours()} {_public(report)}"
        if found := [run for run in _runs(report.item.text) if run in stored and run not in known]:
            leaked[report.item.text] = found
    assert {} == leaked


def test_with_names_of_sites_nothing_else_of_a_link_is_stored() -> None:
    """A link may hold whose it was: its path and query stay behind, and so does every other word."""
    stored = json.dumps(to_document(program().check(FORGED), Shows.DOMAINS), ensure_ascii=False)
    assert "vietcombankd.cfd" in stored
    assert [] == [word for word in ("ma-rieng", "khach=", "/vn", "0912345678", "18699", "nhap OTP") if word in stored]


def test_the_forged_name_is_shown_only_where_it_was_chosen() -> None:
    """Beside the official one, letter by letter; with nothing to compare there is no comparison."""
    report = program().check(FORGED)
    compared = {
        shows: any(one.comparison for one in shared_view(to_document(report, shows), "vi").findings) for shows in Shows
    }
    assert {Shows.RESULT: False, Shows.DOMAINS: True, Shows.MESSAGE: True} == compared


def test_a_value_nobody_has_thought_of_is_left_out() -> None:
    """Only values known to be public are let through, so a new check cannot leak by being new."""
    report = program().check("Chi xem https://bit.ly/abc va so 0912345678")
    values = dict(
        pair for _, _, (_, pairs) in to_document(report, Shows.RESULT)["skipped"] for pair in map(tuple, pairs)
    )
    assert {"number": WITHHELD, "domain": WITHHELD}.items() <= values.items()


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_the_message_others_see_what_the_asker_saw(language: Language) -> None:
    """The stored document, read back from its JSON, comes to the same report in both languages."""
    for report in reports():
        document: dict[str, Any] = json.loads(json.dumps(to_document(report, Shows.MESSAGE)))
        assert to_body(view(report, language)) == to_body(shared_view(document, language))


@pytest.mark.parametrize("shows", Shows)
def test_the_outcome_and_the_advice_are_always_there(shows: Shows) -> None:
    """Whatever is left out, others read the same outcome and are told the same to do."""
    for report in reports():
        whole, shared = view(report, "vi"), shared_view(to_document(report, shows), "vi")
        assert (whole.outcome, whole.advice_now, whole.advice_already) == (
            shared.outcome,
            shared.advice_now,
            shared.advice_already,
        )
        assert {one.sources for one in whole.findings} == {one.sources for one in shared.findings}


def test_what_links_come_to_is_not_stored() -> None:
    """A part of the document is its kind and its place, never the address behind it."""
    report = program().check(FORGED)
    assert any(isinstance(part.detail, Link) for part in report.parts)
    assert [5] * 2 <= [len(part) for part in to_document(report, Shows.MESSAGE)["parts"]]


def test_a_document_of_another_edition_is_refused() -> None:
    """It is taken for gone rather than shown wrong."""
    with pytest.raises(ValueError, match="kiemtin-shared/0"):
        shared_view({**to_document(program().check(FORGED), Shows.RESULT), "schema": "kiemtin-shared/0"}, "vi")


@pytest.mark.parametrize("check", sorted(OF_PICTURES))
@pytest.mark.parametrize("shows", Shows)
def test_what_a_picture_holds_is_words_of_the_message(check: str, shows: Shows) -> None:
    """The name of a network or of whoever is paid, an amount, the day of a photo: only where it is chosen."""
    report = reports()[0]
    values = (("name", "Quán Bà Tư"), ("day", "2026-11-20"), ("amount", 250_000))
    held = replace(report.findings[0], check=check, reason=Reason("codes.opens", values), organisation=None)
    (finding,) = to_document(replace(report, findings=(held,)), shows)["findings"]
    told = [value for _, value in finding["reason"][1]]
    assert ([value for _, value in values] if shows is Shows.MESSAGE else [WITHHELD] * 3) == told
