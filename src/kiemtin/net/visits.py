"""Many files from one server that the operator named, over one connection that is kept, with nothing sent on."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType

from kiemtin.errors import KiemtinError, OutOfReach, Refused
from kiemtin.net.door import Clock, Door, system_resolver
from kiemtin.net.fetching import Outside, _body, _shown, client_over, target_of, web_address
from kiemtin.net.limits import Limits

KEPT = 1
"""Connections that stay open between requests."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered, whatever its status; ``retry_after`` and ``location`` are its headers, as they stand."""

    status: int
    body: bytes
    retry_after: str = ""
    location: str = ""


class Visit:
    """Files below ``address``, one request at a time; for one thread.

    The same rules as ``fetch``: http or https, addresses judged whenever a connection is opened, no cookies, no proxy,
    no redirects at all. Raises ``Refused`` for an address that is none.
    """

    def __init__(self, address: str, outside: Outside | None = None) -> None:
        given = outside or Outside()
        self._base = web_address(address)
        if self._base.search or self._base.hash:
            raise Refused("refused.not-a-web-address", name=_shown(address))
        self._prefix = self._base.href.rstrip("/") + "/"
        self._clock = Clock(0.0, 0.0)
        self._door = Door(given.resolver or system_resolver, self._clock)
        self._door.target = target_of(self._base, is_own=True)
        self._client = client_over(self._door, given.certificates, keep=KEPT)

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def address(self) -> str:
        """What it was made for, as a browser writes it, without a slash at its end."""
        return self._prefix.removesuffix("/")

    def close(self) -> None:
        """End the connection."""
        self._client.close()

    def get(self, path: str, limits: Limits) -> Answer:
        """The file at ``path``; the body of an answer that is no success is left unread.

        Raises ``TooLarge`` past ``max_bytes``, ``OutOfReach`` where the server does not answer in time or at all.
        """
        import httpx2

        self._clock.start(limits.seconds, limits.silence)
        self._door.forget()
        try:
            with self._client.stream("GET", self._prefix + path) as answer:
                waits = str(answer.headers.get("retry-after", ""))
                if not answer.is_success:
                    return Answer(answer.status_code, b"", waits, str(answer.headers.get("location", "")))
                return Answer(answer.status_code, b"".join(_body(answer, self._base, limits)), waits)
        except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
            if isinstance(error.__cause__, KiemtinError):
                raise error.__cause__ from error
            raise OutOfReach("missing.broken-off") from error
