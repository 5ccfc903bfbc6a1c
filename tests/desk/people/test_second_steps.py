"""Second steps without a browser: codes of an app, recovery codes, and what nobody else can do with them."""

from __future__ import annotations

import re

import pytest

from kiemtin.desk.accounts.roles import Role
from kiemtin.desk.rendering import say
from tests.desk.people.working import PASSWORD, Staff, Worker, code_of_app, number_of
from tests.desk.running import django_says, rows_of

SECRET = re.compile(r'class="secret">([A-Z2-7]+)<')
ONCE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""For what does not depend on the database."""

CODES = re.compile(r"<code>(\d{4} \d{4})</code>")


def test_a_code_of_an_app_from_beginning_to_end(staff: Staff) -> None:
    """Set up with a code; asked for after the password; each code works once, recovery codes too; removed again."""
    name = staff.name(Role.READER)
    worker, other = Worker(staff.desk), Worker(staff.desk)
    worker.sign_in(name)
    secret = SECRET.findall(worker.get("/desk/security/app/").text)[0]
    assert 422 == worker.post("/desk/security/app/", code="000000").status_code
    added = worker.post("/desk/security/app/", code=code_of_app(secret))
    codes = CODES.findall(added.text)
    assert (200, 10, 10) == (added.status_code, len(codes), len(set(codes)))
    rows = b"\n".join(line for lines in rows_of(staff.desk.home).values() for line in lines)
    assert [] == [one for one in (secret, codes[0].replace(" ", "")) if one.encode() in rows]

    half_way = other.sign_in(name)
    assert (303, "/desk/sign-in/second/") == (half_way.status_code, half_way.headers["location"])
    assert not other.is_in()
    wrong = other.post("/desk/sign-in/second/", code="123 456")
    assert (422, True) == (wrong.status_code, say("vi", "desk.second-step.wrong") in wrong.text)
    # The next one too: within its half minute of grace, so that the test need not wait for it.
    code = code_of_app(secret, 1)
    assert 303 == other.post("/desk/sign-in/second/", code=code).status_code
    assert other.is_in()
    thief = Worker(staff.desk)
    thief.sign_in(name)
    assert 422 == thief.post("/desk/sign-in/second/", code=code).status_code
    assert 303 == thief.post("/desk/sign-in/second/", code=codes[3]).status_code
    again = Worker(staff.desk)
    again.sign_in(name)
    assert 422 == again.post("/desk/sign-in/second/", code=codes[3]).status_code

    assert say("vi", "desk.security.codes.left", count=9) in worker.get("/desk/security/").text
    assert 303 == worker.post("/desk/security/app/remove/").status_code
    assert 303 == Worker(staff.desk).sign_in(name).status_code
    assert say("vi", "desk.security.codes.button") not in worker.get("/desk/security/").text


@ONCE
def test_codes_are_not_guessed(staff: Staff) -> None:
    """After some wrong codes the right one waits as well; the number of tries is the account's, wherever from."""
    name = staff.name(Role.READER)
    worker = Worker(staff.desk)
    worker.sign_in(name)
    secret = SECRET.findall(worker.get("/desk/security/app/").text)[0]
    assert 200 == worker.post("/desk/security/app/", code=code_of_app(secret)).status_code
    statuses = []
    for _ in range(2):
        thief = Worker(staff.desk)
        thief.sign_in(name)
        statuses += [thief.post("/desk/sign-in/second/", code="000000").status_code for _ in range(3)]
    assert ([422] * 4, 429) == (statuses[:4], statuses[-1])
    assert 429 == thief.post("/desk/sign-in/second/", code=code_of_app(secret, 1)).status_code
    administrator = staff.worker(Role.ADMINISTRATOR)
    number = number_of(staff.desk, name)
    assert 303 == administrator.post(f"/desk/people/{number}/without-second-step/").status_code
    assert "/desk/" == Worker(staff.desk).sign_in(name).headers["location"]


@ONCE
def test_the_second_step_alone_opens_nothing(staff: Staff) -> None:
    """Without the password before it, it leads back to signing in; a made-up passkey is refused in words."""
    stranger = Worker(staff.desk)
    stranger.get("/desk/sign-in/")
    assert "/desk/sign-in/" == stranger.post("/desk/sign-in/second/", code="000000").headers["location"]
    stranger.post("/desk/sign-in/passkey/begin/")
    for made_up in ("", "{}", "[]", "null", "[" * 9_000, '{"response": {"userHandle": "MQ"}}', "x" * 20_000):
        answer = stranger.post("/desk/sign-in/passkey/", credential=made_up)
        assert (422, True) == (answer.status_code, say("vi", "desk.passkey.wrong") in answer.text), made_up[:40]
    worker = staff.worker(Role.READER)
    worker.get("/desk/security/")
    worker.post("/desk/security/passkeys/begin/")
    for made_up in ("", "{}", '{"id": "x", "rawId": "x", "type": "public-key", "response": {}}'):
        assert 422 == worker.post("/desk/security/passkeys/", credential=made_up).status_code


@ONCE
def test_what_opens_accounts_is_changed_only_just_after_the_password(staff: Staff) -> None:
    """A browser that was left open is asked for it again."""
    worker = staff.worker(Role.READER)
    name = worker.get("/desk/").text.split('class="who">')[1].split(",")[0]
    stale = (
        "from kiemtin.desk.people.models import StaffSession; from kiemtin.desk.people.sessions import SessionStore; "
        f"row = StaffSession.objects.get(account__name={name!r}); held = SessionStore().decode(row.data); "
        "held['shown'] -= 1000; row.data = SessionStore().encode(held); row.save()"
    )
    django_says(staff.desk.home, stale)
    refused = worker.post("/desk/security/passkeys/begin/")
    assert (303, "/desk/confirm/?next=%2Fdesk%2F") == (refused.status_code, refused.headers["location"])
    worker.get("/desk/confirm/")
    assert 422 == worker.post("/desk/confirm/", password="sai").status_code  # noqa: S106
    assert 303 == worker.post("/desk/confirm/", password=PASSWORD, next="/desk/security/").status_code
    assert 200 == worker.post("/desk/security/passkeys/begin/").status_code
