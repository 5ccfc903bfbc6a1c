"""The way from an answer to the database and back: a thread of its own, and no connection left behind in it.

Most answers never take it. A connection that stayed open in some thread would outlive the database it was made to.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from django.db import connections

Given = ParamSpec("Given")
Found = TypeVar("Found")


async def reach(work: Callable[Given, Found], *given: Given.args, **named: Given.kwargs) -> Found:
    """What ``work`` gives, done in a thread in which it may use the database; raises what it raises."""

    def closing() -> Found:
        try:
            return work(*given, **named)
        finally:
            connections.close_all()

    return await sync_to_async(closing, thread_sensitive=False)()
