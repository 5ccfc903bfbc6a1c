"""Which addresses may be connected to: our own table, for ``ipaddress.is_global`` differs between Python's versions."""

from __future__ import annotations

import ipaddress
from enum import StrEnum

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Reach(StrEnum):
    """Who may be reached at an address."""

    PUBLIC = "public"
    OWN = "own"
    """The operator's own machine or network: only an address that the operator typed may lead there."""
    NOBODY = "nobody"
    """Never connected to: the cloud's metadata, groups of receivers, examples, what no standard gave a meaning."""


OWN = tuple(
    map(
        ipaddress.ip_network,
        (
            *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"),  # RFC 1918
            "127.0.0.0/8",  # this machine
            "100.64.0.0/10",  # RFC 6598: between a provider and its customers; also private overlays
            "::1/128",
            "fc00::/7",  # RFC 4193
        ),
    )
)

NOBODY = tuple(
    map(
        ipaddress.ip_network,
        (
            "0.0.0.0/8",  # "this network": Linux takes it for this machine
            "169.254.0.0/16",  # link-local, and the metadata of cloud machines (169.254.169.254)
            "100.100.100.200/32",  # metadata of one cloud, within the shared range
            "192.0.0.0/24",  # protocol assignments
            *("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"),  # documentation
            "192.31.196.0/24",  # AS112
            "192.52.193.0/24",  # AMT
            "192.88.99.0/24",  # 6to4 relays, deprecated
            "192.175.48.0/24",  # AS112
            "198.18.0.0/15",  # benchmarks
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, and broadcast
            "fd00:ec2::254/128",  # metadata of one cloud, within the private range
            "fec0::/10",  # site-local, deprecated
            "fe80::/10",  # link-local
            "ff00::/8",  # multicast
        ),
    )
)

PUBLIC_V6 = ipaddress.ip_network("2000::/3")
"""All that was ever given out for the public; what lies outside and is not the operator's own belongs to nobody."""

NOBODY_IN_V6 = tuple(
    map(
        ipaddress.ip_network,
        (
            "2001::/23",  # protocol assignments, Teredo and ORCHID among them
            "2001:db8::/32",  # documentation
            "3fff::/20",  # documentation
            "2002::/16",  # 6to4, deprecated: another address inside
            "2620:4f:8000::/48",  # AS112
            "5f00::/16",  # segment routing
        ),
    )
)

MAPPED = ipaddress.ip_network("::ffff:0:0/96")


def reach_of(address: Address) -> Reach:
    """Who may be reached at ``address``.

    An IPv4 address written as IPv6 (``::ffff:…``) is judged as what it is. Other addresses that carry one inside
    (6to4, NAT64, Teredo) are nobody's: a gateway that we know nothing of would open them.
    """
    if isinstance(address, ipaddress.IPv6Address) and address in MAPPED and address.ipv4_mapped is not None:
        return reach_of(address.ipv4_mapped)
    if isinstance(address, ipaddress.IPv6Address) and address.scope_id is not None:
        return Reach.NOBODY
    if any(address in network for network in NOBODY):
        return Reach.NOBODY
    if any(address in network for network in OWN):
        return Reach.OWN
    if address.version == 4:
        return Reach.PUBLIC
    is_given_out = address in PUBLIC_V6 and not any(address in network for network in NOBODY_IN_V6)
    return Reach.PUBLIC if is_given_out else Reach.NOBODY
