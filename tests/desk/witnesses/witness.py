"""A witness for tests that really listens: it keeps what it cosigned, and answers as C2SP tlog-witness says."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from kiemtin.errors import Untrusted
from kiemtin.transparency.checkpoint import Checkpoint, checkpoint_in
from kiemtin.transparency.keys import Kind, Signer, Verifier
from kiemtin.transparency.witnessing import cosign, read_add_checkpoint
from tests.net.servers import answering

REFUSED, CONFLICT = 422, 409


@dataclass
class Witness:
    """A witness under way: its key, what it cosigned last, and the sizes that it was asked about."""

    name: str
    log: Verifier | None = None
    latest: Checkpoint | None = None
    asked: list[int] = field(default_factory=list)
    port: int = 0
    status: int = 0
    body: bytes = b""
    """Where there is a status, everything is answered with these."""
    silent: bool = False
    """Whether it takes what comes and never answers."""

    @property
    def signer(self) -> Signer:
        """Its key, always the same for its name."""
        return Signer(self.name, self.name.encode().ljust(32, b"."), Kind.COSIGNATURE)

    @property
    def setting(self) -> str:
        """What an operator writes into ``KIEMTIN_WITNESSES``."""
        return f"{self.signer.verifier.vkey} http://127.0.0.1:{self.port}/w"

    def answer(self, body: bytes) -> tuple[int, bytes]:
        """Status and body for what was sent to ``add-checkpoint``."""
        request = read_add_checkpoint(body)
        checkpoint = checkpoint_in(request.note)
        self.asked.append(checkpoint.size)
        if self.status:
            return self.status, self.body
        assert self.log is not None
        try:
            line = cosign(request, self.log, self.latest, self.signer, 1_800_000_000 + len(self.asked))
        except Untrusted as error:
            known = self.latest.size if self.latest else 0
            is_other = error.message_id == "log.witness-knows-another"
            return (CONFLICT, f"{known}\n".encode()) if is_other else (REFUSED, b"")
        self.latest = checkpoint
        return 200, line.encode()


@contextmanager
def listening(name: str) -> Iterator[Witness]:
    """A witness on a port of this machine."""
    witness, one_at_a_time = Witness(name), threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/w/add-checkpoint"
            if witness.silent:
                self.rfile.read()  # until whoever asked has gone
                return
            with one_at_a_time:
                status, body = witness.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    witness.port = server.server_address[1]
    with answering(server):
        yield witness
