"""A real mail server on this machine, small enough to read: it takes letters, or refuses them as a test says."""

from __future__ import annotations

import contextlib
import socketserver
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.net.servers import answering


@dataclass
class Mailbox:
    """A mail server under way: its port, what it has taken, and how it answers certain words."""

    port: int = 0
    taken: list[tuple[str, str, bytes]] = field(default_factory=list)
    """From, to, and the letter."""
    said: list[str] = field(default_factory=list)
    """Every line that came, those of letters apart."""
    answers: dict[str, str] = field(default_factory=dict)
    """Answers to lines that begin so, in place of the usual ones."""
    tls: ssl.SSLContext | None = None


@contextlib.contextmanager
def mailbox(tls: ssl.SSLContext | None = None, port: int = 0) -> Iterator[Mailbox]:
    """A mail server that offers STARTTLS with ``tls``, and passwords."""
    ours = Mailbox(tls=tls)

    class Conversation(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with contextlib.suppress(OSError):
                self.say("220 hop-thu.example ESMTP")
                while self.take(self.rfile.readline(2000).decode("utf-8", "replace").rstrip("\r\n")):
                    pass

        def finish(self) -> None:
            with contextlib.suppress(OSError):
                super().finish()
            self.connection.close()

        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def take(self, line: str) -> bool:
            ours.said.append(line)
            verb = line.upper()
            special = next((answer for start, answer in ours.answers.items() if verb.startswith(start.upper())), None)
            if special is not None:
                self.say(special)
                return True
            match verb.split(":")[0].split(" ")[0]:
                case "EHLO":
                    offers = ["hop-thu.example", "8BITMIME", "SMTPUTF8", "AUTH PLAIN"]
                    offers += ["STARTTLS"] if ours.tls is not None else []
                    for one in offers[:-1]:
                        self.say(f"250-{one}")
                    self.say(f"250 {offers[-1]}")
                case "STARTTLS":
                    self.say("220 go on")
                    assert ours.tls is not None
                    self.connection = ours.tls.wrap_socket(self.connection, server_side=True)
                    self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
                case "AUTH":
                    self.say("235 welcome")
                case "MAIL":
                    self.sender = line
                    self.say("250 ok")
                case "RCPT":
                    self.recipient = line
                    self.say("250 ok")
                case "DATA":
                    self.say("354 go on")
                    lines: list[bytes] = []
                    while (read := bytes(self.rfile.readline())) not in (b".\r\n", b""):
                        lines.append(read.removeprefix(b"."))
                    ours.taken.append((self.sender, self.recipient, b"".join(lines)))
                    self.say("250 taken")
                case "QUIT":
                    self.say("221 bye")
                    return False
                case "":
                    return False
                case _:
                    self.say("250 ok")
            return True

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Say nothing."""

    server = Server(("127.0.0.1", port), Conversation)
    ours.port = server.server_address[1]
    with answering(server):
        yield ours
