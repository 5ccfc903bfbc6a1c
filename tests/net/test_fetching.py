"""Fetching, against real servers on this machine."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiemtin.errors import KiemtinError
from kiemtin.evidence import render
from kiemtin.net import Fetched, Limits, Outside, fetch
from kiemtin.net.limits import MAX_REDIRECTS, MAX_URL
from kiemtin.version import __version__
from tests.net.servers import Answer, certificates, drip, http_server, raw_server

SMALL = Limits(max_bytes=100_000, seconds=10, silence=5)
NAME = "nguon-mau.example"
HERE = Outside(resolver=lambda _: ["127.0.0.1"])
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


def typed(url: str, limits: Limits = SMALL, outside: Outside | None = None) -> Fetched:
    """Fetch what an operator typed."""
    return fetch(url, limits, typed_by_operator=True, outside=outside)


def refusal(url: str, limits: Limits = SMALL, *, operator: bool = True, outside: Outside | None = None) -> str:
    """The message with which ``url`` is refused, which can be said in both languages."""
    with pytest.raises(KiemtinError) as refused:
        fetch(url, limits, typed_by_operator=operator, outside=outside)
    assert render(refused.value.message_id, refused.value.values, "vi")
    assert render(refused.value.message_id, refused.value.values, "en")
    return refused.value.message_id


def test_an_address_that_the_operator_typed() -> None:
    """On their own machine, on any port; nothing of them is sent along."""
    with http_server({"/a?b=1": (200, {"Content-Type": "application/json", "Set-Cookie": "a=1"}, b"[]")}) as server:
        found = typed(server.url("/a?b=1#c"))
        typed(server.url("/a?b=1"))
    assert (200, "application/json", b"[]", server.url("/a?b=1#c")) == (
        found.status,
        found.content_type,
        found.body,
        found.url,
    )
    assert found.retrieved.tzinfo is not None
    for asked in server.asked:
        assert f"KiemTin/{__version__}" == asked["user-agent"]
        assert {"path", "host", "user-agent", "accept", "accept-encoding", "connection"} >= set(asked)


def test_no_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would see what is fetched, and connect where it likes."""
    with http_server({}) as proxy, http_server({"/": (200, {}, b"x")}) as server:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url())
        assert b"x" == typed(server.url()).body
    assert [] == proxy.asked


def test_a_name_is_connected_to_as_it_was_judged() -> None:
    """The name stands in the request, the judged address is where it goes; it is looked up once for all redirects."""
    answers: dict[str, Answer] = {"/": (302, {"Location": "/b"}, b""), "/b": (200, {}, b"x")}
    asked: list[str] = []

    def rebinding(name: str) -> list[str]:
        asked.append(name)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.255.255.1"]

    with http_server(answers) as server:
        found = typed(server.url(host=NAME), outside=Outside(rebinding))
    assert (b"x", server.url("/b", NAME)) == (found.body, found.final_url)
    assert [f"{NAME}:{server.port}"] * 2 == [one["host"] for one in server.asked]
    assert [NAME] == asked


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1:8080/", "http://[::1]/", "http://localhost/", "http://10.0.0.1/", "http://2130706433/"),
        *("http://0x7f.1/", "http://169.254.169.254/latest/meta-data/", "http://[::ffff:127.0.0.1]/", "http://0/"),
        *("http://100.64.0.1/", "http://[fd00::1]/", "http://[64:ff9b::7f00:1]/", "http://①②⑦.0.0.1/"),
    ],
)
def test_a_strangers_address_leads_to_the_public_only(url: str) -> None:
    """However it is written."""
    assert "refused.not-public" == refusal(url, operator=False)


@pytest.mark.parametrize("answer", [["127.0.0.1"], ["1.1.1.1", "10.0.0.1"], ["::ffff:169.254.169.254"]])
def test_a_strangers_name_with_one_private_address_is_refused(answer: list[str]) -> None:
    """All of its addresses are judged before any is connected to."""
    assert "refused.not-public" == refusal(f"http://{NAME}/", operator=False, outside=Outside(lambda _: answer))


def test_what_nobody_may_reach() -> None:
    """Not the operator either: the cloud's metadata, groups, nothing."""
    for host in ("169.254.169.254", "0", "224.0.0.1", "[fe80::1]", "192.0.2.1"):
        assert "refused.not-public" == refusal(f"http://{host}/")


@pytest.mark.parametrize("port", [22, 25, 81, 3306, 6379, 9200])
def test_ports_of_strangers(port: int) -> None:
    """Those of the web only."""
    assert "refused.port" == refusal(f"http://1.1.1.1:{port}/", operator=False)


LONG = "http://a/" + "a" * MAX_URL
NO_ADDRESSES = ("", "-", "ftp://a.example/", "file:///a", "a.example", "http://", "http://a b/", LONG)


@pytest.mark.parametrize("url", NO_ADDRESSES)
def test_what_is_no_web_address(url: str) -> None:
    """Only http and https, only so long."""
    assert "refused.not-a-web-address" == refusal(url)


def test_a_password_in_an_address() -> None:
    """It would end in logs and reports."""
    assert "refused.password-in-address" == refusal("http://ten:mat-khau@a.example/")


def chain(count: int) -> dict[str, Answer]:
    """So many redirects, then an answer."""
    steps: dict[str, Answer] = {f"/{number}": (302, {"Location": f"/{number + 1}"}, b"") for number in range(count)}
    return {**steps, f"/{count}": (200, {}, b"x")}


def test_redirects_up_to_the_limit() -> None:
    """One more is refused."""
    with http_server(chain(MAX_REDIRECTS)) as server:
        assert b"x" == typed(server.url("/0")).body
    with http_server(chain(MAX_REDIRECTS + 1)) as server:
        assert "refused.too-many-redirects" == refusal(server.url("/0"))


@pytest.mark.parametrize(
    ("location", "message"),
    [
        ("http://localhost:PORT/b", "refused.port"),
        ("http://localhost/b", "refused.not-public"),
        ("http://127.0.0.2/", "refused.not-public"),
        ("http://127.0.0.1/", "refused.not-public"),
        ("http://127.0.0.1:22/", "refused.port"),
        ("http://169.254.169.254/", "refused.not-public"),
        ("file:///etc/passwd", "refused.not-a-web-address"),
        ("http://a@127.0.0.1:PORT/b", "refused.password-in-address"),
    ],
)
def test_a_redirect_off_the_host_is_a_strangers(location: str, message: str) -> None:
    """The operator typed one place: another name, address or port of their network is not it."""
    with http_server({"/": (302, {"Location": location}, b""), "/b": (200, {}, b"x")}) as server:
        assert message == refusal(server.url())
    assert 1 == len(server.asked)


def test_a_secure_connection_for_the_name(tmp_path: Path) -> None:
    """The certificate is proven for the name, though an address is connected to; another name's is refused."""
    for_server, trust = certificates(tmp_path, NAME)
    outside = Outside(lambda _: ["127.0.0.1"], trust)
    answers: dict[str, Answer] = {"/": (200, {}, b"x"), "/xuong": (302, {"Location": f"http://{NAME}:PORT/"}, b"")}
    with http_server(answers, for_server) as server:
        assert b"x" == typed(server.url(host=NAME, scheme="https"), outside=outside).body
        assert "missing.no-secure-connection" == refusal(
            server.url(host="khac.example", scheme="https"), outside=outside
        )
        assert "missing.no-secure-connection" == refusal(server.url(host=NAME, scheme="https"), outside=HERE)
        assert "refused.downgrade" == refusal(server.url("/xuong", NAME, "https"), outside=outside)


def test_bodies_up_to_the_limit() -> None:
    """One byte more is refused."""
    bodies: dict[str, Answer] = {"/a": (200, {}, b"a" * 100_000), "/b": (200, {}, b"a" * 100_001)}
    with http_server(bodies) as server:
        assert 100_000 == len(typed(server.url("/a")).body)
        assert "refused.answer-too-large" == refusal(server.url("/b"))


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_bombs_stop_at_the_limit(encoding: str) -> None:
    """Unpacked bytes are counted; 500 MB in 500 kB cost neither the memory nor the time."""
    pack = gzip.compress if encoding == "gzip" else zlib.compress
    small, bomb = pack(b"a" * 100_000), pack(b"\0" * 500_000_000, 9)
    headers = {"Content-Encoding": encoding}
    with http_server({"/a": (200, headers, small), "/b": (200, headers, bomb)}) as server:
        assert 100_000 == len(typed(server.url("/a")).body)
        started = time.process_time()
        assert "refused.answer-too-large" == refusal(server.url("/b"))
    assert time.process_time() - started < 2


def test_an_endless_body_stops_at_the_limit() -> None:
    """Whatever its length was said to be."""

    def endless(connection: socket.socket) -> None:
        connection.sendall(HEAD + b"\r\n")
        while True:
            connection.sendall(b"a" * 10_000)

    with raw_server(endless) as server:
        assert "refused.answer-too-large" == refusal(server.url())


QUICK = Limits(max_bytes=1_000, seconds=1.0, silence=0.4)


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nA: ", HEAD + b"\r\n"], ids=["status", "header", "body"])
def test_a_slow_server_ends_with_the_time(start: bytes) -> None:
    """A byte now and then keeps no one waiting longer than the whole may take."""

    def slow(connection: socket.socket) -> None:
        connection.sendall(start)
        drip(connection, b"HTTP/1.1 200 OK" * 100, 0.1)

    with raw_server(slow) as server:
        started = time.monotonic()
        assert "missing.too-slow" == refusal(server.url(), QUICK)
    assert 0.9 < time.monotonic() - started < 100  # the whole drip would take that long


def test_a_silent_server_ends_with_the_silence() -> None:
    """Sooner than the whole may take."""
    done = threading.Event()
    with raw_server(lambda _: (done.wait(120), None)[1]) as server:
        started = time.monotonic()
        assert "missing.too-slow" == refusal(server.url(), Limits(seconds=60, silence=0.4))
        assert "missing.too-slow" == refusal(server.url(), Limits(seconds=0.3, silence=60))
        assert time.monotonic() - started < 50
        done.set()


def test_a_look_up_that_hangs_ends_too() -> None:
    """The system's resolver knows no limit of ours."""
    done = threading.Event()
    outside = Outside(lambda _: ["1.1.1.1"] if done.wait(5) else [])
    assert "missing.too-slow" == refusal(f"http://{NAME}/", QUICK, outside=outside)
    done.set()


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (b"", "missing.broken-off"),
        (b"\0\xff" * 100, "missing.broken-off"),
        (b"SSH-2.0-OpenSSH\r\n", "missing.broken-off"),
        (HEAD + b"Content-Length: 10\r\n\r\nabc", "missing.broken-off"),
        (HEAD + b"Content-Encoding: gzip\r\n\r\nno gzip", "missing.broken-off"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", "missing.broken-off"),
        (HEAD + b"A: " + b"a" * 1_000_000 + b"\r\n\r\n", "missing.broken-off"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://[\r\n\r\n", "refused.not-a-web-address"),
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "missing.answer"),
        (b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", "missing.answer"),
    ],
)
def test_answers_that_are_none(said: bytes, message: str) -> None:
    """Each is out of reach or refused, with a message."""
    with raw_server(lambda connection: connection.sendall(said)) as server:
        assert message == refusal(server.url())


@given(st.sampled_from([b"", HEAD, HEAD + b"\r\n", b"HTTP/1.1 302 Found\r\nLocation: "]), st.binary(max_size=200))
@settings(max_examples=60, deadline=None)
def test_noise_for_an_answer(start: bytes, noise: bytes) -> None:
    """Nothing a server says is a crash."""
    with raw_server(lambda connection: connection.sendall(start + noise)) as server, contextlib.suppress(KiemtinError):
        typed(server.url(), QUICK)


def test_nobody_there() -> None:
    """No machine, no name."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    assert "missing.no-answer" == refusal(f"http://127.0.0.1:{port}/")
    assert "missing.no-such-name" == refusal(f"http://{NAME}/", outside=Outside(lambda _: []))
