"""Where other desks send their checkpoints."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from kiemtin.desk.database import reach
from kiemtin.desk.witnesses.cosigning import CONFLICT, cosigned

LINE, SIZE = "text/plain; charset=utf-8", "text/x.tlog.size"


@require_POST
async def add_checkpoint(request: HttpRequest) -> HttpResponse:
    """C2SP tlog-witness: a cosignature, or why there is none."""
    answer = await reach(cosigned, request.body)
    return HttpResponse(answer.body, SIZE if answer.status == CONFLICT else LINE, answer.status)
