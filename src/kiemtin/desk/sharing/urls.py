"""The addresses of shared results."""

from __future__ import annotations

from django.urls import URLPattern, path

from kiemtin.desk.sharing import views
from kiemtin.evidence import Language

SHARE: dict[Language, str] = {"vi": "chia-se/", "en": "share/"}
DELETE: dict[Language, str] = {"vi": "xoa/", "en": "delete/"}


def addresses(language: Language) -> list[URLPattern]:
    """Choosing what to share, the shared result, and deleting it."""
    share, delete = SHARE[language], DELETE[language]
    return [
        path(share, views.choose, name="share"),
        path(f"{share}{delete}<str:token>/", views.end, name="share-delete"),
        path(f"{share}<str:token>/", views.shared, name="shared"),
    ]
