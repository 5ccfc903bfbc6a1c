"""Making, opening and ending links. An expired link and one that never was are the same to everybody."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from kiemtin.desk.sharing.models import SharedResult
from kiemtin.desk.sharing.seal import TOKEN, hash_of, new_token, opened, sealed

DAYS = (1, 7)
"""For how long a link may last; the first is chosen unless another is."""

MAX_SEALED = 65_536
"""Bytes of one result as stored. A long letter takes a quarter of it; more would make a file store of the desk."""

MAX_LINKS = 20_000
"""Links alive at once: 1.2 GiB at the very most, some 40 MB as results are."""


class TooLong(Exception):
    """The result would take more room than one may."""


class Full(Exception):
    """As many links are alive as may be."""


@dataclass(frozen=True, slots=True)
class NewLink:
    """What the one who shares is told, once: the token to look with, the one to delete with, and when it ends."""

    token: str
    deletion: str
    expires: datetime.datetime


@dataclass(frozen=True, slots=True)
class Shared:
    """What a link opens."""

    document: dict[str, Any]
    expires: datetime.datetime


def share(document: dict[str, Any], days: int) -> NewLink:
    """Store ``document`` for ``days``; raises ``TooLong`` and ``Full``."""
    link = NewLink(new_token(), new_token(), timezone.now() + datetime.timedelta(days=days))
    body = sealed(document, link.token)
    if len(body) > MAX_SEALED:
        raise TooLong
    with transaction.atomic():
        if SharedResult.objects.count() >= MAX_LINKS:
            raise Full
        SharedResult.objects.create(
            token_hash=hash_of(link.token), deletion_hash=hash_of(link.deletion), sealed=body, expires=link.expires
        )
    return link


def find(token: str) -> Shared | None:
    """What the link of ``token`` opens now, if anything."""
    if not TOKEN.fullmatch(token):
        return None
    row = SharedResult.objects.filter(token_hash=hash_of(token), expires__gt=timezone.now()).first()
    if row is None:
        return None
    try:
        return Shared(opened(bytes(row.sealed), token), row.expires)
    except ValueError:
        return None


def can_delete(deletion: str) -> bool:
    """Whether there is something that ``deletion`` deletes."""
    alive = SharedResult.objects.filter(deletion_hash=hash_of(deletion), expires__gt=timezone.now())
    return bool(TOKEN.fullmatch(deletion)) and alive.exists()


def delete(deletion: str) -> bool:
    """End a link for good; ``False`` where there is none any more."""
    return (
        bool(TOKEN.fullmatch(deletion)) and SharedResult.objects.filter(deletion_hash=hash_of(deletion)).delete()[0] > 0
    )


def purge() -> int:
    """Forget what has expired; how many."""
    return SharedResult.objects.filter(expires__lte=timezone.now()).delete()[0]
