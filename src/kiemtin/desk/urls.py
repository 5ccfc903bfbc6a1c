"""Every address of the desk; Vietnamese at the root, English below ``/en/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from kiemtin.desk.accounts.urls import urlpatterns as accounts
from kiemtin.desk.api.api import api
from kiemtin.desk.api.document import openapi
from kiemtin.desk.api.page import api_page
from kiemtin.desk.operation import views as operation
from kiemtin.desk.pages import views
from kiemtin.desk.pages.urls import addresses as public
from kiemtin.desk.people.urls import addresses as staff
from kiemtin.desk.published.urls import addresses as published
from kiemtin.desk.published.urls import for_programs
from kiemtin.desk.questions.urls import addresses as questions
from kiemtin.desk.sharing.urls import addresses as sharing
from kiemtin.desk.statics import PREFIX
from kiemtin.desk.witnesses.views import add_checkpoint
from kiemtin.evidence import Language


def pages_in(language: Language) -> tuple[list[URLPattern], str]:
    """The addresses of every page in ``language``, as ``include`` takes them."""
    return [
        *public(language),
        *published(language),
        *sharing(language),
        *questions(language),
        *accounts,
        *staff(),
        path("api/", api_page, name="api"),
    ], "desk"


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", operation.healthz),
    path("readyz", operation.readyz),
    path(f"{PREFIX}<str:name>", views.asset),
    *for_programs,
    path("witness/add-checkpoint", add_checkpoint),
    path("api/v1/openapi.json", openapi),
    path("api/v1/", api.urls),
    path("en/", include(pages_in("en"), namespace="en"), {"language": "en"}),
    path("", include(pages_in("vi"), namespace="vi"), {"language": "vi"}),
]

handler400 = "kiemtin.desk.pages.errors.bad_request"
handler403 = "kiemtin.desk.pages.errors.forbidden"
handler404 = "kiemtin.desk.pages.errors.not_found"
handler500 = "kiemtin.desk.pages.errors.server_error"
