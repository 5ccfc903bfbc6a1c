"""Sending and receipts as a browser without scripts sees them, and as programs do."""

from __future__ import annotations

import re
from pathlib import Path

import httpx2
import pytest

from kiemtin.desk.questions.limits import MAX_TEXT
from kiemtin.desk.questions.receipts import receipt_for
from kiemtin.desk.questions.urls import RECEIPT, SEND
from kiemtin.desk.rendering import say
from kiemtin.evidence import LANGUAGES, Language
from tests.desk.pictured import screenshot
from tests.desk.questions.sending import FORGED
from tests.desk.running import TIMEOUT, Desk, django_says, serving
from tests.formats.test_html import Page

ROOTS: dict[Language, str] = {"vi": "/", "en": "/en/"}
COUNT = (
    "from kiemtin.desk.questions.models import Asking as A, Question as Q; print(A.objects.count(), Q.objects.count())"
)


def field(text: str, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(f'name="{name}" value="([^"]*)"', text)
    assert found is not None
    return found[1]


def code_on(text: str) -> str:
    """The receipt code that a page shows."""
    found = re.search(r'id="receipt"[^>]*>([^<]+)<', text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_an_answer_to_a_receipt_and_back_to_nothing(desk: Desk, language: Language) -> None:
    """Ask, read what will be kept, send, look, delete; nothing is kept before the button is pressed."""
    root, text = ROOTS[language], f"{FORGED} {language}"
    before = django_says(desk.home, COUNT)
    answer = desk.ask(text, root)
    assert f'action="{root}{SEND[language]}"' in answer.text
    told = desk.post(f"{root}{SEND[language]}", {"text": text})
    page = Page(told.text)
    assert (200, [], before) == (told.status_code, page.open, django_says(desk.home, COUNT))
    for said in ("kept", "seen", "nobody", "published"):
        assert say(language, f"desk.send.{said}") in page.words
    assert say(language, "desk.send.forgotten", days=30) in page.words
    sent = desk.post(f"{root}{SEND[language]}", {"text": text, "token": field(told.text, "token"), "step": "send"})
    code = code_on(sent.text)
    place = f"{root}{RECEIPT[language]}"
    seen = desk.post(place, {"code": code.lower().replace("-", " ")})
    assert say(language, "desk.receipt.waiting.means") in Page(seen.text).words
    assert code not in str(seen.url)
    gone = desk.post(place, {"code": code, "step": "delete"})
    assert say(language, "desk.receipt.deleted.means") in Page(gone.text).words
    assert (404, before) == (desk.post(place, {"code": code}).status_code, django_says(desk.home, COUNT))


def test_a_button_pressed_twice_sends_once(desk: Desk) -> None:
    """Also where the page was loaded again: the same receipt, counted once."""
    before = tuple(map(int, django_says(desk.home, COUNT).split()))
    fields = {"text": "Ngày kia chợ Mẫu đóng cửa à?", "token": "t" * 22, "step": "send"}
    codes = {code_on(desk.post("/gui-ban-truc/", fields).text) for _ in range(3)}
    after = tuple(map(int, django_says(desk.home, COUNT).split()))
    assert (1, (1, 1)) == (len(codes), (after[0] - before[0], after[1] - before[1]))


def test_wrong_codes_all_look_alike(desk: Desk) -> None:
    """One that was never given out, one that is none, and one too long: the same page, byte for byte."""
    wrong = (receipt_for("x" * 22, "f"), "", "ABC", "A" * 5_000)
    answers = [desk.post("/bien-nhan/", {"code": code}) for code in wrong]
    assert ({404}, 1) == ({one.status_code for one in answers}, len({one.content for one in answers}))


@pytest.mark.parametrize("over", [0, 1])
def test_a_message_at_the_limit_is_taken_and_one_letter_more_is_not(desk: Desk, over: int) -> None:
    """In words; what was typed is given back to be shortened."""
    text = ("Cả nhà ơi. " * 1_000)[: MAX_TEXT - 1] + "." + "x" * over
    answer = desk.post("/gui-ban-truc/", {"text": text, "step": "send"})
    assert (413 if over else 200) == answer.status_code
    if over:
        assert say("vi", "refused.question-too-long", size=MAX_TEXT + 1, limit=MAX_TEXT) in Page(answer.text).words


def test_nothing_is_nothing_to_send_and_no_other_site_sends(desk: Desk) -> None:
    """Each with its status."""
    assert 422 == desk.post("/gui-ban-truc/", {"text": " ", "step": "send"}).status_code
    evil = {"sec-fetch-site": "cross-site"}
    for path in ("/gui-ban-truc/", "/bien-nhan/"):
        assert 403 == desk.post(path, {"text": "x", "code": "x", "step": "send"}, **evil).status_code
    assert [405, 200] == [desk.get(path).status_code for path in ("/gui-ban-truc/", "/bien-nhan/")]


def test_a_picture_is_kept_without_what_its_file_tells(desk: Desk) -> None:
    """Made anew, smaller, no metadata; a telephone number in it is covered."""
    picture = screenshot("Bác tổ trưởng gọi", "0912 345 678 dặn mai", "cúp nước cả phường", told="EXIF-canary")
    assert 20 < len(code_on(_send_picture(desk, picture)))
    say_of = (
        "from kiemtin.desk.questions.models import QuestionPicture as P; p = P.objects.latest('id'); "
        "import io; from PIL import Image; i = Image.open(io.BytesIO(bytes(p.shown)));"
        "x = len(i.getexif());"
        "print(i.format, x, b'canary' in bytes(p.shown), p.sealed is not None, '0912' in p.question.text)"
    )
    assert "JPEG 0 False True False" == django_says(desk.home, say_of)


def _send_picture(desk: Desk, picture: bytes) -> str:
    files, data = {"image": ("a.png", picture, "image/png")}, {"step": "send"}
    url = f"{desk.address}/gui-ban-truc/"
    return httpx2.post(url, data=data, files=files, timeout=TIMEOUT, trust_env=False).text


def test_sending_has_a_budget_of_its_own(tmp_path: Path) -> None:
    """Who has used it up still asks, and looks at receipts."""
    few = {"KIEMTIN_SENDS_BURST": "2", "KIEMTIN_SENDS_PER_MINUTE": "1"}
    with serving(tmp_path / "home", **few) as desk:
        assert [200, 200, 429] == [desk.post("/gui-ban-truc/", {"text": "x"}).status_code for _ in range(3)]
        assert [200, 404] == [desk.ask("x").status_code, desk.post("/bien-nhan/", {"code": "x"}).status_code]


def test_a_desk_may_take_no_questions(tmp_path: Path) -> None:
    """Then nothing offers it, and every address of it is not there."""
    with serving(tmp_path / "home", KIEMTIN_QUESTIONS="0") as desk:
        answer = desk.ask(FORGED)
        assert ("gui-ban-truc" in answer.text, "bien-nhan" in answer.text) == (False, False)
        assert 404 == desk.post("/gui-ban-truc/", {"text": "x", "step": "send"}).status_code
        assert 404 == desk.get("/bien-nhan/").status_code
