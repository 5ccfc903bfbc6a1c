"""The addresses of what is published: pages in each language, and one address for everything that programs read."""

from __future__ import annotations

from django.urls import URLPattern, path

from kiemtin.answers.site import PICTURES, PRINCIPLES, root_of
from kiemtin.desk.published import views
from kiemtin.desk.published.public import DOCUMENTS
from kiemtin.evidence import Language


def addresses(language: Language) -> list[URLPattern]:
    """The pages in ``language``."""
    return [
        path("answers", views.answers, name="answers"),
        path("answers/", views.answers),
        path("answers/<slug:slug>", views.answer, name="published"),
        path("answers/<slug:slug>/", views.answer),
        path(PRINCIPLES[language].removeprefix(root_of(language)), views.principles, name="principles"),
    ]


for_programs: list[URLPattern] = [
    *(path(one, views.document, {"path": one}) for one in DOCUMENTS),
    path(f"{PICTURES[1:]}<str:name>", views.picture),
    path("log/<path:path>", views.log_file),
]
"""Feeds, the dump, pictures and the log."""
