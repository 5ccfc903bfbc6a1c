"""Sharing a result: choose and look first, then a link; the message is checked again, so nobody shares a forgery."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiemtin.desk.asking import Busy, asking
from kiemtin.desk.database import reach
from kiemtin.desk.origins import is_from_elsewhere
from kiemtin.desk.pages.errors import error_page
from kiemtin.desk.rendering import address, local, page
from kiemtin.desk.sharing import links
from kiemtin.desk.sharing.carried import carried
from kiemtin.desk.sharing.document import Shows, shared_view, shows_message, to_document
from kiemtin.desk.sharing.links import DAYS, NewLink
from kiemtin.errors import KiemtinError, TooLarge
from kiemtin.evidence import Language
from kiemtin.evidence.messages import render
from kiemtin.formats.html import Whose, to_body

TRY_AGAIN = "2"

CREATE = "create"
"""What the button that makes the link sends as ``step``; without it there is only a preview."""


class NotOurs(Exception):
    """What a page is said to carry was not sealed by this desk, or too long ago."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the form holds: the message, what others shall see of it, for how many days, and whether to go ahead.

    In place of a message there may be ``carried``: what pictures came to, as the page with their answer holds it.
    """

    text: str
    carried: str
    shows: Shows
    days: int
    create: bool


@require_POST
async def choose(request: HttpRequest, language: Language) -> HttpResponse:
    """The choices with a preview of what others will see; when told to go ahead, the link.

    The report is made anew from the message, or was sealed by this desk: what a form could claim is never believed.
    """
    if is_from_elsewhere(request):
        return error_page(request, 403)
    try:
        choice = _choice(request)
        if not choice.text.strip() and not choice.carried:
            return error_page(request, 400)
        document = await _document(choice)
    except NotOurs:
        return error_page(request, 400)
    except RequestDataTooBig:
        return error_page(request, 413)
    except Busy:
        busy = error_page(request, 503)
        busy["Retry-After"] = TRY_AGAIN
        return busy
    except KiemtinError as error:
        return error_page(request, 413 if isinstance(error, TooLarge) else 400)
    return await _create(request, language, choice, document) if choice.create else _preview(language, choice, document)


async def _document(choice: Choice) -> dict[str, Any]:
    if not choice.carried:
        return await asking().ask(choice.text, lambda report: to_document(report, choice.shows))
    try:
        return carried(choice.carried, choice.shows)
    except ValueError as error:
        raise NotOurs from error


async def _create(request: HttpRequest, language: Language, choice: Choice, document: dict[str, Any]) -> HttpResponse:
    try:
        link = await reach(links.share, document, choice.days)
    except links.TooLong:
        return _preview(language, choice, document, 413, render("desk.share.too-long", {}, language))
    except (links.Full, DatabaseError):
        return _preview(language, choice, document, 503, render("desk.share.not-now", {}, language))
    return _made(request, language, link)


def _made(request: HttpRequest, language: Language, link: NewLink) -> HttpResponse:
    here = _our_address(request)
    return page(
        "share_made",
        language,
        link=f"{here}{address(language, 'shared', token=link.token)}",
        deletion=f"{here}{address(language, 'share-delete', token=link.deletion)}",
        until=local(link.expires, language),
    )


@require_safe
async def shared(request: HttpRequest, language: Language, token: str) -> HttpResponse:
    """The result behind a link; where there is none, or none any more, one and the same page."""
    found = await reach(links.find, token)
    if found is None:
        return _kept_out_of_indexes(page("share_gone", language, 404))
    try:
        shown = shared_view(found.document, language)
    except (KeyError, ValueError):  # made by another edition of this software
        return _kept_out_of_indexes(page("share_gone", language, 404))
    body = to_body(shown, folded=True, message=_whose(found.document))
    until = local(found.expires, language)
    return _kept_out_of_indexes(page("shared", language, body=body, until=until, token=token, headline=shown.headline))


@require_http_methods(["GET", "HEAD", "POST"])
async def end(request: HttpRequest, language: Language, token: str) -> HttpResponse:
    """Deleting: a button, since programs that look at links must not end one by looking."""
    if request.method == "POST":
        if is_from_elsewhere(request):
            return error_page(request, 403)
        deleted = await reach(links.delete, token)
        return _kept_out_of_indexes(
            page("share_deleted" if deleted else "share_gone", language, 200 if deleted else 404)
        )
    if not await reach(links.can_delete, token):
        return _kept_out_of_indexes(page("share_gone", language, 404))
    return _kept_out_of_indexes(page("share_delete", language, token=token))


def _preview(
    language: Language, choice: Choice, document: dict[str, Any], status: int = 200, complaint: str = ""
) -> HttpResponse:
    shown = shared_view(document, language)
    preview = to_body(shown, folded=True, message=_whose(document), level=2)
    values = {"choice": choice, "every": tuple(Shows), "lengths": DAYS, "complaint": complaint}
    return page("share", language, status, body=preview, **values)


def _whose(document: dict[str, Any]) -> Whose:
    return "passed-on" if shows_message(document) else "withheld"


def _choice(request: HttpRequest) -> Choice:
    """What was chosen; whatever is no choice of ours is the first, which shares least and ends soonest."""
    shows, days = request.POST.get("shows", ""), request.POST.get("days", "")
    return Choice(
        text=str(request.POST.get("text", "")).replace("\r\n", "\n"),
        carried=str(request.POST.get("carried", "")),
        shows=Shows(shows) if shows in {one.value for one in Shows} else Shows.RESULT,
        days=int(days) if days in {str(one) for one in DAYS} else DAYS[0],
        create=request.POST.get("step") == CREATE,
    )


def _our_address(request: HttpRequest) -> str:
    """The public address where one is set, else the one that the browser used, which has been looked at already."""
    public = settings.CONFIGURATION.address
    return public.geturl() if public is not None else f"{request.scheme}://{request.META.get('HTTP_HOST', '')}"


def _kept_out_of_indexes(answer: HttpResponse) -> HttpResponse:
    answer["X-Robots-Tag"] = "noindex, noarchive, nosnippet"
    return answer
