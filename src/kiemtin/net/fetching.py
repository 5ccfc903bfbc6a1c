"""Fetching one address: where it may lead, how often it may send on, and how much it may send."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ada_url import URL

from kiemtin.errors import KiemtinError, OutOfReach, Refused, TooLarge
from kiemtin.net.limits import CHUNK, MAX_REDIRECTS, MAX_URL, STRANGERS_PORTS, Limits
from kiemtin.version import __version__

if TYPE_CHECKING:
    import ssl

    import httpx2

    from kiemtin.net.door import Door, Resolver, Target

USER_AGENT = f"KiemTin/{__version__}"
STANDARD_PORTS = {"http:": 80, "https:": 443}
REDIRECTS = frozenset({301, 302, 303, 307, 308})
OK = range(200, 300)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered; ``final_url`` is where its redirects led, ``body`` is unpacked."""

    url: str
    final_url: str
    status: int
    content_type: str
    body: bytes
    retrieved: datetime.datetime


@dataclass(frozen=True, slots=True)
class Outside:
    """The network as this machine has it: who knows the addresses of names, and which certificates are believed."""

    resolver: Resolver | None = None
    certificates: ssl.SSLContext | None = None


def fetch(url: str, limits: Limits, *, typed_by_operator: bool, outside: Outside | None = None) -> Fetched:
    """What ``url`` answers, redirects followed.

    1. Only http and https. An address that the operator typed may lead into their own network and to any port; one
       from a stranger's content only to public addresses and to ports of the web.
    2. Every address of the name is judged, then connected to as it was judged; a name is looked up once.
    3. A redirect may stay on the very same host, else it is a stranger's; never from https back to http.
    4. No cookies, no proxy of the environment, no Referer; within the limits of bytes, seconds and silence.

    Raises ``Refused`` for what must not be fetched, ``TooLarge`` past ``max_bytes``, ``OutOfReach`` for the rest.
    """
    from kiemtin.net.door import Clock, Door, system_resolver

    given = outside or Outside()
    door = Door(given.resolver or system_resolver, Clock(limits.seconds, limits.silence))
    first = here = web_address(url)
    with client_over(door, given.certificates) as client:
        for _ in range(MAX_REDIRECTS + 1):
            door.target = target_of(here, is_own=typed_by_operator and _is_same_place(here, first))
            answer = _answered(client, here, limits)
            if isinstance(answer, Fetched):
                return replace(answer, url=url)
            here = _sent_on(answer, here)
    raise Refused("refused.too-many-redirects", name=_shown(url), limit=MAX_REDIRECTS)


def web_address(url: str) -> URL:
    """``url`` as a browser reads it; raises ``Refused`` unless it is of the web, and without a password."""
    try:
        parsed = URL(url.strip()) if len(url) <= MAX_URL else None
    except ValueError:
        parsed = None
    if parsed is None or parsed.protocol not in STANDARD_PORTS or not parsed.hostname:
        raise Refused("refused.not-a-web-address", name=_shown(url))
    if parsed.username or parsed.password:
        raise Refused("refused.password-in-address", name=parsed.hostname)
    return parsed


def _port(url: URL) -> int:
    return int(url.port) if url.port else STANDARD_PORTS[url.protocol]


def target_of(url: URL, *, is_own: bool) -> Target:
    """Where ``url`` leads; raises ``Refused`` for a port that is not of the web unless it may be the operator's own."""
    from kiemtin.net.door import Target

    if not is_own and _port(url) not in STRANGERS_PORTS:
        raise Refused("refused.port", name=url.hostname, port=_port(url))
    return Target(url.hostname.strip("[]"), _port(url), is_own)


def _is_same_place(url: URL, first: URL) -> bool:
    """Whether ``url`` is on the very host that the operator typed: on its port, or up from http to https."""
    is_upgrade = (_port(first), _port(url)) == (80, 443)
    return url.hostname == first.hostname and (_port(url) == _port(first) or is_upgrade)


def _sent_on(location: str, here: URL) -> URL:
    try:
        there = web_address(URL(location, base=here.href).href)
    except ValueError as error:
        raise Refused("refused.not-a-web-address", name=_shown(location)) from error
    if here.protocol == "https:" and there.protocol == "http:":
        raise Refused("refused.downgrade", name=here.hostname)
    return there


def client_over(door: Door, certificates: ssl.SSLContext | None, *, keep: int = 0) -> httpx2.Client:
    """A client that connects through ``door`` alone, follows nothing and remembers nothing; ``keep`` connections."""
    import httpx2

    from kiemtin.net.transport import Transport

    return httpx2.Client(
        transport=Transport(door, certificates, keep=keep),
        trust_env=False,
        follow_redirects=False,
        timeout=None,
        headers={"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "gzip, deflate"},
    )


def _answered(client: httpx2.Client, here: URL, limits: Limits) -> Fetched | str:
    """What ``here`` answers; an address where it sends on."""
    import httpx2

    client.cookies.clear()
    try:
        with client.stream("GET", here.href) as answer:
            if answer.status_code in REDIRECTS and "location" in answer.headers:
                return str(answer.headers["location"])
            if answer.status_code not in OK:
                raise OutOfReach("missing.answer", name=here.hostname, status=answer.status_code)
            body = b"".join(_body(answer, here, limits))
            kind = str(answer.headers.get("content-type", ""))
            return Fetched(here.href, here.href, answer.status_code, kind, body, datetime.datetime.now(datetime.UTC))
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
        if isinstance(error.__cause__, KiemtinError):
            raise error.__cause__ from error
        raise OutOfReach("missing.broken-off") from error


def _body(answer: httpx2.Response, here: URL, limits: Limits) -> Iterator[bytes]:
    """The body, unpacked piece by piece: a bomb stops at the limit, not behind it."""
    size = 0
    for piece in answer.iter_bytes(CHUNK):
        size += len(piece)
        if size > limits.max_bytes:
            raise TooLarge("refused.answer-too-large", name=here.hostname, size=size, limit=limits.max_bytes)
        yield piece


def _shown(url: str) -> str:
    return url.strip()[:200]
