"""One process that answers: uvicorn over a socket it was given, within the limits of the door."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator

import uvicorn

from kiemtin.desk.door import Door
from kiemtin.desk.door.wire import server_options

QUEUE = 1_024
"""Connections that wait in the kernel until a process takes them."""

TAKEN_AT_ONCE = 1
"""Connections that one process takes each time it wakes: else the first to wake would take all that wait."""

FINISH_SECONDS = 15
"""How long answers under way may take once the process is to stop."""

BEAT_SECONDS = 1


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


def answer_requests(door: Door, listening: socket.socket, lifeline: int | None, beat: Callable[[], None]) -> None:
    """Answer on ``listening`` until told to stop or until ``lifeline`` ends; ``beat`` is called about once a second."""

    async def alive() -> None:
        beat()

    async def run() -> None:
        server = Server(settings)
        if lifeline is not None:
            asyncio.get_running_loop().add_reader(lifeline, _stop, server, lifeline)
        await server.serve(sockets=[listening])

    settings = uvicorn.Config(
        door,
        loop="asyncio",
        log_config=None,
        backlog=TAKEN_AT_ONCE,
        timeout_graceful_shutdown=FINISH_SECONDS,
        callback_notify=alive,
        timeout_notify=BEAT_SECONDS,
        **server_options(door),
    )
    asyncio.run(run())


def _stop(server: Server, lifeline: int) -> None:
    asyncio.get_running_loop().remove_reader(lifeline)  # it stays readable from now on
    server.should_exit = True
