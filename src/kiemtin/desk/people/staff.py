"""Pages of those who work here: each declares the least role that may use it, and brings session and form token itself.

No middleware is installed for them, so that no public page can ever meet one: a page below ``/desk/`` is answered in a
thread in which it may use the database, inside Django's own session and CSRF checks, and nothing else is.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.core.context import request_context
from django.conf import settings
from django.contrib.auth import get_user, logout
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.urls import URLPattern, path, reverse
from django.utils.decorators import decorator_from_middleware
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.csrf import csrf_protect

from kiemtin.desk.accounts.models import Account
from kiemtin.desk.accounts.roles import Role
from kiemtin.desk.database import reach
from kiemtin.desk.origins import is_from_elsewhere
from kiemtin.desk.pages.errors import error_page
from kiemtin.desk.people import audit
from kiemtin.desk.people.given_back import given_back
from kiemtin.desk.people.sessions import SessionStore, keep_alive
from kiemtin.desk.rendering import address, language_of, page
from kiemtin.evidence import Language

READ = frozenset({"GET", "HEAD"})
WRITE = frozenset({"POST"})
READ_AND_WRITE = READ | WRITE

FRESH_SECONDS = 15 * 60
"""How long after showing a password or passkey somebody may change how accounts are opened."""

SHOWN = "shown"
"""Where a session keeps when its owner last showed a password or passkey."""

BY_ITSELF = "by-itself"
"""What the script that saves drafts sends as ``step``: it keeps what was typed on its page, and leads to signing in."""

TOKEN_WRONG = "CSRF token"  # noqa: S105
"""How Django begins to say that a form is of another session, and not of another site."""

NOTICE = "notice"
"""Where a session keeps what the next page says first."""

NO_REFERRER_ELSEWHERE = "same-origin"
"""Our own pages tell each other where a form comes from, which the check of forms looks at; no other site learns it."""

PAGES = (
    ("desk-home", "desk.staff.home", Role.READER),
    ("desk-queue", "desk.work.queue", Role.READER),
    ("desk-drafts", "desk.work.drafts", Role.READER),
    ("desk-answers", "desk.work.answers", Role.READER),
    ("desk-overview", "desk.overview", Role.READER),
    ("desk-people", "desk.staff.people", Role.ADMINISTRATOR),
    ("desk-telling", "desk.telling.title", Role.ADMINISTRATOR),
    ("desk-sessions", "desk.staff.sessions", Role.READER),
    ("desk-security", "desk.staff.security", Role.READER),
)
"""What every page of the desk links, for those who may go there: its name, its words, and the least role."""

_with_session = decorator_from_middleware(SessionMiddleware)


@dataclass(frozen=True, slots=True)
class StaffVisit:
    """One request of somebody who works here, or who is about to sign in: then ``account`` is missing."""

    request: HttpRequest
    language: Language
    given: Account | None

    @property
    def account(self) -> Account:
        """Who it is; a route with a role is never reached by anybody else."""
        if self.given is None:
            raise RuntimeError("a route without a role asks who it is")
        return self.given

    @property
    def session(self) -> SessionStore:
        """What is kept from one page to the next."""
        session = self.request.session
        if not isinstance(session, SessionStore):
            raise RuntimeError("not a session of ours")
        return session

    @property
    def posted(self) -> bool:
        """Whether a form was sent."""
        return self.request.method == "POST"

    def field(self, name: str) -> str:
        """What a form says."""
        return str(self.request.POST.get(name, ""))

    def done(self, action: str, kind: str, thing: object) -> None:
        """Note what was done, for the list of actions."""
        audit.record(self.account.pk, action, kind, thing)

    def go(self, name: str, notice: str | None = None, **values: object) -> HttpResponse:
        """On to the page ``name``, which begins with the message ``notice``."""
        if notice is not None:
            self.session[NOTICE] = notice
        return see_other(reverse(f"{self.language}:{name}", kwargs=values))

    def page(self, template: str, status: int = 200, /, **values: Any) -> HttpResponse:
        """The page of ``template``, with what every page of the desk shows."""
        notice = self.session.pop(NOTICE, None) if self.given is not None else None
        shown: dict[str, Any] = {"visit": self, "token": get_token(self.request), "notice": notice}
        shown |= {"Role": Role, "staff_pages": PAGES}
        return page(template, self.language, status, **{**shown, **values})

    def address_in(self, language: Language) -> str:
        """The address of this very page in another language."""
        match = self.request.resolver_match
        if match is None or "GET" not in match.func.route.methods:  # type: ignore[attr-defined]  # every one has its route
            return address(language, "desk-home")
        values = {name: value for name, value in match.kwargs.items() if name != "language"}
        return reverse(f"{language}:{match.url_name}", kwargs=values)


View = Callable[..., HttpResponse]
"""From a ``StaffVisit``, and the values in the address, to a page."""


@dataclass(frozen=True, slots=True)
class StaffRoute:
    """One address below ``/desk/``: the page, its name, and the least role that may use it (``None``: anybody).

    ``fresh``: whoever sends its form has shown a password or passkey within the last minutes. ``typed``: somebody has
    written in its form, and gets it back where it cannot be taken.
    """

    path: str
    view: View
    name: str
    least: Role | None
    methods: frozenset[str] = READ
    fresh: bool = False
    typed: bool = False

    def pattern(self) -> URLPattern:
        """The route as Django takes it."""
        return path(f"desk/{self.path}", _guarded(self), name=self.name)


async def to_desk(request: HttpRequest, language: Language) -> HttpResponse:
    """``/desk``, as it is typed, leads to ``/desk/``."""
    return see_other(address(language, "desk-home"))


def see_other(place: str) -> HttpResponse:
    """On to ``place``, by GET."""
    response = HttpResponseRedirect(place)
    response.status_code = 303
    return response


def signed_in(visit: StaffVisit) -> None:
    """Note that whoever this is has just shown a password or a passkey."""
    visit.session[SHOWN] = time.time()


def is_fresh(request: HttpRequest) -> bool:
    """Whether a password or a passkey was shown within the last minutes."""
    return 0 <= time.time() - float(request.session.get(SHOWN, 0)) <= FRESH_SECONDS


def way_back(visit: StaffVisit, asked: str) -> str:
    """Where to go after signing in: ``asked`` where that is a page of the desk, else its first page."""
    home = address(visit.language, "desk-home")
    roots = tuple(address(one, "desk-home") for one in ("vi", "en"))
    inside = url_has_allowed_host_and_scheme(asked, allowed_hosts=None) and asked.startswith(roots)
    return asked if inside else home


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What Django answers a form with that has no token of ours, or one of another browser or an earlier session."""
    match = request.resolver_match
    route = getattr(match.func, "route", None) if match is not None else None
    # Without the cookie no token would do, and the page would come back for ever.
    may_do = TOKEN_WRONG in reason and settings.CSRF_COOKIE_NAME in request.COOKIES
    if not (isinstance(route, StaffRoute) and route.typed and may_do):
        return error_page(request, 403, "form-too-old")
    page_of_it = given_back(StaffVisit(request, language_of(request), _who(request)))
    return page_of_it or error_page(request, 403, "form-too-old")


def _guarded(route: StaffRoute) -> Callable[..., Any]:
    async def answer(request: HttpRequest, language: Language, **values: Any) -> HttpResponseBase:
        if request.method not in route.methods:
            return HttpResponseNotAllowed(sorted(route.methods))
        if request.method == "POST" and is_from_elsewhere(request):
            return error_page(request, 403, "form-too-old")
        return await reach(_answer, route, request, language, values)

    answer.route = route  # type: ignore[attr-defined]  # where the test of the matrix looks for it
    return answer


def _answer(route: StaffRoute, request: HttpRequest, language: Language, values: dict[str, Any]) -> HttpResponseBase:
    def admitted(request: HttpRequest) -> HttpResponse:
        visit = StaffVisit(request, language, _who(request))
        refusal = _refusal(route, visit)
        if refusal is not None:
            return refusal
        with request_context(request):
            return route.view(visit, **values)

    response = _with_session(csrf_protect(admitted))(request)
    response.headers["Referrer-Policy"] = NO_REFERRER_ELSEWHERE
    return response


def _who(request: HttpRequest) -> Account | None:
    """Who is signed in with this session, where it has not had its time."""
    account = get_user(request)
    if not isinstance(account, Account):
        return None
    if not keep_alive(request.session):
        logout(request)
        return None
    request.user = account
    return account


def _refusal(route: StaffRoute, visit: StaffVisit) -> HttpResponse | None:
    """Why ``visit`` may not use ``route``: nobody is signed in, the role is too low, or the password is to be shown."""
    if route.least is None:
        return None
    if visit.given is None:
        by_hand = route.typed and visit.posted and visit.field("step") != BY_ITSELF
        return (given_back(visit) if by_hand else None) or _to("desk-sign-in", visit)
    if not visit.given.may(route.least):
        return error_page(visit.request, 403, "not-your-role")
    if route.fresh and visit.posted and not is_fresh(visit.request):
        return _to("desk-confirm", visit)
    return None


def _to(name: str, visit: StaffVisit) -> HttpResponse:
    """To a page that comes back to where somebody wanted to go."""
    wanted = visit.request.path if not visit.posted else address(visit.language, "desk-home")
    return see_other(f"{address(visit.language, name)}?{urlencode({'next': wanted})}")
