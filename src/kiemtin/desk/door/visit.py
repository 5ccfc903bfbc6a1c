"""One request on its way through the door."""

from __future__ import annotations

import hmac
import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from kiemtin.desk.door import access, metrics
from kiemtin.desk.door.asgi import Headers, Message, Receive, Scope, Send, header
from kiemtin.desk.door.bodies import Gone, Memory, Replay, drain, expects_body, read_body
from kiemtin.desk.door.budgets import Taken
from kiemtin.desk.door.clients import Client, client_of, is_this_machine
from kiemtin.desk.door.pictures import COST, holds_picture, is_heavy
from kiemtin.desk.door.queue import AskQueue
from kiemtin.desk.door.refusals import Refusal, written
from kiemtin.desk.door.routes import METRICS, language_of

if TYPE_CHECKING:
    from kiemtin.desk.door.door import Door

MAX_HEAD = 16_384
"""Bytes of the names and values of a request's headers: cookies of others on the same domain, and room to spare."""

MAX_TARGET = 8_000
"""Bytes of an address with its query; servers stop at about as many."""

logger = logging.getLogger("kiemtin.desk.door")


class BrokenOff(Exception):
    """An answer broke off in the middle; the server closes the connection."""


class Visit:
    """One request on its way through the door."""

    def __init__(self, door: Door, scope: Scope, receive: Receive, send: Send) -> None:
        self._door = door
        self._scope = scope
        self._receive = receive
        self._send = send
        self._route = door.routes.find(scope)
        self._status = 0
        self._began = time.monotonic()
        self._body_read = not expects_body(scope)
        self._taken: Taken | None = None
        self._on_answer: Callable[[], None] | None = None

    async def answer(self) -> None:
        """Let the request through or turn it away, and count it."""
        try:
            await self._pass()
        except Refusal as refusal:
            await self._turn_away(refusal)
        except Gone:
            pass
        except Exception as error:  # noqa: BLE001  # the edge of the process: the server would log what somebody sent
            logger.error("failed", extra={"facts": {"route": self._route.name, "error": access.where_it_broke(error)}})
            if not self._status:
                await self._turn_away(Refusal("failed"))
            else:
                raise BrokenOff from None
        finally:
            self._count()

    async def _pass(self) -> None:
        """1 its head, 2 who pays, 3 its body, 4 its turn, 5 the application."""
        self._look_at_head()
        self._door.warn_of_proxy(self._scope)
        client = client_of(self._scope, self._door.settings.proxies)
        heavy = is_heavy(self._scope, self._route)
        await self._pay(client, COST if heavy else 1)
        if self._route.name == METRICS.name:
            await self._show_metrics()
            return
        memory: Memory = self._door.pictures.of(client.wider or client.network) if heavy else self._door.reservoir
        takes = self._route.pictures if heavy else None
        body = await read_body(self._scope, self._receive, takes or self._route.body, memory)
        self._body_read = True
        replay = Replay(body, self._receive)
        try:
            if self._route.asks:
                await self._ask(client, replay, await self._queue_for(client, body, heavy=heavy))
            else:
                await self._door.application(self._scope, replay.receive, self._forward)
        finally:
            replay.close()
            memory.give_back(len(body))

    async def _queue_for(self, client: Client, body: bytes, *, heavy: bool) -> AskQueue:
        """The line of an ask; a picture in a body no larger than a text's is only seen, and paid for, once it is there.

        What has no file chosen is the text that it is: every form of our page could have brought one.
        """
        if not heavy and holds_picture(self._scope, self._route, body):
            await self._pay(client, COST - 1)
            heavy = True
        return self._door.picture_queue if heavy else self._door.queue

    def _look_at_head(self) -> None:
        size = sum(len(name) + len(value) for name, value in self._scope["headers"])
        if size > MAX_HEAD:
            raise Refusal("head-too-large", values={"limit": MAX_HEAD // 1024})
        # Two lengths are how a request is smuggled past a proxy (RFC 9112, 6.1); nobody honest sends them.
        if header(self._scope, b"transfer-encoding") and header(self._scope, b"content-length"):
            raise Refusal("two-lengths")
        if len(self._scope["raw_path"]) + len(self._scope["query_string"]) > MAX_TARGET:
            raise Refusal("address-too-long", values={"limit": MAX_TARGET // 1000})

    async def _pay(self, client: Client, tokens: int = 1) -> None:
        """Take ``tokens`` from whoever pays; raises ``Refusal`` where too few are left."""
        if self._route.paid_from == "free" and is_this_machine(self._scope):
            return
        charge = await self._door.payer(self._scope, self._route)
        budget = self._door.budgets.get(self._route.paid_from, self._door.settings.pages)
        charges = [(charge.payer, charge.budget)] if charge else [(client.network, budget)]
        if charge is None and client.wider is not None:
            charges.append((client.wider, budget.wider()))
        for number, (payer, one) in enumerate(charges):
            taken = self._door.buckets.take(payer, one, tokens)
            self._taken = taken if not number or not taken.allowed else self._taken
            if not taken.allowed:
                raise Refusal("budget", retry_after=taken.retry_after, budget=taken.budget)

    async def _ask(self, client: Client, replay: Replay, queue: AskQueue) -> None:
        """Wait for its turn, and keep it until the answer begins: reading the answer is no work of ours."""
        lined_up = time.monotonic()
        await queue.enter(client.wider or client.network, replay.departure())
        started = time.monotonic()
        self._door.metrics.observe(metrics.ASK_WAIT, started - lined_up)
        self._on_answer = lambda: self._leave(queue, started)
        try:
            await self._door.application(self._scope, replay.receive, self._forward)
        finally:
            self._answer_begins()

    def _leave(self, queue: AskQueue, started: float) -> None:
        queue.leave()
        self._door.metrics.observe(metrics.ASK_WORK, time.monotonic() - started)

    def _answer_begins(self) -> None:
        on_answer, self._on_answer = self._on_answer, None
        if on_answer is not None:
            on_answer()

    async def _forward(self, message: Message) -> None:
        """What the application sends, with what a program may still ask for."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            message = {**message, "headers": [*message.get("headers", ()), *self._quota()]}
            self._answer_begins()
        await self._send(message)

    def _quota(self) -> Headers:
        """The fields of draft-ietf-httpapi-ratelimit-headers, on what a program reads."""
        if self._taken is None or not self._route.api:
            return []
        budget = self._taken.budget
        return [
            (b"ratelimit-policy", f'"{budget.name}";q={budget.burst};w={budget.window}'.encode()),
            (b"ratelimit", f'"{budget.name}";r={self._taken.left};t={self._taken.reset}'.encode()),
        ]

    async def _show_metrics(self) -> None:
        """The metrics, for this machine, or for whoever has the token."""
        if not self._may_see_metrics():
            raise Refusal("not-found")
        body = self._door.metrics.text().encode()
        self._status = 200
        media, length = b"text/plain; version=0.0.4; charset=utf-8", b"%d" % len(body)
        headers = [(b"content-type", media), (b"content-length", length), (b"cache-control", b"no-store")]
        await self._respond(headers, body)

    def _may_see_metrics(self) -> bool:
        settings = self._door.settings
        if settings.metrics_token:
            told = header(self._scope, b"authorization")
            return hmac.compare_digest(told, b"Bearer " + settings.metrics_token.encode())
        # Behind a proxy on this machine everybody would seem to be on this machine.
        behind_proxy = bool(settings.proxies.networks) or settings.proxies.local
        return not behind_proxy and is_this_machine(self._scope)

    async def _turn_away(self, refusal: Refusal) -> None:
        """Say why, and see to it that it can be read."""
        self._status = refusal.status
        self._door.metrics.count(metrics.REFUSED, str(refusal.status))
        headers, body = written(refusal, language_of(self._scope), self._route.api, self._door.look)
        await self._respond(headers + self._quota(), body)

    async def _respond(self, headers: Headers, body: bytes) -> None:
        if not self._body_read:
            headers = [*headers, (b"connection", b"close")]
        await self._send({"type": "http.response.start", "status": self._status, "headers": headers})
        if not self._body_read:
            await self._send({"type": "http.response.body", "body": body, "more_body": True})
            await drain(self._receive)
            body = b""
        await self._send({"type": "http.response.body", "body": body, "more_body": False})

    def _count(self) -> None:
        seconds = time.monotonic() - self._began
        line = access.Line.of(self._route.name, self._scope["method"], self._status, seconds)
        self._door.metrics.count(metrics.REQUESTS, line.route, line.status)
        self._door.metrics.observe(metrics.DURATION, seconds, line.route)
        if self._door.settings.access_log:
            line.log()
