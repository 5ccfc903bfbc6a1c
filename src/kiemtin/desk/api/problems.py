"""Errors for programs: problem details (RFC 9457), which repeat nothing of the request."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

PROBLEM = "application/problem+json"


def problem(status: int, detail: str | None = None, **more: Any) -> HttpResponse:
    """A problem of ``status``; ``detail`` says in English what to do, further members stand beside it."""
    document = {"type": "about:blank", "title": _title(status), "status": status}
    if detail is not None:
        document["detail"] = detail
    return HttpResponse(json.dumps({**document, **more}, ensure_ascii=False), PROBLEM, status)


def _title(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"
