"""Sending to the desk: what is kept is said first, then a button keeps it; a receipt looks at it again or ends it."""

from __future__ import annotations

import re

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from kiemtin.answers.values import PublishedAnswer
from kiemtin.answers.wording import written_day
from kiemtin.desk.answers import reading
from kiemtin.desk.asking import Busy
from kiemtin.desk.database import reach
from kiemtin.desk.given import Given, given_in, reads_pictures
from kiemtin.desk.origins import is_from_elsewhere
from kiemtin.desk.overview import feedback
from kiemtin.desk.overview.wording import FEEDBACK
from kiemtin.desk.pages.errors import error_page
from kiemtin.desk.questions import following
from kiemtin.desk.questions.limits import MAX_ADDRESS, MAX_TOKEN
from kiemtin.desk.questions.receipts import new_token
from kiemtin.desk.questions.receiving import Full, Receipt
from kiemtin.desk.questions.sending import Sending
from kiemtin.desk.questions.sending import send as send_question
from kiemtin.desk.rendering import page, takes_questions
from kiemtin.errors import KiemtinError, TooLarge
from kiemtin.evidence import Language
from kiemtin.evidence.messages import render
from kiemtin.formats.answers import answer_in_short

SEND, DELETE, SAY = "send", "delete", "say"
"""What the buttons that keep a question, that end it, and that say whether the answer helped, send as ``step``."""

TOKEN = re.compile(r"[A-Za-z0-9_\-]{16,128}")
"""What a form holds; whatever else comes in its place is replaced by a fresh one."""

TRY_AGAIN = "2"

WITHDRAWN = "withdrawn"
"""Where a question stands whose answer does not stand any more."""


@require_POST
async def send(request: HttpRequest, language: Language) -> HttpResponse:
    """What would be kept, how long and who sees it; when told to go ahead, the receipt."""
    if not takes_questions():
        raise Http404
    if is_from_elsewhere(request):
        return error_page(request, 403)
    try:
        given = given_in(request)
    except RequestDataTooBig:
        return error_page(request, 413)
    except TooLarge as error:
        return _confirm(language, Given(""), 413, render(error.message_id, error.values, language))
    if request.POST.get("step") != SEND:
        return _confirm(language, given, about_picture="about" in request.POST)
    return await _sent(request, language, given)


async def _sent(request: HttpRequest, language: Language, given: Given) -> HttpResponse:
    if given.is_empty:
        return _confirm(language, given, 422, render("desk.send.empty", {}, language))
    if given.pictures and not reads_pictures():
        return _confirm(language, given, 415, render("desk.ask.no-pictures", {}, language))
    token = str(request.POST.get("token", ""))[: MAX_TOKEN + 1]
    reply_to = str(request.POST.get("reply", "")) if settings.CONFIGURATION.questions.replies else ""
    try:
        receipt = await send_question(Sending(given, token if TOKEN.fullmatch(token) else new_token(), reply_to))
    except Busy:
        busy = _confirm(language, given, 503, render("desk.error.busy", {}, language))
        busy["Retry-After"] = TRY_AGAIN
        return busy
    except (Full, DatabaseError):
        return _confirm(language, given, 503, render("desk.send.not-now", {}, language))
    except KiemtinError as error:
        status = 413 if isinstance(error, TooLarge) else 422
        return _confirm(language, given, status, render(error.message_id, error.values, language))
    return _receipt_page(language, receipt)


def _confirm(
    language: Language, given: Given, status: int = 200, complaint: str = "", *, about_picture: bool = False
) -> HttpResponse:
    keeping = settings.CONFIGURATION.questions
    return page(
        "send",
        language,
        status,
        text=given.text,
        token=new_token(),
        days=keeping.days,
        replies=keeping.replies,
        longest=MAX_ADDRESS,
        complaint=complaint,
        about_picture=about_picture,
    )


def _receipt_page(language: Language, receipt: Receipt) -> HttpResponse:
    return page("sent", language, code=receipt.code, until=written_day(receipt.expires, language))


@require_http_methods(["GET", "HEAD", "POST"])
async def receipt(request: HttpRequest, language: Language) -> HttpResponse:
    """A form for a receipt; with one, where its question stands, whether the answer helped, and what ends it."""
    if not takes_questions():
        raise Http404
    if request.method != "POST":
        return page("receipt", language, code="", complaint="")
    if is_from_elsewhere(request):
        return error_page(request, 403)
    code = str(request.POST.get("code", ""))
    if request.POST.get("step") == DELETE:
        deleted = await reach(following.delete, code)
        return page("receipt_deleted", language) if deleted else _unknown(language)
    complaint = ""
    if request.POST.get("step") == SAY:
        try:
            await reach(feedback.give, code, str(request.POST.get("said", "")))
        except KiemtinError as error:
            complaint = render(error.message_id, error.values, language)
    found = await reach(following.follow, code)
    if found is None:
        return _unknown(language)
    shown = {"code": code, "found": found, "until": written_day(found.expires, language), "every_said": FEEDBACK}
    answer = await reach(_published, found.answer) if found.answer else None
    in_short, standing = "", str(found.standing)
    if answer is not None and answer.content is not None:
        in_short = answer_in_short(answer.content, language)
    elif answer is not None:
        standing = WITHDRAWN
    shown |= {"answer": answer, "in_short": in_short, "standing": standing, "complaint": complaint}
    return page("receipt_state", language, 422 if complaint else 200, **shown)


def _published(answer: str) -> PublishedAnswer | None:
    """The published answer with this id, where there is one."""
    return reading.answer_of(answer)


def _unknown(language: Language) -> HttpResponse:
    return page("receipt", language, 404, code="", complaint=render("desk.receipt.unknown", {}, language))
