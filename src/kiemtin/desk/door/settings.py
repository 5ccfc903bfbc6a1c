"""What an operator may set about the door, from the environment; each number's default stands with its reason."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field

from kiemtin.desk.door.budgets import Budget
from kiemtin.desk.door.clients import Network, Proxies
from kiemtin.errors import Refused

ASKS = Budget("asks", burst=30, per_minute=20)
"""A class of thirty asks at once, a family all evening; 28,800 a day is no filter for a platform.

Mobile networks put many households behind one IPv4 address: much less would shut them out together on the very day when
everybody receives the same message.
"""

SENDS = Budget("sends", burst=12, per_minute=4)
"""Six questions at once, each looked over and then sent, and two a minute over time: what is sent is read by people."""

PAGES = Budget("pages", burst=300, per_minute=300)
"""Pages and the few files each of them loads: about sixty pages at once, then one a second."""

LOG = Budget("log", burst=1_200, per_minute=600)
"""Files of the corrections log, each half the work of a page: all hashes of 100,000 entries at once, then ten a second.

They have a budget of their own, so that whoever verifies a log shuts nobody in their network out of the pages.
"""

ASKS_AT_WORK = 2
"""Asks that one process works on at a time: Python computes one after the other anyway, more would only all be slow."""

ASKS_WAITING = 64
"""Asks that wait in one process: at some 10 to 15 ms each, the last of them has its answer within a second."""

CONNECTIONS, CONNECTIONS_PER_CLIENT = 1_000, 64
"""Open connections of one process, and of one client in it: a browser opens six, and stands behind others' routers."""

MIN_TOKEN = 16
"""Characters of the token for ``/metrics``: fewer could be guessed."""

NO_PROXIES = Proxies()

PREFIX = "KIEMTIN_"
NUMBERS = {
    "ASKS_BURST": (ASKS.burst, 1, 100_000),
    "ASKS_PER_MINUTE": (ASKS.per_minute, 1, 1_000_000),
    "SENDS_BURST": (SENDS.burst, 1, 100_000),
    "SENDS_PER_MINUTE": (SENDS.per_minute, 1, 1_000_000),
    "PAGES_BURST": (PAGES.burst, 1, 1_000_000),
    "PAGES_PER_MINUTE": (PAGES.per_minute, 1, 1_000_000),
    "LOG_BURST": (LOG.burst, 1, 1_000_000),
    "LOG_PER_MINUTE": (LOG.per_minute, 1, 1_000_000),
    "ASKS_AT_WORK": (ASKS_AT_WORK, 1, 64),
    "ASKS_WAITING": (ASKS_WAITING, 1, 10_000),
    "CONNECTIONS": (CONNECTIONS, 8, 100_000),
    "CONNECTIONS_PER_CLIENT": (CONNECTIONS_PER_CLIENT, 1, 100_000),
    "ACCESS_LOG": (0, 0, 1),
}
"""Settings that are numbers: the default, the least and the most that is accepted."""

HEADERS = {"X-Forwarded-For": b"x-forwarded-for", "Forwarded": b"forwarded"}
"""What ``KIEMTIN_PROXY_HEADER`` may be."""

SOCKET = "unix"
"""The word in ``KIEMTIN_PROXIES`` for a proxy that speaks through a Unix socket."""


@dataclass(frozen=True, slots=True)
class DoorSettings:
    """How much one client may ask, how much one process takes on, and which proxies stand before it."""

    asks: Budget = ASKS
    sends: Budget = SENDS
    pages: Budget = PAGES
    log: Budget = LOG
    asks_at_work: int = ASKS_AT_WORK
    asks_waiting: int = ASKS_WAITING
    connections: int = CONNECTIONS
    connections_per_client: int = CONNECTIONS_PER_CLIENT
    proxies: Proxies = NO_PROXIES
    metrics_token: str = field(default="", repr=False)
    access_log: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> DoorSettings:
        """The settings that ``KIEMTIN_…`` variables name; raises ``Refused`` for a value that cannot be meant."""
        numbers = {name: _number(environment, name) for name in NUMBERS}
        return cls(
            asks=Budget(ASKS.name, numbers["ASKS_BURST"], numbers["ASKS_PER_MINUTE"]),
            sends=Budget(SENDS.name, numbers["SENDS_BURST"], numbers["SENDS_PER_MINUTE"]),
            pages=Budget(PAGES.name, numbers["PAGES_BURST"], numbers["PAGES_PER_MINUTE"]),
            log=Budget(LOG.name, numbers["LOG_BURST"], numbers["LOG_PER_MINUTE"]),
            asks_at_work=numbers["ASKS_AT_WORK"],
            asks_waiting=numbers["ASKS_WAITING"],
            connections=numbers["CONNECTIONS"],
            connections_per_client=numbers["CONNECTIONS_PER_CLIENT"],
            proxies=_proxies(environment),
            metrics_token=_token(environment),
            access_log=_number(environment, "ACCESS_LOG") == 1,
        )


def _number(environment: Mapping[str, str], name: str) -> int:
    usual, least, most = NUMBERS[name]
    written = environment.get(PREFIX + name, "").strip()
    if not written:
        return usual
    number = int(written) if written.isdecimal() and len(written) <= len(str(most)) else -1
    if not least <= number <= most:
        raise Refused("refused.setting-number", name=PREFIX + name, low=least, high=most)
    return number


def _proxies(environment: Mapping[str, str]) -> Proxies:
    named = environment.get(PREFIX + "PROXIES", "").replace(",", " ").split()
    written = environment.get(PREFIX + "PROXY_HEADER", "").strip() or "X-Forwarded-For"
    header = {name.lower(): value for name, value in HEADERS.items()}.get(written.lower())
    if header is None:
        raise Refused("refused.setting-proxy-header", name=PREFIX + "PROXY_HEADER", known=" · ".join(HEADERS))
    networks = tuple(_network(one) for one in named if one != SOCKET)
    return Proxies(networks, header, SOCKET in named)


def _network(written: str) -> Network:
    try:
        return ipaddress.ip_network(written)
    except ValueError as error:
        raise Refused("refused.setting-proxies", name=PREFIX + "PROXIES", value=written) from error


def _token(environment: Mapping[str, str]) -> str:
    token = environment.get(PREFIX + "METRICS_TOKEN", "").strip()
    if token and (len(token) < MIN_TOKEN or not token.isascii()):
        raise Refused("refused.setting-token", name=PREFIX + "METRICS_TOKEN", least=MIN_TOKEN)
    return token
