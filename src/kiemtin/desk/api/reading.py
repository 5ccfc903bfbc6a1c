"""Bodies of JSON, read as strictly as two programs have to agree on what one of them said; and forms with pictures."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from kiemtin.desk.given import IMAGE, MULTIPART, reads_pictures

JSON = "application/json"

TAKES_PICTURES = frozenset({"/api/v1/check", "/api/v1/questions"})
"""The addresses that forms with pictures may be sent to."""

MAX_DIGITS = 30
"""Digits of a number: nothing here counts further, and Python would compute for long with millions of them."""

MEDIA_TYPE = re.compile(r"application/json *+(?:; *+charset *+= *+\"?utf-?8\"?)? *+;? *+", re.IGNORECASE)
"""JSON is UTF-8 (RFC 8259, 8.1); a body that says otherwise would be read as words that nobody wrote."""

LONE_SURROGATE = re.compile("[\ud800-\udfff]")
REPLACEMENT = "\ufffd"


class WrongMedia(Exception):
    """The body is not said to be JSON in UTF-8, or is packed."""


class NoPictures(Exception):
    """A form with pictures for a server that has nothing to open them with."""


class NotJson(Exception):
    """The body is no JSON that has one meaning; ``cause`` is one of ``CAUSES``."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


CAUSES = ("encoding", "syntax", "duplicate-name", "number", "nesting")
"""Not UTF-8 · no JSON · one name twice · a number too long, or none (``NaN``) · brackets in brackets without end."""


def require_json(headers: Mapping[str, str]) -> None:
    """Raise ``WrongMedia`` unless ``headers`` promise JSON in UTF-8, not packed."""
    # Asking for it keeps forms of other sites out as well: a page cannot send this type without asking first.
    if not MEDIA_TYPE.fullmatch(headers.get("Content-Type", "")):
        raise WrongMedia
    if headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise WrongMedia


def read_json(body: bytes) -> Any:
    """The value that ``body`` stands for; raises ``NotJson``; a byte order mark is passed over."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotJson("encoding") from error
    try:
        return json.loads(
            text, object_pairs_hook=_without_twins, parse_constant=_no_number, parse_int=_whole, parse_float=_fraction
        )
    except RecursionError as error:
        raise NotJson("nesting") from error
    except ValueError as error:
        raise NotJson("syntax") from error


def is_form(request: HttpRequest) -> bool:
    """Whether ``request`` hands over a form of parts, where one may be handed over."""
    return request.path in TAKES_PICTURES and str(request.content_type) == MULTIPART


def accepted(request: HttpRequest) -> str:
    """What may be sent to the address of ``request``, as ``Accept-Post`` says it."""
    return f"{JSON}, {MULTIPART}" if request.path in TAKES_PICTURES and reads_pictures() else JSON


def read_form(request: HttpRequest) -> dict[str, Any]:
    """The fields of a form beside its pictures, each once; raises ``NotJson``, ``NoPictures`` and ``WrongMedia``.

    A file under a name that nobody knows stands among them, to be refused like any other such name.
    """
    if not reads_pictures():
        raise NoPictures
    if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise WrongMedia
    members: dict[str, Any] = {"text": ""}
    for name, values in request.POST.lists():
        if len(values) > 1:
            raise NotJson("duplicate-name")
        members[name] = values[0]
    return members | {name: "" for name in request.FILES if name != IMAGE}


def mended(text: str) -> str:
    """``text`` with a sign in place of each half character, as programs leave them that cut between the two halves."""
    return LONE_SURROGATE.sub(REPLACEMENT, text)


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise NotJson("duplicate-name")
    return members


def _no_number(_written: str) -> Any:
    raise NotJson("number")


def _whole(written: str) -> int:
    if len(written) > MAX_DIGITS:
        raise NotJson("number")
    return int(written)


def _fraction(written: str) -> float:
    if len(written) > MAX_DIGITS:
        raise NotJson("number")
    return float(written)
