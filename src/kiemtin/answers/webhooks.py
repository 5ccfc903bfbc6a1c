"""Signing what a desk tells other servers, and verifying it there: standard library alone, so that anyone may copy it.

The header ``Kiemtin-Signature`` is ``t=1764000000,v1=<hex>``: seconds since 1970, and HMAC-SHA256 with the secret over
those digits, a full stop, and the body byte for byte. ``X-Hub-Signature-256`` is the form that most servers know,
over the body alone: it proves who sent it, and not when.
"""

from __future__ import annotations

import hashlib
import hmac
import re

SIGNATURE = "Kiemtin-Signature"
EVENT_ID = "Kiemtin-Event-Id"
COMMON = "X-Hub-Signature-256"
"""``sha256=<hex>``, as WebSub (section 8) and the webhooks of GitHub have it."""

WINDOW = 300
"""Seconds that a signature is believed for: clocks differ, networks are slow; what is older is a recording."""

HEADER = re.compile(r"t=([0-9]{1,15}),v1=([0-9a-f]{64})")


def signed(secret: str, body: bytes, now: int) -> str:
    """The value of ``Kiemtin-Signature`` for ``body``, sent at ``now`` (seconds since 1970)."""
    return f"t={now},v1={_mac(secret, str(now), body)}"


def headers_of(secret: str, body: bytes, event: str, now: int) -> dict[str, str]:
    """What goes with ``body``: both signatures, and the id of the ``event``."""
    common = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {EVENT_ID: event, SIGNATURE: signed(secret, body, now), COMMON: f"sha256={common}"}


def is_genuine(secret: str, body: bytes, header: str, now: int) -> bool:
    """Whether ``body`` came from whoever has ``secret``, within ``WINDOW`` seconds of ``now``.

    Each id (``Kiemtin-Event-Id``, which is ``id`` in the body too) comes at least once: remember those that you have
    acted on, and act on none twice. Within the window that is also what stops somebody who plays a request again.
    """
    found = HEADER.fullmatch(header.strip())
    if found is None:
        return False
    sent, mac = found.groups()
    # Compared in constant time, or the time it takes would tell how much of a guess was right.
    return hmac.compare_digest(_mac(secret, sent, body), mac) and abs(now - int(sent)) <= WINDOW


def _mac(secret: str, sent: str, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{sent}.".encode() + body, hashlib.sha256).hexdigest()
