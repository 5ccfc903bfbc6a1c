"""The words of ASGI that the door uses: what a server and an application say to each other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]


def header(scope: Scope, name: bytes) -> bytes:
    """The value of the header ``name`` (lower case); several of one name are joined by commas; empty without one."""
    return b",".join(value for known, value in scope["headers"] if known == name)
