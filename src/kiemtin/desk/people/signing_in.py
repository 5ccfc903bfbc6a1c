"""Signing in and out: a sign-in name and a password, then the second step where one is set up; or a passkey alone."""

from __future__ import annotations

import time
import unicodedata

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpResponse, JsonResponse
from django.utils import timezone

from kiemtin.desk.accounts.models import Account
from kiemtin.desk.accounts.views import MAX_PASSWORD
from kiemtin.desk.people import audit, second_steps
from kiemtin.desk.people.sessions import BEGAN, IDLE, UNDER_WAY
from kiemtin.desk.people.staff import StaffVisit, see_other, signed_in, way_back
from kiemtin.desk.people.throttling import (
    DEVICE_SECONDS,
    Slowed,
    device_cookie,
    may_try_code,
    may_try_passkey,
    may_try_password,
    new_device,
)
from kiemtin.desk.rendering import address
from kiemtin.evidence.messages import render

BACKEND = "django.contrib.auth.backends.ModelBackend"

HALF_WAY, SINCE, BACK = "half_way", "half_way_since", "half_way_back"
"""Where a session keeps whose password was right, since when, and where to go in the end."""

HOW = "how"
"""Where a session keeps how its owner signed in."""


def sign_in(visit: StaffVisit) -> HttpResponse:
    """The form, and what becomes of it. It never says which of the two was wrong."""
    if visit.given is not None:
        return visit.go("desk-home")
    back = way_back(visit, visit.field("next") or str(visit.request.GET.get("next", "")))
    if not visit.posted:
        return visit.page("staff_sign_in", back=back)
    name = " ".join(unicodedata.normalize("NFKC", visit.field("name")).split())
    try:
        account = by_password(visit, name, visit.field("password"))
    except Slowed as slowed:
        return slow_down(visit, "staff_sign_in", slowed, back=back, name=name)
    if account is None:
        complaint = render("desk.sign-in.wrong", {}, visit.language)
        return visit.page("staff_sign_in", 422, back=back, name=name, complaint=complaint)
    if second_steps.steps_of(account).any:
        return _half_way(visit, account, back)
    return finish(visit, account, "password", back)


def second_step(visit: StaffVisit) -> HttpResponse:
    """A code of an app, or a recovery code, of whoever's password was right just now."""
    account = _who_is_half_way(visit)
    if account is None:
        return visit.go("desk-sign-in")
    steps = second_steps.steps_of(account)
    if not visit.posted:
        return visit.page("staff_second_step", steps=steps)
    try:
        may_try_code(visit.request, account)
        kind = second_steps.believe_code(account, visit.field("code"))
    except Slowed as slowed:
        return slow_down(visit, "staff_second_step", slowed, steps=steps)
    except second_steps.Wrong:
        complaint = render("desk.second-step.wrong", {}, visit.language)
        return visit.page("staff_second_step", 422, steps=steps, complaint=complaint)
    return finish(visit, account, "recovery-code" if kind == "recovery_codes" else "app", visit.session.get(BACK, ""))


def begin_passkey(visit: StaffVisit) -> HttpResponse:
    """What the browser is to sign with a passkey."""
    try:
        may_try_passkey(visit.request)
    except Slowed as slowed:
        return JsonResponse({}, status=429, headers={"Retry-After": str(slowed.seconds)})
    options = second_steps.begin_asking(_who_is_half_way(visit))
    if visit.given is None and HALF_WAY not in visit.session:
        visit.session.set_expiry(timezone.now() + UNDER_WAY)
    return JsonResponse(options)


def passkey(visit: StaffVisit) -> HttpResponse:
    """Signed in with a passkey; instead of both steps, for it was used with a fingerprint or a PIN."""
    back = visit.session.get(BACK) or way_back(visit, visit.field("next"))
    try:
        account = second_steps.believe_passkey(_who_is_half_way(visit), visit.field("credential"))
    except second_steps.Wrong:
        complaint = render("desk.passkey.wrong", {}, visit.language)
        return visit.page("staff_sign_in", 422, back=back, complaint=complaint)
    finally:
        second_steps.forget_challenge(visit.request)
    return finish(visit, account, "passkey", back)


def sign_out(visit: StaffVisit) -> HttpResponse:
    """End this session."""
    visit.done("signed-out", "account", visit.account.pk)
    logout(visit.request)
    return see_other(address(visit.language, "desk-sign-in"))


def confirm(visit: StaffVisit) -> HttpResponse:
    """The password once more, before what opens accounts is changed."""
    back = way_back(visit, visit.field("next") or str(visit.request.GET.get("next", "")))
    if not visit.posted:
        return visit.page("staff_confirm", back=back)
    try:
        account = by_password(visit, visit.account.name, visit.field("password"))
    except Slowed as slowed:
        return slow_down(visit, "staff_confirm", slowed, back=back)
    if account is None:
        complaint = render("desk.confirm.wrong", {}, visit.language)
        return visit.page("staff_confirm", 422, back=back, complaint=complaint)
    signed_in(visit)
    return see_other(back)


def finish(visit: StaffVisit, account: Account, how: str, back: str) -> HttpResponse:
    """Signed in: under a fresh session key, so that nobody knows it who knew the one before."""
    for name in (HALF_WAY, SINCE, BACK):
        visit.session.pop(name, None)
    # An empty session is begun anew under another key; one that holds something is given another key.
    visit.session.flush()
    login(visit.request, account, backend=BACKEND)
    visit.session[BEGAN] = time.time()
    visit.session[HOW] = how
    visit.session.set_expiry(timezone.now() + IDLE)
    signed_in(visit)
    audit.record(account.pk, f"signed-in-{how}", "account", account.pk)
    response = see_other(way_back(visit, back))
    response.set_cookie(
        device_cookie(),
        new_device(account),
        max_age=DEVICE_SECONDS,
        secure=settings.CONFIGURATION.secure,
        httponly=True,
        samesite="Strict",
    )
    return response


def slow_down(visit: StaffVisit, template: str, slowed: Slowed, **values: object) -> HttpResponse:
    """The same page, with how long to wait."""
    complaint = render("desk.sign-in.slowed", {"seconds": slowed.seconds}, visit.language)
    response = visit.page(template, 429, complaint=complaint, **values)
    response["Retry-After"] = str(slowed.seconds)
    return response


def by_password(visit: StaffVisit, name: str, password: str) -> Account | None:
    """The account of a name and a password; raises ``Slowed``. A name that nobody has takes as long."""
    may_try_password(visit.request, name)
    password = unicodedata.normalize("NFKC", password)
    if len(password) > MAX_PASSWORD:
        return None
    account = authenticate(visit.request, name=name, password=password)
    return account if isinstance(account, Account) else None


def _half_way(visit: StaffVisit, account: Account, back: str) -> HttpResponse:
    visit.session.flush()
    visit.session[HALF_WAY] = account.pk
    visit.session[SINCE] = time.time()
    visit.session[BACK] = back
    visit.session.set_expiry(timezone.now() + UNDER_WAY)
    return visit.go("desk-second-step")


def _who_is_half_way(visit: StaffVisit) -> Account | None:
    """Whose password was right in this session, some minutes ago at most."""
    if time.time() - float(visit.session.get(SINCE, 0)) > UNDER_WAY.total_seconds():
        return None
    return Account.objects.filter(pk=int(visit.session.get(HALF_WAY, 0)), is_active=True).first()
