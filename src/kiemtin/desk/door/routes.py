"""What the door knows of each address: its name, who pays for it, what body it takes, and whether it has to queue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from kiemtin.desk.door.asgi import Scope, header
from kiemtin.evidence.messages import Language
from kiemtin.text.limits import MAX_LINES, MAX_TEXT_BYTES

Kind = Literal["asks", "sends", "pages", "log", "free"]

PER_BYTE = 3
"""Bytes that one byte of a text takes at most on its way: ``%C3`` in a form; ``\\u00c3`` for two in JSON."""

BESIDE_THE_TEXT = 8_192
"""Bytes for the names of fields, other fields, and the separators of ``multipart/form-data``."""

# A browser sends every line break of a form as CR LF, two characters where the text has one.
MAX_ASK_BYTES = PER_BYTE * (MAX_TEXT_BYTES + MAX_LINES) + BESIDE_THE_TEXT
"""The body of an ask. Whatever is past it holds a text past the limit of any text, or nothing of ours."""

MAX_PICTURES_BYTES = 16_777_216
"""All pictures of one ask (16 MiB): a photo of 50 million pixels as telephones write it, or four screenshots as they
are. One process holds several of these in memory, so the 32 MiB that a file may have elsewhere are not for everybody.
Where the page has a script, a larger photo is made smaller before it is sent."""

MAX_PICTURE_ASK_BYTES = MAX_PICTURES_BYTES + MAX_ASK_BYTES
"""The body of an ask with pictures and the longest text."""

PICTURE_SECONDS = 60.0
"""Seconds in which such a body has to be there: a screenshot at 20 kB/s, the largest at 280."""

MAX_FORM_BYTES = 65_536
"""Any other form: a password, a choice, an answer in writing."""

MAX_DRAFT_BYTES = 1_048_576
"""An answer that is being written: 21,500 letters of its texts at nine bytes each, as forms take Vietnamese ones, and
fifty sources with addresses and titles of some thousand bytes; and twice that, so that what is too long can be told."""

MAX_NOTE_BYTES = 16_384
"""A log's checkpoint with a proof of at most 63 hashes, and room for signatures of other witnesses."""

MAX_STRAY_BYTES = 4_096
"""A body where none belongs, as some programs send with GET: read, so that the connection goes on, and ignored."""

BODY_SECONDS = 20.0
"""Seconds in which a whole body has to be there: the largest ask at 20 kB/s, a slow mobile connection."""

READING = frozenset({"GET", "HEAD", "OPTIONS"})
WRITING = frozenset({"POST"})
DELETING = frozenset({"DELETE"})


@dataclass(frozen=True, slots=True)
class Body:
    """The body a route takes: bytes at most, seconds until all of it has to be there, and what a larger one is told.

    ``unit`` is what the limit is told in: bytes of a KB, or of a MB.
    """

    limit: int
    seconds: float = BODY_SECONDS
    refusal: str = "too-large"
    unit: int = 1_024


ASK_BODY, FORM_BODY, STRAY_BODY = Body(MAX_ASK_BYTES), Body(MAX_FORM_BYTES), Body(MAX_STRAY_BYTES)
DRAFT_BODY = Body(MAX_DRAFT_BYTES)
NOTE_BODY = Body(MAX_NOTE_BYTES)
PICTURE_BODY = Body(MAX_PICTURE_ASK_BYTES, PICTURE_SECONDS, "pictures-too-large", 1_048_576)


@dataclass(frozen=True, slots=True)
class Route:
    """Addresses that the door treats alike.

    ``name`` is all that metrics and logs ever say of a request. A path that ends in ``*`` stands for all that begin so;
    ``/en`` before a path and ``/`` after it change nothing. ``asks``: it waits its turn among the asks. ``api``: a
    program reads the answer, refusals included. ``pictures``: the body of a form with files, where it takes any.
    """

    name: str
    paths: tuple[str, ...] = ()
    methods: frozenset[str] = READING
    paid_from: Kind = "pages"
    body: Body = STRAY_BODY
    asks: bool = False
    api: bool = False
    pictures: Body | None = None


OTHER = Route("other")
OTHER_API = Route("other-api", api=True)
# Whoever finds an address of the application that this list does not know gains nothing by it.
OTHER_WRITING = Route("other-writing", paid_from="asks", body=FORM_BODY, asks=True)
OTHER_WRITING_API = Route("other-writing-api", paid_from="asks", body=FORM_BODY, asks=True, api=True)
UNLISTED = (OTHER, OTHER_API, OTHER_WRITING, OTHER_WRITING_API)

METRICS = Route("metrics", ("/metrics",), paid_from="free")
HEALTH = Route("health", ("/healthz", "/readyz"), paid_from="free")

ROUTES = (
    METRICS,
    HEALTH,
    Route("home", ("/",)),
    Route("ask", ("/", "/check"), WRITING, "asks", ASK_BODY, asks=True, pictures=PICTURE_BODY),
    Route("static", ("/static/*",)),
    Route("api-check", ("/api/v1/check",), WRITING, "asks", ASK_BODY, asks=True, api=True, pictures=PICTURE_BODY),
    Route("api-search", ("/api/v1/factchecks/search",), WRITING, "asks", ASK_BODY, asks=True, api=True),
    Route("api-organisations", ("/api/v1/organisations", "/api/v1/organisations/*"), api=True),
    Route("api-document", ("/api/v1/openapi.json",), api=True),
    Route("api-page", ("/api",)),
    Route("recognise", ("/cach-nhan-biet", "/how-to-recognise")),
    Route("privacy", ("/rieng-tu", "/privacy")),
    Route("answers", ("/answers", "/answers/*", "/answer-pictures/*")),
    Route("answers-search", ("/answers",), WRITING, "asks", FORM_BODY, asks=True),
    Route("principles", ("/nguyen-tac", "/principles")),
    Route("feeds", ("/feed.atom", "/feed.json", "/claimreview.json", "/sitemap.xml")),
    Route("log", ("/log/*",), paid_from="log"),
    Route("witness", ("/witness/add-checkpoint",), WRITING, "pages", NOTE_BODY),
    Route("manifest", ("/manifest.webmanifest",)),
    # The message comes again with the choice of what to share, and is checked again.
    Route("share", ("/chia-se", "/share"), WRITING, "asks", ASK_BODY, asks=True),
    Route("shared", ("/chia-se/*", "/share/*"), READING | WRITING, "pages", FORM_BODY),
    # The message comes again, first to be looked over, then to be kept; each is paid for alike.
    Route("send", ("/gui-ban-truc", "/send"), WRITING, "sends", ASK_BODY, asks=True, pictures=PICTURE_BODY),
    Route("receipt", ("/bien-nhan", "/receipt"), READING | WRITING, "pages", FORM_BODY),
    Route("api-send", ("/api/v1/questions",), WRITING, "sends", ASK_BODY, asks=True, api=True, pictures=PICTURE_BODY),
    Route("api-receipt", ("/api/v1/questions",), READING | DELETING, api=True),
    Route("api-feedback", ("/api/v1/questions/feedback",), WRITING, "pages", FORM_BODY, api=True),
    Route("set-up", ("/setup/*",), READING | WRITING, "pages", FORM_BODY),
    Route("desk", ("/desk/drafts/*",), READING | WRITING, "pages", DRAFT_BODY, pictures=PICTURE_BODY),
    # Whatever those who work here do is one name: logs and metrics need not tell who does how much of what.
    Route("desk", ("/desk", "/desk/*"), READING | WRITING, "pages", FORM_BODY),
)
"""The addresses of the public page and its API."""

TEXT_ROUTES = tuple(replace(route, pictures=None) for route in ROUTES)
"""The same where nothing is installed that opens pictures."""

API = "/api/"
ENGLISH = "/en"


class Routes:
    """A list of routes, and the one that a request is for."""

    def __init__(self, routes: Iterable[Route] = ROUTES) -> None:
        listed = tuple(routes)
        self.names = tuple(dict.fromkeys(route.name for route in (*listed, *UNLISTED)))
        self._exact: Mapping[tuple[str, str], Route] = {
            (method, path): route for route in listed for method in route.methods for path in route.paths
        }
        self._begins = tuple(
            (path[:-1], route) for route in listed for path in route.paths if path.endswith("*") and len(path) > 1
        )

    def find(self, scope: Scope) -> Route:
        """The route that a request is for; one of ``UNLISTED`` where nobody listed it."""
        method, path = scope["method"], plain_path(scope["path"])
        exact = self._exact.get((method, path))
        if exact is not None:
            return exact
        for start, route in self._begins:
            if path.startswith(start) and method in route.methods:
                return route
        api = path.startswith(API)
        if method in READING:
            return OTHER_API if api else OTHER
        return OTHER_WRITING_API if api else OTHER_WRITING


def plain_path(path: str) -> str:
    """A path without the language before it and the slash after it."""
    if path == ENGLISH or path.startswith(ENGLISH + "/"):
        path = path[len(ENGLISH) :]
    return path.rstrip("/") or "/"


def language_of(scope: Scope) -> Language:
    """The language to refuse in: that of the address, for a program what it accepts first; else Vietnamese."""
    path = scope["path"]
    if path == ENGLISH or path.startswith(ENGLISH + "/") or b"lang=en" in scope["query_string"].split(b"&"):
        return "en"
    accepts_english = path.startswith(API) and header(scope, b"accept-language").strip().lower().startswith(b"en")
    return "en" if accepts_english else "vi"
