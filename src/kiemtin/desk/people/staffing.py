"""Accounts as administrators look after them: roles, leaving and coming back. One administrator always stays."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.hashers import make_password
from django.db import transaction

from kiemtin.desk.accounts.models import Account
from kiemtin.desk.accounts.roles import Role
from kiemtin.desk.people.models import Invitation, StaffSession


class LastAdministrator(Exception):
    """Without this one nobody could let anybody in any more."""


class NoSuchAccount(Exception):
    """There is none of this number."""


def everybody() -> list[Account]:
    """Every account: those who work here first, by name."""
    return sorted(Account.objects.all(), key=lambda one: (not one.is_active, one.name.casefold()))


def account_of(number: int) -> Account:
    """The account of a number; raises ``NoSuchAccount``."""
    found = Account.objects.filter(pk=number).first()
    if found is None:
        raise NoSuchAccount
    return found


def give_role(number: int, role: Role) -> None:
    """From its next page on, the account may do what ``role`` may; raises ``LastAdministrator``."""

    def change(account: Account) -> None:
        account.role = role.value

    _changed(number, change)


def deactivate(number: int) -> None:
    """The account opens nothing any more, from this moment on; raises ``LastAdministrator``."""

    def change(account: Account) -> None:
        account.is_active = False

    _changed(number, change)
    Invitation.objects.filter(account_id=number).delete()
    sign_out(number)


def reactivate(number: int) -> None:
    """The account may sign in again."""

    def change(account: Account) -> None:
        account.is_active = True

    _changed(number, change)


def sign_out(number: int) -> int:
    """End every session of an account; how many."""
    return StaffSession.objects.filter(account_id=number).delete()[0]


def set_password(account: Account, password: str) -> None:
    """Another password; every session that was opened with the old one has ended."""
    account.password = make_password(password)
    account.save(update_fields=["password"])


def _changed(number: int, change: Callable[[Account], None]) -> None:
    """Change one account; the lock on all administrators keeps two from removing each other."""
    with transaction.atomic():
        active = Account.objects.select_for_update().filter(role=Role.ADMINISTRATOR.value, is_active=True)
        administrators = set(active.values_list("pk", flat=True))
        account = account_of(number)
        change(account)
        if administrators <= {number} and not account.is_administrator:
            raise LastAdministrator
        account.save(update_fields=["role", "is_active"])
