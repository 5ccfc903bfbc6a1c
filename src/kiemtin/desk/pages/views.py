"""Asking: a form, and the report it is answered with. Nothing is stored, no cookie is set, no row is read."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from kiemtin.desk.asking import Busy, asking
from kiemtin.desk.front import accepts_gzip
from kiemtin.desk.origins import is_from_elsewhere
from kiemtin.desk.pages.errors import error_page
from kiemtin.desk.pages.kinds import kind_of
from kiemtin.desk.pages.samples import SAMPLES
from kiemtin.desk.rendering import page
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
        text = _text(request)
    except RequestDataTooBig:
        return error_page(request, 413)
    if not text.strip():
        return _form(language, 422, complaint=render("desk.ask.empty", {}, language))
    try:
        return await asking().ask(text, lambda report: _answer(report, text, language))
    except Busy:
        busy = _form(language, 503, complaint=render("desk.error.busy", {}, language), text=text)
        busy["Retry-After"] = TRY_AGAIN
        return busy
    except KiemtinError as error:
        status = 413 if isinstance(error, TooLarge) else 422
        return _form(language, status, complaint=render(error.message_id, error.values, language))


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
    return page("ask", language, status, samples=SAMPLES, **values)


def _text(request: HttpRequest) -> str:
    """What was pasted, or handed over by a phone's share menu, which may put a link into a field of its own.

    A form sends each end of a line as two characters, which were one when they were pasted.
    """
    text, url = (str(request.POST.get(name, "")).replace("\r\n", "\n") for name in ("text", "url"))
    return text if not url.strip() or url in text else f"{text}\n{url}".strip()


def _answer(report: Report, text: str, language: Language) -> HttpResponse:
    shown = view(report, language)
    title = shown.label("title", outcome=shown.headline)
    body = to_body(shown, folded=True)
    return page("answer", language, title=title, body=body, text=text, kind=kind_of(report))
