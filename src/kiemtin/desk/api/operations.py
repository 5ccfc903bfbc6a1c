"""What the API does: a check, a search of fact-checks, and the register. One text at a time, and nothing of it is kept.

Texts come in bodies alone. What stands in an address is written down by proxies, logs and histories on its way.
"""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from kiemtin.app import Kiemtin
from kiemtin.desk.api import schemas
from kiemtin.desk.api.conditional import answer, tag_of
from kiemtin.desk.api.keys import PER_PICTURE
from kiemtin.desk.api.partners import PartnerKey, Quota, Visitor, charge
from kiemtin.desk.api.problems import problem
from kiemtin.desk.api.reading import JSON, is_form
from kiemtin.desk.asking import asking
from kiemtin.desk.given import IMAGE, pictures_in
from kiemtin.desk.log import log_failure
from kiemtin.desk.origins import is_from_elsewhere
from kiemtin.errors import KiemtinError, TooLarge
from kiemtin.evidence.messages import LANGUAGES, render
from kiemtin.formats.entries import FACTCHECKS, ORGANISATIONS, found, in_full, summary
from kiemtin.formats.json import dumps, encode
from kiemtin.organisations.search import near_ids, search

router = Router(auth=PartnerKey())

MAX_ID = 80
"""Characters of an id that are looked at; the longest in the register has 40."""


class FromElsewhere(Exception):
    """A page of another site asks, not a program."""


class DataOutOfReach(Exception):
    """What the operator has collected cannot be opened."""


class Empty(Exception):
    """A text of nothing but spaces, or a form without a picture: ``name`` of the member, and what ails it."""

    def __init__(self, name: str = "text", cause: str = "empty") -> None:
        super().__init__(name)
        self.name = name
        self.cause = cause


def said(message_id: str) -> str:
    """A message in both languages, for the OpenAPI document."""
    return "\n\n".join(render(message_id, {}, language) for language in LANGUAGES)


@router.post(
    "check",
    operation_id="check",
    summary="Xét một tin · check one message",
    description=said("api.check.means"),
    response={200: None},
)
async def check(request: HttpRequest, question: schemas.Question) -> HttpResponse:
    """The report (schema ``kiemtin-report/1``) about one text, or about pictures and the text with them."""
    if is_form(request):
        return await _check_pictures(request, question.text)
    quota = await let_in(request, question.text)
    return told(HttpResponse(await asking().ask(question.text, dumps), JSON), quota)


async def _check_pictures(request: HttpRequest, text: str) -> HttpResponse:
    pictures = pictures_in(request)
    if not pictures:
        raise Empty("image", "missing")
    quota = await let_in(request, text or IMAGE, PER_PICTURE * len(pictures))
    return told(HttpResponse(await asking().ask_about(pictures, text, dumps), JSON), quota)


@router.post(
    "factchecks/search",
    operation_id="search_factchecks",
    summary="Ai đã kiểm chứng điều này · who has checked this already",
    description=said("api.search.means"),
    response={200: schemas.Results},
    by_alias=True,
)
async def search_factchecks(request: HttpRequest, wanted: schemas.Search) -> HttpResponse:
    """The published fact-checks nearest to one text."""
    quota = await let_in(request, wanted.text)
    return told(HttpResponse(await asking().run(partial(_search, wanted)), JSON), quota)


def _search(wanted: schemas.Search, kiemtin: Kiemtin) -> str:
    try:
        hits = kiemtin.factchecks(wanted.text, wanted.limit)
    except TooLarge:
        raise
    except KiemtinError as error:  # not of the text but of the operator's own collection, and it names its folder
        log_failure("factchecks-out-of-reach", error)
        raise DataOutOfReach from error
    return encode({"schema": FACTCHECKS, "results": [found(hit) for hit in hits]})


@router.api_operation(
    ["GET", "HEAD"],
    "organisations",
    operation_id="list_organisations",
    summary="Sổ tổ chức · the register of organisations",
    description=said("api.organisations.means"),
    response={200: schemas.Organisations},
    by_alias=True,
)
async def list_organisations(request: HttpRequest, wanted: Query[schemas.Wanted]) -> HttpResponse:
    """The register, or what of it fits a name, page by page."""
    register = asking().kiemtin.register
    fitting = [hit.organisation for hit in search(register, wanted.q)] if wanted.q.strip() else list(register)
    rows = [one for one in fitting if wanted.sector is None or one.sector == wanted.sector]
    end = wanted.offset + wanted.limit
    following = _next_page(wanted) if end < len(rows) else None
    page = {
        "schema": ORGANISATIONS,
        "version": register.version,
        "total": len(rows),
        "next": following,
        "organisations": [summary(one) for one in rows[wanted.offset : end]],
    }
    content = encode(page)
    response = answer(request, content, tag_of(register.version, content))
    if wanted.q:
        response["Cache-Control"] = "no-store"  # what somebody looked for is kept nowhere on its way
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return response


def _next_page(wanted: schemas.Wanted) -> str:
    given = {"q": wanted.q, "sector": wanted.sector, "limit": wanted.limit, "offset": wanted.offset + wanted.limit}
    return "?" + urlencode({name: str(value) for name, value in given.items() if value})


@router.api_operation(
    ["GET", "HEAD"],
    "organisations/{organisation_id}",
    operation_id="show_organisation",
    summary="Một tổ chức · one organisation",
    description=said("api.organisation.means"),
    response={200: schemas.OneOrganisation},
    by_alias=True,
)
async def show_organisation(request: HttpRequest, organisation_id: Path[schemas.Id]) -> HttpResponse:
    """One organisation with all its facts, or 404 with the ids that resemble what was asked for."""
    register = asking().kiemtin.register
    one = register.get(organisation_id)
    if one is None:
        near = near_ids(register, organisation_id[:MAX_ID])
        return problem(request, "not-found", near=list(near))
    content = encode({"schema": ORGANISATIONS, "version": register.version, "organisation": in_full(one)})
    return answer(request, content, tag_of(register.version, content))


async def let_in(request: HttpRequest, text: str, asks: int = 1) -> Quota | None:
    """Turn away what cannot be answered, before it costs a partner anything; then count it as so many ``asks``."""
    if is_from_elsewhere(request):
        raise FromElsewhere
    if not text.strip():
        raise Empty
    visitor: Visitor = request.auth  # type: ignore[attr-defined]  # set by PartnerKey
    return await charge(visitor, asks)


def told(response: HttpResponse, quota: Quota | None) -> HttpResponse:
    """``response`` with what a partner may still ask."""
    if quota is not None:
        quota.tell(response)
    return response
