"""The queue of asks: a few at work, some waiting, served client by client, so that a flood slows itself, not others."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kiemtin.desk.door.asgi import Message
from kiemtin.desk.door.bodies import Gone
from kiemtin.desk.door.refusals import Refusal

SHARE = 4
"""One client holds at most one in four of the waiting places."""

LONGEST_WAIT = 10.0
"""Seconds an ask waits; whoever is not served by then is told to come back rather than kept."""


@dataclass(eq=False, slots=True)
class Place:
    """A place in the queue: its client's turn has come once ``turn`` is done."""

    client: bytes = field(repr=False)
    turn: asyncio.Future[None]


class AskQueue:
    """At most ``at_work`` asks at work and ``waiting`` in line, in one process and one event loop.

    Each client has a line of its own, and the lines take turns: one ask among another's sixteen waits for one of them.
    ``changed`` hears how many are at work and how many wait.
    """

    def __init__(self, at_work: int, waiting: int, changed: Callable[[int, int], None] = lambda *_: None) -> None:
        self._changed = changed
        self._at_work = at_work
        self._most = waiting
        self._share = max(1, waiting // SHARE)
        self._lines: OrderedDict[bytes, deque[Place]] = OrderedDict()
        self.working = 0
        self.waiting = 0

    async def enter(self, client: bytes, departure: asyncio.Future[Message]) -> None:
        """Wait until it is this ask's turn; whoever has entered must ``leave``.

        Raises ``Refusal`` at once where the line is full, or this client's share of it, and later where its turn does
        not come in time; ``Gone`` where ``departure`` comes first.
        """
        if self.working < self._at_work and not self.waiting:
            self.working += 1
            self._tell()
            return
        place = self._line_up(client)
        try:
            either: set[asyncio.Future[Any]] = {place.turn, departure}
            await asyncio.wait(either, timeout=LONGEST_WAIT, return_when=asyncio.FIRST_COMPLETED)
            if departure.done():
                raise Gone
            if not place.turn.done():
                raise Refusal("busy", retry_after=5)
        except BaseException:
            self._withdraw(place)
            raise

    def leave(self) -> None:
        """An ask is done: the next client's turn."""
        self.working -= 1
        self._next()
        self._tell()

    def _line_up(self, client: bytes) -> Place:
        if self.waiting >= self._most:
            raise Refusal("busy", retry_after=2)
        line = self._lines.get(client, ())
        if len(line) >= self._share:
            raise Refusal("at-once", retry_after=2)
        place = Place(client, asyncio.get_running_loop().create_future())
        self._lines.setdefault(client, deque()).append(place)
        self.waiting += 1
        self._tell()
        return place

    def _next(self) -> None:
        """Give every free place at work to the next line's first, and send that line to the back."""
        while self.working < self._at_work and self._lines:
            client, line = self._lines.popitem(last=False)
            place = line.popleft()
            if line:
                self._lines[client] = line
            self.waiting -= 1
            self.working += 1
            place.turn.set_result(None)

    def _withdraw(self, place: Place) -> None:
        if place.turn.done():
            self.leave()
            return
        line = self._lines[place.client]
        line.remove(place)
        if not line:
            del self._lines[place.client]
        self.waiting -= 1
        self._tell()

    def _tell(self) -> None:
        self._changed(self.working, self.waiting)
