"""Errors for programs: problem details (RFC 9457) in the language asked for, which repeat nothing of the request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest, HttpResponse

from kiemtin.errors import KiemtinError, OutOfReach, RegisterInvalid, TooLarge
from kiemtin.evidence.messages import LANGUAGES, Language, render
from kiemtin.formats.json import encode

PROBLEM = "application/problem+json"

DOCUMENTED_AT = "/api/#"
"""Where a ``type`` leads, beside the server's own address: the page about the API, at the paragraph about it."""

MAX_LANGUAGES = 10
"""Languages of ``Accept-Language`` that are read."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its status, and the ids of its words."""

    status: int
    title: str
    detail: str


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "malformed": Kind(400, "api.malformed", "api.malformed.means"),
        "key-unknown": Kind(401, "api.key-unknown", "api.key-unknown.means"),
        "from-elsewhere": Kind(403, "api.from-elsewhere", "api.from-elsewhere.means"),
        "not-found": Kind(404, "api.not-found", "api.not-found.means"),
        "not-allowed": Kind(405, "api.not-allowed", "api.not-allowed.means"),
        "too-slow": Kind(408, "api.too-slow", "api.too-slow.means"),
        "too-large": Kind(413, "api.too-large", "api.too-large.means"),
        "address-too-long": Kind(414, "api.address-too-long", "api.address-too-long.means"),
        "media-type": Kind(415, "api.media-type", "api.media-type.means"),
        "no-pictures": Kind(415, "api.no-pictures", "api.no-pictures.means"),
        "invalid": Kind(422, "api.invalid", "api.invalid.means"),
        "quota": Kind(429, "api.quota", "api.quota.means"),
        "head-too-large": Kind(431, "api.head-too-large", "api.head-too-large.means"),
        "failed": Kind(500, "api.failed", "api.failed.means"),
        "busy": Kind(503, "api.busy", "api.busy.means"),
        "out-of-reach": Kind(503, "api.out-of-reach", "api.out-of-reach.means"),
    }
)
"""Every kind, by the name that its ``type`` ends in; names are contracts."""

OF_STATUS = {kind.status: name for name, kind in reversed(tuple(KINDS.items()))}


def problem(request: HttpRequest, name: str, /, **more: Any) -> HttpResponse:
    """The problem called ``name``, one of ``KINDS``; further members stand beside its own."""
    return _written(request, name, KINDS[name].status, more)


def problem_of_status(request: HttpRequest, status: int) -> HttpResponse:
    """The problem for a status that somebody else decided on."""
    name = OF_STATUS.get(status, "failed" if status >= 500 else "malformed")
    return _written(request, name, status, {})


def problem_of(request: HttpRequest, error: KiemtinError) -> HttpResponse:
    """The problem that ``error`` comes to: its own words in ``detail``, its id and both languages in ``reason``.

    What the server lacks is not said in those words: they name its folders.
    """
    if isinstance(error, OutOfReach | RegisterInvalid):
        return problem(request, "out-of-reach")
    texts = {language: render(error.message_id, error.values, language) for language in LANGUAGES}
    reason = {"id": error.message_id, "text": texts}
    name = "too-large" if isinstance(error, TooLarge) else "invalid"
    return problem(request, name, detail=texts[language_asked(request)], reason=reason)


def language_asked(request: HttpRequest) -> Language:
    """The one of our languages that ``Accept-Language`` prefers; Vietnamese where it names none."""
    asked = [_weighed(one) for one in request.META.get("HTTP_ACCEPT_LANGUAGE", "").split(",")[:MAX_LANGUAGES]]
    for _weight, name in sorted((one for one in asked if one[0] > 0), key=lambda one: -one[0]):
        for language in LANGUAGES:
            if name == language:
                return language
    return "vi"


def _weighed(written: str) -> tuple[float, str]:
    name, _, weight = written.partition(";")
    digits = re.fullmatch(r" *+q *+= *+([01](?:\.[0-9]{0,3})?) *+", weight)
    return float(digits[1]) if digits else 1.0, name.strip().lower().partition("-")[0]


def _written(request: HttpRequest, name: str, status: int, more: Mapping[str, Any]) -> HttpResponse:
    kind, language = KINDS[name], language_asked(request)
    document = {
        "type": f"{DOCUMENTED_AT}{name}",
        "title": render(kind.title, {}, language),
        "status": status,
        "detail": render(kind.detail, {}, language),
        **more,
    }
    return HttpResponse(encode(document), PROBLEM, status, headers={"Content-Language": language})
