"""``/api/``: what the API does, for people who write programs; every ``type`` of a problem leads here."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kiemtin.desk.api import keys
from kiemtin.desk.api.document import PATH
from kiemtin.desk.api.problems import KINDS
from kiemtin.desk.rendering import page
from kiemtin.evidence import Language
from kiemtin.evidence.messages import number

AT_HOME = "http://127.0.0.1:8000"
"""Where a server without a public address is asked: by whoever sits before it."""

OPERATIONS = (
    ("POST", "check", "api.check.means"),
    ("POST", "factchecks/search", "api.search.means"),
    ("POST", "questions", "api.send.means"),
    ("GET", "questions", "api.follow.means"),
    ("POST", "questions/feedback", "api.feedback.means"),
    ("DELETE", "questions", "api.delete.means"),
    ("GET", "organisations", "api.organisations.means"),
    ("GET", "organisations/{id}", "api.organisation.means"),
)

EXAMPLES = (
    """curl {origin}/api/v1/check --json '{{"text": "https://vietcombank.vn-mokhoa.xyz"}}'""",
    """curl {origin}/api/v1/check -F image=@screenshot.png -F text=…""",
    """curl {origin}/api/v1/factchecks/search --json '{{"text": "…", "limit": 5}}'""",
    """curl {origin}/api/v1/questions --json '{{"text": "…"}}'""",
    """curl {origin}/api/v1/questions -H 'Receipt: …'""",
    """curl '{origin}/api/v1/organisations?q=vietcombank'""",
)


@require_safe
async def api_page(request: HttpRequest, language: Language) -> HttpResponse:
    """The page; nothing on it comes from anywhere else."""
    address = settings.CONFIGURATION.address
    origin = address.geturl() if address is not None else AT_HOME
    return page(
        "api",
        language,
        operations=[(method, PATH + path, message_id) for method, path, message_id in OPERATIONS],
        examples=[example.format(origin=origin) for example in EXAMPLES],
        problems=list(_problems()),
        document=f"{PATH}openapi.json",
        usual=number(keys.PER_DAY, language),
        most=number(keys.MAX_PER_DAY, language),
    )


def _problems() -> Iterator[tuple[str, int, str, str]]:
    for name, kind in KINDS.items():
        yield name, kind.status, kind.title, kind.detail
