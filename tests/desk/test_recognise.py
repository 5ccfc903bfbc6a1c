"""The page that teaches how to recognise a scam: as a browser gets it, against the patterns it is read from."""

from __future__ import annotations

import pytest

from kiemtin.desk.rendering import say
from kiemtin.evidence import LANGUAGES, Language
from kiemtin.evidence.messages import render
from kiemtin.formats.view import view
from kiemtin.messages import bundled_patterns
from tests.desk.running import Desk
from tests.formats.test_html import Page
from tests.messages.reading import program

PLACES: dict[Language, str] = {"vi": "/cach-nhan-biet/", "en": "/en/how-to-recognise/"}

EXAMPLES = bundled_patterns().examples


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_check_of_each_sample_names_its_kind_first_and_a_sign(name: str) -> None:
    """What the page says of a kind are the findings of a real check, so the sample has to bring them."""
    named = [one for one in program().check(EXAMPLES[name]).findings if one.check == "message-signals"]
    assert name == named[0].technique
    assert 2 <= len(named)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_its_place_its_signs_and_what_to_do(desk: Desk, language: Language) -> None:
    """In the words of the pattern book, with an anchor that a report can lead to."""
    answer = desk.get(PLACES[language])
    page = Page(answer.text)
    places = {attributes["id"] for tag, attributes in page.tags if tag == "section" and "id" in attributes}
    assert (200, language) == (answer.status_code, answer.headers["content-language"])
    assert [] == page.open
    assert {*EXAMPLES, "already"} == places
    assert {f"#{place}" for place in places} <= set(page.links())
    told = [
        text
        for name in EXAMPLES
        for text in (render(f"family.{name}", {}, language), render(f"advice.family.{name}", {}, language))
    ]
    assert [] == [text for text in told if " ".join(text.split()) not in " ".join(page.words.split())]


def test_the_words_that_give_a_sample_away_are_marked(desk: Desk) -> None:
    """The mark stands where a report marks the same sample."""
    assert "<mark>doc giup em ma OTP" not in desk.get(PLACES["vi"]).text
    assert "<mark>đọc giúp em mã OTP</mark>" in desk.get(PLACES["vi"]).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_steps_are_those_of_a_report(desk: Desk, language: Language) -> None:
    """What to do if it already happened is not written twice."""
    words = " ".join(Page(desk.get(PLACES[language]).text).words.split())
    steps = view(program().check(EXAMPLES["secret-request"]), language).advice_already
    assert 6 == len(steps)
    assert [] == [step.sentence for step in steps if step.sentence not in words]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_leads_to_its_kind(desk: Desk, language: Language) -> None:
    """The answer about a message of a known kind links the place where it is explained; others do not."""
    root = "/" if language == "vi" else "/en/"
    answer = desk.ask(EXAMPLES["power-cut"], root)
    assert f"{PLACES[language]}#power-cut" in Page(answer.text).links()
    assert not [link for link in Page(desk.ask("Mai ăn cơm nhé", root).text).links() if "#" in link and "/" in link]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_that_are_only_read_lead_to_themselves_in_the_other_language(desk: Desk, language: Language) -> None:
    """Whoever changes the language stays on the page; every page leads to every other one."""
    other: Language = "en" if language == "vi" else "vi"
    privacy: dict[Language, str] = {"vi": "/rieng-tu/", "en": "/en/privacy/"}
    for place in (PLACES, privacy):
        links = Page(desk.get(place[language]).text).links()
        assert {place[other], PLACES[language], privacy[language]} <= set(links)
    assert say(language, "desk.recognise") in Page(desk.get("/" if language == "vi" else "/en/").text).words
