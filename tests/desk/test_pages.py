"""The page for asking and its answer, as a browser gets them from a real server."""

from __future__ import annotations

import html
import re

import pytest

from kiemtin import Kiemtin
from kiemtin.desk.pages.samples import SAMPLES
from kiemtin.desk.rendering import say
from kiemtin.evidence import LANGUAGES, Language
from kiemtin.evidence.messages import render
from kiemtin.formats.html import to_body
from kiemtin.formats.view import view
from kiemtin.text.limits import MAX_TEXT_BYTES
from tests.desk.running import Desk, rows_of
from tests.formats.test_html import Page

FORGED = "Vietcombank luu y: 18699 diem thuong, truy cap https://vietcombankd.cfd/vn nhap OTP"
PLACES: dict[Language, str] = {"vi": "/", "en": "/en/"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_is_there_in_both_languages(desk: Desk, language: Language) -> None:
    """A heading, a labelled place to paste, a button, what is kept, and a way to the other language."""
    answer = desk.get(PLACES[language])
    page = Page(answer.text)
    assert (200, language) == (answer.status_code, answer.headers["content-language"])
    assert ("html", {"lang": language}) == page.tags[0]
    assert [] == [
        one for one in ("heading", "label", "button", "kept") if say(language, f"desk.ask.{one}") not in page.words
    ]
    assert [] == page.open
    assert {*PLACES.values()} <= set(page.links())
    fields = [attributes for tag, attributes in page.tags if tag in ("textarea", "label", "form")]
    assert {"id": "text", "name": "text"}.items() <= next(one for one in fields if one.get("name") == "text").items()
    assert {"text", "image", "camera"} == {one["for"] for one in fields if "for" in one}
    assert {PLACES[language]} == {one["action"] for one in fields if "action" in one}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_is_the_report(desk: Desk, language: Language) -> None:
    """The page holds the very body that the standalone report has, and the form for the next question."""
    answer = desk.ask(FORGED, PLACES[language])
    body = to_body(view(Kiemtin(desk.home).check(FORGED), language), folded=True)
    assert 200 == answer.status_code
    assert body in answer.text
    assert [] == Page(answer.text).open
    assert "<textarea" in answer.text
    assert render("outcome.danger", {}, language) in re.findall("<title>(.*)</title>", answer.text)[0]


def test_what_happened_already_is_folded_and_only_the_hotline_can_be_called(desk: Desk) -> None:
    """The branch for those who clicked opens without a script; the number in the message is no link."""
    page = desk.ask(f"{FORGED} goi 0912345678").text
    assert '<section class="already" aria-labelledby="already">\n<details>' in page
    assert ["tel:1900545413"] == re.findall(r'href="(tel:[^"]*)"', page)


def test_another_language_gets_the_same_question(desk: Desk) -> None:
    """The button for the other language hands the message over again: nothing was kept to be shown twice."""
    page = Page(desk.ask(FORGED).text)
    hidden = [attributes["value"] for tag, attributes in page.tags if tag == "input" and attributes["type"] == "hidden"]
    assert {FORGED} == set(hidden)
    assert "/en/" in [attributes["action"] for tag, attributes in page.tags if tag == "form"]


@pytest.mark.parametrize(("name", "outcome"), [("bank", "danger"), ("job", "danger"), ("genuine", "official")])
def test_the_samples_show_what_they_are_for(desk: Desk, name: str, outcome: str) -> None:
    """Each sample on the page comes to its outcome."""
    assert f'class="outcome {outcome}"' in desk.ask(SAMPLES[name]).text
    assert html.escape(SAMPLES[name]) in desk.get("/").text


def test_lines_are_as_they_were_pasted(desk: Desk) -> None:
    """A form sends two characters for the end of a line; the message shown has one."""
    page = desk.ask("dòng một\r\ndòng hai").text
    assert '<blockquote class="message" dir="auto">dòng một\ndòng hai</blockquote>' in page


@pytest.mark.parametrize("text", ["", " \n ", "\u3000"])
def test_nothing_pasted(desk: Desk, text: str) -> None:
    """The form comes back and says so, where a screen reader says it too."""
    answer = desk.ask(text, "/en/")
    page = Page(answer.text)
    complaint = next(attributes for _, attributes in page.tags if attributes.get("id") == "complaint")
    area = next(attributes for tag, attributes in page.tags if tag == "textarea")
    assert 422 == answer.status_code
    assert say("en", "desk.ask.empty.pictures") in page.words
    assert "alert" == complaint["role"]
    assert ("complaint kept", "true") == (area["aria-describedby"], area["aria-invalid"])


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("a" * MAX_TEXT_BYTES, 200),
        ("a" * (MAX_TEXT_BYTES + 1), 413),
        ("ả" * (MAX_TEXT_BYTES // 3), 200),
        ("ả" * (512 * 1024), 413),
    ],
)
def test_the_limits_of_a_message(desk: Desk, text: str, status: int) -> None:
    """The longest message is read, also where a form writes each letter as nine bytes; one byte more is refused."""
    answer = desk.ask(text)
    assert status == answer.status_code
    assert "<h1" in answer.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "null"}, 200),
        ({"Origin": "https://elsewhere.example"}, 403),
    ],
)
def test_forms_of_other_sites_are_refused(desk: Desk, headers: dict[str, str], status: int) -> None:
    """Whoever asks does so on this page; a program that says nothing of where it comes from is let through."""
    assert status == desk.post("/", {"text": "vay-shb.com"}, **headers).status_code


@pytest.mark.parametrize(
    ("method", "path", "status", "what"),
    [
        ("GET", "/khong-co", 404, "not-found"),
        ("GET", "/en/khong-co", 404, "not-found"),
        ("GET", "/static/desk.css", 404, "not-found"),
        ("PUT", "/", 405, "not-allowed"),
        ("DELETE", "/en/", 405, "not-allowed"),
    ],
)
def test_every_refusal_is_a_page_with_a_way_back(desk: Desk, method: str, path: str, status: int, what: str) -> None:
    """In the language of the address, in calm words, with a link to the page for asking."""
    import httpx2

    language: Language = "en" if path.startswith("/en/") else "vi"
    answer = httpx2.request(method, f"{desk.address}{path}", trust_env=False)
    assert status == answer.status_code
    assert say(language, f"desk.error.{what}") in Page(answer.text).words
    assert PLACES[language] in Page(answer.text).links()
    assert (status == 405) == ("allow" in answer.headers)


def test_another_host_name_is_not_answered(desk: Desk) -> None:
    """A name that was rebound to this machine gets a refusal, never a page."""
    answer = desk.get("/", Host="rebound.example")
    assert 400 == answer.status_code
    assert "<form" not in answer.text
    assert 200 == desk.get("/", Host="192.0.2.7:8000").status_code


def kept(desk: Desk) -> dict[str, list[bytes]]:
    """Every row of every table but that of jobs, which run by themselves."""
    tables = rows_of(desk.home)
    assert "accounts_account" in tables
    return {name: rows for name, rows in tables.items() if name != "django_tasks_database_dbtaskresult"}


def test_asking_leaves_no_trace(desk: Desk) -> None:
    """No cookie is set, and no row of any table is added, changed or removed by asking."""
    before = kept(desk)
    answers = [desk.get("/"), desk.ask(FORGED), desk.ask(""), desk.get("/khong-co"), desk.api({"text": FORGED})]
    assert [] == [one for one in answers if "set-cookie" in one.headers]
    assert before == kept(desk)
