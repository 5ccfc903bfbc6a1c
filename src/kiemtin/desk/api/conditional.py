"""Answers that need not be sent twice: what a program has kept is still true, or it gets the new one."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

from kiemtin.desk.api.reading import JSON

KEPT = "no-cache"
"""A copy may be kept, and is asked about each time: a hotline that was corrected is right at once."""


def tag_of(edition: str, content: str) -> str:
    """A tag for ``content``: its edition, to be read by people, and a hash, since entries change within an edition.

    It is weak, as one tag stands for the packed and the plain form.
    """
    plain = "".join(letter if (letter.isascii() and letter.isalnum()) or letter in "+-." else "-" for letter in edition)
    return f'W/"{plain}-{hashlib.blake2b(content.encode("utf-8"), digest_size=9).hexdigest()}"'


def answer(request: HttpRequest, content: str, tag: str) -> HttpResponse:
    """``content`` as JSON, or 304 without it for who has it."""
    given = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    fresh = "*" in given or tag.removeprefix("W/") in {one.removeprefix("W/") for one in given}
    response = HttpResponseNotModified() if fresh else HttpResponse(content, JSON)
    response["ETag"] = tag
    response["Cache-Control"] = KEPT
    response["Vary"] = "Accept-Encoding"
    return response
