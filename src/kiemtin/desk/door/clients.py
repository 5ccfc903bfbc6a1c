"""Who is a client: the network a request comes from, for as long as the request takes."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass, field

from kiemtin.desk.door.asgi import Scope, header

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

IPV6_CLIENT, IPV6_WIDER = 64, 48
"""Bits of an IPv6 network that one line has, and that one customer of a provider may have at most."""

MAX_HOPS = 10
"""Proxies in a row that are looked through; what stands further left was written by whoever asked."""

FORWARDING = (b"x-forwarded-for", b"forwarded", b"x-real-ip", b"via")
"""Headers that only a proxy has a reason to send."""


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies an operator named, and the one header they write; ``local``: the server's own Unix socket too.

    One header and never two: a proxy that writes ``X-Forwarded-For`` passes on whatever ``Forwarded`` a client made up.
    """

    networks: tuple[Network, ...] = ()
    header: bytes = b"x-forwarded-for"
    local: bool = False

    def trusts(self, address: Address | None) -> bool:
        """Whether ``address`` is a named proxy; ``None`` is whoever speaks through a Unix socket."""
        if address is None:
            return self.local
        return any(address.version == network.version and address in network for network in self.networks)


@dataclass(frozen=True, slots=True)
class Client:
    """A client's network as bytes, never shown: ``network``, and for IPv6 the ``wider`` one around it."""

    network: bytes = field(repr=False)
    wider: bytes | None = field(default=None, repr=False)


UNKNOWN = Client(b"?")
"""Whoever cannot be told apart shares one budget."""


def client_of(scope: Scope, proxies: Proxies) -> Client:
    """The client that sent a request: the peer, or the last hop before the proxies that the operator named."""
    return client_at(_first_stranger(scope, proxies))


def client_at(address: Address | None) -> Client:
    """The client at ``address``: the whole of an IPv4 address, 64 bits of an IPv6 one."""
    if address is None:
        return UNKNOWN
    if isinstance(address, ipaddress.IPv4Address):
        return Client(address.packed)
    return Client(address.packed[: IPV6_CLIENT // 8], address.packed[: IPV6_WIDER // 8])


def peer_of(scope: Scope) -> Address | None:
    """The address at the other end of the connection; none for a Unix socket."""
    peer = scope.get("client")
    return parse_address(peer[0]) if peer else None


def comes_through_a_proxy(scope: Scope) -> bool:
    """Whether the request has a header that only a proxy has a reason to send."""
    return any(name in FORWARDING for name, _ in scope["headers"])


def is_this_machine(scope: Scope) -> bool:
    """Whether the request was made on this machine, as far as can be told: over loopback, and not passed on."""
    peer = peer_of(scope)
    return peer is not None and peer.is_loopback and not comes_through_a_proxy(scope)


def _first_stranger(scope: Scope, proxies: Proxies) -> Address | None:
    """From the right, the first hop that is no named proxy; where a hop is not readable, the proxy that wrote it."""
    hop = peer_of(scope)
    if not proxies.trusts(hop):
        return hop
    for written in reversed(_hops(header(scope, proxies.header), proxies.header)):
        address = parse_address(written)
        if address is None:
            return hop
        hop = address
        if not proxies.trusts(hop):
            return hop
    return hop


def _hops(value: bytes, name: bytes) -> Sequence[str]:
    """The last hops that a header names, in its order."""
    entries = [entry.strip() for entry in value.decode("latin-1").rsplit(",", MAX_HOPS)[-MAX_HOPS:]]
    if name == b"forwarded":
        entries = [_for(entry) for entry in entries]
    return entries if value else ()


def _for(entry: str) -> str:
    """The ``for`` of one element of ``Forwarded`` (RFC 7239); empty without one."""
    for pair in entry.split(";"):
        name, _, value = pair.strip().partition("=")
        if name.lower() == "for":
            return value.strip('"')
    return ""


def parse_address(written: str) -> Address | None:
    """The address in ``written``, with or without port or brackets; IPv4 inside IPv6 is IPv4; none if it is not one."""
    written = written.strip().strip('"')
    if written.startswith("["):
        written = written[1:].partition("]")[0]
    elif written.count(":") == 1:
        written = written.partition(":")[0]
    try:
        address = ipaddress.ip_address(written.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address
