"""Asks that bring pictures: they are larger and cost more work, so they have a cap, a price and a line of their own."""

from __future__ import annotations

import re

from kiemtin.desk.door.asgi import Scope, header
from kiemtin.desk.door.bodies import Reservoir, declared_length
from kiemtin.desk.door.refusals import Refusal
from kiemtin.desk.door.routes import MAX_PICTURE_ASK_BYTES, Route

COST = 4
"""Tokens of an ask with pictures: a hundred times the work of a text, and yet seven screenshots one after another."""

AT_WORK = 1
"""Asks with pictures that one process works on at a time, in a thread beside the loop: each takes seconds."""

WAITING = 16
"""Asks with pictures that wait in one process, four of one client; at one a second the last hardly waits too long."""

MAX_BUFFERED = 4 * MAX_PICTURE_ASK_BYTES
"""Bytes of asks with pictures that one process holds at a time: four of the largest, some twenty as telephones send."""

MAX_OF_ONE = 2 * MAX_PICTURE_ASK_BYTES
"""Bytes of these from one client: nobody fills the memory for pictures alone."""

FILE = re.compile(rb'filename(?!=""(?:\r\n|;))', re.IGNORECASE)
"""The name of a file, as every part of a form that is one has it. An empty one stands for no file chosen. That a text
with this word in it costs as much as a picture is less bad than a picture that counts as a text."""


class Shares:
    """Memory of which one client fills a part at most."""

    def __init__(self, reservoir: Reservoir, most: int = MAX_OF_ONE) -> None:
        self.reservoir = reservoir
        self.most = most
        self.held: dict[bytes, int] = {}

    def of(self, client: bytes) -> Share:
        """What ``client`` may fill."""
        return Share(self, client)


class Share:
    """One client's part of the memory."""

    def __init__(self, shares: Shares, client: bytes) -> None:
        self._shares = shares
        self._client = client

    def take(self, size: int) -> None:
        """Count ``size`` bytes more; raises ``Refusal`` where they are too many for this client, or for all."""
        held = self._shares.held.get(self._client, 0) + size
        if held > self._shares.most:
            raise Refusal("at-once", retry_after=5)
        self._shares.reservoir.take(size)
        self._shares.held[self._client] = held

    def give_back(self, size: int) -> None:
        """Count ``size`` bytes less."""
        self._shares.reservoir.give_back(size)
        held = self._shares.held.get(self._client, 0) - size
        if held > 0:
            self._shares.held[self._client] = held
        else:
            self._shares.held.pop(self._client, None)


def is_heavy(scope: Scope, route: Route) -> bool:
    """Whether a request says itself, before its body is read, that it is larger than any text."""
    if route.pictures is None or not is_multipart(scope):
        return False
    return bool(header(scope, b"transfer-encoding")) or (declared_length(scope) or 0) > route.body.limit


def holds_picture(scope: Scope, route: Route, body: bytes) -> bool:
    """Whether a form has a file in it."""
    return route.pictures is not None and is_multipart(scope) and FILE.search(body) is not None


def is_multipart(scope: Scope) -> bool:
    """Whether the body is a form of parts, the only one that files come in."""
    return header(scope, b"content-type").strip().lower().startswith(b"multipart/form-data")
