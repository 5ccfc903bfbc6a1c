"""How much one fetch may take."""

from __future__ import annotations

from dataclasses import dataclass

MAX_REDIRECTS = 5
"""Redirects of one fetch: from http, to www, to the page, and two to spare."""

MAX_URL = 8_000
"""Characters of an address; servers stop at about as many."""

MAX_ADDRESSES = 20
"""Addresses of one name that are looked at; the largest sites answer with 8."""

STRANGERS_PORTS = frozenset({80, 443, 8080, 8443})
"""Ports of the web: a stranger's address shall not speak to mail servers or databases."""

CHUNK = 65_536
"""Bytes taken from the network at once."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may take: bytes of the body, unpacked; seconds altogether, and seconds of silence."""

    max_bytes: int = 256_000_000
    seconds: float = 300.0
    silence: float = 20.0
