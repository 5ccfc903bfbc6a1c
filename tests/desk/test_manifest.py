"""The app manifest: whether a phone can offer the page in its share menu, and what it would send."""

from __future__ import annotations

import json
import struct

import httpx2
import pytest

from kiemtin.evidence import LANGUAGES, Language
from tests.desk.running import TIMEOUT, Desk

ROOTS: dict[Language, str] = {"vi": "/", "en": "/en/"}

FORGED = "Vietcombank luu y: 18699 diem thuong, truy cap https://vietcombankd.cfd/vn nhap OTP"

FROM_A_SHARE_MENU = {
    "Sec-Fetch-Site": "none",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Dest": "document",
    "Origin": "null",
}
"""How a browser sends what another app hands it: nobody's page has asked for it."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phone_may_install_it(desk: Desk, language: Language) -> None:
    """Name, start and icons are there, each icon is as large as it says, and every page links the manifest."""
    answer = desk.get(f"{ROOTS[language]}manifest.webmanifest")
    document = json.loads(answer.text)
    assert (200, "application/manifest+json") == (answer.status_code, answer.headers["content-type"])
    assert (language, ROOTS[language], "Kiểm Tin") == (document["lang"], document["start_url"], document["short_name"])
    assert f'<link rel="manifest" href="{ROOTS[language]}manifest.webmanifest">' in desk.get(ROOTS[language]).text
    assert {"any", "maskable"} == {icon["purpose"] for icon in document["icons"]}
    pictures = {icon["sizes"]: desk.get(icon["src"]) for icon in document["icons"] if icon["type"] == "image/png"}
    assert {"192x192", "512x512"} == set(pictures)
    for sizes, picture in pictures.items():
        assert (200, "image/png") == (picture.status_code, picture.headers["content-type"])
        assert sizes == "{}x{}".format(*struct.unpack(">II", picture.content[16:24]))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("handed_over", "seen"),
    [
        ({"text": FORGED, "url": ""}, "vietcombankd.cfd/vn"),
        ({"text": FORGED}, "vietcombankd.cfd/vn"),
        ({"text": "", "url": "https://vietcombankd.cfd/x"}, "vietcombankd.cfd/x"),
        ({"text": "xem di", "url": "https://vietcombankd.cfd/x"}, "xem di\nhttps://vietcombankd.cfd/x"),
        (
            {"text": "xem https://vietcombankd.cfd/x", "url": "https://vietcombankd.cfd/x"},
            "xem https://vietcombankd.cfd/x",
        ),
    ],
)
def test_what_is_shared_is_answered(desk: Desk, language: Language, handed_over: dict[str, str], seen: str) -> None:
    """The share target is the page for asking, by POST: nothing of the message stands in an address."""
    target = json.loads(desk.get(f"{ROOTS[language]}manifest.webmanifest").text)["share_target"]
    assert ("POST", "multipart/form-data") == (target["method"], target["enctype"])
    fields = [(target["params"][name], (None, value)) for name, value in handed_over.items()]
    url = f"{desk.address}{target['action']}"
    answer = httpx2.post(url, files=fields, headers=FROM_A_SHARE_MENU, timeout=TIMEOUT, trust_env=False)
    assert 200 == answer.status_code
    assert 'class="outcome danger"' in answer.text
    assert f'name="text" value="{seen}"' in answer.text or seen in answer.text


def test_a_link_that_is_in_the_text_too_is_not_looked_at_twice(desk: Desk) -> None:
    """Some apps put the link into both fields."""
    both = desk.post("/", {"text": "https://vay-shb.com", "url": "https://vay-shb.com"})
    assert 'name="text" value="https://vay-shb.com"' in both.text


def test_there_is_no_service_worker(desk: Desk) -> None:
    """Nothing stays behind in a browser that could keep what was asked."""
    assert 404 == desk.get("/sw.js").status_code
    assert "serviceWorker" not in desk.get("/").text
    assert "worker-src" not in httpx2.get(f"{desk.address}/", trust_env=False).headers["content-security-policy"]
