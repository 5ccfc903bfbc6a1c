"""Sharing a result, as browsers and those who look into the database see it."""

from __future__ import annotations

import json
import re
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from kiemtin.desk.rendering import say
from kiemtin.desk.sharing.document import Shows
from kiemtin.desk.sharing.seal import new_token
from kiemtin.evidence import LANGUAGES, Language
from kiemtin.evidence.messages import render
from tests.desk.running import Desk, django_says, serving
from tests.formats.test_html import Page

FORGED = "Vietcombank luu y: 18699 diem thuong, truy cap https://vietcombankd.cfd/vn nhap OTP"

SHARE: dict[Language, str] = {"vi": "/chia-se/", "en": "/en/share/"}

TABLE = "from kiemtin.desk.sharing.models import SharedResult as S; import datetime;"


def make(
    desk: Desk, text: str = FORGED, shows: str = "result", days: str = "1", place: str = "/chia-se/"
) -> tuple[str, str]:
    """Share ``text``: the paths of the link and of the one that deletes it."""
    answer = desk.post(place, {"text": text, "shows": shows, "days": days, "step": "create"})
    assert 200 == answer.status_code
    found = {attributes["id"]: attributes["value"] for tag, attributes in Page(answer.text).tags if tag == "input"}
    return found["link"].removeprefix(desk.address), found["deletion"].removeprefix(desk.address)


def rows(desk: Desk) -> int:
    """How many results are stored."""
    return int(django_says(desk.home, f"{TABLE} print(S.objects.count())"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_stored_before_the_link_is_asked_for(desk: Desk, language: Language) -> None:
    """The answer offers a form with the message in it; the next page is choices and a preview, and no row."""
    before = rows(desk)
    offered = desk.ask(FORGED, "/" if language == "vi" else "/en/")
    assert f'<form method="post" action="{SHARE[language]}"><input type="hidden" name="text"' in offered.text
    chosen = desk.post(SHARE[language], {"text": FORGED})
    page = Page(chosen.text)
    radios = [attributes for tag, attributes in page.tags if tag == "input" and attributes.get("type") == "radio"]
    assert (200, language) == (chosen.status_code, chosen.headers["content-language"])
    assert ["result", "domains", "message", "1", "7"] == [one["value"] for one in radios]
    assert ["result", "1"] == [one["value"] for one in radios if "checked" in one]
    assert [] == page.open
    assert say(language, "desk.share.explained") in page.words
    assert before == rows(desk)


@pytest.mark.parametrize("shows", Shows)
@pytest.mark.parametrize("language", LANGUAGES)
def test_others_see_what_the_preview_showed(desk: Desk, language: Language, shows: Shows) -> None:
    """The very same report, with the message only where that was chosen."""
    preview = desk.post(SHARE[language], {"text": FORGED, "shows": shows}).text.split('id="preview"')[1]
    link, _ = make(desk, shows=shows, place=SHARE[language])
    seen = desk.get(link)
    assert 200 == seen.status_code
    assert _body(preview) == _body(seen.text)
    assert (shows is Shows.MESSAGE) == ("nhap OTP" in seen.text)
    assert (shows is not Shows.RESULT) == ("vietcombankd.cfd" in seen.text)
    assert render("outcome.danger", {}, language) in Page(seen.text).words


def _body(page: str) -> str:
    found = re.search('<header class="outcome.*<footer class="versions">', page, re.DOTALL)
    assert found is not None
    return found[0].replace("<h1 id", "<h2 id").replace("</h1>", "</h2>")


def test_a_link_reads_in_both_languages(desk: Desk) -> None:
    """Who receives it may change the language; the stored result is the same one."""
    link, _ = make(desk, shows="message")
    english = next(one for one in Page(desk.get(link).text).links() if one.startswith("/en/share/"))
    assert render("outcome.danger", {}, "en") in Page(desk.get(english).text).words


def test_a_report_cannot_be_forged(desk: Desk) -> None:
    """Whatever else a form sends, the report is made anew from the message."""
    fields = {
        "text": "Mai ăn cơm nhé",
        "step": "create",
        "outcome": "danger",
        "document": '{"outcome": "danger"}',
        "body": "x",
    }
    answer = desk.post("/chia-se/", fields)
    link = next(one["value"] for tag, one in Page(answer.text).tags if tag == "input" and one["id"] == "link")
    assert 'class="outcome unsettled"' in desk.get(link.removeprefix(desk.address)).text


@pytest.mark.parametrize(("shows", "days"), [("everything", "365"), ("", ""), ("MESSAGE", "-1"), ("message\0", "7.0")])
def test_what_is_no_choice_shares_least_and_ends_soonest(desk: Desk, shows: str, days: str) -> None:
    """A form that was tampered with gains nothing."""
    link, _ = make(desk, shows=shows, days=days)
    assert "nhap OTP" not in desk.get(link).text
    longest = f"{TABLE} from django.utils import timezone as t; print((S.objects.latest('id').expires - t.now()).days)"
    assert "0" == django_says(desk.home, longest)


def test_a_shared_message_cannot_be_read_in_the_database(desk: Desk) -> None:
    """A copy of the database holds neither the message nor a link that opens it."""
    link, deletion = make(desk, text=f"{FORGED} canary-in-the-message", shows="message", days="7")
    stored = django_says(desk.home, f"{TABLE} o = S.objects.latest('id'); print(vars(o), bytes(o.sealed))")
    secrets = [
        "canary",
        "vietcombank",
        *(part for path in (link, deletion) for part in path.split("/") if len(part) > 9),
    ]
    assert 4 == len(secrets)
    assert [] == [secret for secret in secrets if secret in stored]
    assert {"id", "token_hash", "deletion_hash", "sealed", "expires"} == set(
        json.loads(django_says(desk.home, f"{TABLE} import json; print(json.dumps([f.name for f in S._meta.fields]))"))
    )


def test_an_expired_link_is_as_if_it_had_never_been(desk: Desk) -> None:
    """The same status and the same page, byte for byte, before the row is purged and after; then it is purged."""
    link, deletion = make(desk)
    unknown = desk.get(f"/chia-se/{new_token()}/")
    django_says(desk.home, f"{TABLE} from django.utils import timezone as t; S.objects.update(expires=t.now())")
    expired = [desk.get(link), desk.get(deletion)]
    assert (404, 404) == (unknown.status_code, expired[0].status_code)
    assert {unknown.content} == {one.content for one in expired}
    django_says(desk.home, f"{TABLE} from kiemtin.desk.operation.tasks import purge; purge.func()")
    assert 0 == rows(desk)
    assert unknown.content == desk.get(link).content


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_one_who_shared_can_end_it(desk: Desk, language: Language) -> None:
    """Looking at the deleting link ends nothing; its button does, at once and for good."""
    link, deletion = make(desk, place=SHARE[language])
    assert say(language, "desk.share.delete.button") in Page(desk.get(deletion).text).words
    assert 200 == desk.get(link).status_code
    assert say(language, "desk.share.deleted.title") in Page(desk.post(deletion, {}).text).words
    assert [404, 404, 404] == [one.status_code for one in (desk.get(link), desk.get(deletion), desk.post(deletion, {}))]


def test_one_link_does_not_do_what_the_other_does(desk: Desk) -> None:
    """Who may look cannot delete, and the deleting link shows nothing."""
    link, deletion = make(desk)
    token, deleting = link.split("/")[-2], deletion.split("/")[-2]
    assert 404 == desk.post(f"/chia-se/xoa/{token}/", {}).status_code
    assert 404 == desk.get(f"/chia-se/{deleting}/").status_code
    assert 200 == desk.get(link).status_code


@pytest.mark.parametrize(
    "token", ["x", "xoa", "a" * 23, "%00" * 22, "é" * 22, "..%2f..%2fetc%2fpasswd", "-" * 22, "\U0001f600" * 22]
)
def test_what_is_no_token_finds_nothing(desk: Desk, token: str) -> None:
    """Odd addresses get the page of any link that is gone, never an error."""
    assert [404, 404] == [desk.get(f"/chia-se/{token}/").status_code, desk.get(f"/chia-se/xoa/{token}/").status_code]


def test_a_shared_result_is_kept_out_of_indexes_and_caches(desk: Desk) -> None:
    """Neither search engines nor browsers nor proxies keep it."""
    link, deletion = make(desk)
    for path in (link, deletion, f"/chia-se/{new_token()}/"):
        headers = desk.get(path).headers
        assert ("no-store", "noindex, noarchive, nosnippet") == (headers["cache-control"], headers["x-robots-tag"])
        assert "set-cookie" not in headers
        assert "no-referrer" == headers["referrer-policy"]


def test_pages_of_other_sites_cannot_share_or_delete(desk: Desk) -> None:
    """A form elsewhere that points here is refused."""
    link, deletion = make(desk)
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    assert 403 == desk.post("/chia-se/", {"text": FORGED, "step": "create"}, **elsewhere).status_code
    assert 403 == desk.post(deletion, {}, **elsewhere).status_code
    assert 200 == desk.get(link).status_code


@pytest.mark.parametrize(
    ("fields", "status"),
    [({}, 400), ({"text": " "}, 400), ({"text": "a" * 131_073}, 413), ({"text": "ả" * (512 * 1024)}, 413)],
)
def test_nothing_and_too_much_are_refused(desk: Desk, fields: dict[str, str], status: int) -> None:
    """In calm words, with nothing stored."""
    before = rows(desk)
    assert status == desk.post("/chia-se/", {**fields, "step": "create"}).status_code
    assert before == rows(desk)


def test_a_message_that_takes_too_much_room_is_not_shared_whole(desk: Desk) -> None:
    """The longest noise is refused as a message, and can still be shared as a result."""
    noise = "".join(f"{number * 2654435761 % 2**32:08x}" for number in range(16_000))
    refused = desk.post("/chia-se/", {"text": noise, "shows": "message", "step": "create"})
    assert 413 == refused.status_code
    assert say("vi", "desk.share.too-long") in Page(refused.text).words
    assert 200 == desk.post("/chia-se/", {"text": noise, "shows": "result", "step": "create"}).status_code


def test_links_are_made_for_the_public_address(tmp_path: Path) -> None:
    """Behind a proxy the link is the one that others can open, whatever name the request came by."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    with serving(tmp_path / "home", "--port", str(free), KIEMTIN_ADDRESS="https://kiemtin.example") as desk:
        here = replace(desk, address=f"http://127.0.0.1:{free}")
        answer = here.post("/chia-se/", {"text": FORGED, "step": "create"})
    assert 'value="https://kiemtin.example/chia-se/' in answer.text
    assert 'value="https://kiemtin.example/chia-se/xoa/' in answer.text


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_database_that_cannot_be_written_is_said_and_nothing_else_is_lost(tmp_path: Path) -> None:
    """The page says to try later, with the choices still there; asking goes on."""
    with serving(tmp_path / "home") as desk:
        for file in (desk.home / "desk").glob("desk.sqlite*"):
            file.unlink()
        (desk.home / "desk/desk.sqlite").mkdir()
        answer = desk.post("/chia-se/", {"text": FORGED, "shows": "domains", "step": "create"})
        assert 503 == answer.status_code
        assert say("vi", "desk.share.not-now") in Page(answer.text).words
        assert 'value="domains" aria-describedby="means-domains" checked' in answer.text
        assert 200 == desk.ask(FORGED).status_code
