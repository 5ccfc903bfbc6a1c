"""One-time links: made when the desk has no administrator yet, or when its operator asks for one."""

from __future__ import annotations

import datetime
import hashlib
import secrets

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from kiemtin.desk.accounts.models import Account, SetUpLink
from kiemtin.desk.accounts.roles import Role

TOKEN_BYTES = 32
"""Random bytes of a token: nobody guesses one, so its hash needs neither salt nor slowness."""

VALID_FOR = datetime.timedelta(hours=24)


def new_token() -> str:
    """A fresh token; every earlier one is void from now on."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        SetUpLink.objects.all().delete()
        SetUpLink.objects.create(token_hash=_hash(token), expires=timezone.now() + VALID_FOR)
    return token


def has_administrator() -> bool:
    """Whether somebody has been set up who can sign in and set up others."""
    return Account.objects.filter(role=Role.ADMINISTRATOR.value, is_active=True).exists()


def is_valid(token: str) -> bool:
    """Whether ``token`` may be used now."""
    return SetUpLink.objects.filter(token_hash=_hash(token), used=False, expires__gt=timezone.now()).exists()


def use(token: str, name: str, password: str) -> bool:
    """Set up the administrator ``name`` with ``token``; ``False`` where it is void, also when used at this very moment.

    An administrator of that name gets the new password: the link is how a lost one is replaced.
    """
    hashed = make_password(password)  # slow on purpose, so before the lock is taken
    with transaction.atomic():
        valid = SetUpLink.objects.filter(token_hash=_hash(token), used=False, expires__gt=timezone.now())
        if valid.update(used=True) != 1:
            return False
        settings = {"password": hashed, "role": Role.ADMINISTRATOR.value, "is_active": True}
        Account.objects.update_or_create(name=name, defaults=settings)
    return True


def purge() -> int:
    """Forget links that were used or have expired; how many."""
    spent = SetUpLink.objects.filter(used=True) | SetUpLink.objects.filter(expires__lte=timezone.now())
    return spent.delete()[0]


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
