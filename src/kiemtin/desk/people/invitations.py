"""One-time links by an administrator: an account of a role, or a new password for somebody who lost it."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone

from kiemtin.desk.accounts.models import Account
from kiemtin.desk.accounts.roles import Role
from kiemtin.desk.people import audit
from kiemtin.desk.people.models import Invitation, StaffSession

TOKEN_BYTES = 32
"""Random bytes of a token: nobody guesses one, so its hash needs neither salt nor slowness."""

VALID_FOR = datetime.timedelta(days=3)
"""How long an invitation waits: over a weekend."""

MAX_OPEN = 50
"""Invitations that wait at once."""


class NameTaken(Exception):
    """Somebody else has this sign-in name."""


class TooMany(Exception):
    """As many invitations wait as may."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An invitation that waits: ``account`` is the name of whoever is to set a new password."""

    number: int
    role: Role
    account: str | None
    expires: datetime.datetime


def invite(role: Role) -> tuple[str, int]:
    """A fresh token for an account of ``role``, shown this once, and its number; raises ``TooMany``."""
    return _new(role, None)


def new_password_for(account: Account) -> tuple[str, int]:
    """A fresh token with which ``account`` gets a new password; every earlier one for it is void."""
    Invitation.objects.filter(account=account).delete()
    return _new(Role(account.role), account)


def waiting() -> list[Waiting]:
    """Every invitation that waits, the newest last."""
    rows = Invitation.objects.filter(expires__gt=timezone.now()).select_related("account").order_by("pk")
    return [Waiting(one.pk, Role(one.role), one.account.name if one.account else None, one.expires) for one in rows]


def withdraw(number: int) -> bool:
    """Whether there was such an invitation; it opens nothing any more."""
    return bool(Invitation.objects.filter(pk=number).delete()[0])


def find(token: str) -> Invitation | None:
    """The invitation of ``token``, where it may be used now."""
    found = Invitation.objects.filter(token_hash=_hash(token), expires__gt=timezone.now())
    return found.select_related("account").first()


def accept(token: str, name: str, password: str) -> Account | None:
    """The account that ``token`` makes or opens anew, with the role that the invitation says and no other.

    ``None`` where it is void, also when used at this very moment. Raises ``NameTaken``; the invitation then waits on.
    """
    hashed = make_password(password)  # slow on purpose, so before the lock is taken
    try:
        with transaction.atomic():
            invitation = find(token)
            if invitation is None or not Invitation.objects.filter(pk=invitation.pk).delete()[0]:
                return None
            if invitation.account is not None:
                return _opened_anew(invitation.account, hashed)
            account = Account.objects.create(name=name, password=hashed, role=invitation.role)
            audit.record(account.pk, "joined", "invitation", invitation.pk)
            return account
    except IntegrityError as error:
        raise NameTaken from error


def purge() -> int:
    """Forget invitations that have had their time; how many."""
    return Invitation.objects.filter(expires__lte=timezone.now()).delete()[0]


def _new(role: Role, account: Account | None) -> tuple[str, int]:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        if Invitation.objects.filter(expires__gt=timezone.now()).count() >= MAX_OPEN:
            raise TooMany
        made = Invitation.objects.create(
            token_hash=_hash(token), role=role.value, account=account, expires=timezone.now() + VALID_FOR
        )
    return token, made.pk


def _opened_anew(account: Account, hashed: str) -> Account | None:
    """``account`` with another password, signed out everywhere; not where it was made inactive meanwhile."""
    if not Account.objects.filter(pk=account.pk, is_active=True).update(password=hashed):
        return None
    StaffSession.objects.filter(account=account).delete()
    audit.record(account.pk, "password-replaced", "account", account.pk)
    return account


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
