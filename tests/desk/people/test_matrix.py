"""Every address of the desk against every role, anonymous included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from kiemtin.desk.accounts.roles import Role
from kiemtin.desk.door.routes import Routes
from kiemtin.desk.people.staff import StaffRoute
from kiemtin.desk.people.urls import ROUTES
from kiemtin.desk.rendering import say
from tests.desk.people.test_work import asked as asked_of_desk
from tests.desk.people.test_work import begun, group_of, released, written
from tests.desk.people.working import TOKEN, Staff, Worker
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
    "desk-telling": ADMINISTRATOR,
    "desk-telling-add": ADMINISTRATOR,
    "desk-telling-remove": ADMINISTRATOR,
    "desk-telling-test": ADMINISTRATOR,
    "desk-telling-again": ADMINISTRATOR,
    "desk-digest": READER,
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


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_every_form_wants_its_token(staff: Staff) -> None:
    """Sent by another site, or without what only the desk's own pages know, no form of any address does anything."""
    worker = staff.worker(ADMINISTRATOR)
    worker.get("/desk/sessions/")
    own, met = worker.token, set()
    for route in [one for one in ROUTES if "POST" in one.methods]:
        path = "/desk/" + re.sub("<str:[a-z]+>", "x", route.path.replace("<int:number>", "999999999"))
        for token, headers in (("", {}), ("x" * 64, {}), (own, {"sec-fetch-site": "cross-site"})):
            worker.token = token
            answer = worker.post(path, headers)
            met.add((answer.status_code, say("vi", "desk.error.form-too-old.title") in answer.text))
    assert {(403, True)} == met
    assert worker.is_in()


def test_nobody_learns_what_there_is(staff: Staff) -> None:
    """Whoever may not use an address gets the same answer for a thing that exists and for one that does not."""
    reader, writer, reviewer = (staff.worker(role) for role in (READER, ANSWERER, REVIEWER))
    asked_of_desk(staff, "Cụ Hai đầu ngõ bảo ai nộp hai trăm nghìn thì có suất quà Tết của hợp tác xã, thật không?")
    group, draft = group_of(writer, "suat qua tet"), begun(writer)
    assert 303 == written(writer, draft, claim="Hợp tác xã bán suất quà Tết")
    answer = released(writer, reviewer, draft)
    there = {"queue": group.split("/")[-2], "drafts": draft.split("/")[-2], "answers": answer.split("/")[-2]}
    assert {200} == {reader.get(f"/desk/{place}/{number}/").status_code for place, number in there.items()}
    compared = 0
    for worker, role in ((Worker(staff.desk), None), (reader, READER)):
        worker.get("/desk/sessions/" if role else "/desk/sign-in/")
        for route in ROUTES:
            place, least = route.path.partition("/")[0], LEAST[route.name]
            if "<" not in route.path or place not in there or (role and least and role.includes(least)):
                continue
            given = [re.sub("<[a-z]+:[a-z]+>", one, route.path) for one in (there[place], "7" * len(there[place]))]
            answers = [
                worker.get(f"/desk/{path}") if "GET" in route.methods else worker.post(f"/desk/{path}")
                for path in given
            ]
            seen = [without(one, path) for one, path in zip(answers, given, strict=True)]
            assert seen[0] == seen[1], route.name
            compared += 1
    assert 30 < compared


def without(answer: httpx2.Response, path: str) -> tuple[int, str, str]:
    """What an answer says, but for the address that was asked and for the token of forms."""
    place = answer.headers.get("location", "").replace(quote(path, safe=""), "")
    return answer.status_code, place, TOKEN.sub("", answer.text).replace(path, "")


def test_public_pages_set_no_cookie_and_read_none(staff: Staff, desk: Desk) -> None:
    """Also for somebody who works here, whose browser sends one."""
    worker = staff.worker(READER)
    for path in ("/", "/en/", "/rieng-tu/", "/khong-co", "/healthz", "/desk", "/api/"):
        mine, others = worker.client.get(path), desk.get(path)
        assert (None, None) == (mine.headers.get("set-cookie"), others.headers.get("set-cookie"))
        assert mine.content == others.content
