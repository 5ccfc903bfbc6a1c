"""Signing in: what an attacker tries, and what it comes to."""

from __future__ import annotations

import datetime
import socket
from pathlib import Path

import httpx2
import pytest
from django.utils import timezone

from kiemtin.desk.accounts.roles import Role
from kiemtin.desk.people.sessions import BEGAN, IDLE, LONGEST, SessionStore, keep_alive
from kiemtin.desk.people.throttling import OF_NAME
from kiemtin.desk.rendering import say
from tests.desk.people.working import PASSWORD, TOKEN, Staff, Worker
from tests.desk.running import TIMEOUT, django_says, rows_of, serving

ONCE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""For what does not depend on the database."""


def test_name_and_password(staff: Staff) -> None:
    """Right: on to the page that was wanted, and nowhere else. Wrong: the same words for a wrong name and password."""
    worker, name = Worker(staff.desk), staff.name(Role.READER)
    assert "/desk/sign-in/?next=%2Fdesk%2Fsessions%2F" == worker.get("/desk/sessions/").headers["location"]
    wrong = [worker.sign_in(*given) for given in ((name, "sai mật khẩu"), ("khong-co", PASSWORD), (name, "x" * 1001))]
    assert [422] * 3 == [answer.status_code for answer in wrong]
    assert [True] * 3 == [say("vi", "desk.sign-in.wrong") in answer.text for answer in wrong]
    there = {"next": "/desk/sessions/", "//evil.example/": "/desk/", "https://evil.example/desk/": "/desk/"}
    for wanted, place in (("/desk/sessions/", "/desk/sessions/"), *list(there.items())[1:]):
        answer = worker.post("/desk/sign-in/", name=name, password=PASSWORD, next=wanted)
        assert (303, place) == (answer.status_code, answer.headers["location"])
        worker.get("/desk/sessions/")
        worker.post("/desk/sign-out/")
        worker.get("/desk/sign-in/")


@ONCE
def test_forms_of_others_change_nothing(staff: Staff) -> None:
    """Without a token, with that of another browser, or from another site, a form is refused."""
    worker, other = staff.worker(Role.READER), staff.worker(Role.READER)
    own = worker.token
    for token in ("", "x" * 64, other.token):
        worker.token = token
        answer = worker.post("/desk/sessions/end-others/")
        assert (403, True) == (answer.status_code, say("vi", "desk.error.form-too-old.title") in answer.text)
    worker.token = own
    for headers in ({"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
        assert 403 == worker.post("/desk/sessions/end-others/", headers).status_code
    assert 303 == worker.post("/desk/sessions/end-others/").status_code
    stranger = Worker(staff.desk)
    assert 403 == stranger.post("/desk/sign-in/", name="a", password=PASSWORD).status_code


def test_a_session_that_somebody_knew_before_is_worth_nothing(staff: Staff) -> None:
    """Signing in gives a fresh key; the one before opens nothing, and a made-up one is never taken up."""
    attacker = Worker(staff.desk)
    attacker.get("/desk/sign-in/")
    attacker.post("/desk/sign-in/passkey/begin/")
    planted = attacker.session
    assert planted is not None
    for key in (planted, "a" * 32):
        victim = Worker(staff.desk)
        victim.client.cookies.set("kiemtin-staff", key)
        assert 303 == victim.sign_in(staff.name(Role.READER)).status_code
        keys = [one.value for one in victim.client.cookies.jar if one.name == "kiemtin-staff"]
        assert victim.is_in()
        assert key not in keys[1:]
        thief = Worker(staff.desk)
        thief.client.cookies.set("kiemtin-staff", key)
        assert not thief.is_in()
    victim = staff.worker(Role.READER)
    kept = str(victim.session)
    victim.post("/desk/sign-out/")
    victim.client.cookies.set("kiemtin-staff", kept)
    assert not victim.is_in()


@ONCE
def test_guessing_is_slow_and_shuts_nobody_out(staff: Staff) -> None:
    """Strangers share what may be tried of a name, from wherever; its owner's own browser has tries of its own."""
    name = staff.name(Role.READER)
    owner = Worker(staff.desk)
    assert 303 == owner.sign_in(name).status_code
    owner.post("/desk/sign-out/")
    statuses = [Worker(staff.desk).sign_in(name, f"sai {n}").status_code for n in range(OF_NAME.burst + 1)]
    assert 429 in statuses[OF_NAME.burst - 2 :]
    assert {422, 429} == set(statuses)
    stranger = Worker(staff.desk).sign_in(name)
    assert (429, True) == (stranger.status_code, 0 < int(stranger.headers["retry-after"]) <= 60)
    assert 303 == owner.sign_in(name).status_code
    assert 303 == Worker(staff.desk).sign_in(staff.name(Role.READER)).status_code


@ONCE
def test_one_network_tries_only_so_much(staff: Staff) -> None:
    """Whoever tries many names from one place waits as well; nobody else does."""
    worker = Worker(staff.desk)
    worker.get("/desk/sign-in/")
    statuses = [worker.post("/desk/sign-in/passkey/begin/").status_code for _ in range(40)]
    assert (200, 429) == (statuses[0], statuses[-1])
    assert 429 == worker.sign_in(staff.name(Role.READER)).status_code


@ONCE
def test_a_session_ends_by_itself(staff: Staff) -> None:
    """One whose time is over opens nothing, though its cookie is still there."""
    worker = staff.worker(Role.READER)
    late = "from kiemtin.desk.people.models import StaffSession; from django.utils import timezone; "
    name = worker.get("/desk/sessions/").text.split('class="who">')[1].split(",")[0]
    mine = f"StaffSession.objects.filter(account__name={name!r})"
    assert "1" == django_says(staff.desk.home, f"{late}print({mine}.update(expires=timezone.now()))")
    assert not worker.is_in()


def test_a_session_lasts_while_it_is_used_and_a_long_day_at_most() -> None:
    """Idle for two hours, or twelve hours after signing in: over."""

    def session(began: datetime.timedelta, expires: datetime.timedelta) -> SessionStore:
        made = SessionStore()
        made[BEGAN] = (timezone.now() - began).timestamp()
        made.set_expiry(timezone.now() + expires)
        made.modified = False
        return made

    minute = datetime.timedelta(minutes=1)
    fresh, used = session(minute, IDLE - minute), session(60 * minute, 60 * minute)
    assert (True, False) == (keep_alive(fresh), fresh.modified)
    assert (True, True) == (keep_alive(used), used.modified)
    assert IDLE - minute < used.get_expiry_date() - timezone.now() <= IDLE
    late = session(LONGEST - 30 * minute, 10 * minute)
    assert keep_alive(late)
    assert 29 * minute < late.get_expiry_date() - timezone.now() <= 30 * minute
    assert not keep_alive(session(LONGEST + minute, IDLE))


def test_secrets_are_in_the_database_as_hashes_alone(staff: Staff) -> None:
    """Neither a password nor the key of a session nor where somebody signed in from can be read in it."""
    worker = staff.worker(Role.READER)
    rows = b"\n".join(line for lines in rows_of(staff.desk.home).values() for line in lines)
    assert b"people_staffsession" not in rows
    for secret in (PASSWORD, str(worker.session), "127.0.1"):
        assert secret.encode() not in rows


@ONCE
def test_over_tls_cookies_belong_to_this_host_alone(tmp_path: Path) -> None:
    """Behind a proxy that ends TLS, names begin with ``__Host-``, and forms of the public address are taken."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free = taken.getsockname()[1]
    with serving(tmp_path / "home", "--port", str(free), KIEMTIN_ADDRESS="https://kiemtin.example"):
        with _behind_tls(free) as client:
            page = client.get("/desk/sign-in/")
            form = page.headers["set-cookie"]
            fields = {"csrfmiddlewaretoken": TOKEN.findall(page.text)[0], "name": "a", "password": "b"}
            cookie = {"cookie": form.partition(";")[0], "origin": "https://kiemtin.example"}
            answer = client.post("/desk/sign-in/passkey/begin/", data=fields, headers=cookie)
            assert (
                403 == client.post("/desk/sign-in/", data=fields, headers=cookie | {"origin": "http://a"}).status_code
            )
        for written, name in ((form, "__Host-kiemtin-form="), (answer.headers["set-cookie"], "__Host-kiemtin-staff=")):
            assert written.startswith(name)
            kept = {one.strip().lower() for one in written.split(";")[1:]}
            assert {"secure", "httponly", "path=/", "samesite=lax"} <= kept
            assert [] == [one for one in kept if one.startswith("domain")]
        assert {"same-origin"} == {page.headers["referrer-policy"]}
        assert "kiemtin.example" == answer.json()["publicKey"]["rpId"]


def _behind_tls(port: int) -> httpx2.Client:
    address, headers = f"http://127.0.0.1:{port}", {"host": "kiemtin.example"}
    return httpx2.Client(base_url=address, headers=headers, timeout=TIMEOUT, trust_env=False)
