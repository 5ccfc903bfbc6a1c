"""``POST /api/v1/check``: the report about one text, as other programs read it."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from kiemtin.desk.api.problems import problem
from kiemtin.desk.asking import Busy, asking
from kiemtin.desk.origins import is_from_elsewhere
from kiemtin.errors import KiemtinError, TooLarge
from kiemtin.evidence.messages import LANGUAGES, render
from kiemtin.formats.json import dumps
from kiemtin.version import __version__

JSON = "application/json"
TRY_AGAIN = "2"

# The interactive pages of the framework would load scripts from somebody else.
api = NinjaAPI(title="Kiểm Tin", version=__version__, urls_namespace="api", docs_url=None, openapi_url="openapi.json")


class Question(Schema):
    """What was received: a message or a link, as it is."""

    text: str


@api.post("check", response={200: None}, summary="The report about one text, in both languages")
async def check(request: HttpRequest, question: Question) -> HttpResponse:
    """The report (schema ``kiemtin-report/1``); one text at a time, and nothing of it is kept."""
    if is_from_elsewhere(request):
        return problem(403, "The API is for programs, not for pages of other sites.")
    if not question.text.strip():
        return problem(422, "The text is empty.")
    return HttpResponse(await asking().ask(question.text, dumps), JSON)


@api.exception_handler(ValidationError)
def _not_a_question(request: HttpRequest, error: ValidationError) -> HttpResponse:
    places = [".".join(str(step) for step in one.get("loc", ())) for one in error.errors]
    return problem(422, 'The body must be {"text": "…"}.', places=places[:10])


@api.exception_handler(HttpError)
def _refused_by_framework(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code)


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return problem(413)


@api.exception_handler(Busy)
def _busy(request: HttpRequest, error: Busy) -> HttpResponse:
    answer = problem(503, "Too many are asking at this moment.")
    answer["Retry-After"] = TRY_AGAIN
    return answer


@api.exception_handler(KiemtinError)
def _refused(request: HttpRequest, error: KiemtinError) -> HttpResponse:
    texts = {language: render(error.message_id, error.values, language) for language in LANGUAGES}
    status = 413 if isinstance(error, TooLarge) else 422
    return problem(status, texts["en"], reason={"id": error.message_id, "text": texts})
