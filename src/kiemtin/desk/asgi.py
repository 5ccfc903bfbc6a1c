"""The ASGI application: everything that one web process answers with, behind the door."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.asgi import get_asgi_application

from kiemtin.desk.door import Door, Look
from kiemtin.evidence import Language

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kiemtin.desk.settings")


def _door() -> Door:
    """Django behind the door, whose refusals look like every other page."""
    django = get_asgi_application()
    # Only now: these read Django's settings.
    from kiemtin.desk.front import headers
    from kiemtin.desk.rendering import html

    def refusal(language: Language, title: str, detail: str) -> str:
        return html("refusal", language, title=title, detail=detail)

    written = tuple((name.lower().encode("ascii"), value.encode("ascii")) for name, value in headers().items())
    return Door(django, settings.CONFIGURATION.door, look=Look(refusal, written))


# Made before the web processes are forked: what they count together is anonymous memory that all of them share.
application = _door()
