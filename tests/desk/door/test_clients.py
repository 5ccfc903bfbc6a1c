"""Who is a client: its network, through the proxies that the operator named and through no others."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.desk.door.asgi import Scope
from kiemtin.desk.door.clients import (
    MAX_HOPS,
    UNKNOWN,
    Client,
    Proxies,
    client_at,
    client_of,
    is_this_machine,
    parse_address,
)

NAMED = Proxies((ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("fd00::/8")))
RFC7239 = Proxies((ipaddress.ip_network("10.0.0.0/8"),), b"forwarded")


def _scope(peer: str | None, *headers: tuple[bytes, bytes]) -> Scope:
    return {"client": (peer, 1234) if peer else None, "headers": list(headers)}


def _at(address: str) -> Client:
    return client_at(parse_address(address))


@pytest.mark.parametrize(
    ("peer", "header", "client"),
    [
        ("203.0.113.7", b"198.51.100.1", "203.0.113.7"),  # nobody named the peer: it may write what it likes
        ("10.0.0.1", b"198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", b"192.0.2.66, 198.51.100.1", "198.51.100.1"),  # what stands further left was made up
        ("10.0.0.1", b"192.0.2.66, 198.51.100.1, 10.2.3.4", "198.51.100.1"),  # two proxies of our own
        ("10.0.0.1", b"198.51.100.1:4711", "198.51.100.1"),
        ("10.0.0.1", b"[2001:db8::5]:4711", "2001:db8::5"),
        ("10.0.0.1", b"2001:db8::5", "2001:db8::5"),
        ("10.0.0.1", b"unknown", "10.0.0.1"),
        ("10.0.0.1", b"198.51.100.1, unknown", "10.0.0.1"),
        ("10.0.0.1", b"", "10.0.0.1"),
        ("10.0.0.1", b"10.2.3.4", "10.2.3.4"),
        ("fd00::1", b"198.51.100.1", "198.51.100.1"),
        ("::ffff:10.0.0.1", b"198.51.100.1", "198.51.100.1"),
        ("::ffff:203.0.113.7", b"", "203.0.113.7"),
    ],
)
def test_the_last_hop_before_the_named_proxies_is_the_client(peer: str, header: bytes, client: str) -> None:
    """Read from the right, as far as named proxies wrote it."""
    assert _at(client) == client_of(_scope(peer, (b"x-forwarded-for", header)), NAMED)


@pytest.mark.parametrize(
    ("header", "client"),
    [
        (b"for=198.51.100.1", "198.51.100.1"),
        (b'For="[2001:db8::5]:4711";proto=https, for=10.9.9.9', "2001:db8::5"),
        (b"proto=https;by=10.0.0.9", "10.0.0.1"),
        (b"for=_hidden", "10.0.0.1"),
        (b'for="', "10.0.0.1"),
    ],
)
def test_the_header_of_rfc_7239_is_read_where_it_was_named(header: bytes, client: str) -> None:
    """The other header is then nobody's word."""
    scope = _scope("10.0.0.1", (b"forwarded", header), (b"x-forwarded-for", b"192.0.2.66"))
    assert _at(client) == client_of(scope, RFC7239)
    assert _at("192.0.2.66") == client_of(scope, NAMED)


def test_several_headers_of_one_name_are_one_list() -> None:
    """The one that was added last is the proxy's."""
    scope = _scope("10.0.0.1", (b"x-forwarded-for", b"192.0.2.66"), (b"x-forwarded-for", b"198.51.100.1"))
    assert _at("198.51.100.1") == client_of(scope, NAMED)


def test_only_so_many_proxies_are_looked_through() -> None:
    """The last hop that is looked at is the client, or a header of a thousand would be work."""
    hops = b", ".join([b"198.51.100.1", *[b"10.0.0.2"] * (MAX_HOPS - 1)])
    assert _at("198.51.100.1") == client_of(_scope("10.0.0.1", (b"x-forwarded-for", hops)), NAMED)
    assert _at("10.0.0.2") == client_of(_scope("10.0.0.1", (b"x-forwarded-for", hops + b", 10.0.0.2")), NAMED)


def test_an_ipv6_client_is_its_line_and_the_network_around_it() -> None:
    """Two addresses of 64 common bits are one client; of 48, two in one wider network."""
    one, same, other = _at("2001:db8:1:2::3"), _at("2001:db8:1:2:ffff::"), _at("2001:db8:1:3::3")
    assert one == same
    assert (one.network != other.network, one.wider) == (True, other.wider)
    assert _at("2001:db8:2::").wider != one.wider
    assert _at("203.0.113.7").wider is None


def test_without_an_address_all_are_one() -> None:
    """Through a Unix socket, or where the server does not know, one budget is shared, unless that proxy was named."""
    scope = _scope(None, (b"x-forwarded-for", b"198.51.100.1"))
    assert UNKNOWN == client_of(scope, NAMED)
    assert _at("198.51.100.1") == client_of(scope, Proxies(local=True))


@pytest.mark.parametrize(
    ("peer", "header", "expected"),
    [
        ("127.0.0.1", None, True),
        ("::1", None, True),
        ("127.0.0.1", b"x-forwarded-for", False),
        ("127.0.0.1", b"via", False),
        ("203.0.113.7", None, False),
        (None, None, False),
    ],
)
def test_what_comes_through_a_proxy_is_not_this_machine(peer: str | None, header: bytes | None, expected: bool) -> None:
    """Loopback alone says little: a proxy on this machine speaks over it for the whole world."""
    assert expected == is_this_machine(_scope(peer, *([(header, b"x")] if header else [])))


@given(st.binary(max_size=200))
def test_no_header_breaks_it(header: bytes) -> None:
    """Whatever a client writes, somebody is the client."""
    for name, proxies in ((b"x-forwarded-for", NAMED), (b"forwarded", RFC7239)):
        assert client_of(_scope("10.0.0.1", (name, header)), proxies).network


def test_a_client_does_not_show_its_address() -> None:
    """Printed or logged by mistake, it says nothing."""
    assert "Client()" == repr(_at("203.0.113.7"))
