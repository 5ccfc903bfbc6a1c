"""Every address below ``/desk/``, with the least role that may use it. New ones are lines here, or in such a list."""

from __future__ import annotations

from django.urls import URLPattern, path

from kiemtin.desk.accounts.roles import Role
from kiemtin.desk.overview.urls import ROUTES as OVERVIEW
from kiemtin.desk.people import own_pages, people_pages, signing_in
from kiemtin.desk.people.staff import READ_AND_WRITE, WRITE, StaffRoute, to_desk
from kiemtin.desk.telling.urls import ROUTES as TELLING
from kiemtin.desk.workshop.urls import ROUTES as WORK

ANYBODY = None
READER, ADMINISTRATOR = Role.READER, Role.ADMINISTRATOR

ROUTES: tuple[StaffRoute, ...] = (
    StaffRoute("", own_pages.home, "desk-home", READER),
    StaffRoute("sign-in/", signing_in.sign_in, "desk-sign-in", ANYBODY, READ_AND_WRITE),
    StaffRoute("sign-in/second/", signing_in.second_step, "desk-second-step", ANYBODY, READ_AND_WRITE),
    StaffRoute("sign-in/passkey/begin/", signing_in.begin_passkey, "desk-passkey-begin", ANYBODY, WRITE),
    StaffRoute("sign-in/passkey/", signing_in.passkey, "desk-passkey", ANYBODY, WRITE),
    StaffRoute("invitation/<str:token>/", people_pages.invitation, "desk-invitation", ANYBODY, READ_AND_WRITE),
    StaffRoute("sign-out/", signing_in.sign_out, "desk-sign-out", READER, WRITE),
    StaffRoute("confirm/", signing_in.confirm, "desk-confirm", READER, READ_AND_WRITE),
    StaffRoute("security/", own_pages.security, "desk-security", READER),
    StaffRoute("security/password/", own_pages.password, "desk-password", READER, WRITE),
    StaffRoute("security/app/", own_pages.app, "desk-app", READER, READ_AND_WRITE, fresh=True),
    StaffRoute("security/app/remove/", own_pages.remove_app, "desk-app-remove", READER, WRITE, fresh=True),
    StaffRoute("security/passkeys/begin/", own_pages.begin_passkey, "desk-passkeys-begin", READER, WRITE, fresh=True),
    StaffRoute("security/passkeys/", own_pages.add_passkey, "desk-passkeys", READER, WRITE, fresh=True),
    StaffRoute(
        "security/passkeys/<int:number>/remove/",
        own_pages.remove_passkey,
        "desk-passkey-remove",
        READER,
        WRITE,
        fresh=True,
    ),
    StaffRoute("security/codes/", own_pages.recovery_codes, "desk-codes", READER, WRITE, fresh=True),
    StaffRoute("sessions/", own_pages.sessions, "desk-sessions", READER),
    StaffRoute("sessions/<int:number>/end/", own_pages.end_session, "desk-session-end", READER, WRITE),
    StaffRoute("sessions/end-others/", own_pages.end_other_sessions, "desk-sessions-end", READER, WRITE),
    StaffRoute("people/", people_pages.people, "desk-people", ADMINISTRATOR),
    StaffRoute("people/invite/", people_pages.invite, "desk-invite", ADMINISTRATOR, WRITE, fresh=True),
    StaffRoute(
        "people/invitations/<int:number>/withdraw/",
        people_pages.withdraw,
        "desk-invitation-withdraw",
        ADMINISTRATOR,
        WRITE,
    ),
    StaffRoute("people/<int:number>/role/", people_pages.role, "desk-role", ADMINISTRATOR, WRITE, fresh=True),
    StaffRoute("people/<int:number>/deactivate/", people_pages.deactivate, "desk-deactivate", ADMINISTRATOR, WRITE),
    StaffRoute(
        "people/<int:number>/reactivate/", people_pages.reactivate, "desk-reactivate", ADMINISTRATOR, WRITE, fresh=True
    ),
    StaffRoute("people/<int:number>/sign-out/", people_pages.sign_out, "desk-end-sessions", ADMINISTRATOR, WRITE),
    StaffRoute(
        "people/<int:number>/without-second-step/",
        people_pages.without_second_step,
        "desk-without-second-step",
        ADMINISTRATOR,
        WRITE,
        fresh=True,
    ),
    StaffRoute(
        "people/<int:number>/new-password/",
        people_pages.new_password,
        "desk-new-password",
        ADMINISTRATOR,
        WRITE,
        fresh=True,
    ),
    StaffRoute("actions/", people_pages.actions, "desk-actions", ADMINISTRATOR),
    *WORK,
    *OVERVIEW,
    *TELLING,
)


def addresses() -> list[URLPattern]:
    """The pages of those who work here, without their language."""
    return [path("desk", to_desk, name="desk"), *(route.pattern() for route in ROUTES)]
