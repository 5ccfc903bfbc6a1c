"""``/healthz``: the process lives. ``/readyz``: it can do everything it is for."""

from __future__ import annotations

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kiemtin.desk.database import reach
from kiemtin.desk.operation.readiness import punctuality, readiness

JSON = "application/json"


@require_safe
async def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers at all."""
    return HttpResponse('{"status": "ok"}', JSON)


@require_safe
async def readyz(request: HttpRequest) -> HttpResponse:
    """200 where every part works, else 503; the parts are named, with nothing about anybody's question."""
    parts = await reach(readiness.now)
    ready = all(parts.values())
    # Not parts that may fail: an operator may do without a mark, and others' being late is no fault of this machine.
    protection = "off" if settings.CONFIGURATION.high_water is None else "on"
    document = {
        "status": "ok" if ready else "failing",
        **parts,
        "high_water": protection,
        **await reach(punctuality.now),
    }
    return HttpResponse(json.dumps(document), JSON, 200 if ready else 503)
