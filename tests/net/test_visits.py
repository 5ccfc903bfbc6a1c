"""Many files over one connection: kept, judged and bounded like every other."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest

from kiemtin.errors import OutOfReach, Refused, TooLarge
from kiemtin.net import Limits, Outside
from kiemtin.net.visits import Visit
from tests.net.servers import http_server, raw_server

LIMITS = Limits(1000, 5.0, 5.0)


@contextlib.contextmanager
def _keeping_server() -> Iterator[tuple[int, list[int]]]:
    """A server that keeps its connections for two requests; each request is noted with its connection's number."""
    listening, asked = socket.create_server(("127.0.0.1", 0)), list[int]()

    def serve() -> None:
        with contextlib.suppress(OSError):
            for number in range(10):
                connection, _ = listening.accept()
                with connection:
                    for _ in range(2):
                        if not connection.recv(65_536):
                            break
                        asked.append(number)
                        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1], asked
    finally:
        with contextlib.suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


def test_a_connection_is_kept_until_the_server_ends_it() -> None:
    """Then another one is opened, without a word about it."""
    with _keeping_server() as (port, asked), Visit(f"http://127.0.0.1:{port}/log/") as visit:
        assert [b"abc"] * 4 == [visit.get("tile", LIMITS).body for _ in range(4)]
    assert [0, 0, 1, 1] == asked


def test_an_answer_is_given_whatever_its_status() -> None:
    """With what the server says about when to come again; a redirect is not followed."""
    answers = {
        "/log/a": (200, {}, b"day"),
        "/log/b": (429, {"Retry-After": "7"}, b"x"),
        "/log/c": (302, {"Location": "/log/a"}, b""),
    }
    with http_server(answers) as server, Visit(server.url("/log")) as visit:
        found = [visit.get(path, LIMITS) for path in ("a", "b", "c", "d")]
    assert [(200, b"day", ""), (429, b"", "7"), (302, b"", ""), (404, b"", "")] == [
        (one.status, one.body, one.retry_after) for one in found
    ]


def test_an_endless_body_stops_at_the_limit() -> None:
    """And the next file can be asked for."""

    def endless(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x" * 10_000)

    with raw_server(endless) as server, Visit(server.url()) as visit:
        for _ in range(2):
            with pytest.raises(TooLarge):
                visit.get("a", LIMITS)


def _silent(connection: socket.socket) -> None:
    connection.recv(1)


def test_a_silent_server_is_given_up() -> None:
    """Within the seconds of silence, not for ever."""
    with (
        raw_server(_silent) as server,
        Visit(server.url()) as visit,
        pytest.raises(OutOfReach),
    ):
        visit.get("a", Limits(1000, 0.3, 0.2))


def test_where_a_name_leads_is_judged_whenever_it_is_connected_to() -> None:
    """A name that has moved to an address that nobody may be reached at is not followed there."""
    leads = ["127.0.0.1"]
    with (
        http_server({"/a": (200, {"Connection": "close"}, b"1")}) as server,
        Visit(server.url("/", "log.test"), Outside(resolver=lambda _: leads)) as visit,
    ):
        assert b"1" == visit.get("a", LIMITS).body
        leads[0] = "169.254.169.254"
        with pytest.raises(Refused, match="not-public"):
            visit.get("a", LIMITS)


@pytest.mark.parametrize("address", ["ftp://a.example", "http://u:p@a.example", "http://a.example/?x", "tệp"])
def test_other_addresses_are_refused(address: str) -> None:
    """Before anything is opened."""
    with pytest.raises(Refused):
        Visit(address)
