"""Telling one address something: a POST to a judged address, followed nowhere, only the status of its answer read."""

from __future__ import annotations

from collections.abc import Mapping

from kiemtin.errors import KiemtinError, OutOfReach, Refused
from kiemtin.net.fetching import OK, Outside, client_over, target_of, web_address
from kiemtin.net.limits import Limits


def may_be_told(url: str, *, may_be_own: bool) -> None:
    """Raise ``Refused`` for an address that ``post`` would never connect to, whatever its name leads to."""
    here = web_address(url)
    if here.protocol != "https:" and not may_be_own:
        raise Refused("refused.readable-on-its-way", name=here.hostname)
    target_of(here, is_own=may_be_own)


def post(url: str, body: bytes, headers: Mapping[str, str], *, may_be_own: bool, outside: Outside | None = None) -> int:
    """Send ``body`` to ``url``; the status it is taken with, which is one of success.

    1. https; plain http only with ``may_be_own`` and only to the operator's own machine or network, where nobody else
       reads what is on its way.
    2. Without ``may_be_own`` only to public addresses, on ports of the web. Every address of the name is judged, then
       connected to as it was judged.
    3. A redirect is a failure: a secret is signed for one address, and another may be inside the network.
    4. Of the answer only its head is read, within ``LIMITS``.

    Raises ``Refused`` for what must not be connected to, ``OutOfReach`` for everything that may be better next time.
    """
    import httpx2

    from kiemtin.net.door import Clock, Door, Target, system_resolver

    may_be_told(url, may_be_own=may_be_own)
    given, here = outside or Outside(), web_address(url)
    door = Door(given.resolver or system_resolver, Clock(LIMITS.seconds, LIMITS.silence))
    meant = target_of(here, is_own=may_be_own)
    door.target = Target(meant.host, meant.port, may_be_own, must_be_own=here.protocol != "https:")
    with client_over(door, given.certificates) as client:
        try:
            with client.stream("POST", here.href, content=body, headers=dict(headers)) as answer:
                status = answer.status_code
        except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
            if isinstance(error.__cause__, KiemtinError):
                raise error.__cause__ from error
            raise OutOfReach("missing.broken-off") from error
    if status not in OK:
        raise OutOfReach("missing.not-taken", name=here.hostname, status=status)
    return status


LIMITS = Limits(max_bytes=0, seconds=10.0, silence=10.0)
"""A receiver notes an event and answers; whoever wants to do more does it afterwards."""
