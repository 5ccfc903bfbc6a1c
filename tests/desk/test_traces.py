"""Who asked and what: canaries in every field of every form, and none of them anywhere on the disk afterwards."""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx2
import pytest

from tests.desk.pictured import screenshot
from tests.desk.running import TIMEOUT, serving

ASKED = "canary-7f3a-asked"
SHARED = "canary-7f3a-shared"
SENT_WITH_IT = "canary-7f3a-beside"
KEPT = "canary-7f3a-kept"
REPLY = "canary-7f3a-reply"

ADDRESS, FORWARDED = "127.0.0.77", "198.51.100.77"
"""Where those who ask come from: by the socket, and by what a proxy says."""

AGENT = "CanaryBrowser/7.3"

RECEIPT = re.compile(r"\b(?:[A-Z2-9]{4}-){4}[A-Z2-9]{4}\b")

HEADERS = {
    "User-Agent": AGENT,
    "Referer": f"https://{SENT_WITH_IT}.example/",
    "Cookie": f"a={SENT_WITH_IT}",
    "Accept-Language": "x-canary-7f3a",
    "X-Forwarded-For": FORWARDED,
    "Forwarded": f"for={FORWARDED}",
    "X-Request-ID": SENT_WITH_IT,
    "From": f"{SENT_WITH_IT}@example.com",
}

GUARD = """
import sys

def note(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        with open({path!r}, "a") as file:
            file.write(f"{{event}}\\n")

sys.addaudithook(note)
with open({path!r}, "a") as file:
    file.write("watching\\n")
"""
"""Python reports every connection to its audit hooks; each process of the desk notes its own."""


@dataclass(frozen=True)
class Traces:
    """Everything that a desk left behind: each file with its bytes, and what it was told while it ran."""

    files: dict[str, bytes]
    answers: tuple[httpx2.Response, ...]
    connections: tuple[str, ...]

    def of(self, *words: str) -> list[tuple[str, str]]:
        """Which of ``words`` stand in which file, as they are, as a form writes them, and escaped."""
        return [
            (name, word)
            for name, body in self.files.items()
            for word in words
            for written in {word, quote(word, safe=""), json.dumps(word)[1:-1]}
            if written.encode() in body or written.encode("utf-16-le") in body
        ]


@pytest.fixture(scope="module")
def traces(tmp_path_factory: pytest.TempPathFactory) -> Traces:
    """What is left after every address was asked for everything, with canaries wherever something can be put."""
    folder = tmp_path_factory.mktemp("traces")
    for name in ("temporary", "guard"):
        (folder / name).mkdir()
    noted = folder / "connections"
    (folder / "guard/sitecustomize.py").write_text(GUARD.format(path=str(noted)), "utf-8")
    paths = os.pathsep.join([str(folder / "guard"), *filter(None, [os.environ.get("PYTHONPATH")])])
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    with (
        serving(
            folder / "home",
            *("--port", address.rpartition(":")[2]),
            TMPDIR=str(folder / "temporary"),
            PYTHONPATH=paths,
            KIEMTIN_ADDRESS=address,
            KIEMTIN_REPLIES="1",
            KIEMTIN_MAIL="smtp://127.0.0.1:9?tls=none&from=ban-truc@kiemtin.example",
        ) as desk,
        _keeping_the_wal(folder / "home/desk/desk.sqlite"),
    ):
        transport = httpx2.HTTPTransport(local_address=ADDRESS)
        with httpx2.Client(base_url=desk.address, transport=transport, headers=HEADERS, timeout=TIMEOUT) as client:
            answers = tuple(_ask_everything(client))
        running = dict(_files(folder))
        assert 0 == desk.stop()
    files = {**{f"{name}, while it ran": body for name, body in running.items()}, **dict(_files(folder))}
    return Traces(files, answers, tuple(noted.read_text("utf-8").split()))


@contextlib.contextmanager
def _keeping_the_wal(database: Path) -> Iterator[None]:
    """Read beside the desk: SQLite clears its write-ahead log away when the last connection is closed."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        yield


def _ask_everything(client: httpx2.Client) -> Iterator[httpx2.Response]:
    text = f"Vietcombank: https://vietcombankd.cfd/{ASKED}?q={ASKED} nhap OTP {ASKED} {ASKED}@example.com 0912345678"
    form = {"text": text, "url": f"https://{ASKED}.example/", "title": ASKED, ASKED: ASKED}
    yield client.get("/")
    for place in ("/", "/en/"):
        yield client.post(place, data=form)
        yield client.post(f"{place}?q={ASKED}", data=form)
        yield client.post(place, data={"text": text + "a" * 131_072})
        yield client.post(place, files={"text": (ASKED, text.encode(), "text/plain")})
        yield client.post(place, content=text.encode(), headers={"Content-Type": "text/plain"})
    picture = screenshot(ASKED, f"https://vietcombankd.cfd/{ASKED}", told=ASKED)
    for place in ("/", "/en/", "/api/v1/check"):
        yield client.post(place, data={"text": text}, files={"image": (f"{ASKED}.png", picture, ASKED)})
    yield client.post("/", files={"image": (ASKED, picture[:-300], ASKED), ASKED: (ASKED, picture, ASKED)})
    yield client.post("/", files=[("image", (ASKED, picture, ASKED))] * 9)
    yield client.post("/api/v1/check", files={ASKED: (ASKED, picture + ASKED.encode() * 2_000_000, ASKED)})
    answer = client.post("/", files={"image": (ASKED, picture, "image/png")})
    carried = answer.text.partition('name="carried" value="')[2].partition('"')[0]
    yield client.post("/chia-se/", data={"carried": carried, "shows": "domains", "step": "create"})
    yield client.post("/chia-se/", data={"carried": carried + ASKED, "shows": "domains", "step": "create"})
    yield client.get(f"/{ASKED}?{ASKED}={ASKED}")
    yield client.post(f"/{ASKED}", data=form)
    yield client.request("PUT", "/", content=text.encode())
    yield client.post("/api/v1/check", json={"text": text, ASKED: ASKED})
    yield client.post("/api/v1/check", json={ASKED: text})
    yield client.post("/api/v1/check", content=text.encode())
    yield client.post("/api/v1/check", content=json.dumps({"text": text}).encode("utf-16"))
    yield client.post("/api/v1/check", json={"text": text}, headers={"Authorization": f"Bearer {SENT_WITH_IT}"})
    for shows in ("result", "domains"):
        yield client.post("/chia-se/", data={"text": text, "shows": shows, "days": ASKED})
        yield client.post("/chia-se/", data={"text": text, "shows": shows, "step": "create", ASKED: ASKED})
    yield client.post("/en/share/", data={"text": f"{text} {SHARED}", "shows": "message", "step": "create"})
    yield client.get(f"/chia-se/{ASKED}/")
    yield from _send(client)


def _send(client: httpx2.Client) -> Iterator[httpx2.Response]:
    """To the desk, which keeps the message; by the page and by the API, then looked at with the receipts."""
    message, reply_to = f"{KEPT}: tháng sau chợ đóng cửa phải không?", f"{REPLY}@example.com"
    sent = client.post("/gui-ban-truc/", data={"text": message, "reply": reply_to, "step": "send"})
    yield sent
    yield client.post("/bien-nhan/", data={"code": RECEIPT.findall(sent.text)[0]})
    sent = client.post(
        "/api/v1/questions",
        json={"text": message, "reply_to": reply_to},
        headers={"Idempotency-Key": f"{SENT_WITH_IT}-0123"},
    )
    yield sent
    yield client.get("/api/v1/questions", headers={"Receipt": sent.json()["receipt"]})


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "guard" not in path.parts:
            yield str(path.relative_to(folder)), path.read_bytes()


def test_the_canaries_were_answered(traces: Traces) -> None:
    """Every kind of answer was given, none was a failure, and there are files that could have held a trace."""
    assert {200, 400, 401, 404, 405, 413, 415, 422} >= {one.status_code for one in traces.answers}
    assert 14 <= sum(one.status_code == 200 for one in traces.answers)
    assert {"home.log", "home/desk/desk.sqlite"} <= set(traces.files)
    assert any("-wal" in name for name in traces.files)


def test_what_is_asked_is_found_nowhere_afterwards(traces: Traces) -> None:
    """Database, WAL, logs and temporary files hold no canary of any field, while the desk runs and after."""
    assert [] == traces.of(ASKED, "0912345678")


def test_what_was_shared_can_be_read_nowhere(traces: Traces) -> None:
    """A shared message lies in the database only sealed."""
    assert [] == traces.of(SHARED)


def test_what_was_sent_leads_to_no_receipt_and_no_address(traces: Traces) -> None:
    """The message is kept; the code by which it is found, and where to reply, stand in no file as they are."""
    codes = {code for answer in traces.answers for code in RECEIPT.findall(answer.text)}
    assert 2 == len(codes)
    assert [] != traces.of(KEPT)
    assert [] == traces.of(REPLY, *codes, *(code.replace("-", "") for code in codes))


def test_who_asks_is_found_nowhere_afterwards(traces: Traces) -> None:
    """No network address, browser, cookie, referring page or other header of whoever asked."""
    assert [] == traces.of(ADDRESS, FORWARDED, AGENT, SENT_WITH_IT, "x-canary-7f3a")


def test_nothing_is_set_in_the_browser(traces: Traces) -> None:
    """No answer sets a cookie or asks to be kept."""
    assert [] == [one for one in traces.answers if "set-cookie" in one.headers]
    assert {"no-store"} == {one.headers["cache-control"] for one in traces.answers}


def test_no_process_opens_a_connection_while_it_answers(traces: Traces) -> None:
    """Links in messages are not opened and names not looked up: every process was watched, and none connected."""
    assert "watching" in traces.connections
    assert {"watching"} == set(traces.connections)
