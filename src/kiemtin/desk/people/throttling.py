"""Guessing of passwords and codes, slowed down without ever locking anybody out, and without keeping an address.

Three buckets, in memory that all processes share, under keyed hashes with passing keys (``door/limits.py``): one for
the network that tries; one for the name that is tried, which all strangers share; one for each device on which somebody
has signed in before. So whoever floods a name shuts out other strangers for some minutes, not its owner. (OWASP calls
these device cookies.) A passkey cannot be guessed and asks the first bucket alone.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

from kiemtin.desk.accounts.models import Account
from kiemtin.desk.door.budgets import Budget
from kiemtin.desk.door.clients import client_of
from kiemtin.desk.door.limits import Buckets

FROM_NETWORK = Budget("sign-in-network", burst=30, per_minute=10)
"""An office where everybody comes in at nine."""

OF_NAME = Budget("sign-in-name", burst=10, per_minute=1)
"""What all strangers together may try of one name: 1,450 passwords a day, none of which may be a usual one."""

OF_DEVICE = Budget("sign-in-device", burst=10, per_minute=1)
"""What may be tried where somebody has signed in before."""

OF_CODE = Budget("sign-in-code", burst=5, per_minute=1)
"""Codes after the right password: one in a million fits, so a day of guessing finds it once in three hundred days."""

SETS = 512
"""4,096 buckets: more names and devices than a desk has, and networks to spare."""

DEVICE_SECONDS = 180 * 86_400
"""How long a device is known after signing in."""

SALT = "kiemtin.desk.people.device"

# Made when the application is loaded, before the web processes are forked: they count together.
BUCKETS = Buckets(sets=SETS)


@dataclass(frozen=True, slots=True)
class Slowed(Exception):
    """Too many tries; ``seconds`` until the next one counts."""

    seconds: int


def device_cookie() -> str:
    """The name under which a browser keeps that somebody has signed in with it."""
    return "__Host-kiemtin-device" if settings.CONFIGURATION.secure else "kiemtin-device"


def new_device(account: Account) -> str:
    """What a browser is given to keep after somebody signed in: nothing opens with it."""
    return signing.dumps([account.pk, secrets.token_urlsafe(12)], salt=SALT)


def may_try_password(request: HttpRequest, name: str) -> None:
    """Count a password for ``name``; raises ``Slowed`` where too many were tried."""
    may_try_passkey(request)
    account = Account.objects.filter(name=name).values_list("pk", flat=True).first()
    device = _device(request, account)
    if device is not None:
        _take(device.encode("ascii", "replace"), OF_DEVICE)
    else:
        _take(name.casefold().encode("utf-8", "replace"), OF_NAME)


def may_try_code(request: HttpRequest, account: Account) -> None:
    """Count a code of ``account``, whose password was right; raises ``Slowed`` where too many were tried."""
    _take(str(account.pk).encode("ascii"), OF_CODE)


def may_try_passkey(request: HttpRequest) -> None:
    """Count whatever a network tries; raises ``Slowed`` where it tried too much."""
    client = client_of(request.scope, settings.CONFIGURATION.door.proxies)  # type: ignore[attr-defined]  # an ASGI request has one
    _take(client.network, FROM_NETWORK)
    if client.wider is not None:
        _take(client.wider, FROM_NETWORK.wider())


def _take(whose: bytes, budget: Budget) -> None:
    taken = BUCKETS.take(whose, budget)
    if not taken.allowed:
        raise Slowed(taken.retry_after)


def _device(request: HttpRequest, account: int | None) -> str | None:
    """The device, where its browser was given a mark after signing in as ``account``."""
    try:
        number, device = signing.loads(request.COOKIES.get(device_cookie(), ""), salt=SALT, max_age=DEVICE_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(device) if account is not None and number == account else None
