"""A real server on this machine, and a client that can misbehave in every way a socket allows."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

PROGRAM = Path(__file__).parent / "served.py"
SOURCE = Path(__file__).parents[3] / "src"

PATIENCE = 90.0
"""Seconds after which a test gives up; nothing here takes one."""


@dataclass(frozen=True)
class Answer:
    """An answer as it came: its status, its headers by lower-case name, its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Server:
    """A server under way: its port, the process that was started, those that answer, and the file of its log."""

    port: int
    process: subprocess.Popen[str]
    workers: tuple[int, ...]
    log: Path
    family: socket.AddressFamily = socket.AF_INET

    def connect(self, source: str = "127.0.0.1") -> socket.socket:
        """A connection from the loopback address ``source``: each is a client of its own."""
        connection = socket.socket(self.family)
        connection.settimeout(PATIENCE)
        connection.bind((source, 0))
        connection.connect(("::1" if self.family == socket.AF_INET6 else "127.0.0.1", self.port))
        return connection

    def ask(self, request: bytes, source: str = "127.0.0.1") -> Answer:
        """Send one request as it stands and read its answer."""
        with self.connect(source) as connection:
            connection.sendall(request)
            return read_answer(connection)

    def get(self, path: str = "/", source: str = "127.0.0.1", headers: bytes = b"") -> Answer:
        """GET ``path``."""
        return self.ask(b"GET %s HTTP/1.1\r\nHost: x\r\n%s\r\n" % (path.encode(), headers), source)

    def post(
        self, body: bytes, path: str = "/check", source: str = "127.0.0.1", headers: bytes = b"Host: x\r\n"
    ) -> Answer:
        """POST ``body`` to ``path``."""
        return self.ask(post(body, path, headers), source)

    def metric(self, line: str) -> float:
        """The number after ``line`` among the metrics, asked from an address of its own."""
        text = self.get("/metrics", "127.255.0.1").body.decode()
        return float(next(one.rpartition(" ")[2] for one in text.splitlines() if one.rpartition(" ")[0] == line))


def post(body: bytes, path: str = "/check", headers: bytes = b"Host: x\r\n") -> bytes:
    """A POST of ``body`` as bytes."""
    return b"POST %s HTTP/1.1\r\n%sContent-Length: %d\r\n\r\n%s" % (path.encode(), headers, len(body), body)


def read_answer(connection: socket.socket) -> Answer:
    """One answer, read to the end that its length gives, and not a byte of the next."""
    data = b""
    while not data.endswith(b"\r\n\r\n"):
        data += _some(connection, 1)
    lines = data.decode().rstrip("\r\n").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    body, length = b"", int(headers.get("content-length", 0))
    while len(body) < length:
        body += _some(connection, length - len(body))
    return Answer(int(lines[0].split()[1]), headers, body)


def _some(connection: socket.socket, most: int) -> bytes:
    data = connection.recv(min(most, 65_536))
    if not data:
        raise ConnectionError("the server closed the connection")
    return data


def is_closed(connection: socket.socket) -> bool:
    """Whether the server has closed the connection, waiting until it does."""
    with contextlib.suppress(ConnectionError):
        while connection.recv(65_536):
            pass
    return True


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never held"
        time.sleep(0.02)


@contextlib.contextmanager
def serve(folder: Path, **settings: str | int) -> Iterator[Server]:
    """A server with these settings (``ASKS_BURST=2``, ``WORKERS=2``); its files would be in ``folder``."""
    own = {name: str(value) for name, value in settings.items() if name in ("WORKERS", "HOST", "LIMITS")}
    named = {f"KIEMTIN_{name}": str(value) for name, value in settings.items() if name not in own}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KIEMTIN_")}
    environment = {**kept, **own, **named, "PYTHONPATH": str(SOURCE), "TMPDIR": str(folder), "HOME": str(folder)}
    log = folder / "server.log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, PROGRAM], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
        )
    assert process.stdout is not None
    with process, process.stdout as told:
        try:
            port, *workers = map(int, told.readline().split())
            family = socket.AF_INET6 if settings.get("HOST") == "::1" else socket.AF_INET
            yield Server(port, process, tuple(workers), log, family)
        finally:
            process.terminate()
            process.wait(PATIENCE)
