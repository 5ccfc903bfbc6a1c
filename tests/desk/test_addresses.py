"""Every address of the desk is known to the door, so that none is counted, or paid for, as something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from kiemtin.desk.door import ROUTES, Routes

ROUTES_HERE = Routes(ROUTES)

ASKING = ("", "en/", "chia-se/", "en/share/", "api/v1/check", "api/v1/factchecks/search")
"""Addresses that take a message, by POST."""

SENDING = ("gui-ban-truc/", "en/send/", "api/v1/questions")
"""Addresses by which a message is kept for people to read, by POST."""


def addresses(resolver: Any = None, before: str = "") -> Iterator[str]:
    """Every address, a sample in place of what varies."""
    for one in (resolver or get_resolver()).url_patterns:
        written = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one, written)
        elif isinstance(one, URLPattern):
            yield re.sub(r"<[^>]+>", "x", written)


def route(method: str, path: str) -> Any:
    """What the door takes a request for."""
    return ROUTES_HERE.find({"method": method, "path": f"/{path}", "headers": [], "query_string": b""})


@pytest.mark.parametrize("path", [one for one in addresses() if one != "api/v1/"])
def test_the_door_knows_every_address(path: str) -> None:
    """By a name of its own, whether it is read or written to."""
    names = {route(method, path).name for method in ("GET", "POST")}
    assert any(not name.startswith("other") for name in names)


@pytest.mark.parametrize("path", ASKING)
def test_whatever_takes_a_message_waits_its_turn_and_is_paid_for(path: str) -> None:
    """A check costs the same wherever it is asked for."""
    assert path in set(addresses())
    found = route("POST", path)
    assert (True, "asks") == (found.asks, found.paid_from)
    assert found.body.limit > 128 * 1024


@pytest.mark.parametrize("path", SENDING)
def test_whatever_keeps_a_message_has_a_budget_of_its_own(path: str) -> None:
    """It waits like an ask, whose check it repeats, and is paid for from what people can read."""
    assert path in set(addresses())
    found = route("POST", path)
    assert (True, "sends", found.pictures is not None) == (found.asks, found.paid_from, True)
