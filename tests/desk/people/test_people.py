"""Invitations, roles, leaving, and what is noted of it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from threading import Thread

import pytest

from kiemtin.desk.accounts.roles import Role
from kiemtin.desk.configuration import SQLITE_FILE
from kiemtin.desk.rendering import say
from tests.desk.people.working import PASSWORD, Staff, Worker, number_of
from tests.desk.running import Desk, django_says, rows_of

LINK = re.compile(r'id="link" value="[^"]*(/desk/invitation/[^"]+)"')
NEW, SHORT = ({"password": one, "again": one} for one in (PASSWORD, "ngan"))


ATTEMPT = """
from django.db import Error, transaction
from kiemtin.desk.people.models import DeskAction
rows = DeskAction.objects.all()
try:
    with transaction.atomic():
        {attempt}
    print("done")
except Error:
    print("refused")
"""

LONG_PAST = """
import datetime
from django.utils import timezone
from kiemtin.desk.accounts.models import Account
from kiemtin.desk.people import audit
from kiemtin.desk.people.models import DeskAction
at = timezone.now() - datetime.timedelta(days=367)
DeskAction.objects.create(account=Account.objects.first(), action="joined", kind="invitation", thing="1", at=at)
print(audit.purge())
"""


def invited(administrator: Worker, role: Role) -> str:
    """The path of a fresh invitation."""
    answer = administrator.post("/desk/people/invite/", role=role)
    assert 200 == answer.status_code
    return str(LINK.findall(answer.text)[0])


def role_of(desk: Desk, name: str) -> str:
    """The role of an account as the database has it."""
    code = f"from kiemtin.desk.accounts.models import Account; print(Account.objects.get(name={name!r}).role)"
    return django_says(desk.home, code)


def test_an_invitation_makes_one_account_of_its_role(staff: Staff) -> None:
    """Whatever the form says of a role; used again it is void, and its token was never stored."""
    administrator = staff.worker(Role.ADMINISTRATOR)
    path = invited(administrator, Role.READER)
    rows = b"\n".join(line for lines in rows_of(staff.desk.home).values() for line in lines)
    assert path.split("/")[3].encode() not in rows
    guest = Worker(staff.desk)
    assert say("vi", "desk.role.reader") in guest.get(path).text
    taken = guest.post(path, name="reader-1", **NEW)
    assert (422, True) == (taken.status_code, say("vi", "desk.invitation.name-taken") in taken.text)
    assert 422 == guest.post(path, name="khach-moi", **SHORT).status_code
    answer = guest.post(path, name="khach-moi", role="administrator", is_administrator="1", is_active="1", **NEW)
    assert (303, "/desk/security/") == (answer.status_code, answer.headers["location"])
    assert guest.is_in()
    assert "reader" == role_of(staff.desk, "khach-moi")
    assert 403 == guest.get("/desk/people/").status_code
    again = Worker(staff.desk)
    again.get("/desk/sign-in/")
    for answer in (again.get(path), again.post(path, name="nguoi-khac", **NEW)):
        assert (404, True) == (answer.status_code, say("vi", "desk.invitation.gone.title") in answer.text)


def test_of_many_who_use_an_invitation_at_once_one_gets_in(staff: Staff) -> None:
    """The row goes with the first; the others find it void."""
    path = invited(staff.worker(Role.ADMINISTRATOR), Role.ANSWERER)
    guests = [Worker(staff.desk) for _ in range(4)]
    for guest in guests:
        guest.get(path)
    statuses: list[int] = []

    def use(number: int) -> None:
        statuses.append(guests[number].post(path, name=f"cung-luc-{number}", **NEW).status_code)

    threads = [Thread(target=use, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [303, 404, 404, 404] == sorted(statuses)


def test_invitations_end(staff: Staff) -> None:
    """Withdrawn or too old, they open nothing."""
    administrator = staff.worker(Role.ADMINISTRATOR)
    path = invited(administrator, Role.READER)
    page = administrator.get("/desk/people/").text
    numbers = re.findall(r"/desk/people/invitations/(\d+)/withdraw/", page)
    assert 303 == administrator.post(f"/desk/people/invitations/{numbers[-1]}/withdraw/").status_code
    assert 404 == administrator.post(f"/desk/people/invitations/{numbers[-1]}/withdraw/").status_code
    assert 404 == Worker(staff.desk).get(path).status_code
    late = invited(administrator, Role.READER)
    code = "from kiemtin.desk.people.models import Invitation; from django.utils import timezone; "
    django_says(staff.desk.home, f"{code}Invitation.objects.update(expires=timezone.now())")
    assert 404 == Worker(staff.desk).get(late).status_code


def test_nobody_gives_himself_a_role(staff: Staff) -> None:
    """A form that was made up is refused by the role of whoever sends it; the role stays."""
    name = staff.name(Role.REVIEWER)
    worker = Worker(staff.desk)
    worker.sign_in(name)
    worker.get("/desk/sessions/")
    number = number_of(staff.desk, name)
    for path in (f"/desk/people/{number}/role/", "/desk/people/invite/"):
        assert 403 == worker.post(path, role="administrator").status_code
    worker.post("/desk/security/password/", role="administrator", old=PASSWORD, **NEW)
    assert "reviewer" == role_of(staff.desk, name)


def test_roles_leaving_and_coming_back(staff: Staff) -> None:
    """What an administrator changes holds from the next page on; unknown roles and numbers are refused."""
    administrator, name = staff.worker(Role.ADMINISTRATOR), staff.name(Role.READER)
    worker, number = Worker(staff.desk), number_of(staff.desk, name)
    worker.sign_in(name)
    administrator.get("/desk/people/")
    assert 403 == worker.get("/desk/actions/").status_code
    assert 303 == administrator.post(f"/desk/people/{number}/role/", role="administrator").status_code
    assert 200 == worker.get("/desk/actions/").status_code
    assert 303 == administrator.post(f"/desk/people/{number}/role/", role="reader").status_code
    assert 403 == worker.get("/desk/actions/").status_code
    assert 400 == administrator.post(f"/desk/people/{number}/role/", role="king").status_code
    assert 404 == administrator.post("/desk/people/999999999/deactivate/").status_code
    assert 303 == administrator.post(f"/desk/people/{number}/deactivate/").status_code
    assert not worker.is_in()
    assert 422 == worker.sign_in(name).status_code
    assert 303 == administrator.post(f"/desk/people/{number}/reactivate/").status_code
    assert 303 == worker.sign_in(name).status_code
    link = LINK.findall(administrator.post(f"/desk/people/{number}/new-password/").text)[0]
    guest = Worker(staff.desk)
    guest.get(link)
    other = f"{PASSWORD} mới"
    assert 303 == guest.post(link, name="ke-khac", password=other, again=other).status_code
    assert not worker.is_in()
    assert (422, 303) == (worker.sign_in(name).status_code, Worker(staff.desk).sign_in(name, other).status_code)


def test_sessions_are_listed_ended_and_nobody_elses(staff: Staff) -> None:
    """One's own can be ended, one by one or together; numbers of others are not found."""
    name = staff.name(Role.READER)
    here, there, further = (Worker(staff.desk) for _ in range(3))
    for worker in (here, there, further):
        worker.sign_in(name)
    others = staff.worker(Role.READER)
    numbers = re.findall(r"/desk/sessions/(\d+)/end/", here.get("/desk/sessions/").text)
    assert 2 == len(numbers)
    others.get("/desk/sessions/")
    assert [404, 404] == [others.post(f"/desk/sessions/{number}/end/").status_code for number in numbers]
    assert there.is_in()
    here.get("/desk/sessions/")
    assert 303 == here.post(f"/desk/sessions/{numbers[-1]}/end/").status_code
    assert [True, False] == sorted((there.is_in(), further.is_in()), reverse=True)
    here.get("/desk/security/")
    new = f"{PASSWORD} hai"
    assert 422 == here.post("/desk/security/password/", old="sai", password=new, again=new).status_code
    assert 303 == here.post("/desk/security/password/", old=PASSWORD, password=new, again=new).status_code
    assert (True, False, False, True) == (here.is_in(), there.is_in(), further.is_in(), others.is_in())


def test_what_was_done_cannot_be_changed(staff: Staff) -> None:
    """It is noted with account, thing and moment; the database refuses to change it, or to forget it within a year."""
    administrator = staff.worker(Role.ADMINISTRATOR)
    invited(administrator, Role.READER)
    page = administrator.get("/desk/actions/").text
    assert say("vi", "desk.action.invited-reader") in page
    attempts = ("rows.update(action='x')", "rows.delete()", "rows._raw_delete('default')", "rows.first().save()")
    said = [django_says(staff.desk.home, f"exec({ATTEMPT.format(attempt=one)!r})") for one in attempts]
    assert ["refused"] * len(attempts) == said
    if (file := staff.desk.home / SQLITE_FILE).is_file():
        with closing(sqlite3.connect(file)) as elsewhere, pytest.raises(sqlite3.Error, match="stays as it is"):
            elsewhere.execute("INSERT OR REPLACE INTO people_deskaction SELECT * FROM people_deskaction")
    assert "1" == django_says(staff.desk.home, f"exec({LONG_PAST!r})")
