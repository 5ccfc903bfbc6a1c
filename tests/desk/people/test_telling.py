"""The pages about telling others, and a real desk that tells a real receiver."""

from __future__ import annotations

import json
import re
import time

import pytest

from kiemtin.answers.webhooks import is_genuine
from kiemtin.desk.accounts.roles import Role
from kiemtin.desk.rendering import say
from tests.desk.people.working import Staff
from tests.desk.running import TIMEOUT, Desk, django_says
from tests.net.test_posting import receiver

ADD = "/desk/telling/add/"
PUBLISH = (
    "from dataclasses import replace; from tests.answers.made import FIRST; "
    "from kiemtin.desk.answers.log import append; "
    "append(lambda size: [replace(FIRST, answer='tellingaaa', slug='bao-tin-tellingaaa')])"
)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_from_the_form_to_the_receiver(staff: Staff, desk: Desk, database_of_desk: str) -> None:
    """An administrator adds a webhook, sees its secret once and tries it; what is published is told, signed."""
    worker = staff.worker(Role.ADMINISTRATOR)
    worker.get("/desk/telling/")
    with receiver() as there:
        fields = {"kind": "webhook", "place": there.url("/bi-mat"), "event": "answer.published", "lang": "vi"}
        refused = worker.post(ADD, **fields)
        assert 422 == refused.status_code
        assert f'value="{there.url("/bi-mat")}"' in refused.text
        added = worker.post(ADD, **fields, own="yes")
        secret = re.findall(r"whsec_[A-Za-z0-9_-]{43}", added.text)
        assert 1 == len(secret)
        page = worker.get("/desk/telling/").text
        assert (0, 0) == (page.count(secret[0]), page.count("bi-mat"))
        (number,) = re.findall(r"/desk/telling/(\d+)/test/", page)
        assert 303 == worker.post(f"/desk/telling/{number}/test/").status_code
        assert say("vi", "desk.telling.test.taken") in worker.get("/desk/telling/").text
        there.status = 500
        worker.post(f"/desk/telling/{number}/test/")
        assert (
            say("vi", "missing.not-taken", name=f"127.0.0.1:{there.port}", status=500)
            in worker.get("/desk/telling/").text
        )
        there.status = 200
        django_says(desk.home, PUBLISH, DATABASE_URL=database_of_desk)
        until = time.monotonic() + TIMEOUT
        while len(there.came) < 3 and time.monotonic() < until:
            time.sleep(0.2)
        path, headers, body = there.came[2]
        assert ("/bi-mat", "answer.published") == (path, json.loads(body)["event"])
        assert is_genuine(secret[0], body, headers["kiemtin-signature"], int(time.time()))
        assert 303 == worker.post(f"/desk/telling/{number}/again/").status_code
        assert 303 == worker.post(f"/desk/telling/{number}/remove/").status_code
        assert 404 == worker.post(f"/desk/telling/{number}/remove/").status_code
    actions = worker.get("/desk/actions/").text
    for done in ("added-target", "tested-target", "sent-again", "removed-target"):
        assert say("vi", f"desk.action.{done}") in actions
    assert [] == [one for one in ("bi-mat", secret[0]) if one in actions]


def test_what_is_typed_wrong_is_said(staff: Staff) -> None:
    """Without mail there is no form for a mailbox, and a made-up one is refused; the digest wants a day."""
    worker = staff.worker(Role.ADMINISTRATOR)
    page = worker.get("/desk/telling/").text
    assert say("vi", "desk.telling.no-mail") in page
    assert 'value="mail"' not in page
    assert 422 == worker.post(ADD, kind="mail", place="a@b.example", event="test").status_code
    assert 422 == worker.post(ADD, kind="webhook", place="https://a.example/").status_code
    assert 422 == worker.get("/desk/digest/?since=hom-qua").status_code
    english = worker.get("/en/desk/digest/?since=2026-11-01")
    assert 200 == english.status_code
    assert say("en", "desk.digest.looks") in english.text
    for forged in ("/desk/telling/1/remove/", "/desk/telling/1/test/", ADD):
        assert 403 == worker.client.post(forged, data={"csrfmiddlewaretoken": "x" * 64}).status_code
