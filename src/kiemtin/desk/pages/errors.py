"""Pages for what went wrong, in the same calm words as everything else."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse

from kiemtin.desk.rendering import language_of, page

EXPLAINED = {400: "bad-request", 403: "forbidden", 404: "not-found", 405: "not-allowed", 413: "too-large", 503: "busy"}
"""Statuses with words of their own; all others share those of 500."""


def error_page(request: HttpRequest, status: int, what: str | None = None) -> HttpResponse:
    """The page that explains ``status``, or ``what`` in particular; it repeats nothing of the request."""
    return page("error", language_of(request), status, what=what or EXPLAINED.get(status, "failed"))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler of 400; a body past the cap has a status of its own."""
    return error_page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler of 403."""
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler of 404."""
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler of 500."""
    return error_page(request, 500)
