"""Pictures on the page for asking: chosen, pasted, dropped or handed over by a phone; shown back, and kept nowhere."""

from __future__ import annotations

import html
import json
import os
import re
from pathlib import Path

import pytest

pytest.importorskip("PIL", reason="the extra pictures is not installed")

from kiemtin.desk import asking
from kiemtin.desk.given import MAX_ASKED
from kiemtin.desk.rendering import say
from kiemtin.evidence import LANGUAGES, Language
from kiemtin.evidence.messages import render
from kiemtin.items.values import Unread
from kiemtin.pictures.reader import GivenPicture
from tests.desk.pictured import MESSAGE, screenshot
from tests.desk.running import Desk, rows_of, serving
from tests.formats.test_html import Page

# What pictures come to does not depend on the database.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

PLACES: dict[Language, str] = {"vi": "/", "en": "/en/"}

WITHOUT_PILLOW = """
from importlib.machinery import PathFinder

whole = PathFinder.find_spec

def find_spec(name, path=None, target=None):
    return None if name.partition(".")[0] == "PIL" else whole(name, path, target)

PathFinder.find_spec = find_spec
"""
"""A Python that has no Pillow, as without the extra."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_is_answered_with_frames_in_it(desk: Desk, language: Language) -> None:
    """The picture is shown back with numbered frames, and what was read in it with the telling words marked."""
    answer = desk.show(screenshot(*MESSAGE), path=PLACES[language])
    page = Page(answer.text)
    assert 200 == answer.status_code
    assert render("outcome.danger", {}, language) in page.words
    assert 'href="data:image/jpeg;base64,' in answer.text
    assert re.search(r'<a class="danger" href="#finding-1"[^>]*>\s*<rect class="around" x="\d+"', answer.text)
    assert re.search("<mark[^>]*>.*vietcombank-xacthuc", answer.text)
    assert [] == page.open
    assert [] == [name for _, attributes in page.tags for name in attributes if name == "style"]


def test_only_pages_that_show_a_picture_may_hold_one(desk: Desk) -> None:
    """Pictures inside the page, which the answer needs, are allowed there and nowhere else."""
    shown = desk.show(screenshot(*MESSAGE))
    assert "img-src 'self' data:;" in shown.headers["content-security-policy"]
    assert "img-src 'self' data:;" in desk.get("/").headers["content-security-policy"]
    for path in ("/rieng-tu/", "/khong-co", "/api/"):
        assert "img-src 'self';" in desk.get(path).headers["content-security-policy"]


def test_a_text_and_pictures_are_looked_at_together(desk: Desk) -> None:
    """Each for itself; the message that came with them is given back where a picture is refused."""
    both = desk.show(screenshot("Chào bạn"), screenshot(*MESSAGE), text="xem https://vay-shb.com")
    assert 200 == both.status_code
    assert {"picture-1", "picture-2", "message"} <= {values.get("id") for _, values in Page(both.text).tags}
    refused = desk.show(b"this is no picture", text="xem https://vay-shb.com")
    assert 422 == refused.status_code
    assert html.escape(render("refused.not-a-picture", {"name": "1"}, "vi")) in refused.text
    assert "xem https://vay-shb.com</textarea>" in refused.text


def test_only_so_many_at_once(desk: Desk) -> None:
    """At the limit they are looked at; one beyond is refused before any is opened."""
    small = screenshot()
    assert 200 == desk.show(*[small] * MAX_ASKED).status_code
    refused = desk.show(*[small] * (MAX_ASKED + 1))
    told = render("refused.too-many-pictures", {"limit": MAX_ASKED, "size": MAX_ASKED + 1}, "vi")
    assert (413, True) == (refused.status_code, html.escape(told) in refused.text)


def test_no_picture_is_begun_when_time_is_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whoever sends what takes long to read is told which of it was not looked at."""
    monkeypatch.setattr(asking, "LONGEST_LOOK", -1.0)
    looked = list(asking._looked_at([GivenPicture(screenshot(), "1")], tmp_path, shown=False))
    assert [Unread("unread.picture-late", (("name", "1"),))] == looked


def test_a_form_without_anything_is_complained_about(desk: Desk) -> None:
    """A field for files in which none was chosen comes as an empty one."""
    answer = desk.show(b"", name="")
    assert (422, True) == (answer.status_code, say("vi", "desk.ask.empty.pictures") in answer.text)


def test_a_phone_hands_pictures_over(desk: Desk) -> None:
    """The share menu sends them to the page for asking, in the field that the form has, by POST."""
    target = json.loads(desk.get("/manifest.webmanifest").text)["share_target"]
    assert ("POST", "multipart/form-data") == (target["method"], target["enctype"])
    assert [{"name": "image", "accept": ["image/*"]}] == target["params"]["files"]
    assert "outcome danger" in desk.show(screenshot(*MESSAGE), path=target["action"]).text


def _carried(answer: str) -> str:
    return next(str(values["value"]) for tag, values in Page(answer).tags if values.get("name") == "carried")


@pytest.mark.parametrize("shows", ["result", "domains", "message"])
def test_a_shared_result_has_no_picture_in_it(desk: Desk, shows: str) -> None:
    """Words alone, and only those that were chosen; the preview says so, and nothing is stored before the link."""
    answer = desk.show(screenshot(*MESSAGE)).text
    before = rows_of(desk.home)["sharing_sharedresult"]
    form = {"carried": _carried(answer), "shows": shows}
    preview = desk.post("/chia-se/", form)
    assert 200 == preview.status_code
    assert say("vi", "desk.share.no-picture") in preview.text
    assert before == rows_of(desk.home)["sharing_sharedresult"]
    made = desk.post("/chia-se/", {**form, "step": "create"})
    link = next(values["value"] for _, values in Page(made.text).tags if values.get("id") == "link")
    shared = desk.get(link.removeprefix(desk.address)).text
    for page in (preview.text, shared):
        assert "data:image" not in page
        assert (shows != "result") == ("vietcombank-xacthuc" in page)
        assert (shows == "message") == ("nhập mã OTP" in page)


@pytest.mark.parametrize(("first", "then"), [("vi", "en"), ("en", "vi")])
def test_the_other_language_shows_the_same_answer(desk: Desk, first: Language, then: Language) -> None:
    """In words alone, since the picture is gone, and says so; from there it leads back, and can be shared."""
    answer = desk.show(screenshot(*MESSAGE), path=PLACES[first])
    before = rows_of(desk.home)
    for language in (then, first):
        answer = desk.post(PLACES[language], {"carried": _carried(answer.text)})
        assert (200, True) == (answer.status_code, render("outcome.danger", {}, language) in Page(answer.text).words)
        assert say(language, "desk.ask.in-words-alone") in html.unescape(answer.text)
        assert re.search("<mark[^>]*>.*vietcombank-xacthuc", answer.text)
        assert "data:image" not in answer.text
    assert before == rows_of(desk.home)
    assert 200 == desk.post("/chia-se/", {"carried": _carried(answer.text)}).status_code


def test_what_is_not_from_here_is_not_shown_in_another_language(desk: Desk) -> None:
    """The form again, with what happened and what to do."""
    for made_up in ("x", "ế", "AAAA" * 20):
        answer = desk.post("/en/", {"carried": made_up})
        assert (400, True) == (answer.status_code, say("en", "desk.ask.carried-gone") in html.unescape(answer.text))


def test_nobody_makes_up_a_result(desk: Desk) -> None:
    """What a page is said to carry is believed only where this desk has sealed it."""
    carried = _carried(desk.show(screenshot(*MESSAGE)).text)
    changed = carried[:40] + ("A" if carried[40] != "A" else "B") + carried[41:]
    for made_up in (changed, "x", "ế", carried[:-8], "AAAA" * 20):
        assert 400 == desk.post("/chia-se/", {"carried": made_up}).status_code


def test_a_desk_without_the_extra_says_that_it_reads_text_only(tmp_path: Path) -> None:
    """It offers no field for pictures and no share menu for them, and answers whoever sends one in words."""
    (tmp_path / "sitecustomize.py").write_text(WITHOUT_PILLOW, "utf-8")
    paths = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
    with serving(tmp_path / "home", PYTHONPATH=paths) as desk:
        page = desk.get("/")
        assert ('type="file"' in page.text, "data:" in page.headers["content-security-policy"]) == (False, False)
        assert "files" not in desk.get("/manifest.webmanifest").text
        refused = desk.show(screenshot("Chào bạn"), text="vay-shb.com")
        assert (415, True) == (refused.status_code, say("vi", "desk.ask.no-pictures") in refused.text)
        assert "vay-shb.com</textarea>" in refused.text
        problem = desk.show(screenshot("Chào bạn"), path="/api/v1/check")
        assert (415, "/api/#no-pictures") == (problem.status_code, problem.json()["type"])
        assert "application/json" == problem.headers["accept-post"]
        check = json.loads(desk.get("/api/v1/openapi.json").text)["paths"]["/api/v1/check"]["post"]
        assert ["application/json"] == list(check["requestBody"]["content"])
