"""What the pages of work share: refusals in words, names of colleagues, numbers in forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps

from django.http import HttpResponse

from kiemtin.desk.accounts.models import Account
from kiemtin.desk.pages.errors import error_page
from kiemtin.desk.people.staff import StaffVisit
from kiemtin.errors import KiemtinError, OutOfReach, Refused, Stale, Untrusted
from kiemtin.evidence.messages import render

LARGEST = 2**63 - 1
"""The largest number of a row; nothing can be behind a larger one."""

MOST_DIGITS = 18
"""Digits of a number in a form."""

NOWHERE = ("answers.no-such-draft", "answers.no-such-answer", "desk.queue.not-there", "desk.telling.not-there")

Page = Callable[..., HttpResponse]


def told(view: Page) -> Page:
    """``view``, whose refusals become a page that says in words what did not work."""

    @wraps(view)
    def page(visit: StaffVisit, **values: int | str) -> HttpResponse:
        if any(isinstance(one, int) and one > LARGEST for one in values.values()):
            return error_page(visit.request, 404)
        try:
            return view(visit, **values)
        except KiemtinError as error:
            return visit.page("staff_refused", status_of(error), words=in_words(visit, error))

    return page


def in_words(visit: StaffVisit, error: KiemtinError) -> str:
    """What an error says, in the language of the page."""
    return render(error.message_id, error.values, visit.language)


def status_of(error: KiemtinError) -> int:
    """The status of the page that says it."""
    if isinstance(error, Stale):
        return 409
    if isinstance(error, OutOfReach | Untrusted):
        return 503
    return 404 if isinstance(error, Refused) and error.message_id in NOWHERE else 422


def numbers_in(visit: StaffVisit, name: str) -> tuple[int, ...]:
    """The numbers that a form names, each once; what is none is passed over."""
    given = (str(one) for one in visit.request.POST.getlist(name))
    good = (int(one) for one in given if one.isascii() and one.isdigit() and len(one) <= MOST_DIGITS)
    return tuple(dict.fromkeys(good))


def names_of(accounts: Iterable[int | None]) -> dict[int, str]:
    """The sign-in names of these accounts."""
    return dict(Account.objects.filter(pk__in={one for one in accounts if one}).values_list("pk", "name"))
