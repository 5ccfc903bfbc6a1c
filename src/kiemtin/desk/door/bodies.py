"""Bodies: read whole, in memory, within bytes and seconds, or refused so that whoever sent them learns why."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

from kiemtin.desk.door.asgi import Message, Receive, Scope, header
from kiemtin.desk.door.refusals import Refusal
from kiemtin.desk.door.routes import Body

MAX_BUFFERED = 32 * 1024 * 1024
"""Bytes of all bodies that one process holds at a time; some eighty asks of the largest size."""

DRAIN_BYTES, DRAIN_SECONDS = 64 * 1024 * 1024, 5.0
"""What is read of a refused body and thrown away, so that its sender gets to read the refusal.

A connection that is closed with unread bytes is reset, and a reset takes the answer with it before it was read.
"""


class Gone(Exception):
    """Whoever asked has left; there is nobody to answer."""


class Memory(Protocol):
    """Where the bytes of bodies are counted while they are held."""

    def take(self, size: int) -> None:
        """Count ``size`` bytes more; raises ``Refusal`` where they are too many for now."""

    def give_back(self, size: int) -> None:
        """Count ``size`` bytes less."""


class Reservoir:
    """The memory for bodies of one process: ``taken`` bytes of ``limit``; ``changed`` hears how many."""

    def __init__(self, changed: Callable[[int], None] = lambda _: None, limit: int = MAX_BUFFERED) -> None:
        self._changed = changed
        self._limit = limit
        self.taken = 0

    def take(self, size: int) -> None:
        """Count ``size`` bytes more; raises ``Refusal`` where they are too many for now."""
        if self.taken + size > self._limit:
            raise Refusal("busy", retry_after=5)
        self.taken += size
        self._changed(self.taken)

    def give_back(self, size: int) -> None:
        """Count ``size`` bytes less."""
        self.taken -= size
        self._changed(self.taken)


def expects_body(scope: Scope) -> bool:
    """Whether a body follows the head of this request."""
    return declared_length(scope) != 0 or bool(header(scope, b"transfer-encoding"))


def declared_length(scope: Scope) -> int | None:
    """The length that a request declares, 0 where it declares none; none where it is no number that could be meant."""
    written = header(scope, b"content-length").strip()
    if not written:
        return 0
    return int(written) if written.isdigit() and len(written) <= len(str(DRAIN_BYTES)) + 3 else None


async def read_body(scope: Scope, receive: Receive, body: Body, reservoir: Memory) -> bytes:
    """The whole body of a request; its bytes stay counted in ``reservoir`` until they are given back.

    Raises ``Refusal`` where it is too large, before any of it is read if it says so itself, too slow, or more than this
    process can hold now; ``Gone`` where its sender has left.
    """
    declared = declared_length(scope)
    if declared is None or declared > body.limit:
        raise _too_large(body)
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(body.seconds):
            more = True
            while more:
                message = await _next(receive)
                part = message.get("body", b"")
                if size + len(part) > body.limit:
                    raise _too_large(body)
                reservoir.take(len(part))
                size += len(part)
                parts.append(part)
                more = message.get("more_body", False)
    except TimeoutError:
        reservoir.give_back(size)
        raise Refusal("too-slow", values={"seconds": int(body.seconds)}) from None
    except BaseException:
        reservoir.give_back(size)
        raise
    return b"".join(parts)


def _too_large(body: Body) -> Refusal:
    return Refusal(body.refusal, values={"limit": body.limit // body.unit})


async def drain(receive: Receive) -> None:
    """Throw away what is still coming of a body, within bytes and seconds."""
    left = DRAIN_BYTES
    try:
        async with asyncio.timeout(DRAIN_SECONDS):
            more = True
            while more and left > 0:
                message = await _next(receive)
                left -= len(message.get("body", b""))
                more = message.get("more_body", False)
    except (TimeoutError, Gone):
        return


async def _next(receive: Receive) -> Message:
    message = await receive()
    if message["type"] == "http.disconnect":
        raise Gone
    return message


class Replay:
    """A body that was read, handed to the application as if it came now; then the news that its sender has left."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive
        self._departure: asyncio.Task[Message] | None = None

    async def receive(self) -> Message:
        """What the application receives: the body once, then the departure."""
        if self._body is not None:
            body, self._body = self._body, None
            return {"type": "http.request", "body": body, "more_body": False}
        # Shielded: an application may stop listening and begin again, and the door listens as well.
        return await asyncio.shield(self.departure())

    def departure(self) -> asyncio.Task[Message]:
        """A task that ends when whoever asked has left."""
        if self._departure is None:
            self._departure = asyncio.ensure_future(self._until_left())
        return self._departure

    def close(self) -> None:
        """Stop listening."""
        if self._departure is not None:
            self._departure.cancel()

    async def _until_left(self) -> Message:
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                return message
