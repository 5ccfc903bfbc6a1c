"""Which host names the desk answers to, so that no other site can pass it off as its own."""

from __future__ import annotations

from ipaddress import ip_address
from platform import node

from kiemtin.desk.configuration import Configuration

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def answers_to(host: str, configuration: Configuration) -> bool:
    """Whether a request for ``host`` (as in its ``Host`` header) is meant for this desk.

    With a public address set: that one, and this machine itself for those who look after it. Without: also any address
    in digits, since no name can be rebound to it, and the machine's own name.
    """
    name = _name(host)
    if name in LOOPBACK:
        return True
    if configuration.address is not None:
        return name == configuration.address.hostname
    return name == node().lower() or _is_address(name)


def _name(host: str) -> str:
    """The name alone: without its port, without the brackets of an IPv6 address."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower().rstrip(".")


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
