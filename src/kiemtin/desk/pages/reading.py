"""Pages that are only read: how to recognise a scam, what is kept of those who ask, and the app manifest."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kiemtin.desk.asking import Busy
from kiemtin.desk.pages.errors import error_page
from kiemtin.desk.pages.kinds import first_steps, kinds
from kiemtin.desk.pages.manifest import MEDIA_TYPE, manifest
from kiemtin.desk.pages.promises import LIMITS, PROMISES
from kiemtin.desk.rendering import page
from kiemtin.evidence import Language

TRY_AGAIN = "2"

FOR_AN_HOUR = "public, max-age=3600"
"""The same for everybody, and new with each edition of the patterns."""


@require_safe
async def recognise(request: HttpRequest, language: Language) -> HttpResponse:
    """Every known kind of scam, with its signs, a made-up sample and what to do."""
    try:
        shown = await kinds(language)
    except Busy:
        busy = error_page(request, 503)
        busy["Retry-After"] = TRY_AGAIN
        return busy
    answer = page("recognise", language, kinds=shown, steps=first_steps(language))
    answer["Cache-Control"] = FOR_AN_HOUR
    return answer


@require_safe
async def privacy(request: HttpRequest, language: Language) -> HttpResponse:
    """What is promised to those who ask, with the tests that keep it, and what cannot be promised."""
    answer = page("privacy", language, promises=PROMISES, limits=LIMITS)
    answer["Cache-Control"] = FOR_AN_HOUR
    return answer


@require_safe
async def app_manifest(request: HttpRequest, language: Language) -> HttpResponse:
    """What a phone needs to offer this page in its share menu."""
    return HttpResponse(manifest(language), MEDIA_TYPE, headers={"Cache-Control": FOR_AN_HOUR})
