"""Asking one address something by a POST, and reading what it answers, whatever its status."""

from __future__ import annotations

from dataclasses import dataclass

from kiemtin.errors import KiemtinError, OutOfReach, TooLarge
from kiemtin.net.fetching import Outside, client_over, target_of, web_address
from kiemtin.net.limits import CHUNK, Limits


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What an address answered: its status and its body."""

    status: int
    body: bytes


def exchange(url: str, body: bytes, limits: Limits, *, outside: Outside | None = None) -> Exchanged:
    """Send ``body`` to ``url``, which the operator typed, and read the answer.

    It may lead into the operator's own network and to any port. A redirect is an answer like any other: followed
    nowhere. Raises ``Refused`` for what must not be connected to, ``TooLarge`` past ``limits.max_bytes``,
    ``OutOfReach`` for the rest.
    """
    import httpx2

    from kiemtin.net.door import Clock, Door, system_resolver

    given, here = outside or Outside(), web_address(url)
    door = Door(given.resolver or system_resolver, Clock(limits.seconds, limits.silence))
    door.target = target_of(here, is_own=True)
    with client_over(door, given.certificates) as client:
        try:
            with client.stream("POST", here.href, content=body) as answer:
                taken = b""
                for piece in answer.iter_bytes(CHUNK):
                    taken += piece
                    if len(taken) > limits.max_bytes:
                        raise TooLarge(
                            "refused.answer-too-large", name=here.hostname, size=len(taken), limit=limits.max_bytes
                        )
                return Exchanged(answer.status_code, taken)
        except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
            if isinstance(error.__cause__, KiemtinError):
                raise error.__cause__ from error
            raise OutOfReach("missing.broken-off") from error
