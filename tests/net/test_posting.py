"""Telling an address something, against real servers on this machine."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kiemtin.errors import KiemtinError
from kiemtin.evidence import render
from kiemtin.net import Outside, may_be_told, post
from tests.net.servers import answering, certificates, http_server, raw_server

NAME = "noi-nhan.example"
BODY = '{"id": "tiếng Việt"}'.encode()


@dataclass
class Receiver:
    """A receiver under way: its port, the status it answers with, and what came."""

    port: int = 0
    status: int = 200
    came: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)

    def url(self, path: str = "/tin") -> str:
        """An address on it."""
        return f"http://127.0.0.1:{self.port}{path}"


@contextlib.contextmanager
def receiver(port: int = 0) -> Iterator[Receiver]:
    """A server that takes whatever is posted, with the status that a test says."""
    ours = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            ours.came.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(ours.status)
            for name, value in ours.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    ours.port = server.server_address[1]
    with answering(server):
        yield ours


def refusal(url: str, *, may_be_own: bool = True, outside: Outside | None = None) -> str:
    """The message with which telling ``url`` fails, which can be said in both languages."""
    with pytest.raises(KiemtinError) as refused:
        post(url, BODY, {}, may_be_own=may_be_own, outside=outside)
    assert render(refused.value.message_id, refused.value.values, "vi")
    assert render(refused.value.message_id, refused.value.values, "en")
    return refused.value.message_id


def test_what_is_posted_arrives_as_it_was() -> None:
    """The very bytes, with the headers that were given, and the status that came back."""
    with receiver() as there:
        there.status = 202
        status = post(there.url("/a?b=1"), BODY, {"Kiemtin-Event-Id": "abc"}, may_be_own=True)
    (path, headers, body) = there.came[0]
    assert (202, "/a?b=1", BODY, "abc") == (status, path, body, headers["kiemtin-event-id"])


@pytest.mark.parametrize("status", [301, 302, 307, 308, 400, 404, 410, 429, 500, 503])
def test_anything_but_success_counts_as_not_taken(status: int) -> None:
    """A redirect above all: it is followed nowhere, not even on the same host."""
    with receiver() as there:
        there.status, there.headers = status, {"Location": "/noi-khac"}
        assert "missing.not-taken" == refusal(there.url())
        assert ["/tin"] == [path for path, _, _ in there.came]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://noi-nhan.example/a", "refused.readable-on-its-way"),
        ("https://noi-nhan.example:25/a", "refused.port"),
        ("https://u:p@noi-nhan.example/a", "refused.password-in-address"),
        ("ftp://noi-nhan.example/a", "refused.not-a-web-address"),
        ("https://127.0.0.1/a", "refused.not-public"),
        ("https://[::ffff:169.254.169.254]/a", "refused.not-public"),
        ("https://0x7f000001/", "refused.not-public"),
        ("https://10.0.0.7/", "refused.not-public"),
    ],
)
def test_what_may_not_be_told_without_leave(url: str, expected: str) -> None:
    """Neither plain http, nor another port, nor this machine and its network, however its address is written."""
    assert expected == refusal(url, may_be_own=False)


def test_leave_for_the_own_network_is_no_leave_for_metadata_or_plain_http_to_the_public() -> None:
    """The cloud's metadata belong to nobody; what is readable on its way stays at home."""
    assert "refused.not-public" == refusal("http://169.254.169.254/latest")
    public = Outside(resolver=lambda _: ["93.184.216.34"])
    assert "refused.readable-on-its-way" == refusal(f"http://{NAME}/", outside=public)
    may_be_told(f"http://{NAME}/", may_be_own=True)


def test_a_name_that_leads_inside_is_found_out() -> None:
    """One address of its own network among public ones is enough to refuse all of them."""
    mixed = Outside(resolver=lambda _: ["93.184.216.34", "192.168.1.1"])
    assert "refused.not-public" == refusal(f"https://{NAME}/", may_be_own=False, outside=mixed)


def test_a_certificate_of_another_name_is_not_believed(tmp_path: Path) -> None:
    """Over TLS the receiver has to prove its name; with it, what is told arrives."""
    server, trust = certificates(tmp_path, NAME)
    here = Outside(lambda _: ["127.0.0.1"], trust)
    with http_server({}, server) as there:
        assert "missing.not-taken" == refusal(there.url(host=NAME, scheme="https"), outside=here)
        assert "missing.no-secure-connection" == refusal(there.url(host="khac.example", scheme="https"), outside=here)


def test_a_receiver_that_speaks_nonsense_or_hangs_up() -> None:
    """Is out of reach this time, with a sentence."""
    with raw_server(lambda connection: connection.sendall(b"SSH-2.0-x\r\n")) as there:
        assert "missing.broken-off" == refusal(there.url())
    with raw_server(lambda _: None) as there:
        assert "missing.broken-off" == refusal(there.url())
    assert "missing.no-answer" == refusal(there.url())
