"""Every error of the API: a problem in the language asked for, which repeats nothing of what was sent."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import HttpRequest

from kiemtin.desk.api.problems import KINDS, language_asked, problem_of_status
from kiemtin.text.limits import MAX_TEXT_BYTES
from tests.desk.api.asking import JSON, ask, problem, send
from tests.desk.running import Desk

CANARY = "chim-hoang-yen"

POSTS = ("check", "factchecks/search")
WRONG_TEXTS: tuple[Any, ...] = ("", " \t\n\u3000", None, 5, 1.5, True, [CANARY], {"text": CANARY})
WRONG_LIMITS: tuple[Any, ...] = (0, 21, -1, 1.5, True, "5", None, [5], 10**29, CANARY)


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("text", WRONG_TEXTS, ids=repr)
def test_what_is_no_text(patient: Desk, path: str, text: Any) -> None:
    """Another type, or nothing to read: 422, with the place by our own name for it."""
    answer = send(patient, path, {"text": text})
    assert {"body"} == {one["in"] for one in problem(answer, "invalid")["errors"]}
    assert {"text"} == {one["name"] for one in answer.json()["errors"]}
    assert CANARY not in answer.text


@pytest.mark.parametrize("limit", WRONG_LIMITS, ids=repr)
def test_what_is_no_limit(patient: Desk, limit: Any) -> None:
    """Only a whole number from 1 to 20 is one."""
    answer = send(patient, "factchecks/search", {"text": "x", "limit": limit})
    assert [("body", "limit")] == [(one["in"], one["name"]) for one in problem(answer, "invalid")["errors"]]
    assert CANARY not in answer.text


@pytest.mark.parametrize("limit", [1, 20, 5.0])
def test_what_is_a_limit(patient: Desk, limit: Any) -> None:
    """JSON has one kind of number, so 5.0 is 5; both ends are taken."""
    assert int(limit) == len(
        send(patient, "factchecks/search", {"text": "chữa ung thư", "limit": limit}).json()["results"]
    )


@pytest.mark.parametrize("path", POSTS)
def test_names_that_nobody_knows(patient: Desk, path: str) -> None:
    """A slip is noticed, and the name that was sent is not repeated."""
    answer = send(patient, path, {"text": "x", CANARY: 1})
    assert [{"in": "body", "name": "", "cause": "extra_forbidden"}] == problem(answer, "invalid")["errors"]
    assert CANARY not in answer.text


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    ("body", "cause"),
    [
        (b"{" + CANARY.encode(), "syntax"),
        (f'{{"text": "{CANARY}", "text": "x"}}'.encode(), "duplicate-name"),
        (b"[" * 100_000, "nesting"),
        (b'{"text": "x", "limit": NaN}', "number"),
        (b'{"text": "x", "limit": ' + b"9" * 10_000 + b"}", "number"),
        (b'{"text": "\xff"}', "encoding"),
        ('{"text": "x"}'.encode("utf-16"), "encoding"),
    ],
    ids=repr,
)
def test_what_is_no_json(patient: Desk, path: str, body: bytes, cause: str) -> None:
    """400, with the cause; a body is never guessed at."""
    answer = ask(patient, "POST", path, body, **JSON)
    assert cause == problem(answer, "malformed")["cause"]
    assert CANARY not in answer.text


@pytest.mark.parametrize("body", [b"", b"[]", b'"x"', b"null", b"5"])
def test_json_that_is_no_question(patient: Desk, body: bytes) -> None:
    """An object is wanted."""
    problem(ask(patient, "POST", "check", body, **JSON), "invalid")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content_Type": "text/plain"},
        {"Content_Type": "application/x-www-form-urlencoded"},
        {"Content_Type": "application/json; charset=utf-16"},
        {"Content_Type": "application/json", "Content_Encoding": "gzip"},
        {"Content_Type": f"{CANARY}/x"},
    ],
    ids=repr,
)
def test_what_is_not_said_to_be_json(patient: Desk, headers: dict[str, str]) -> None:
    """415, with what is accepted."""
    answer = ask(patient, "POST", "check", b'{"text": "x"}', **headers)
    problem(answer, "media-type")
    assert "application/json, multipart/form-data" == answer.headers["accept-post"]
    assert CANARY not in answer.text


def test_a_byte_order_mark_is_passed_over(patient: Desk) -> None:
    """Some programs on Windows write one before everything."""
    assert 200 == ask(patient, "POST", "check", b'\xef\xbb\xbf{"text": "x"}', **JSON).status_code


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("a" * MAX_TEXT_BYTES, 200),
        ("a" * (MAX_TEXT_BYTES + 1), 413),
        ("x" + "\n" * 4_999, 200),
        ("x" + "\n" * 5_000, 413),
        ("a" + "\u0301" * 30, 200),
        ("a" + "\u0301" * 31, 413),
    ],
    ids=lambda value: str(len(value)) if isinstance(value, str) else str(value),
)
def test_the_limits_of_a_text(patient: Desk, path: str, text: str, status: int) -> None:
    """At the limit it is answered; one beyond it is refused, with the reason in both languages."""
    answer = send(patient, path, {"text": text})
    assert status == answer.status_code
    if status == 413:
        assert {"vi", "en"} == set(problem(answer, "too-large")["reason"]["text"])


def test_a_body_past_the_cap(patient: Desk) -> None:
    """It is refused before it is read as JSON, and the connection is not cut before that was said."""
    problem(ask(patient, "POST", "check", b"[" * (600 * 1024), **JSON), "too-large")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "check", {"POST"}),
        ("GET", f"factchecks/search?q={CANARY}", {"POST"}),
        ("POST", "organisations", {"GET", "HEAD"}),
        ("DELETE", "organisations/vietcombank", {"GET", "HEAD"}),
        ("PUT", "openapi.json", {"GET", "HEAD"}),
        ("OPTIONS", "check", {"POST"}),
    ],
)
def test_what_an_address_does_not_take(patient: Desk, method: str, path: str, allowed: set[str]) -> None:
    """405, with what it takes; texts are never taken from an address, where proxies would write them down."""
    answer = ask(patient, method, path)
    problem(answer, "not-allowed")
    assert allowed == set(answer.headers["allow"].replace(" ", "").split(","))
    assert CANARY not in answer.text


@pytest.mark.parametrize(
    "path",
    ["", "khong-co", "check/", f"organisations/{CANARY}", "organisations/%00", "organisations/a/b", "../v2/check"],
)
def test_what_is_not_there(patient: Desk, path: str) -> None:
    """404, and nothing of the address comes back."""
    answer = ask(patient, "GET", path)
    problem(answer, "not-found")
    assert CANARY not in answer.text


WRONG_QUERIES = (
    *(f"limit={given}" for given in ("0", "101", "5.0", "1_0", " 5", "", "x", "%D9%A5", "9" * 5_000)),
    *(f"offset={given}" for given in ("-1", "100001", "9999999999")),
    *("sector=khong-co", "sector=", f"q={'a' * 201}"),
)


@pytest.mark.parametrize("query", WRONG_QUERIES, ids=lambda query: query[:20])
def test_what_is_no_part_of_the_register(patient: Desk, query: str) -> None:
    """Counts are digits within their range, a sector is one that there is, and a name is not longer than names are."""
    answer = ask(patient, "GET", f"organisations?{query}")
    assert {"query"} == {one["in"] for one in problem(answer, "invalid")["errors"]}


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("", "vi"),
        ("en", "en"),
        ("en-GB,en;q=0.9,vi;q=0.1", "en"),
        ("vi,en", "vi"),
        ("fr, en;q=0.2", "en"),
        ("vi;q=0.1, en;q=0.9", "en"),
        ("en;q=0", "vi"),
        ("en;q=0, vi", "vi"),
        ("*", "vi"),
        ("en;q=nan", "en"),
        ("\u2028,,;;q=,=", "vi"),
        (",".join(["fr"] * 50_000) + ",en", "vi"),
    ],
)
def test_the_language_asked_for(asked: str, language: str) -> None:
    """The one of ours that is preferred; Vietnamese where none is."""
    request = HttpRequest()
    request.META["HTTP_ACCEPT_LANGUAGE"] = asked
    assert language == language_asked(request)


def test_problems_speak_the_language_asked_for(patient: Desk) -> None:
    """Title and detail, and the header that says which language they are in."""
    vietnamese, english = (send(patient, "check", {}, Accept_Language=one) for one in ("vi", "en"))
    assert ("vi", "en") == (vietnamese.headers["content-language"], english.headers["content-language"])
    assert vietnamese.json()["title"] != english.json()["title"]
    assert vietnamese.json()["type"] == english.json()["type"]


@pytest.mark.parametrize(
    "status", [400, 401, 403, 404, 405, 406, 408, 412, 413, 415, 418, 422, 429, 500, 501, 502, 503]
)
def test_every_status_has_a_problem(status: int) -> None:
    """Whatever the framework comes to, a program gets the same form, and the status that it was."""
    document = json.loads(problem_of_status(HttpRequest(), status).content)
    assert status == document["status"]
    assert document["type"].removeprefix("/api/#") in KINDS


def test_a_wrong_host_is_a_problem_too(patient: Desk) -> None:
    """Another site's name in front of this address is refused before anything is read."""
    problem(ask(patient, "POST", "check", b"{}", Host="la.example", **JSON), "malformed")
