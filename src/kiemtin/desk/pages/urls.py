"""The addresses of the public pages, without their language."""

from __future__ import annotations

from django.urls import URLPattern, path

from kiemtin.desk.pages import reading, views
from kiemtin.evidence import Language

RECOGNISE: dict[Language, str] = {"vi": "cach-nhan-biet/", "en": "how-to-recognise/"}
PRIVACY: dict[Language, str] = {"vi": "rieng-tu/", "en": "privacy/"}


def addresses(language: Language) -> list[URLPattern]:
    """The public pages in ``language``: an address is read aloud and typed, so it is in that language too."""
    return [
        path("", views.ask, name="ask"),
        path(RECOGNISE[language], reading.recognise, name="recognise"),
        path(PRIVACY[language], reading.privacy, name="privacy"),
        path("manifest.webmanifest", reading.app_manifest, name="manifest"),
    ]
