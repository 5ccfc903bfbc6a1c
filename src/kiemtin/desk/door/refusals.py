"""Refusals: why the door turns a request away, in the words of a person's page or of a program's API."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kiemtin.desk.door.asgi import Headers
from kiemtin.desk.door.budgets import Budget
from kiemtin.evidence.messages import Language, render

PROBLEMS = "/api/#"
"""Where a ``type`` leads: the page about the API, which explains each of them."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A reason to turn a request away: its status, its problem type (RFC 9457), and the ids of its words."""

    status: int
    type: str
    title: str
    detail: str


KINDS = {
    "too-large": Kind(413, PROBLEMS + "too-large", "door.too-large", "door.too-large.means"),
    "pictures-too-large": Kind(413, PROBLEMS + "too-large", "door.pictures-too-large", "door.pictures-too-large.means"),
    "two-lengths": Kind(400, PROBLEMS + "malformed", "door.two-lengths", "door.two-lengths.means"),
    "too-slow": Kind(408, PROBLEMS + "too-slow", "door.too-slow", "door.too-slow.means"),
    "head-too-large": Kind(431, PROBLEMS + "head-too-large", "door.head-too-large", "door.head-too-large.means"),
    "address-too-long": Kind(
        414, PROBLEMS + "address-too-long", "door.address-too-long", "door.address-too-long.means"
    ),
    "budget": Kind(429, PROBLEMS + "quota", "door.budget", "door.budget.means"),
    "at-once": Kind(429, PROBLEMS + "quota", "door.at-once", "door.at-once.means"),
    "busy": Kind(503, PROBLEMS + "busy", "door.busy", "door.busy.means"),
    "failed": Kind(500, PROBLEMS + "failed", "door.failed", "door.failed.means"),
    "not-found": Kind(404, PROBLEMS + "not-found", "door.not-found", "door.not-found.means"),
}
"""Every way to be turned away. ``at-once``: all waiting places one client may hold are taken."""


class Refusal(Exception):
    """A request that is turned away: ``kind`` of ``KINDS``, seconds after which to come again, and what was passed."""

    def __init__(
        self, kind: str, retry_after: int = 0, budget: Budget | None = None, values: Mapping[str, int] | None = None
    ) -> None:
        super().__init__(kind)
        self.kind = kind
        self.status = KINDS[kind].status
        self.retry_after = retry_after
        self.budget = budget
        self.values = {"seconds": retry_after, **(values or {})}


SECURITY: Headers = [
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
]
"""A refusal loads nothing, is kept nowhere, and is shown inside nothing."""

PAGE = """<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>{title} · Kiểm Tin</title></head>
<body><main><h1>{title}</h1><p>{detail}</p>{reload}<p><a href="{home}">{back}</a></p></main></body>
</html>
"""


def plain_page(language: Language, title: str, detail: str, again: bool) -> str:
    """A page without any style: what is said where nothing else is at hand."""
    back = render("door.back", {}, language)
    reload = f"<p>{html.escape(render('door.reload', {}, language))}</p>" if again else ""
    fields = {"title": title, "detail": detail, "back": back, "home": "/en/" if language == "en" else "/"}
    return PAGE.format(language=language, reload=reload, **{name: html.escape(text) for name, text in fields.items()})


@dataclass(frozen=True, slots=True)
class Look:
    """What refusals look like; ``headers`` go with all.

    ``page`` makes one of a language, a title, a sentence, and whether it is worth coming again.
    """

    page: Callable[[Language, str, str, bool], str] = plain_page
    headers: tuple[tuple[bytes, bytes], ...] = tuple(SECURITY)


PLAIN_LOOK = Look()


def written(refusal: Refusal, language: Language, api: bool, look: Look = PLAIN_LOOK) -> tuple[Headers, bytes]:
    """The headers and the body of an answer that turns a request away."""
    kind = KINDS[refusal.kind]
    title = render(kind.title, refusal.values, language)
    detail = render(kind.detail, refusal.values, language)
    if api:
        media, body = b"application/problem+json", _problem(refusal, kind, title, detail)
    else:
        media, body = b"text/html; charset=utf-8", look.page(language, title, detail, refusal.retry_after > 0).encode()
    headers = [
        (b"content-type", media),
        (b"content-length", b"%d" % len(body)),
        (b"content-language", language.encode()),
    ]
    if refusal.retry_after:
        headers.append((b"retry-after", b"%d" % refusal.retry_after))
    return [*headers, *look.headers], body


def _problem(refusal: Refusal, kind: Kind, title: str, detail: str) -> bytes:
    problem: dict[str, object] = {"type": kind.type, "title": title, "status": kind.status, "detail": detail}
    if refusal.budget is not None:
        problem["violated-policies"] = [refusal.budget.name]
    return json.dumps(problem, ensure_ascii=False).encode()
