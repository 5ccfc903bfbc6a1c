"""Who pays for a request: its network, or whoever an operator has given a budget of their own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from kiemtin.desk.door.asgi import Scope
from kiemtin.desk.door.budgets import Budget
from kiemtin.desk.door.routes import Route


@dataclass(frozen=True, slots=True)
class Charge:
    """Who pays for a request instead of its network, and from which budget: the holder of a key, say."""

    budget: Budget
    payer: bytes = field(repr=False)


Payer = Callable[[Scope, Route], Awaitable[Charge | None]]
"""Maps a request to who pays for it; none: its network. It is asked for every request that costs something, before any
budget was looked at, so it answers from memory: a key that was made up shall not cost a question to a database.
"""


async def by_network(_scope: Scope, _route: Route) -> Charge | None:
    """Every request is paid for by the network it comes from."""
    return None
