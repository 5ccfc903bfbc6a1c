"""Connections that misbehave before there is a request, or after there is an answer."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from kiemtin.desk.door.budgets import WIDER
from kiemtin.desk.door.settings import DoorSettings
from kiemtin.desk.door.visit import MAX_HEAD, MAX_TARGET
from kiemtin.desk.door.wire import BUFFERED_HEAD, FULL, TOO_MANY, Openings
from tests.desk.door.serving import Server, is_closed, post, read_answer, serve, until


def test_headers_at_the_limit_pass_and_one_byte_beyond_does_not(server: Server) -> None:
    """Names and values together; the refusal says what to do about it."""
    rest = MAX_HEAD - len("Host" + "x" + "Cookie")
    at_limit = server.get(headers=b"Cookie: %s\r\n" % (b"c" * rest))
    beyond = server.get(headers=b"Cookie: %s\r\n" % (b"c" * (rest + 1)))
    assert (200, 431) == (at_limit.status, beyond.status)
    assert "cookie" in beyond.body.decode()


def test_an_address_at_the_limit_passes_and_one_byte_beyond_does_not(server: Server) -> None:
    """Path and query together."""
    for target in ("/" + "a" * (MAX_TARGET - 1), "/?" + "a" * (MAX_TARGET - 1)):
        assert (200, 414) == (server.get(target).status, server.get(target + "a").status)


@pytest.mark.parametrize("flood", [b"Cookie: " + b"c" * 10_000_000, b"A: b\r\n" * 1_000_000])
def test_a_flood_of_headers_is_cut_off(server: Server, flood: bytes) -> None:
    """It is refused long before it has come, whether in one header or in a million."""
    with server.connect() as connection:
        try:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n" + flood)
            connection.settimeout(5)
            assert 400 == read_answer(connection).status
        except ConnectionError:
            pass  # closed while we were sending: the answer may be lost on us
    assert 200 == server.get().status
    assert len(flood) > BUFFERED_HEAD


def test_a_head_that_does_not_come_is_waited_for_only_so_long(tmp_path: Path) -> None:
    """Silent, or a byte now and then, at first or after an answer: the connection is closed."""
    limits = json.dumps({"wire.HEAD_SECONDS": 0.5, "wire.LOOK_EVERY": 0.1})
    with serve(tmp_path, LIMITS=limits) as server, ExitStack() as open_ones:
        silent, slow, later = (open_ones.enter_context(server.connect()) for _ in range(3))
        later.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert 200 == read_answer(later).status
        later.sendall(b"GET / HT")
        with pytest.raises(ConnectionError):
            _drip(slow, b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 100)
        assert 408 == read_answer(later).status
        assert is_closed(silent)
        until(lambda: server.metric("kiemtin_connections") == 1)


def _drip(connection: socket.socket, data: bytes) -> None:
    for letter in data:
        connection.sendall(bytes([letter]))
        time.sleep(0.05)


def test_whoever_does_not_read_the_answer_is_let_go(tmp_path: Path) -> None:
    """A long answer that nobody takes does not hold a connection for ever."""
    limits = json.dumps({"wire.READ_SECONDS": 0.5, "wire.LOOK_EVERY": 0.1})
    with serve(tmp_path, LIMITS=limits) as server, _not_reading(server):
        until(lambda: server.metric("kiemtin_connections") == 2)
        until(lambda: server.metric("kiemtin_connections") == 1)


def test_reading_an_answer_slowly_holds_nobody_up(tmp_path: Path) -> None:
    """The one place at work is free as soon as the answer begins, long before it was read."""
    with serve(tmp_path, ASKS_AT_WORK=1) as server, _not_reading(server):
        until(lambda: server.metric("kiemtin_ask_seconds_count") == 1)
        assert 200 == server.post(b"hello").status
        assert 2 == server.metric("kiemtin_connections")


@contextmanager
def _not_reading(server: Server) -> Iterator[None]:
    """A client that asks for a long answer and takes none of it."""
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        connection.connect(("127.0.0.1", server.port))
        connection.sendall(post(b"long:50000000"))
        yield


def test_silent_connections_of_one_client_do_not_shut_out_another(tmp_path: Path) -> None:
    """One client has only so many connections at a time; one more is refused, another client's is not."""
    with serve(tmp_path, CONNECTIONS_PER_CLIENT=8) as server, ExitStack() as open_ones:
        held = [open_ones.enter_context(server.connect("127.0.0.2")) for _ in range(8)]
        until(lambda: server.metric("kiemtin_connections") == 9)
        with server.connect("127.0.0.2") as one_more:
            assert 429 == read_answer(one_more).status
        assert 200 == server.get(source="127.0.0.3").status
        held[0].sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert 200 == read_answer(held[0]).status


def test_a_process_holds_only_so_many_connections(tmp_path: Path) -> None:
    """At the limit it answers; one beyond is told to come back; when they have gone, all is as before."""
    with serve(tmp_path, CONNECTIONS=8) as server:
        with ExitStack() as open_ones:
            held = [open_ones.enter_context(server.connect(f"127.0.0.{number}")) for number in range(2, 10)]
            held[-1].sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert 200 == read_answer(held[-1]).status
            with server.connect() as one_more:
                answer = read_answer(one_more)
            assert (503, "5") == (answer.status, answer.headers["retry-after"])
        until(lambda: server.metric("kiemtin_connections") == 1)


def test_connections_are_counted_by_line_and_by_the_network_around_it() -> None:
    """Many lines of one IPv6 customer are many clients, but not without end; nothing is left when all have gone."""
    openings = Openings(DoorSettings(connections=10_000, connections_per_client=2))
    lines = [(b"line %d" % number, b"around") for number in range(WIDER)]
    for line in lines:
        assert [b"", b"", TOO_MANY] == [_open(openings, line), _open(openings, line), openings.refuse(line)]
    assert TOO_MANY == openings.refuse((b"one more", b"around"))
    assert b"" == openings.refuse((b"one more", b"elsewhere"))
    for line in lines * 2:
        openings.remove(line)
    assert (0, {}) == (openings.total, dict(openings._of))
    assert FULL == Openings(DoorSettings(connections=0)).refuse(())


def _open(openings: Openings, names: tuple[bytes, ...]) -> bytes:
    refusal = openings.refuse(names)
    openings.add(names)
    return refusal


def test_what_is_not_http_is_refused_quietly(server: Server) -> None:
    """Noise gets 400 and a closed connection, and the next client its answer."""
    for noise in (b"\x16\x03\x01\x02\x00\x01\x00", b"hello\r\n\r\n", b"GET /\xff HTTP/1.1\r\n\r\n", b"\0" * 1000):
        with server.connect() as connection:
            connection.sendall(noise)
            assert 400 == read_answer(connection).status
            assert is_closed(connection)
    assert 200 == server.get().status
    assert "Traceback" not in server.log.read_text()
