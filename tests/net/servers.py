"""Real servers on this machine: one that speaks HTTP, and one that sends whatever bytes a test wants."""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

Answer = tuple[int, Mapping[str, str], bytes]


@dataclass
class Server:
    """A server under way: its port, and the headers of every request it had."""

    port: int
    asked: list[dict[str, str]] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "127.0.0.1", scheme: str = "http") -> str:
        """An address on it."""
        return f"{scheme}://{host}:{self.port}{path}"


@contextlib.contextmanager
def http_server(answers: Mapping[str, Answer], tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server that has an answer for each path, and 404 for the rest."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            ours.asked.append({"path": self.path, **{name.lower(): value for name, value in self.headers.items()}})
            status, headers, body = answers.get(self.path, (404, {}, b"khong co"))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value.replace("PORT", str(ours.port)))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with contextlib.suppress(OSError):  # whoever asked may have gone
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    ours = Server(server.server_address[1])
    with answering(server):
        yield ours


@contextlib.contextmanager
def answering(server: socketserver.BaseServer) -> Iterator[None]:
    """Let ``server`` answer in a thread of its own; it and its port are gone afterwards."""
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextlib.contextmanager
def raw_server(speak: Callable[[socket.socket], None]) -> Iterator[Server]:
    """A server that reads one request and then says whatever ``speak`` says."""
    listening = socket.create_server(("127.0.0.1", 0))
    ours = Server(listening.getsockname()[1])

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listening.accept()
                with connection, contextlib.suppress(OSError):
                    connection.recv(65_536)
                    speak(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield ours
    finally:
        with contextlib.suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


def drip(connection: socket.socket, data: bytes, seconds: float) -> None:
    """Send ``data`` byte by byte, so slowly that it takes ``seconds`` for each."""
    for one in data:
        connection.sendall(bytes([one]))
        time.sleep(seconds)


def certificates(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's certificate for ``name``, and the trust in it of a client."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.9"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "chung-chi.pem"
    pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem)
    return server, ssl.create_default_context(cafile=str(pem))
