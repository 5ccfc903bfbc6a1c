"""Bodies over real connections: whole and within limits, or refused so that the sender learns why."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from pathlib import Path

import pytest

from kiemtin.desk.door.bodies import MAX_BUFFERED, Reservoir
from kiemtin.desk.door.refusals import Refusal
from kiemtin.desk.door.routes import MAX_ASK_BYTES, MAX_FORM_BYTES, MAX_STRAY_BYTES
from kiemtin.text.limits import MAX_LINES, MAX_TEXT_BYTES
from tests.desk.door.serving import Server, is_closed, post, read_answer, serve, until


@pytest.mark.parametrize(
    ("request_line", "limit"),
    [
        (b"POST /check", MAX_ASK_BYTES),
        (b"POST /en/", MAX_ASK_BYTES),
        (b"POST /api/v1/check", MAX_ASK_BYTES),
        (b"POST /setup/x/", MAX_FORM_BYTES),
        (b"POST /nobody-listed-this", MAX_FORM_BYTES),
        (b"GET /", MAX_STRAY_BYTES),
        (b"DELETE /api/v1/check", MAX_FORM_BYTES),
    ],
)
def test_a_body_at_the_limit_passes_and_one_beyond_does_not(server: Server, request_line: bytes, limit: int) -> None:
    """With its length told before, and in pieces without one."""
    head = request_line + b" HTTP/1.1\r\nHost: x\r\n"
    for size, status in ((limit, 200), (limit + 1, 413)):
        body = b"x" * size
        told = server.ask(head + b"Content-Length: %d\r\n\r\n" % size + body)
        pieces = server.ask(head + b"Transfer-Encoding: chunked\r\n\r\n" + _chunked(body))
        assert (status, status) == (told.status, pieces.status)
        if status == 200:
            assert (b"%d" % size, b"%d" % size) == (told.body, pieces.body)


def _chunked(body: bytes, size: int = 10_000) -> bytes:
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def test_any_text_within_its_limit_fits_into_a_form() -> None:
    """The longest text, of the letters that a form makes longest, with as many lines as a text may have."""
    from urllib.parse import urlencode

    text = "ế" * ((MAX_TEXT_BYTES - MAX_LINES) // 3) + "\r\n" * (MAX_LINES - 1)
    assert len(urlencode({"text": text, "language": "vi"})) <= MAX_ASK_BYTES
    assert len(json.dumps({"text": "ã" * (MAX_TEXT_BYTES // 2)})) <= MAX_ASK_BYTES


def test_whoever_sends_50_mb_reads_why_it_was_refused(server: Server) -> None:
    """The answer is there at once, and is still there for a client that sends everything before it reads."""
    size = 50_000_000
    with server.connect() as connection:
        connection.sendall(b"POST /check HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % size)
        assert 413 == read_answer(connection).status  # before a byte of the body
    answer = server.post(b"x" * size, "/api/v1/check")
    assert (413, "close") == (answer.status, answer.headers["connection"])
    assert 413 == json.loads(answer.body)["status"]
    pieces = b"POST /check HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + _chunked(b"x" * size)
    assert 413 == server.ask(pieces).status


def test_a_refused_body_is_not_read_for_ever(tmp_path: Path) -> None:
    """Past its bytes, and past its seconds, the connection is closed."""
    with serve(tmp_path, LIMITS=json.dumps({"bodies.DRAIN_SECONDS": 0.3, "bodies.DRAIN_BYTES": 2_000_000})) as server:
        with server.connect() as connection:
            connection.sendall(b"POST /check HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\n")
            assert 413 == read_answer(connection).status
            assert is_closed(connection)
        endless = b"POST /check HTTP/1.1\r\nHost: x\r\nContent-Length: 900000000\r\n\r\n" + b"x" * 100_000_000
        with server.connect() as connection, pytest.raises(ConnectionError):
            connection.sendall(endless)


def test_a_client_that_asks_first_is_spared_sending(server: Server) -> None:
    """``Expect: 100-continue`` is answered with 413 for a body that is too large, else with 100."""
    head = b"POST /check HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n"
    with server.connect() as connection:
        connection.sendall(head % (MAX_ASK_BYTES + 1))
        assert 413 == read_answer(connection).status
    with server.connect() as connection:
        connection.sendall(head % 5)
        assert connection.recv(100).startswith(b"HTTP/1.1 100")
        connection.sendall(b"hello")
        assert b"5" == read_answer(connection).body


def test_a_length_that_lies_harms_nobody(server: Server) -> None:
    """Less than was said: nobody answers whoever has left; more: the rest is no request; no number: refused."""
    with server.connect() as connection:
        connection.sendall(b"POST /check HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nshort")
        connection.shutdown(socket.SHUT_WR)
        assert is_closed(connection)
    with server.connect() as connection:
        connection.sendall(post(b"hello") + b"and more that nobody announced\r\n\r\n")
        assert [200, 400] == [read_answer(connection).status, read_answer(connection).status]
    for length in (b"-1", b"5x", b"5, 6", b"0x5", b"9" * 30, b"\xd9\xa5"):
        answer = server.ask(b"POST /check HTTP/1.1\r\nHost: x\r\nContent-Length: %s\r\n\r\nhello" % length)
        assert answer.status in (400, 413), length
    both = b"POST /check HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    assert 400 == server.ask(both).status
    assert 200 == server.get().status


def test_a_body_that_does_not_come_is_waited_for_only_so_long(tmp_path: Path) -> None:
    """One byte now and then does not help: the whole body has its time. Others are answered meanwhile."""
    with serve(tmp_path, LIMITS=json.dumps({"BODY_SECONDS": 0.5, "bodies.DRAIN_SECONDS": 0.1})) as server:
        with server.connect("127.0.0.2") as slow, server.connect("127.0.0.3") as silent:
            silent.sendall(b"POST /api/v1/check HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n")
            slow.sendall(b"POST /check HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n")
            stop = threading.Event()
            drip = threading.Thread(target=_drip, args=(slow, stop))
            drip.start()
            assert 200 == server.post(b"hello").status
            assert [408, 408] == [read_answer(slow).status, read_answer(silent).status]
            stop.set()
            drip.join()
        until(lambda: server.metric("kiemtin_body_bytes") == 0)
        assert 2 == server.metric('kiemtin_refusals_total{status="408"}')


def _drip(connection: socket.socket, stop: threading.Event) -> None:
    while not stop.wait(0.05):
        try:
            connection.sendall(b"x")
        except OSError:
            return


def test_bodies_of_one_process_share_its_memory() -> None:
    """At the limit they pass, beyond it whoever comes is told to come back; what was given back is free again."""

    async def scenario() -> None:
        told: list[int] = []
        reservoir = Reservoir(told.append)
        reservoir.take(MAX_BUFFERED)
        with pytest.raises(Refusal) as refusal:
            reservoir.take(1)
        assert (503, 5) == (refusal.value.status, refusal.value.retry_after)
        reservoir.give_back(MAX_BUFFERED)
        reservoir.take(1)
        assert [MAX_BUFFERED, 0, 1] == told

    asyncio.run(scenario())


def test_whoever_leaves_while_sending_leaves_nothing(server: Server) -> None:
    """No byte of a body that broke off stays counted, and no line of it in the log."""
    for _ in range(20):
        with server.connect() as connection:
            connection.sendall(b"POST /check HTTP/1.1\r\nHost: x\r\nContent-Length: 400000\r\n\r\n" + b"x" * 100_000)
    until(lambda: server.metric("kiemtin_body_bytes") == 0)
    assert "xxxx" not in server.log.read_text()
