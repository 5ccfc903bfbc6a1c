"""The pages of everybody who works here: the first one, how one's own account is opened, and one's sessions."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, JsonResponse
from markupsafe import Markup

from kiemtin.desk.accounts.roles import Role
from kiemtin.desk.accounts.views import MAX_PASSWORD, wanted_in
from kiemtin.desk.answers.models import Draft
from kiemtin.desk.answers.models import State as DraftState
from kiemtin.desk.operation.lateness import Late, late
from kiemtin.desk.pages.errors import error_page
from kiemtin.desk.people import second_steps, staffing
from kiemtin.desk.people.models import StaffSession
from kiemtin.desk.people.sealing import opened, sealed
from kiemtin.desk.people.signing_in import by_password, slow_down
from kiemtin.desk.people.staff import StaffVisit
from kiemtin.desk.people.throttling import Slowed
from kiemtin.desk.questions.models import Group
from kiemtin.desk.questions.models import State as GroupState
from kiemtin.desk.telling.delivering import undelivered
from kiemtin.evidence.messages import render

APP_SECRET = "app_secret"  # noqa: S105
"""Where a session keeps, encrypted, the secret that is being put into an app."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One's own session as it is listed."""

    number: int
    began: datetime.datetime
    expires: datetime.datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits: groups of questions, those that one has taken on, drafts to review, and events nobody has taken.

    For administrators also what is late: letters to askers, and witnesses.
    """

    groups: int
    mine: int
    reviews: int
    untold: int
    letters: int
    witnesses: int


def home(visit: StaffVisit) -> HttpResponse:
    """The first page: what is waiting, and for whom."""
    looks_after_it = visit.account.may(Role.ADMINISTRATOR)
    found = late() if looks_after_it else Late(0, 0, 0)
    waiting = Waiting(
        groups=Group.objects.filter(state=GroupState.OPEN).count(),
        mine=Group.objects.filter(state=GroupState.OPEN, assigned=visit.account.pk).count(),
        reviews=Draft.objects.filter(state=DraftState.SUBMITTED).count(),
        untold=undelivered() if looks_after_it else 0,
        letters=found.letters,
        witnesses=found.witnesses,
    )
    return visit.page("staff_home", steps=second_steps.steps_of(visit.account), waiting=waiting)


def security(visit: StaffVisit) -> HttpResponse:
    """How one's own account is opened."""
    return _security(visit)


def password(visit: StaffVisit) -> HttpResponse:
    """Another password, for whoever knows the old one; all other sessions end."""
    wanted = wanted_in(visit.request, visit.account.name)
    try:
        known = by_password(visit, visit.account.name, visit.field("old"))
    except Slowed as slowed:
        return slow_down(visit, "staff_security", slowed, **_shown(visit))
    if known is None:
        return _security(visit, 422, render("desk.confirm.wrong", {}, visit.language))
    complaints = wanted.complaints_about_password(visit.language)
    if complaints:
        return _security(visit, 422, " ".join(complaints))
    staffing.set_password(visit.account, wanted.password)
    update_session_auth_hash(visit.request, visit.account)
    _end_others(visit)
    visit.done("changed-password", "account", visit.account.pk)
    return visit.go("desk-security", "desk.security.password-changed")


def app(visit: StaffVisit) -> HttpResponse:
    """Put a secret into an app, and show that it got there; whoever does it sees the secret, so nothing is guessed."""
    if not visit.posted:
        secret = second_steps.new_app_secret()
        visit.session[APP_SECRET] = sealed(secret)
        return _app(visit, secret)
    held = visit.session.get(APP_SECRET)
    if held is None:
        return visit.go("desk-app")
    secret = opened(str(held))
    try:
        second_steps.add_app(visit.account, secret, visit.field("code"))
    except second_steps.Wrong:
        return _app(visit, secret, 422, render("desk.second-step.wrong", {}, visit.language))
    del visit.session[APP_SECRET]
    visit.done("added-app", "account", visit.account.pk)
    return _with_codes(visit, "desk.security.app-added")


def remove_app(visit: StaffVisit) -> HttpResponse:
    """Codes of an app are a second step no more."""
    second_steps.remove_app(visit.account)
    visit.done("removed-app", "account", visit.account.pk)
    return visit.go("desk-security", "desk.security.removed")


def begin_passkey(visit: StaffVisit) -> HttpResponse:
    """What the browser is to make a passkey from."""
    return JsonResponse(second_steps.begin_passkey(visit.account))


def add_passkey(visit: StaffVisit) -> HttpResponse:
    """Keep the passkey that the browser made."""
    label = visit.field("label").strip() or render("desk.passkey.unnamed", {}, visit.language)
    try:
        second_steps.add_passkey(visit.account, label, visit.field("credential"))
    except second_steps.Wrong:
        return _security(visit, 422, render("desk.passkey.not-added", {}, visit.language))
    finally:
        second_steps.forget_challenge(visit.request)
    visit.done("added-passkey", "account", visit.account.pk)
    return _with_codes(visit, "desk.security.passkey-added")


def remove_passkey(visit: StaffVisit, number: int) -> HttpResponse:
    """One's own passkey opens nothing any more; another's is not found."""
    if not second_steps.remove_passkey(visit.account, number):
        return error_page(visit.request, 404)
    visit.done("removed-passkey", "account", visit.account.pk)
    return visit.go("desk-security", "desk.security.removed")


def recovery_codes(visit: StaffVisit) -> HttpResponse:
    """Fresh recovery codes, shown this once."""
    if not second_steps.steps_of(visit.account).any:
        return error_page(visit.request, 404)
    visit.done("made-recovery-codes", "account", visit.account.pk)
    return visit.page("staff_codes", codes=second_steps.new_recovery_codes(visit.account), done=None)


def sessions(visit: StaffVisit) -> HttpResponse:
    """Where one is signed in."""
    here = visit.session.number
    rows = StaffSession.objects.filter(account=visit.account).order_by("-pk")
    return visit.page(
        "staff_sessions", sessions=[Listed(one.pk, one.began, one.expires, one.pk == here) for one in rows]
    )


def end_session(visit: StaffVisit, number: int) -> HttpResponse:
    """End one's own session; another's is not found."""
    if not StaffSession.objects.filter(account=visit.account, pk=number).exclude(pk=visit.session.number).delete()[0]:
        return error_page(visit.request, 404)
    visit.done("ended-session", "account", visit.account.pk)
    return visit.go("desk-sessions", "desk.sessions.ended")


def end_other_sessions(visit: StaffVisit) -> HttpResponse:
    """End every session of one's own but this one."""
    _end_others(visit)
    visit.done("ended-sessions", "account", visit.account.pk)
    return visit.go("desk-sessions", "desk.sessions.ended")


def _end_others(visit: StaffVisit) -> None:
    StaffSession.objects.filter(account=visit.account).exclude(pk=visit.session.number).delete()


def _shown(visit: StaffVisit) -> dict[str, object]:
    return {"steps": second_steps.steps_of(visit.account), "most": MAX_PASSWORD}


def _security(visit: StaffVisit, status: int = 200, complaint: str | None = None) -> HttpResponse:
    return visit.page("staff_security", status, complaint=complaint, **_shown(visit))


def _of_app(visit: StaffVisit, secret: str) -> dict[str, object]:
    written = second_steps.app_address(visit.account, secret)
    # The library draws it from our own words; nothing of it is text.
    return {"secret": secret, "picture": Markup(second_steps.app_picture(written))}  # noqa: S704


def _app(visit: StaffVisit, secret: str, status: int = 200, complaint: str | None = None) -> HttpResponse:
    return visit.page("staff_app", status, complaint=complaint, **_of_app(visit, secret))


def _with_codes(visit: StaffVisit, done: str) -> HttpResponse:
    """With the first second step come recovery codes."""
    if second_steps.steps_of(visit.account).recovery_codes:
        return visit.go("desk-security", done)
    return visit.page("staff_codes", codes=second_steps.new_recovery_codes(visit.account), done=done)
