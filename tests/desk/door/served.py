"""A program that serves a small application behind the door, by several processes, as the desk is served.

The application answers what it was sent, works as long as it is told to, and breaks where it is told to; it is started
by ``serving``, and takes its settings from the environment.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import logging
import os
import signal
import socket
import sys
from dataclasses import replace
from types import FrameType

import uvicorn

from kiemtin.desk.door import ROUTES, Body, Door, DoorSettings, Routes
from kiemtin.desk.door.asgi import Receive, Scope, Send
from kiemtin.desk.door.routes import BODY_SECONDS
from kiemtin.desk.door.wire import server_options

PIECE = 1_000_000
"""Bytes of an answer sent at once: a longer one waits for whoever reads it."""


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the size of the body, after whatever the body says: ``sleep:0.2``, ``break``, ``long:1000000``."""
    body = (await receive())["body"]
    word, _, value = body.partition(b":")
    if word == b"break":
        raise ValueError(f"broke at {body!r}")
    if word == b"sleep":
        await asyncio.sleep(float(value))
    answer = b"x" * int(value) if word == b"long" else b"%d" % len(body)
    headers = [(b"content-length", b"%d" % len(answer)), (b"x-process", b"%d" % os.getpid())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    if word == b"halfway":
        raise ValueError(f"broke at {body!r}")
    for start in range(0, len(answer), PIECE):
        await send({"type": "http.response.body", "body": answer[start : start + PIECE], "more_body": True})
    await send({"type": "http.response.body", "body": b""})


class JsonLines(logging.Formatter):
    """Everything a record holds, so that whatever should not be in it is seen."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        told = {"logger": record.name, "event": record.getMessage(), "facts": getattr(record, "facts", None)}
        return json.dumps(told | ({"error": self.formatException(record.exc_info)} if record.exc_info else {}))


def main() -> None:
    """Serve until told to stop; the port comes first on standard output."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    family = socket.AF_INET6 if os.environ.get("HOST") == "::1" else socket.AF_INET
    listening = socket.create_server((os.environ.get("HOST", ""), 0), family=family, backlog=1024)
    routes = _with_limits(json.loads(os.environ.get("LIMITS", "{}")))
    door = Door(application, DoorSettings.from_environment(os.environ), routes)
    config = uvicorn.Config(door, log_config=None, loop="asyncio", **server_options(door))
    children = [_fork(config, listening) for _ in range(int(os.environ.get("WORKERS", "1")))]

    def stop(_number: int, _frame: FrameType | None) -> None:
        for child in children:
            os.kill(child, signal.SIGTERM)

    signal.signal(signal.SIGTERM, stop)
    print(listening.getsockname()[1], *children, flush=True)
    listening.close()
    for child in children:
        os.waitpid(child, 0)


def _with_limits(limits: dict[str, float]) -> Routes:
    """Put other numbers where a test cannot wait: ``{"wire.HEAD_SECONDS": 0.5}``; ``BODY_SECONDS``: of every body."""
    seconds = limits.pop("BODY_SECONDS", BODY_SECONDS)
    for name, value in limits.items():
        module, _, constant = name.rpartition(".")
        setattr(importlib.import_module(f"kiemtin.desk.door.{module}"), constant, value)
    return Routes(replace(route, body=Body(route.body.limit, seconds)) for route in ROUTES)


def _fork(config: uvicorn.Config, listening: socket.socket) -> int:
    process = os.fork()
    if process == 0:
        try:
            uvicorn.Server(config).run(sockets=[listening])
        except KeyboardInterrupt:
            pass
        finally:
            os._exit(0)
    return process


if __name__ == "__main__":
    main()
