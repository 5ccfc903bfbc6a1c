"""The API: the report as data, and problems that a program can read."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from jsonschema import Draft202012Validator

from kiemtin import Kiemtin
from kiemtin.formats.json import schema, to_json
from kiemtin.text.limits import MAX_TEXT_BYTES
from tests.desk.running import Desk
from tests.desk.test_pages import FORGED


def test_the_report_as_data(desk: Desk) -> None:
    """The answer is the report of the contract, the same as the library gives."""
    answer = desk.api({"text": FORGED})
    assert (200, "application/json") == (answer.status_code, answer.headers["content-type"])
    assert to_json(Kiemtin(desk.home).check(FORGED)) == answer.json()
    Draft202012Validator(schema()).validate(answer.json())


@pytest.mark.parametrize(
    ("document", "status"),
    [
        ({"text": "a" * MAX_TEXT_BYTES}, 200),
        ({"text": "a" * (MAX_TEXT_BYTES + 1)}, 413),
        ({"text": "a" * (600 * 1024)}, 413),
        ({"text": "\ud800 vay-shb.com"}, 200),
        ({"text": "\n" * 5_000}, 422),
        ({"text": ""}, 422),
        ({"text": 5}, 422),
        ({"text": None}, 422),
        ({}, 422),
        ([], 422),
        ("x", 422),
    ],
)
def test_what_is_refused(desk: Desk, document: Any, status: int) -> None:
    """Too long, empty or not a question: a problem of that status, which repeats nothing of what was sent."""
    answer = desk.api(document)
    assert status == answer.status_code
    if status != 200:
        problem(answer)
        assert "aaaa" not in answer.text


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 5_000])
def test_a_body_that_is_no_json(desk: Desk, body: bytes) -> None:
    """It is refused as the sender's mistake, never answered as ours."""
    headers = {"content-type": "application/json"}
    answer = httpx2.post(f"{desk.address}/api/v1/check", content=body, headers=headers, trust_env=False)
    assert answer.status_code in (400, 422)
    problem(answer)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/api/v1/check", 405), ("GET", "/api/v1/khong-co", 404), ("POST", "/api/", 405)],
)
def test_no_such_thing(desk: Desk, method: str, path: str, status: int) -> None:
    """What is not there is a problem too, not a page."""
    answer = httpx2.request(method, f"{desk.address}{path}", trust_env=False)
    assert status == answer.status_code
    problem(answer)


def test_pages_of_other_sites_may_not_use_it(desk: Desk) -> None:
    """A browser that says it is on another site's page is refused, and is never told that it may."""
    url = f"{desk.address}/api/v1/check"
    answer = httpx2.post(url, json={"text": "x"}, headers={"Sec-Fetch-Site": "cross-site"}, trust_env=False)
    assert 403 == answer.status_code
    assert "access-control-allow-origin" not in answer.headers
    problem(answer)


def problem(answer: httpx2.Response) -> None:
    """``answer`` is a problem (RFC 9457) of its own status."""
    document = answer.json()
    assert "application/problem+json" == answer.headers["content-type"]
    assert answer.status_code == document["status"]
    assert {"type", "title", "status", "detail"} <= set(document)
