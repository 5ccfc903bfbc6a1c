"""The connection itself: what uvicorn leaves open, closed.

By itself it waits for ever for the head of a request, and for whoever does not read an answer, and it counts all
connections together: a few hundred silent ones then shut out everybody else. An application cannot help that: it hears
of a request once its head is whole.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from kiemtin.desk.door import metrics
from kiemtin.desk.door.budgets import WIDER
from kiemtin.desk.door.clients import client_at, parse_address
from kiemtin.desk.door.door import Door
from kiemtin.desk.door.settings import DoorSettings

HEAD_SECONDS = 10.0
"""Seconds from the first moment of a connection, or from the first byte of a later request, until its head is whole."""

READ_SECONDS = 30.0
"""Seconds in which whoever asked reads some of an answer that is ready."""

KEEP_ALIVE_SECONDS = 15
"""Seconds a connection waits for another request: on a slow phone a new one costs as much as the page."""

BUFFERED_HEAD = 65_536
"""Bytes of a head that are held while it is not whole; the door refuses less than that, in words (``MAX_HEAD``)."""

LOOK_EVERY = 0.5
"""Seconds between two looks at a connection."""

FULL = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
TOO_MANY = b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Openings:
    """The open connections of one process, by client; a client is forgotten with the last of its connections."""

    def __init__(self, settings: DoorSettings) -> None:
        self._settings = settings
        self._of: Counter[bytes] = Counter()
        self.total = 0

    def refuse(self, names: tuple[bytes, ...]) -> bytes:
        """What to say to one more connection of these networks; empty where it may stay."""
        if self.total >= self._settings.connections:
            return FULL
        most = self._settings.connections_per_client
        return TOO_MANY if any(self._of[name] >= most * WIDER**wide for wide, name in enumerate(names)) else b""

    def add(self, names: tuple[bytes, ...]) -> None:
        """One more."""
        self.total += 1
        self._of.update(names)

    def remove(self, names: tuple[bytes, ...]) -> None:
        """One less."""
        self.total -= 1
        for name in names:
            self._of[name] -= 1
            if not self._of[name]:
                del self._of[name]


def server_options(door: Door) -> dict[str, Any]:
    """What ``uvicorn.Config`` needs so that nothing goes past ``door``; the caller adds address and loop.

    ``proxy_headers`` is off because the door reads them itself, from the proxies that the operator named.
    """
    openings = Openings(door.settings)

    class GuardedConnection(Connection):
        guarded = (door, openings)

    return {
        "http": GuardedConnection,
        "ws": "none",
        "lifespan": "on",
        "interface": "asgi3",
        "proxy_headers": False,
        "server_header": False,
        "access_log": False,
        "timeout_keep_alive": KEEP_ALIVE_SECONDS,
        "h11_max_incomplete_event_size": BUFFERED_HEAD,
    }


class Connection(H11Protocol):
    """One connection, with an end to every wait; looked at twice a second."""

    guarded: tuple[Door, Openings]

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._door, self._openings = self.guarded
        self._names: tuple[bytes, ...] = ()
        self._counted = False
        self._head_since: float | None = None
        self._stuck_since: float | None = None
        self._some_bytes = False
        self._look: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Count it, or close it."""
        super().connection_made(transport)
        self._names = self._networks()
        refusal = self._openings.refuse(self._names)
        self._openings.add(self._names)
        self._counted = True
        self._door.metrics.set(metrics.CONNECTIONS, self._openings.total)
        if refusal:
            self._door.metrics.count(metrics.REFUSED, refusal[9:12].decode())
            transport.write(refusal)
            transport.close()
        self._head_since = self.loop.time()
        self._look = self.loop.call_later(LOOK_EVERY, self._look_after)

    def connection_lost(self, exc: Exception | None) -> None:
        """Count one less."""
        super().connection_lost(exc)
        self._unset_keepalive_if_required()
        if self._look is not None:
            self._look.cancel()
        if self._counted:
            self._counted = False
            self._openings.remove(self._names)
            self._door.metrics.set(metrics.CONNECTIONS, self._openings.total)

    def data_received(self, data: bytes) -> None:
        """Pass it on; the head of a request may begin here."""
        if self.transport.is_closing():
            return
        if not self._is_busy() and self._head_since is None:
            self._head_since = self.loop.time()
        self._some_bytes = True
        super().data_received(data)
        if self._is_busy():
            self._head_since, self._some_bytes = None, False

    def handle_events(self) -> None:
        """As uvicorn does; what is not HTTP in the middle of an answer ends the connection instead of raising."""
        try:
            super().handle_events()
        except (h11.LocalProtocolError, UnicodeDecodeError):
            self.transport.close()

    def timeout_keep_alive_handler(self) -> None:
        """Close an idle connection, also where the last request was not read to its end."""
        try:
            super().timeout_keep_alive_handler()
        except h11.LocalProtocolError:
            self.transport.close()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP."""
        self._door.metrics.count(metrics.REFUSED, "400")
        super().send_400_response(msg)

    def resume_writing(self) -> None:
        """Some of the answer was read."""
        super().resume_writing()
        self._stuck_since = None

    def _networks(self) -> tuple[bytes, ...]:
        """The networks it counts for; none where a proxy speaks for many."""
        peer = parse_address(self.client[0]) if self.client else None
        if peer is None or self._door.settings.proxies.trusts(peer):
            return ()
        client = client_at(peer)
        return (client.network,) if client.wider is None else (client.network, client.wider)

    def _is_busy(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _look_after(self) -> None:
        """End whatever has been waited for too long."""
        now = self.loop.time()
        if self.flow.write_paused or self.transport.is_closing():
            self._stuck_since = self._stuck_since or now
            if now - self._stuck_since >= READ_SECONDS:
                self.transport.abort()
                return
        elif not self._is_busy() and self._head_since is not None and now - self._head_since >= HEAD_SECONDS:
            if self._some_bytes:
                self._door.metrics.count(metrics.REFUSED, "408")
                self.transport.write(TOO_SLOW)
            self.transport.close()
        self._look = self.loop.call_later(LOOK_EVERY, self._look_after)
