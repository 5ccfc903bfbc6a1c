"""The API, put together: what it does, who may, and a problem in words for whatever goes wrong."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from kiemtin.desk.api.operations import DataOutOfReach, Empty, FromElsewhere, router
from kiemtin.desk.api.partners import KeysOutOfReach, KeyUnknown, QuotaUsedUp
from kiemtin.desk.api.problems import problem, problem_of, problem_of_status
from kiemtin.desk.api.questions import router as questions
from kiemtin.desk.api.reading import (
    NoPictures,
    NotJson,
    WrongMedia,
    accepted,
    is_form,
    read_form,
    read_json,
    require_json,
)
from kiemtin.desk.asking import Busy
from kiemtin.desk.questions.receiving import Full
from kiemtin.errors import KiemtinError
from kiemtin.version import __version__

TRY_AGAIN = "2"
"""Seconds after which whoever met a busy server may ask again."""

MAX_ERRORS = 10
"""Mistakes in one request that are named."""

NAMES = frozenset({"text", "image", "limit", "offset", "q", "sector", "reply_to", "said", "Receipt"})
"""What an error may call by its name; other names are a stranger's."""


class StrictJson(Parser):
    """Bodies are JSON that says it is, and has one meaning; or a form, where pictures may come."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The value in the body; raises ``WrongMedia``, ``NotJson`` or ``NoPictures``."""
        if is_form(request):
            return read_form(request)
        require_json(request.headers)
        return read_json(request.body)


# The framework's interactive pages would load scripts from somebody else; ours is ``/api/``.
api = NinjaAPI(
    title="Kiểm Tin", version=__version__, urls_namespace="api", docs_url=None, openapi_url=None, parser=StrictJson()
)
api.add_router("", router)
api.add_router("", questions)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem(request, "invalid", errors=[_mistake(one) for one in error.errors[:MAX_ERRORS]])


def _mistake(one: dict[str, Any]) -> dict[str, str]:
    """Where a mistake is and of what kind: a name of ours and a word of pydantic's, nothing that was sent."""
    place = [str(step) for step in one.get("loc", ())]
    names = [step for step in place if step in NAMES]
    return {"in": place[0] if place else "body", "name": names[-1] if names else "", "cause": str(one["type"])}


@api.exception_handler(HttpError)
def _refused_by_framework(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, WrongMedia):
        response = problem(request, "media-type")
        response["Accept-Post"] = accepted(request)
        return response
    if isinstance(error.__cause__, NoPictures):
        response = problem(request, "no-pictures")
        response["Accept-Post"] = accepted(request)
        return response
    if isinstance(error.__cause__, NotJson):
        return problem(request, "malformed", cause=error.__cause__.cause)
    return problem_of_status(request, error.status_code)


@api.exception_handler(Empty)
def _empty(request: HttpRequest, error: Empty) -> HttpResponse:
    return problem(request, "invalid", errors=[{"in": "body", "name": error.name, "cause": error.cause}])


@api.exception_handler(FromElsewhere)
def _from_elsewhere(request: HttpRequest, error: FromElsewhere) -> HttpResponse:
    return problem(request, "from-elsewhere")


@api.exception_handler(DataOutOfReach)
def _data_out_of_reach(request: HttpRequest, error: DataOutOfReach) -> HttpResponse:
    return problem(request, "out-of-reach")


@api.exception_handler(KeyUnknown)
def _key_unknown(request: HttpRequest, error: KeyUnknown) -> HttpResponse:
    response = problem(request, "key-unknown")
    response["WWW-Authenticate"] = 'Bearer realm="kiemtin", error="invalid_token"'
    return response


@api.exception_handler(KeysOutOfReach)
def _keys_out_of_reach(request: HttpRequest, error: KeysOutOfReach) -> HttpResponse:
    return _later(problem(request, "busy"))


@api.exception_handler(QuotaUsedUp)
def _quota_used_up(request: HttpRequest, error: QuotaUsedUp) -> HttpResponse:
    response = problem(request, "quota", **{"violated-policies": ["day"]})
    error.quota.tell(response)
    response["Retry-After"] = str(error.quota.reset)
    return response


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return problem(request, "too-large")


@api.exception_handler(Busy)
def _busy(request: HttpRequest, error: Busy) -> HttpResponse:
    return _later(problem(request, "busy"))


@api.exception_handler(Full)
def _full(request: HttpRequest, error: Full) -> HttpResponse:
    return _later(problem(request, "busy"))


@api.exception_handler(KiemtinError)
def _refused(request: HttpRequest, error: KiemtinError) -> HttpResponse:
    return problem_of(request, error)


def _later(response: HttpResponse) -> HttpResponse:
    response["Retry-After"] = TRY_AGAIN
    return response
