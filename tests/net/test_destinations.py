"""Which addresses may be connected to."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.net.destinations import Reach, reach_of

CASES = {
    Reach.PUBLIC: """
        1.1.1.1 8.8.8.8 113.160.0.1 172.32.0.1 100.128.0.1 ::ffff:1.1.1.1 2606:4700::1111 2400:cb00::1
    """,
    Reach.OWN: """
        127.0.0.1 127.255.255.255 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1
        ::1 fd12:3456::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1
    """,
    Reach.NOBODY: """
        0.0.0.0 0.1.2.3 169.254.169.254 169.254.0.1 100.100.100.200 192.0.0.1 192.0.2.1 198.51.100.1 203.0.113.1
        198.18.0.1 192.88.99.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 :: ::ffff:169.254.169.254
        ::ffff:0.0.0.0 ::127.0.0.1 ::1.1.1.1 ::ffff:0:1.1.1.1 64:ff9b::7f00:1 64:ff9b::101:101 64:ff9b:1::1
        2002:7f00:1:: 2002:101:101:: 2001:0:1::1 2001:db8::1 2001:10::1 2001:20::1 3fff::1 fe80::1 fe80::1%eth0
        fec0::1 ff02::1 fd00:ec2::254 100::1 4000::1 5f00::1 2620:4f:8000::1 2606:4700::1%1
    """,
}
EACH = [(reach, address) for reach, addresses in CASES.items() for address in addresses.split()]


@pytest.mark.parametrize(("reach", "address"), EACH)
def test_every_class_of_address(reach: Reach, address: str) -> None:
    """Public, the operator's own, or nobody's; wrapped addresses are no way around it."""
    assert reach is reach_of(ipaddress.ip_address(address))


@given(st.ip_addresses())
def test_nothing_is_public_that_python_calls_private(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    """Our table is never laxer than the library's, whose newer editions know more."""
    if reach_of(address) is Reach.PUBLIC:
        assert [] == [
            one for one in ("loopback", "link_local", "multicast", "unspecified") if getattr(address, f"is_{one}")
        ]
        assert not address.is_private
