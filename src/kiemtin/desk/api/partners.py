"""Who shows a key: known from memory, so that a made-up key costs no question to the database.

``Authorization: Bearer kiemtin_…``. Without the header everybody is welcome; with one that is not right the answer is
401, never "as everybody else", or a partner would not notice that its key has gone.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from functools import lru_cache

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from ninja.security.base import AuthBase

from kiemtin.desk.api import keys
from kiemtin.desk.api.keys import KEY, Partner
from kiemtin.desk.database import reach
from kiemtin.desk.log import log_failure

LOOK_AGAIN = 15.0
"""Seconds after which the keys are read anew: so long may a revoked one still open the door."""

LOOK_SOONER = 0.25
"""Seconds between two looks for a key that is not known: one made a moment ago works at once, and whoever makes keys up
costs the database four questions a second."""

BEARER = "bearer"


class KeyUnknown(Exception):
    """What stands in ``Authorization`` is no key in use."""


class KeysOutOfReach(Exception):
    """No key can be looked up at this moment."""


class QuotaUsedUp(Exception):
    """A key has been used as often today as it may be."""

    def __init__(self, quota: Quota) -> None:
        super().__init__()
        self.quota = quota


@dataclass(frozen=True, slots=True)
class Quota:
    """What a key may ask today, how much of that is left, and the seconds until it begins anew."""

    per_day: int
    left: int
    reset: int

    def tell(self, response: HttpResponse) -> None:
        """Say so in the fields of draft-ietf-httpapi-ratelimit-headers."""
        response["RateLimit-Policy"] = f'"day";q={self.per_day};w=86400'
        response["RateLimit"] = f'"day";r={self.left};t={self.reset}'


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: a partner, or anybody."""

    partner: Partner | None = None


class Keys:
    """The keys in use, as one process remembers them."""

    def __init__(self) -> None:
        self._known: dict[str, Partner] | None = None
        self._read_at = float("-inf")
        self._one_look = asyncio.Lock()

    async def find(self, authorization: str) -> Partner:
        """Whose key stands in ``authorization``; raises ``KeyUnknown``, or ``KeysOutOfReach``."""
        scheme, _, written = authorization.strip().partition(" ")
        written = written.strip()
        if scheme.lower() != BEARER or not KEY.fullmatch(written):
            raise KeyUnknown
        key_hash = keys.hash_of(written)
        await self._look(LOOK_AGAIN)
        if self._known is not None and key_hash not in self._known:
            await self._look(LOOK_SOONER)
        if self._known is None:
            raise KeysOutOfReach
        if key_hash not in self._known:
            raise KeyUnknown
        return self._known[key_hash]

    async def _look(self, after: float) -> None:
        """Read the keys where that was ``after`` seconds ago; on a failure what is known stays known."""
        async with self._one_look:
            if time.monotonic() - self._read_at < (LOOK_SOONER if self._known is None else after):
                return
            try:
                self._known = await reach(keys.active)
            except DatabaseError as error:
                log_failure("keys-out-of-reach", error)
            self._read_at = time.monotonic()


@lru_cache(maxsize=1)
def known_keys() -> Keys:
    """The keys as this process knows them."""
    return Keys()


class PartnerKey(AuthBase):
    """Optional: nobody needs a key to ask; whoever shows one is a partner with a quota of its own."""

    openapi_type = "http"
    openapi_scheme = BEARER
    openapi_bearerFormat = "kiemtin_…"  # noqa: N815  # the name that OpenAPI gives it

    async def __call__(self, request: HttpRequest) -> Visitor:
        """Who asks; raises ``KeyUnknown``, or ``KeysOutOfReach``."""
        authorization = request.META.get("HTTP_AUTHORIZATION")
        return Visitor(await known_keys().find(authorization) if authorization is not None else None)


async def partner_of(authorization: bytes) -> Partner | None:
    """Whose key stands in the header ``authorization``, for the door: a partner pays instead of its network.

    Nobody's where there is none, where it is wrong, and while none can be looked up: then the network pays, and what is
    wrong is said further in.
    """
    if not authorization:
        return None
    try:
        return await known_keys().find(authorization.decode("latin-1"))
    except (KeyUnknown, KeysOutOfReach):
        return None


async def charge(visitor: Visitor, asks: int = 1) -> Quota | None:
    """Count an ask of a partner, or one that is as much work as so many; raises ``QuotaUsedUp``.

    Where nothing can be written down, it is let through.
    """
    if visitor.partner is None:
        return None
    try:
        left, counted = await reach(keys.count, visitor.partner, asks)
    except DatabaseError as error:
        # A full disk: checks still answer, and what one minute may hold is bounded at the door.
        log_failure("key-not-counted", error)
        return None
    quota = Quota(visitor.partner.per_day, left, keys.seconds_of_today_left())
    if not counted:
        raise QuotaUsedUp(quota)
    return quota
