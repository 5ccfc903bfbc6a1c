"""What was done at the desk: which thing, by which account, when. Nothing of what anybody asked, and no asker.

The database itself refuses to change a row, or to delete one within a year (``migrations/0002``).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from kiemtin.desk.people.actions import ACTIONS, KINDS
from kiemtin.desk.people.models import DeskAction

KEPT = datetime.timedelta(days=366)
"""How long it is known who did what: a year, to talk about it; what was published stays in the corrections log."""

AN_HOUR = datetime.timedelta(hours=1)

PAGE = 50
"""Rows of one page."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    at: datetime.datetime
    account: str
    action: str
    kind: str
    thing: str


def record(account_id: int, action: str, kind: str, thing: object) -> None:
    """Note that an account did ``action`` to the ``thing`` (its number or id, never its words) of a ``kind``."""
    if action not in ACTIONS or kind not in KINDS:
        raise ValueError(f"nothing that is noted: {action} of {kind}")
    DeskAction.objects.create(account_id=account_id, action=action, kind=kind, thing=str(thing))


def rows(before: int | None = None) -> tuple[list[Row], int | None]:
    """A page of the list, newest first, and the number to ask the next one with, where there is one."""
    found = DeskAction.objects.select_related("account").order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    page = list(found[: PAGE + 1])
    listed = [Row(one.at, one.account.name, one.action, one.kind, one.thing) for one in page[:PAGE]]
    return listed, page[PAGE - 1].pk if len(page) > PAGE else None


def purge() -> int:
    """Forget what is older than a year; how many."""
    # An hour after the database lets it go, so that two clocks never disagree about a row.
    return DeskAction.objects.filter(at__lt=timezone.now() - KEPT - AN_HOUR).delete()[0]
