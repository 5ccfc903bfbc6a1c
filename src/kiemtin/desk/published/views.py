"""The public pages of answers, what programs read of them, and the files of the log."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponsePermanentRedirect
from django.utils.http import parse_etags
from django.views.decorators.http import require_http_methods, require_safe

from kiemtin.answers.edition import Edition
from kiemtin.answers.log_files import never_changes
from kiemtin.answers.site import PRINCIPLES, Site, page_of, root_of
from kiemtin.answers.values import PublishedAnswer
from kiemtin.desk.answers import pictures
from kiemtin.desk.asking import Busy, asking
from kiemtin.desk.database import reach
from kiemtin.desk.front import accepts_gzip
from kiemtin.desk.overview.told import told
from kiemtin.desk.pages.errors import error_page
from kiemtin.desk.published.matching import FEED, PREFIX
from kiemtin.desk.published.public import public, tag_of
from kiemtin.desk.published.terms import own_principles, site_at
from kiemtin.desk.rendering import html
from kiemtin.errors import KiemtinError, TooLarge
from kiemtin.evidence import Language
from kiemtin.formats.answers import PAGE, Listed, Place, Shown, answer_page, list_page, principles_page

KEPT = "no-cache"
"""A copy may be kept, and is asked about each time: a correction is seen at once."""

FOR_EVER = "public, max-age=31536000, immutable"

TRY_AGAIN = "2"

MAX_SEARCH = 500
"""Characters that are searched for."""

MOST_FOUND = 20
"""Answers shown for a search."""

LOOKED_THROUGH = 200
"""Fact-checks of any publisher among which the desk's own answers are looked for."""

MAX_PAGES = 100_000
"""The last page of the list that a number may name."""

OPEN_TO_ALL = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
"""Pages of others may read what is meant for programs: witnesses, and whoever verifies in a browser."""

TILE, RECORD, NOTE = "application/octet-stream", "application/json", "text/plain; charset=utf-8"


@require_http_methods(["GET", "HEAD", "POST"])
async def answers(request: HttpRequest, language: Language) -> HttpResponse:
    """The list, the last published first; after a POST, what was found. What is searched for is in no address."""
    edition = await reach(public().edition)
    if request.method == "POST":
        return await _search(request, language, edition)
    number = _page_number(request.GET.get("page", "1"))
    start = (number - 1) * PAGE
    some = edition.answers[start : start + PAGE]
    if number > 1 and not some:
        raise Http404
    listed = Listed(some, number, len(edition.answers) > start + PAGE)
    return _page(request, list_page(listed, place_of(request, language)), language)


@require_safe
async def answer(request: HttpRequest, slug: str, language: Language) -> HttpResponse:
    """One answer as it stands, or withdrawn, with everything that became of it; old addresses lead to the new one."""

    def shown() -> tuple[PublishedAnswer, Shown, int] | None:
        edition = public().edition()
        found = edition.by_slug.get(slug)
        if found is None:
            return None
        asked = told(found.id) if found.content is not None else 0
        return found, answer_page(edition, found, place_of(request, language)), asked

    made = await reach(shown)
    if made is None:
        raise Http404
    found, page, asked = made
    if found.slug != slug or request.path.endswith("/"):
        return HttpResponsePermanentRedirect(page_of(found.slug, language))
    return _page(request, page, language, slug=found.slug, asked=asked)


@require_safe
async def principles(request: HttpRequest, language: Language) -> HttpResponse:
    """How the desk works, and what it does when it was wrong."""
    return _page(request, principles_page(place_of(request, language)), language, here="principles")


@require_safe
async def document(request: HttpRequest, path: str) -> HttpResponse:
    """A feed, the sitemap or the dump."""
    found = await reach(public().document, path, _site(request))
    if _has(request, found.tag):
        response: HttpResponse = HttpResponseNotModified()
    elif accepts_gzip(request):
        response = HttpResponse(found.packed, found.media_type, headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(found.body, found.media_type)
    for name, value in {"ETag": found.tag, "Cache-Control": KEPT, "Vary": "Accept-Encoding", **OPEN_TO_ALL}.items():
        response[name] = value
    return response


@require_safe
async def log_file(request: HttpRequest, path: str) -> HttpResponse:
    """A checkpoint, a tile, a bundle of entries, or a record; only what the last checkpoint covers."""
    body = await reach(public().log_file, path)
    if body is None:
        raise Http404
    tag = tag_of(body)
    kind = TILE if path.startswith("tile/") else NOTE if path == "checkpoint" else RECORD
    response = HttpResponseNotModified() if _has(request, tag) else HttpResponse(body, kind)
    caching = FOR_EVER if never_changes(path) else KEPT
    for name, value in {"ETag": tag, "Cache-Control": caching, **OPEN_TO_ALL}.items():
        response[name] = value
    return response


@require_safe
async def picture(request: HttpRequest, name: str) -> HttpResponse:
    """A picture of an answer, as long as a record has it."""
    sha256 = name.removesuffix(".jpg")

    def found() -> bytes | None:
        known = name.endswith(".jpg") and sha256 in public().edition().pictures
        return pictures.file(sha256) if known else None

    body = await reach(found)
    if body is None:
        raise Http404
    response = HttpResponse(body, "image/jpeg")
    for header, value in {"Cache-Control": FOR_EVER, **OPEN_TO_ALL}.items():
        response[header] = value
    return response


async def _search(request: HttpRequest, language: Language, edition: Edition) -> HttpResponse:
    text = request.POST.get("q", "")[:MAX_SEARCH].strip()
    try:
        found = await asking().run(lambda kiemtin: kiemtin.factchecks(text, LOOKED_THROUGH)) if text else []
    except Busy:
        busy = error_page(request, 503)
        busy["Retry-After"] = TRY_AGAIN
        return busy
    except TooLarge:
        return error_page(request, 413)
    except KiemtinError:
        return error_page(request, 503, "not-now")
    own = [hit.stored.review.id.removeprefix(PREFIX) for hit in found if hit.stored.feed == FEED]
    known = {one.id: one for one in edition.standing}
    listed = Listed([known[one] for one in own[:MOST_FOUND] if one in known], search=text)
    shown = list_page(listed, place_of(request, language))
    text = html("published", language, shown=shown, here="answers", slug="", asked=0)
    return HttpResponse(text, headers={"Content-Language": language})


def _page(request: HttpRequest, shown: Shown, language: Language, **more: str | int) -> HttpResponse:
    values = {"here": "answers", "slug": "", "asked": 0, **more}
    body = html("published", language, shown=shown, **values).encode("utf-8")
    tag = tag_of(body)
    response = HttpResponseNotModified() if _has(request, tag) else HttpResponse(body)
    for name, value in {"ETag": tag, "Cache-Control": KEPT, "Content-Language": language}.items():
        response[name] = value
    return response


def _has(request: HttpRequest, tag: str) -> bool:
    given = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    return "*" in given or tag.removeprefix("W/") in {one.removeprefix("W/") for one in given}


def _page_number(given: str) -> int:
    if not given.isascii() or not given.isdigit() or not 1 <= int(given[:9]) <= MAX_PAGES or len(given) > 9:
        raise Http404
    return int(given)


def place_of(request: HttpRequest, language: Language) -> Place:
    """Where an answer is shown: this site, with its links, in ``language``."""

    def link(path: str) -> str:
        if path == "/principles":
            return PRINCIPLES[language]
        is_page = path == "/answers" or (path.startswith(("/answers?", "/answers/")) and not path.endswith(".jsonl"))
        return root_of(language) + path[1:] if is_page else path

    return Place(_site(request), language, link, own_principles(settings.CONFIGURATION, language))


def _site(request: HttpRequest) -> Site:
    """The desk at its public address; where none is set, at the one it was asked under."""
    address = settings.CONFIGURATION.address
    return site_at(address.geturl() if address is not None else f"{request.scheme}://{request.META['HTTP_HOST']}")
