"""The mail server that letters are handed to, written as one address (``KIEMTIN_MAIL``); without it none are sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote, urlsplit

from kiemtin.errors import Refused
from kiemtin.net.mail_server import MailServer, Secrecy

MAIL = "KIEMTIN_MAIL"

PORTS = {"smtp": 587, "smtps": 465}

MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*")
"""What letters may come from and go to: ASCII, so that every server takes it; no line break, no second address."""


def mail_server(environment: Mapping[str, str]) -> MailServer | None:
    """What ``KIEMTIN_MAIL`` says; ``None`` where it is not set. Raises as ``server_of``."""
    given = environment.get(MAIL, "").strip()
    return server_of(given) if given else None


def server_of(given: str) -> MailServer:
    """``smtp://user:password@host:587?from=desk@kiemtin.example``, or ``smtps://``.

    Encrypted with STARTTLS unless it says ``smtps``, or ``tls=none`` for a server within the own network. Raises
    ``Refused``, with no word of the setting in it: a password may stand anywhere in what is written wrong.
    """
    try:
        parts = urlsplit(given)
        options = dict(parse_qsl(parts.query, strict_parsing=True))
        port = parts.port or PORTS[parts.scheme]
        usual = Secrecy.IMPLICIT if parts.scheme == "smtps" else Secrecy.STARTTLS
        secrecy = Secrecy(options.pop("tls", usual.value))
        sender = options.pop("from")
    except (ValueError, KeyError):
        raise Refused("desk.mail.invalid") from None
    meant = parts.hostname and parts.path in ("", "/") and not parts.fragment and not options
    if not meant or not MAILBOX.fullmatch(sender) or (parts.scheme == "smtps" and secrecy is not Secrecy.IMPLICIT):
        raise Refused("desk.mail.invalid")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(str(parts.hostname), port, secrecy, sender, user, password)
