"""Handing a letter to a mail server: SMTP with the standard library, over our own door and within a time."""

from __future__ import annotations

import smtplib
import socket
from base64 import b64encode
from contextlib import suppress
from email.message import EmailMessage
from typing import TYPE_CHECKING, cast

from kiemtin.errors import KiemtinError, OutOfReach, Refused
from kiemtin.net.fetching import Outside
from kiemtin.net.limits import Limits
from kiemtin.net.mail_server import MailServer, Secrecy

if TYPE_CHECKING:
    import ssl
    from io import BufferedReader

    from kiemtin.net.door import Clock, Door, Target

LIMITS = Limits(max_bytes=65_536, seconds=30.0, silence=20.0)
"""What one letter may take, and how much a server may say about it; a few lines are usual."""

NO_SUCH_MAILBOX = frozenset({550, 551, 553, 556})
"""Answers to a recipient that will be the same tomorrow (RFC 5321, 4.2.3)."""


READY, SIGNED_IN = 220, 235
"""What a server says when it goes on (RFC 5321, RFC 4954)."""


def hand_in(server: MailServer, letter: EmailMessage, recipient: str, outside: Outside | None = None) -> None:
    """Hand ``letter`` for ``recipient`` to ``server``; returns once the server has taken it on.

    Raises ``Refused`` where there is no such mailbox, or the server must not be connected to; ``OutOfReach`` for
    everything that may be better next time. What a server says is in neither: it may quote addresses.
    """
    from kiemtin.net.door import Clock, Door, Target, system_resolver

    given = outside or Outside()
    clock = Clock(LIMITS.seconds, LIMITS.silence)
    door = Door(given.resolver or system_resolver, clock)
    target = Target(server.host, server.port, may_be_own=True, must_be_own=server.secrecy is Secrecy.NONE)
    talk = _Talk(server, door, target, clock)
    try:
        talk.begin(server, given.certificates)
        talk.send_message(letter, server.sender, [recipient])
        with suppress(OSError, KiemtinError):  # it has taken the letter: how it says farewell changes nothing
            talk.quit()
    except smtplib.SMTPRecipientsRefused as error:
        code = next((code for code, _ in error.recipients.values()), 0)
        if code in NO_SUCH_MAILBOX:
            raise Refused("refused.no-such-mailbox", status=code) from None
        raise OutOfReach("missing.mail-not-taken", status=code) from None
    except smtplib.SMTPNotSupportedError:
        raise OutOfReach("missing.mail-not-able", name=server.host) from None
    except smtplib.SMTPAuthenticationError:
        raise OutOfReach("missing.mail-login", name=server.host) from None
    except smtplib.SMTPResponseException as error:
        raise OutOfReach("missing.mail-not-taken", status=error.smtp_code) from None
    except TimeoutError:
        raise OutOfReach("missing.too-slow") from None
    except (OSError, ValueError):
        raise OutOfReach("missing.broken-off") from None
    finally:
        talk.close()


class _Talk(smtplib.SMTP):
    """A conversation with a mail server over a connection of the door."""

    def __init__(self, server: MailServer, door: Door, target: Target, clock: Clock) -> None:
        # The machine's own name is nobody's business: it says the domain that the letters come from.
        super().__init__(local_hostname=server.domain)
        self._clock = clock
        self._host = server.host
        self._door, self._target = door, target

    def begin(self, server: MailServer, certificates: ssl.SSLContext | None) -> None:
        """Connect, encrypt, and say who we are."""
        if server.secrecy is not Secrecy.NONE:
            import ssl

            self._certificates = certificates or ssl.create_default_context()
        self.sock = self._door.connect(self._target)
        if server.secrecy is Secrecy.IMPLICIT:
            self._encrypt()
        code, words = self.getreply()
        if code != READY:
            raise smtplib.SMTPConnectError(code, words)
        self.ehlo_or_helo_if_needed()
        if server.secrecy is Secrecy.STARTTLS:
            if not self.has_extn("starttls"):
                raise OutOfReach("missing.no-secure-connection", name=server.host)
            code, words = self.docmd("STARTTLS")
            if code != READY:
                raise smtplib.SMTPResponseException(code, words)
            self._encrypt()
            self.ehlo_or_helo_if_needed()
        if server.user:
            self._sign_in(server.user, server.password)

    def _sign_in(self, user: str, password: str) -> None:
        """Sign in; the standard library does it with ASCII alone."""
        if f"{user}{password}".isascii():
            self.login(user, password)
            return
        plain = b64encode("\0".join(("", user, password)).encode()).decode("ascii")
        code, words = self.docmd("AUTH", f"PLAIN {plain}")
        if code != SIGNED_IN:
            raise smtplib.SMTPAuthenticationError(code, words)

    def _encrypt(self) -> None:
        """Encrypt from here on, and forget everything the server has said in plain words."""
        raw = cast("socket.socket", self.sock)
        raw.settimeout(self._clock.next_wait())
        try:
            self.sock = self._certificates.wrap_socket(raw, server_hostname=self._host)
        except (OSError, ValueError) as error:
            raw.close()
            if isinstance(error, TimeoutError):
                raise
            raise OutOfReach("missing.no-secure-connection", name=self._host) from error
        self.file = None
        self.helo_resp = self.ehlo_resp = None
        self.esmtp_features = {}
        self.does_esmtp = False

    def getreply(self) -> tuple[int, bytes]:
        """The next answer, read within the clock."""
        if self.file is None:
            self.file = cast("BufferedReader", _Lines(cast("socket.socket", self.sock), self._clock))
        return super().getreply()

    def send(self, s: object) -> None:
        """Send, within the clock."""
        if self.sock is not None:
            self.sock.settimeout(self._clock.next_wait())
        super().send(s)  # type: ignore[arg-type]  # whatever the standard library hands on to itself


class _Lines:
    """What a server says, line by line, each byte within the clock and no more of them than it should need."""

    def __init__(self, raw: socket.socket, clock: Clock) -> None:
        self._raw, self._clock = raw, clock
        self._held = b""
        self._left = LIMITS.max_bytes

    def readline(self, most: int) -> bytes:
        """The next line; at most ``most`` bytes of it, nothing at the end."""
        while b"\n" not in self._held and len(self._held) < most:
            self._raw.settimeout(self._clock.next_wait())
            more = self._raw.recv(4096)
            self._left -= len(more)
            if self._left < 0:
                raise OSError("a mail server that does not stop talking")
            if not more:
                break
            self._held += more
        end = self._held.find(b"\n") + 1 or len(self._held)
        line, self._held = self._held[: min(end, most)], self._held[min(end, most) :]
        return line

    def close(self) -> None:
        """Nothing of its own is open."""
