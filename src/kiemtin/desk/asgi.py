"""The ASGI application: everything that one web process answers with, behind the door."""

from __future__ import annotations

import os

from django.conf import settings

from kiemtin.desk.door import Budget, Charge, Door, Look, Route
from kiemtin.desk.door.asgi import Scope, header
from kiemtin.desk.door.routes import ROUTES, TEXT_ROUTES, Routes
from kiemtin.desk.given import reads_pictures
from kiemtin.desk.handler import handler
from kiemtin.evidence import Language

PARTNER = Budget("partner", burst=120, per_minute=120)
"""What the holder of a key asks at a time; how much in a day is counted behind the door."""

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kiemtin.desk.settings")


def _door() -> Door:
    """Django behind the door, whose refusals look like every other page."""
    django = handler()
    # Only now: these read Django's settings.
    from kiemtin.desk.front import headers
    from kiemtin.desk.rendering import html

    def refusal(language: Language, title: str, detail: str, again: bool) -> str:
        return html("refusal", language, title=title, detail=detail, again=again)

    written = tuple((name.lower().encode("ascii"), value.encode("ascii")) for name, value in headers().items())
    routes = Routes(ROUTES if reads_pictures() else TEXT_ROUTES)
    return Door(django, settings.CONFIGURATION.door, routes, _payer, Look(refusal, written))


async def _payer(scope: Scope, route: Route) -> Charge | None:
    """A partner with a key pays for what it asks, instead of the network that it asks from."""
    if not route.api or route.paid_from not in ("asks", "sends"):
        return None
    from kiemtin.desk.api.partners import partner_of

    partner = await partner_of(header(scope, b"authorization"))
    return Charge(PARTNER, partner.key_hash.encode()) if partner else None


# Made before the web processes are forked: what they count together is anonymous memory that all of them share.
application = _door()
