"""Every address of the desk against every role, anonymous included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from kiemtin.desk.accounts.roles import Role
from kiemtin.desk.door.routes import Routes
from kiemtin.desk.people.staff import StaffRoute
from kiemtin.desk.people.urls import ROUTES
from kiemtin.desk.rendering import say
from tests.desk.people.working import Staff, Worker
from tests.desk.running import Desk

READER, ANSWERER, REVIEWER, ADMINISTRATOR = Role

LEAST: dict[str, Role | None] = {
    "desk-home": READER,
    "desk-sign-in": None,
    "desk-second-step": None,
    "desk-passkey-begin": None,
    "desk-passkey": None,
    "desk-invitation": None,
    "desk-confirm": READER,
    "desk-security": READER,
    "desk-password": READER,
    "desk-app": READER,
    "desk-app-remove": READER,
    "desk-passkeys-begin": READER,
    "desk-passkeys": READER,
    "desk-passkey-remove": READER,
    "desk-codes": READER,
    "desk-sessions": READER,
    "desk-session-end": READER,
    "desk-sessions-end": READER,
    "desk-people": ADMINISTRATOR,
    "desk-invite": ADMINISTRATOR,
    "desk-invitation-withdraw": ADMINISTRATOR,
    "desk-role": ADMINISTRATOR,
    "desk-deactivate": ADMINISTRATOR,
    "desk-reactivate": ADMINISTRATOR,
    "desk-end-sessions": ADMINISTRATOR,
    "desk-without-second-step": ADMINISTRATOR,
    "desk-new-password": ADMINISTRATOR,
    "desk-actions": ADMINISTRATOR,
    "desk-sign-out": READER,
    "desk-queue": READER,
    "desk-queue-work": ANSWERER,
    "desk-queue-undo": ANSWERER,
    "desk-operations": READER,
    "desk-group": READER,
    "desk-group-confirm": ANSWERER,
    "desk-group-split": ANSWERER,
    "desk-group-note": ANSWERER,
    "desk-group-draft": ANSWERER,
    "desk-group-link": ANSWERER,
    "desk-picture": READER,
    "desk-picture-whole": ANSWERER,
    "desk-drafts": READER,
    "desk-draft-new": ANSWERER,
    "desk-draft": READER,
    "desk-draft-edit": ANSWERER,
    "desk-draft-pictures": ANSWERER,
    "desk-draft-picture": READER,
    "desk-draft-versions": READER,
    "desk-draft-preview": READER,
    "desk-draft-submit": ANSWERER,
    "desk-draft-approve": REVIEWER,
    "desk-draft-return": REVIEWER,
    "desk-draft-publish": REVIEWER,
    "desk-draft-close": ANSWERER,
    "desk-draft-reopen": ANSWERER,
    "desk-answers": READER,
    "desk-answer": READER,
    "desk-answer-change": ANSWERER,
    "desk-answer-withdraw": REVIEWER,
    "desk-overview": READER,
    "desk-overview-weeks": READER,
    "desk-overview-days": READER,
}
"""Who may do what, written a second time on purpose: whoever opens a page to more people comes past this table."""


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the URL conf."""
    for one in resolver.url_patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, path)
        else:
            yield path, one


def route_of(pattern: URLPattern) -> StaffRoute | None:
    """What an address declares about who may use it."""
    route = getattr(pattern.callback, "route", None)
    return route if isinstance(route, StaffRoute) else None


def test_every_address_declares_who_may_use_it() -> None:
    """Below ``/desk/`` a role, in both languages; everywhere else the door knows it as a public one."""
    found = list(patterns(get_resolver()))
    below = [(path, route_of(one)) for path, one in found if path.removeprefix("en/").startswith("desk/")]
    assert [] == [path for path, route in below if route is None]
    assert 2 * len(ROUTES) == len(below)
    assert LEAST == {route.name: route.least for _, route in below if route is not None}
    others = {path: one for path, one in found if path not in dict(below)}
    assert [] == [path for path, one in others.items() if route_of(one) is not None]
    assert {"desk", "en/desk"} == {path for path in others if Routes().find(scope(path)).name == "desk"}


def scope(path: str) -> dict[str, Any]:
    """A request for ``path``, as the door sees it."""
    return {"method": "GET", "path": f"/{path}"}


def asked(worker: Worker, route: StaffRoute) -> httpx2.Response:
    """What comes back at a route that leads to nothing: numbers of nobody, a made-up token."""
    path = "/desk/" + re.sub("<str:[a-z0-9]+>", "x", route.path.replace("<int:number>", "999999999"))
    return worker.get(path) if "GET" in route.methods else worker.post(path)


def outcome(answer: httpx2.Response) -> str:
    """What an answer comes to: let in, sent to sign in, or told that it takes another role."""
    if answer.status_code == 303 and "/desk/sign-in/?" in answer.headers["location"]:
        return "sign in"
    if answer.status_code == 403:
        assert say("vi", "desk.error.not-your-role.title") in answer.text
        return "other role"
    assert answer.status_code < 500, answer.text
    return "in"


@pytest.mark.parametrize("role", [None, *Role])
def test_every_route_against_every_role(staff: Staff, role: Role | None) -> None:
    """Whoever is not let in is not told whether a thing exists; whoever is, meets the page."""
    worker = staff.worker(role) if role else Worker(staff.desk)
    worker.get("/desk/sessions/" if role else "/desk/sign-in/")
    met, expected = {}, {}
    for route in ROUTES:
        if role and route.name == "desk-sign-out":
            continue
        least = LEAST[route.name]
        met[route.name] = outcome(asked(worker, route))
        allowed = least is None or (role is not None and role.includes(least))
        expected[route.name] = "in" if allowed else "other role" if role else "sign in"
    assert expected == met
    if role:
        assert 303 == worker.post("/desk/sign-out/").status_code
        assert not worker.is_in()


def test_public_pages_set_no_cookie_and_read_none(staff: Staff, desk: Desk) -> None:
    """Also for somebody who works here, whose browser sends one."""
    worker = staff.worker(READER)
    for path in ("/", "/en/", "/rieng-tu/", "/khong-co", "/healthz", "/desk", "/api/"):
        mine, others = worker.client.get(path), desk.get(path)
        assert (None, None) == (mine.headers.get("set-cookie"), others.headers.get("set-cookie"))
        assert mine.content == others.content
