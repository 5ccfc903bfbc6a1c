"""What every request and every answer goes through inside Django: hosts, headers, and words for every refusal."""

from __future__ import annotations

import gzip
from collections.abc import Awaitable, Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.decorators import async_only_middleware

from kiemtin.desk.api.problems import PROBLEM, problem, problem_of_status
from kiemtin.desk.hosts import answers_to
from kiemtin.desk.log import log_failure
from kiemtin.desk.pages.errors import error_page
from kiemtin.desk.shortage import RETRY_AFTER, is_shortage

Answer = Callable[[HttpRequest], Awaitable[HttpResponseBase]]

API = "/api/"
OPERATION = ("/healthz", "/readyz")

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Nothing from anywhere else, nothing inline, and nobody puts the page into a frame."""

POLICY_WITH_PICTURES = POLICY.replace("img-src 'self'", "img-src 'self' data:")
"""For the page for asking, which its answer replaces: a picture is shown back to its sender inside the page itself,
because there is no address that it could be fetched from. A picture runs nothing and asks nobody for anything."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
}

KEEP_NOTHING = "no-store"
"""No browser and no proxy keeps an answer, unless its view says otherwise."""

TLS_ONLY = "max-age=31536000"

WORTH_PACKING = 1_000
"""Bytes from which an answer is sent compressed. No answer holds a secret beside words of a stranger."""

PACKED_TYPES = ("text/", "application/json", "application/problem+json")


@async_only_middleware
def front(get_response: Answer) -> Answer:
    """Django's only middleware."""

    async def answer(request: HttpRequest) -> HttpResponseBase:
        if answers_to(request.META.get("HTTP_HOST", ""), settings.CONFIGURATION):
            response = await get_response(request)
        else:
            response = refusal(request, 400)
        if response.status_code >= 400:
            response = in_words(request, response)
        _protect(response)
        return _packed(request, response)

    answer.process_exception = unavailable  # type: ignore[attr-defined]  # where Django looks for it
    return answer


def refusal(request: HttpRequest, status: int) -> HttpResponse:
    """An error as whoever asked can read it: a problem for a program, a page for a person."""
    return problem_of_status(request, status) if request.path.startswith(API) else error_page(request, status)


def unavailable(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """503 for what a view could not do because disk or database were out of reach; any other failure is a mistake."""
    if not is_shortage(exception):
        return None
    log_failure("out-of-room", exception)
    api = request.path.startswith(API)
    response = problem(request, "out-of-reach") if api else error_page(request, 503, "not-now")
    response["Retry-After"] = RETRY_AFTER
    return response


def in_words(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """``response`` to an error, never empty and never in words other than ours; its headers stay."""
    if request.path in OPERATION or response.get("Content-Type", "").startswith(PROBLEM):
        return response
    if not request.path.startswith(API) and getattr(response, "content", None):
        return response
    said = refusal(request, response.status_code)
    for name in ("Allow", "Retry-After"):
        if name in response:
            said[name] = response[name]
    return said


def headers() -> dict[str, str]:
    """What goes with every answer, unless its view says otherwise."""
    tls = {"Strict-Transport-Security": TLS_ONLY} if settings.CONFIGURATION.secure else {}
    return {**HEADERS, "Cache-Control": KEEP_NOTHING, **tls}


def _protect(response: HttpResponseBase) -> None:
    for name, value in headers().items():
        response.headers.setdefault(name, value)


def _packed(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    if not isinstance(response, HttpResponse) or "Content-Encoding" in response:
        return response
    if not response.get("Content-Type", "").startswith(PACKED_TYPES):
        return response
    response["Vary"] = "Accept-Encoding"
    if len(response.content) >= WORTH_PACKING and accepts_gzip(request):
        response.content = gzip.compress(response.content, 5, mtime=0)
        response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(response.content))
    return response


def accepts_gzip(request: HttpRequest) -> bool:
    """Whether the browser reads compressed answers, as every one in use does."""
    return "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
