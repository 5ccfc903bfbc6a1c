"""The door itself: an ASGI application around another one, through which every request comes."""

from __future__ import annotations

import asyncio
import logging

from kiemtin.desk.door import metrics, pictures
from kiemtin.desk.door.asgi import Application, Receive, Scope, Send
from kiemtin.desk.door.bodies import Reservoir
from kiemtin.desk.door.clients import comes_through_a_proxy, peer_of
from kiemtin.desk.door.limits import Buckets
from kiemtin.desk.door.metrics import Metrics
from kiemtin.desk.door.payers import Payer, by_network
from kiemtin.desk.door.queue import AskQueue
from kiemtin.desk.door.refusals import PLAIN_LOOK, Look
from kiemtin.desk.door.routes import Routes
from kiemtin.desk.door.settings import DoorSettings
from kiemtin.desk.door.visit import Visit

FRESHEN_EVERY = 60.0
"""Seconds between two looks at whether the key of the buckets has had its time."""

logger = logging.getLogger("kiemtin.desk.door")


class Door:
    """``application``, with a door before it.

    Made once, before the worker processes are forked: they share its buckets and its metrics. The queue and the memory
    for bodies are each process's own; asks with pictures have both for themselves, so that texts never wait for them.
    """

    def __init__(
        self,
        application: Application,
        settings: DoorSettings,
        routes: Routes | None = None,
        payer: Payer = by_network,
        look: Look = PLAIN_LOOK,
    ) -> None:
        self.application = application
        self.settings = settings
        self.routes = routes or Routes()
        self.payer = payer
        self.look = look
        self.budgets = {
            "asks": settings.asks,
            "sends": settings.sends,
            "pages": settings.pages,
            "log": settings.log,
        }
        self.metrics = Metrics(self.routes.names)
        self.buckets = Buckets()
        self.queue = AskQueue(settings.asks_at_work, settings.asks_waiting, self._queue_changed)
        self.picture_queue = AskQueue(pictures.AT_WORK, pictures.WAITING, self._queue_changed)
        self.reservoir = Reservoir(self._buffer_changed)
        self.pictures = pictures.Shares(Reservoir(self._buffer_changed, pictures.MAX_BUFFERED))
        self._told_of_proxy = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or live through the life of a server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await Visit(self, scope, receive, send).answer()
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _live(self, receive: Receive, send: Send) -> None:
        """Forget on time, for as long as the server runs."""
        freshening = None
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                freshening = asyncio.ensure_future(self._freshen())
                await send({"type": "lifespan.startup.complete"})
            else:
                if freshening is not None:
                    freshening.cancel()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _freshen(self) -> None:
        while True:
            await asyncio.sleep(FRESHEN_EVERY)
            self.buckets.keep_fresh()

    def _queue_changed(self, _working: int, _waiting: int) -> None:
        queues = (self.queue, self.picture_queue)
        self.metrics.set(metrics.AT_WORK, sum(queue.working for queue in queues))
        self.metrics.set(metrics.WAITING, sum(queue.waiting for queue in queues))

    def _buffer_changed(self, _size: int) -> None:
        self.metrics.set(metrics.BUFFERED, self.reservoir.taken + self.pictures.reservoir.taken)

    def warn_of_proxy(self, scope: Scope) -> None:
        """Tell the operator once where everybody seems to come from one address: a proxy that was not named."""
        peer = peer_of(scope)
        if self._told_of_proxy or not comes_through_a_proxy(scope) or self.settings.proxies.trusts(peer):
            return
        if peer is None or peer.is_private:
            self._told_of_proxy = True
            logger.warning("proxy-not-named", extra={"facts": {"setting": "KIEMTIN_PROXIES"}})
