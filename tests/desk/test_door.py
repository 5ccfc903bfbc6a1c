"""The door around the real desk: what it turns away, in which words, and what it leaves alone."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from urllib.parse import quote_plus, urlsplit

import pytest

from kiemtin.desk.door.routes import MAX_ASK_BYTES
from kiemtin.desk.front import HEADERS
from kiemtin.desk.rendering import say
from kiemtin.evidence import LANGUAGES, Language
from kiemtin.text.limits import MAX_TEXT_BYTES
from tests.desk.running import TIMEOUT, Desk, serving
from tests.desk.test_pages import PLACES
from tests.formats.test_html import Page

FORM = b"application/x-www-form-urlencoded"


def sent(desk: Desk, head: bytes, body: bytes, source: str = "127.0.0.1") -> bytes:
    """All that comes back for one request over a connection of its own, from the loopback address ``source``."""
    place = urlsplit(desk.address)
    with socket.create_connection((place.hostname, place.port or 0), TIMEOUT, (source, 0)) as connection:
        connection.sendall(head + b"Host: %s\r\nConnection: close\r\n\r\n" % place.netloc.encode() + body)
        return b"".join(iter(lambda: connection.recv(65_536), b""))


def asked(desk: Desk, text: str, source: str = "127.0.0.1") -> int:
    """The status of the answer to an ask from ``source``."""
    body = b"text=" + text.encode()
    head = b"POST / HTTP/1.1\r\nContent-Type: %s\r\nContent-Length: %d\r\n" % (FORM, len(body))
    return int(sent(desk, head, body, source).split(b" ", 2)[1])


@pytest.mark.parametrize("over", [0, 1])
@pytest.mark.parametrize("path", ["/", "/en/", "/api/v1/check"])
def test_a_body_over_the_cap_is_refused_in_words(desk: Desk, path: str, over: int) -> None:
    """One byte too many is 413, as a page or a problem; at the cap it is read, and looked at."""
    body = (b'{"text": "a"}' if path.startswith("/api") else b"text=a&x=").ljust(MAX_ASK_BYTES + over)
    media = b"application/json" if path.startswith("/api") else FORM
    head = b"POST %s HTTP/1.1\r\nContent-Type: %s\r\nContent-Length: %d\r\n" % (path.encode(), media, len(body))
    answer = sent(desk, head, body)
    expected = b"413 Request Entity Too Large" if over else b"200 OK"
    assert answer.startswith(b"HTTP/1.1 " + expected), answer[:200]
    if over:
        wanted = b"application/problem+json" if path.startswith("/api") else b"text/html"
        assert wanted in answer.partition(b"\r\n\r\n")[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_looks_like_every_page(desk: Desk, language: Language) -> None:
    """It has the style, the way back, the language and the protecting headers of the site."""
    answer = desk.post(PLACES[language], {"text": "a" * MAX_ASK_BYTES})
    page = Page(answer.text)
    assert (413, language) == (answer.status_code, answer.headers["content-language"])
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "no-store" == answer.headers["cache-control"]
    assert [] == page.open
    assert say(language, "door.too-large") in page.words
    assert say(language, "door.reload") not in answer.text  # it would be refused again
    assert {PLACES[language]} <= set(page.links())
    assert [] != [1 for tag, attributes in page.tags if tag == "link" and attributes.get("rel") == "stylesheet"]


def test_a_flood_slows_itself_and_nobody_else(tmp_path: Path) -> None:
    """Who has used up a budget is told when to come back; others, health and files go on."""
    few = {"KIEMTIN_ASKS_BURST": "2", "KIEMTIN_ASKS_PER_MINUTE": "1"}
    with serving(tmp_path / "home", **few) as desk:
        assert [200, 200, 429, 429] == [asked(desk, "vay-shb.com") for _ in range(4)]
        assert [200, 200, 429] == [asked(desk, "vay-shb.com", "127.0.0.2") for _ in range(3)]
        page, problem = desk.ask("vay-shb.com"), desk.api({"text": "vay-shb.com"})
        assert (429, 429, "application/problem+json") == (
            page.status_code,
            problem.status_code,
            problem.headers["content-type"],
        )
        assert 0 < int(page.headers["retry-after"]) <= 60
        assert f"<noscript><p>{say('vi', 'door.reload')}</p></noscript>" in page.text
        assert '"asks";q=2;w=120' == problem.headers["ratelimit-policy"]
        assert [200] * 40 == [desk.get("/").status_code for _ in range(40)]
        style = next(one["href"] for tag, one in Page(desk.get("/").text).tags if tag == "link" and one["href"])
        assert [200] * 40 == [desk.get(str(style)).status_code for _ in range(40)]


def test_health_and_metrics_cost_this_machine_nothing(tmp_path: Path) -> None:
    """Where the budget for pages is used up they still answer; the metrics count what all processes did."""
    with serving(tmp_path / "home", KIEMTIN_PAGES_BURST="1", KIEMTIN_PAGES_PER_MINUTE="1") as desk:
        assert [200, 429] == [desk.get("/").status_code for _ in range(2)]
        assert [200] * 20 == [desk.get("/healthz").status_code for _ in range(20)]
        assert [200] * 5 == [desk.get("/readyz").status_code for _ in range(5)]
        metrics = desk.get("/metrics")
        assert 'kiemtin_requests_total{route="home",status="2xx"} 1' in metrics.text
        assert 'kiemtin_refusals_total{status="429"} 1' in metrics.text
        assert "kiemtin_workers 2" in metrics.text


def test_metrics_are_for_this_machine(desk: Desk) -> None:
    """What a proxy passes on was not asked here."""
    assert (200, 404) == (
        desk.get("/metrics").status_code,
        desk.get("/metrics", **{"x-forwarded-for": "192.0.2.1"}).status_code,
    )


def test_a_setting_of_the_door_that_makes_no_sense_is_refused_at_the_start(tmp_path: Path) -> None:
    """The operator is told which one, and nothing is served."""
    from tests.cli.running import kiemtin, said

    result = kiemtin("serve", "--port", "0", home=tmp_path / "home", KIEMTIN_ASKS_BURST="many")
    assert (2, True) == (result.returncode, "KIEMTIN_ASKS_BURST" in said(result))


@pytest.mark.parametrize("path", ["/chia-se/", "/en/share/", "/api/v1/factchecks/search"])
def test_what_takes_a_message_takes_the_longest(desk: Desk, path: str) -> None:
    """Sharing and searching are handed the same texts as asking."""
    api = path.startswith("/api")
    text = ("Xin chào cả nhà. " * 8_000)[: MAX_TEXT_BYTES // 2]
    body = json.dumps({"text": text}).encode() if api else b"text=" + quote_plus(text).encode()
    head = b"POST %s HTTP/1.1\r\nContent-Type: %s\r\nContent-Length: %d\r\n"
    answer = sent(desk, head % (path.encode(), b"application/json" if api else FORM, len(body)), body)
    assert 70_000 < len(body)
    assert b"200" == answer.split(b" ", 2)[1], answer[:300]
