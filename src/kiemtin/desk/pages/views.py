"""Asking: a form, and the report it is answered with. Nothing is stored, no cookie is set, no row is read."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from kiemtin.desk.asking import Busy, asking
from kiemtin.desk.front import POLICY_WITH_PICTURES, accepts_gzip
from kiemtin.desk.given import Given, given_in, reads_pictures
from kiemtin.desk.origins import is_from_elsewhere
from kiemtin.desk.pages.errors import error_page
from kiemtin.desk.pages.kinds import kind_of
from kiemtin.desk.pages.samples import SAMPLES
from kiemtin.desk.rendering import page
from kiemtin.desk.sharing.carried import carried, carry
from kiemtin.desk.sharing.document import Shows, report_of
from kiemtin.desk.statics import assets
from kiemtin.errors import KiemtinError, TooLarge
from kiemtin.evidence import Language, Report
from kiemtin.evidence.messages import render
from kiemtin.formats.html import to_body
from kiemtin.formats.view import view

FOR_A_YEAR = "public, max-age=31536000, immutable"
"""A file's name changes with its content."""

TRY_AGAIN = "2"
"""Seconds after which whoever met a busy desk may ask again."""


@require_http_methods(["GET", "HEAD", "POST"])
async def ask(request: HttpRequest, language: Language) -> HttpResponse:
    """The form; after a POST, the report about what was handed over, with the form for the next one below it."""
    if request.method != "POST":
        return _form(language)
    if is_from_elsewhere(request):
        return error_page(request, 403)
    try:
        if carried_before := str(request.POST.get("carried", "")):
            return _in_this_language(carried_before, language)
        given = given_in(request)
    except RequestDataTooBig:
        return error_page(request, 413)
    except TooLarge as error:
        return _form(language, 413, complaint=render(error.message_id, error.values, language))
    if given.is_empty:
        return _form(language, 422, complaint=render(_nothing(), {}, language))
    if given.pictures and not reads_pictures():
        return _form(language, 415, complaint=render("desk.ask.no-pictures", {}, language), text=given.text)
    return await _answered(given, language)


def _nothing() -> str:
    return "desk.ask.empty.pictures" if reads_pictures() else "desk.ask.empty"


async def _answered(given: Given, language: Language) -> HttpResponse:
    """The answer, or the form again with what there is to complain about, and the text that was pasted."""

    def answer(report: Report) -> HttpResponse:
        return _answer(report, given, language)

    try:
        if given.pictures:
            return await asking().ask_about(given.pictures, given.text, answer, shown=True)
        return await asking().ask(given.text, answer)
    except Busy:
        busy = _form(language, 503, complaint=render("desk.error.busy", {}, language), text=given.text)
        busy["Retry-After"] = TRY_AGAIN
        return busy
    except KiemtinError as error:
        status = 413 if isinstance(error, TooLarge) else 422
        text = given.text if given.pictures else ""  # a text that was refused for itself is too long to give back
        return _form(language, status, complaint=render(error.message_id, error.values, language), text=text)


@require_safe
async def asset(request: HttpRequest, name: str) -> HttpResponse:
    """A file that pages link; its name says which edition it is, so a browser may keep it."""
    found = assets().get(name)
    if found is None:
        raise Http404
    headers = {"Cache-Control": FOR_A_YEAR, "Vary": "Accept-Encoding"}
    if found.packed is not None and accepts_gzip(request):
        return HttpResponse(found.packed, found.media_type, headers={**headers, "Content-Encoding": "gzip"})
    return HttpResponse(found.body, found.media_type, headers=headers)


def _form(language: Language, status: int = 200, /, **values: str) -> HttpResponse:
    return _with_pictures(page("ask", language, status, samples=SAMPLES, **values))


def _answer(report: Report, given: Given, language: Language) -> HttpResponse:
    shown = view(report, language)
    title = shown.label("title", outcome=shown.headline)
    body = to_body(shown, folded=True)
    values = {"carried": carry(report) if given.pictures else "", "kind": kind_of(report)}
    return _with_pictures(page("answer", language, title=title, body=body, text=given.text, **values))


def _in_this_language(carried_before: str, language: Language) -> HttpResponse:
    """What pictures came to, which the page in the other language carried, in words alone: they are gone."""
    try:
        report = report_of(carried(carried_before, Shows.MESSAGE))
        shown = view(report, language)
    except (ValueError, KeyError):
        return _form(language, 400, complaint=render("desk.ask.carried-gone", {}, language))
    title = shown.label("title", outcome=shown.headline)
    values = {"title": title, "body": to_body(shown, folded=True), "kind": kind_of(report)}
    return _with_pictures(page("answer", language, text="", carried=carried_before, in_words_alone=True, **values))


def _with_pictures(answer: HttpResponse) -> HttpResponse:
    """``answer`` with a policy that lets the page show a picture it holds; where none can be asked about, as ever."""
    if reads_pictures():
        answer["Content-Security-Policy"] = POLICY_WITH_PICTURES
    return answer
