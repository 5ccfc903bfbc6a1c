"""The pages of administrators: who works here, invitations, and what was done."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse

from kiemtin.desk.accounts.roles import Role
from kiemtin.desk.accounts.views import wanted_in
from kiemtin.desk.pages.errors import error_page
from kiemtin.desk.people import audit, invitations, second_steps, staffing
from kiemtin.desk.people.signing_in import finish
from kiemtin.desk.people.staff import StaffVisit
from kiemtin.desk.rendering import address
from kiemtin.evidence.messages import render


def people(visit: StaffVisit) -> HttpResponse:
    """Who works here, and which invitations wait."""
    return _people(visit)


def invite(visit: StaffVisit) -> HttpResponse:
    """A one-time link for an account of the chosen role, shown this once."""
    role = _role(visit)
    if role is None:
        return error_page(visit.request, 400)
    try:
        token, number = invitations.invite(role)
    except invitations.TooMany:
        complaint = render("desk.people.too-many", {"limit": invitations.MAX_OPEN}, visit.language)
        return _people(visit, 422, complaint=complaint)
    visit.done(f"invited-{role}", "invitation", number)
    return visit.page("staff_invited", link=_link(visit, token), role=role, account=None)


def withdraw(visit: StaffVisit, number: int) -> HttpResponse:
    """An invitation opens nothing any more."""
    if not invitations.withdraw(number):
        return error_page(visit.request, 404)
    visit.done("withdrew-invitation", "invitation", number)
    return visit.go("desk-people", "desk.people.withdrawn")


def role(visit: StaffVisit, number: int) -> HttpResponse:
    """Give somebody another role."""
    role = _role(visit)
    if role is None:
        return error_page(visit.request, 400)
    return _change(visit, number, f"gave-role-{role}")


def deactivate(visit: StaffVisit, number: int) -> HttpResponse:
    """Somebody works here no more."""
    return _change(visit, number, "deactivated")


def reactivate(visit: StaffVisit, number: int) -> HttpResponse:
    """Somebody works here again."""
    return _change(visit, number, "reactivated")


def sign_out(visit: StaffVisit, number: int) -> HttpResponse:
    """End every session of somebody."""
    return _change(visit, number, "ended-sessions")


def without_second_step(visit: StaffVisit, number: int) -> HttpResponse:
    """Forget the second steps of somebody who lost them."""
    return _change(visit, number, "removed-second-steps")


def new_password(visit: StaffVisit, number: int) -> HttpResponse:
    """A one-time link with which somebody sets a new password, shown this once."""
    try:
        account = staffing.account_of(number)
        token, _ = invitations.new_password_for(account)
    except staffing.NoSuchAccount:
        return error_page(visit.request, 404)
    except invitations.TooMany:
        complaint = render("desk.people.too-many", {"limit": invitations.MAX_OPEN}, visit.language)
        return _people(visit, 422, complaint=complaint)
    visit.done("made-password-link", "account", number)
    return visit.page("staff_invited", link=_link(visit, token), role=None, account=account)


def invitation(visit: StaffVisit, token: str) -> HttpResponse:
    """The page behind a one-time link: a sign-in name and a password make an account of the role it says."""
    found = invitations.find(token)
    if found is None:
        return visit.page("staff_invitation_gone", 404)
    shown = {"token_of_link": token, "role": Role(found.role), "account": found.account}
    if not visit.posted:
        return visit.page("staff_invitation", **shown)
    wanted = wanted_in(visit.request)
    known = found.account
    complaints = wanted.complaints_about_password(visit.language) if known else wanted.complaints(visit.language)
    if complaints:
        return visit.page("staff_invitation", 422, complaints=complaints, name=wanted.name, **shown)
    try:
        account = invitations.accept(token, wanted.name, wanted.password)
    except invitations.NameTaken:
        taken = [render("desk.invitation.name-taken", {}, visit.language)]
        return visit.page("staff_invitation", 422, complaints=taken, name=wanted.name, **shown)
    if account is None:
        return visit.page("staff_invitation_gone", 404)
    if second_steps.steps_of(account).any:
        return visit.go("desk-sign-in")
    return finish(visit, account, "invitation", address(visit.language, "desk-security"))


def actions(visit: StaffVisit) -> HttpResponse:
    """What was done at the desk, newest first."""
    asked = str(visit.request.GET.get("before", ""))
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    rows, further = audit.rows(before)
    return visit.page("staff_actions", rows=rows, further=further)


def _people(visit: StaffVisit, status: int = 200, complaint: str | None = None) -> HttpResponse:
    shown = {"people": staffing.everybody(), "waiting": invitations.waiting(), "complaint": complaint}
    return visit.page("staff_people", status, **shown)


def _change(visit: StaffVisit, number: int, action: str) -> HttpResponse:
    """Do what an administrator asked for, note it, and show the list again."""
    try:
        _do(visit, number, action)
    except staffing.NoSuchAccount:
        return error_page(visit.request, 404)
    except staffing.LastAdministrator:
        return _people(visit, 422, complaint=render("desk.people.last-administrator", {}, visit.language))
    visit.done(action, "account", number)
    return visit.go("desk-people", "desk.people.changed")


def _do(visit: StaffVisit, number: int, action: str) -> None:
    role = _role(visit)
    if action.startswith("gave-role-") and role is not None:
        staffing.give_role(number, role)
    elif action == "deactivated":
        staffing.deactivate(number)
    elif action == "reactivated":
        staffing.reactivate(number)
    elif action == "removed-second-steps":
        second_steps.remove_all(staffing.account_of(number))
    else:
        staffing.sign_out(staffing.account_of(number).pk)


def _role(visit: StaffVisit) -> Role | None:
    chosen = visit.field("role")
    return Role(chosen) if chosen in list(Role) else None


def _link(visit: StaffVisit, token: str) -> str:
    """The whole link, to be sent to whoever is invited."""
    public = settings.CONFIGURATION.address
    root = public.geturl() if public else f"{visit.request.scheme}://{visit.request.get_host()}"
    return f"{root}{address(visit.language, 'desk-invitation', token=token)}"
