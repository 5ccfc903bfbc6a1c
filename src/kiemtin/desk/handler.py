"""Django, as the door hands requests to it: read whole, one message each, from clients that the door looks after.

Django's own handler starts two threads for each request (to close database connections that most have not opened),
watches for the client's leaving, and copies the body into a temporary file. ``database.reach`` and the door make all
three needless; they were a sixth of the work of an ask.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import django
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.urls import set_script_prefix

from kiemtin.desk.door.asgi import Receive, Scope, Send


class Handler(ASGIHandler):
    """Django's handler, all of it in the event loop."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request, whose body comes in one message."""
        await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        message = await receive()
        set_script_prefix(get_script_prefix(scope))
        request, response = self.create_request(scope, BytesIO(message["body"]))
        if request is not None:
            response = await self.run_get_response(request)
        if response is None:
            raise RuntimeError("a request without an answer")
        await self.send_response(response, send)
        response.close()


def handler() -> Handler:
    """Django set up, ready to answer."""
    django.setup(set_prefix=False)
    return Handler()
