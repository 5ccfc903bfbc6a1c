"""One process that answers: uvicorn over a socket it was given, patient with slow clients but not for ever."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

MAX_HEAD = 16 * 1024
"""Bytes of a request's line and headers; browsers send about one."""

MAX_CONNECTIONS = 1_000
"""Connections that one process holds; who comes after them is told at once that it is busy."""

QUEUE = 1_024
"""Connections that wait in the kernel until a process takes them."""

TAKEN_AT_ONCE = 1
"""Connections that one process takes each time it wakes: else the first to wake would take all that wait."""

REQUEST_SECONDS = 30.0
"""From its first byte, how long a request may take to arrive; on the slowest phone connection the largest takes 15."""

IDLE_SECONDS = 15
"""How long a connection may wait for its next request."""

FINISH_SECONDS = 15
"""How long answers under way may take once the process is to stop."""

BEAT_SECONDS = 1


class Protocol(H11Protocol):
    """HTTP/1.1 with an end to waiting: uvicorn itself would wait for ever for the rest of a request."""

    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client has come; its first request is awaited from now on."""
        super().connection_made(transport)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client has gone."""
        self._stop_watching()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Some bytes have come."""
        super().data_received(data)
        self._watch()

    def _watch(self) -> None:
        """Count the time while a request is arriving."""
        if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self._stop_watching()
        elif self._timer is None:
            self._timer = self.loop.call_later(REQUEST_SECONDS, self._give_up)

    def _stop_watching(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        self.transport.close()


class Server(uvicorn.Server):
    """uvicorn that stops at SIGTERM without dying of it, and shares the waiting connections fairly."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop gracefully when told to."""
        signal.signal(signal.SIGTERM, self.handle_exit)
        signal.signal(signal.SIGINT, self.handle_exit)
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, with a longer queue than one process empties at a time."""
        await super().startup(sockets)
        for listening in sockets or []:
            listening.listen(QUEUE)


def answer_requests(application: Any, listening: socket.socket, lifeline: int | None, beat: Callable[[], None]) -> None:
    """Answer on ``listening`` until told to stop or until ``lifeline`` ends; ``beat`` is called about once a second."""

    async def alive() -> None:
        beat()

    async def run() -> None:
        server = Server(settings)
        if lifeline is not None:
            asyncio.get_running_loop().add_reader(lifeline, _stop, server, lifeline)
        await server.serve(sockets=[listening])

    settings = uvicorn.Config(
        application,
        http=Protocol,
        loop="asyncio",
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MAX_CONNECTIONS,
        backlog=TAKEN_AT_ONCE,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=FINISH_SECONDS,
        h11_max_incomplete_event_size=MAX_HEAD,
        callback_notify=alive,
        timeout_notify=BEAT_SECONDS,
    )
    asyncio.run(run())


def _stop(server: Server, lifeline: int) -> None:
    asyncio.get_running_loop().remove_reader(lifeline)  # it stays readable from now on
    server.should_exit = True
