"""Asks with pictures at the door: larger, dearer, in a line and a memory of their own, so that texts never wait."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kiemtin.desk.door.bodies import Reservoir
from kiemtin.desk.door.pictures import COST, MAX_BUFFERED, MAX_OF_ONE, Shares, holds_picture, is_heavy
from kiemtin.desk.door.refusals import Refusal
from kiemtin.desk.door.routes import MAX_ASK_BYTES, MAX_PICTURE_ASK_BYTES, ROUTES, TEXT_ROUTES
from tests.desk.door.serving import Server, post, serve, until

FORM = b"Host: x\r\nContent-Type: multipart/form-data; boundary=x\r\n"
PICTURE = b'--x\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n\r\n.\r\n--x--\r\n'
NO_PICTURE = b'--x\r\nContent-Disposition: form-data; name="image"; filename=""\r\n\r\n\r\n--x--\r\n'

ASK = next(route for route in ROUTES if route.name == "ask")


@pytest.mark.parametrize("path", ["/", "/en/", "/api/v1/check"])
def test_a_form_at_the_limit_passes_and_one_beyond_does_not(server: Server, path: str) -> None:
    """Sixteen MiB of pictures and the longest text; whoever sends more learns what to do instead."""
    assert 200 == server.post(b"x" * MAX_PICTURE_ASK_BYTES, path, headers=FORM).status
    refused = server.ask(post(b"", path, FORM).replace(b"Content-Length: 0", b"Content-Length: %d" % (16_777_216 * 2)))
    assert 413 == refused.status
    assert "16 MB" in refused.body.decode()


@pytest.mark.parametrize("path", ["/chia-se/", "/api/v1/factchecks/search"])
def test_no_other_address_takes_one(server: Server, path: str) -> None:
    """Where no picture is asked about, a form of parts has the cap of any text."""
    assert 200 == server.post(b"x" * MAX_ASK_BYTES, path, headers=FORM).status
    assert 413 == server.post(b"x" * (MAX_ASK_BYTES + 1), path, headers=FORM).status


def test_a_picture_costs_more_than_a_text(tmp_path: Path) -> None:
    """However small it is; a form in which no file was chosen is the text that it is."""
    with serve(tmp_path, ASKS_BURST=2 * COST + 1, ASKS_PER_MINUTE=1) as server:
        assert [200, 200, 429] == [server.post(PICTURE, headers=FORM).status for _ in range(3)]
    with serve(tmp_path, ASKS_BURST=2 * COST + 1, ASKS_PER_MINUTE=1) as server:
        assert [200] * 9 == [server.post(NO_PICTURE, headers=FORM).status for _ in range(2 * COST + 1)]


def test_texts_do_not_wait_for_pictures(tmp_path: Path) -> None:
    """While pictures are worked on and wait, texts and pages are answered at once, and one client has but its share."""
    slow = FORM + b"Transfer-Encoding: chunked\r\n"
    ask = b"POST /check HTTP/1.1\r\n" + slow + b"\r\n7\r\nsleep:1\r\n0\r\n\r\n"
    with serve(tmp_path, ASKS_AT_WORK=1, ASKS_BURST=100) as server, ThreadPoolExecutor(8) as threads:
        waiting = [threads.submit(server.ask, ask, "127.0.0.2") for _ in range(5)]
        until(lambda: (server.metric("kiemtin_asks_at_work"), server.metric("kiemtin_asks_waiting")) == (1, 4))
        assert 429 == server.ask(ask, "127.0.0.2").status
        assert [200, 200] == [server.post(b"x", source="127.0.0.2").status, server.get(source="127.0.0.2").status]
        assert not any(one.done() for one in waiting)
        server.process.terminate()


def test_one_client_fills_a_part_of_the_memory() -> None:
    """At its share it passes, beyond it is told to wait, while there is room for others; all is given back."""
    shares = Shares(Reservoir(limit=MAX_BUFFERED))
    first, second = shares.of(b"one"), shares.of(b"two")
    first.take(MAX_OF_ONE)
    with pytest.raises(Refusal) as refusal:
        shares.of(b"one").take(1)
    assert 429 == refusal.value.status
    second.take(MAX_BUFFERED - MAX_OF_ONE)
    with pytest.raises(Refusal) as refusal:
        shares.of(b"three").take(1)
    assert 503 == refusal.value.status
    first.give_back(MAX_OF_ONE)
    second.give_back(MAX_BUFFERED - MAX_OF_ONE)
    assert ({}, 0) == (shares.held, shares.reservoir.taken)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (b'name="image"; filename="a.png"\r\n', True),
        (b"name=image; FILENAME=a.png\r\n", True),
        (b"name=image; filename*=UTF-8''a.png\r\n", True),
        (b'name="image"; filename=""a"\r\n', True),
        (b'filename=""; filename="a"; name="image"\r\n', True),
        (b'name="image"; filename=""\r\n', False),
        (b'filename=""; name="image"\r\n', False),
        (b'name="text"\r\n', False),
    ],
)
def test_no_spelling_of_a_file_passes_for_a_text(part: bytes, expected: bool) -> None:
    """Whatever a reader of forms may take for the name of a file counts as one."""
    scope = {"headers": [(b"content-type", b"Multipart/form-data; boundary=x")]}
    assert expected is holds_picture(scope, ASK, part)
    assert not holds_picture({"headers": [(b"content-type", b"application/x-www-form-urlencoded")]}, ASK, part)


def test_a_desk_that_opens_no_pictures_takes_none() -> None:
    """Then nobody has to send sixteen MiB to learn that they are of no use."""
    scope = {"headers": [(b"content-type", b"multipart/form-data"), (b"content-length", b"10000000")]}
    text_only = next(route for route in TEXT_ROUTES if route.name == "ask")
    assert (True, False) == (is_heavy(scope, ASK), is_heavy(scope, text_only))
