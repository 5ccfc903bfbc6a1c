"""Pictures for the API: a form of parts, and the same report as the command line gives, with boxes."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx2
import pytest
from jsonschema import Draft202012Validator

pytest.importorskip("PIL", reason="the extra pictures is not installed")

from kiemtin.formats.json import schema
from tests.desk.api.asking import problem
from tests.desk.api.asking import send as send_text
from tests.desk.api.test_keys import new_key
from tests.desk.pictured import MESSAGE, screenshot
from tests.desk.running import TIMEOUT, Desk

CANARY = "chim-hoang-yen"
ENGLISH = {"Accept-Language": "en"}


def send(desk: Desk, *parts: tuple[str, Any], path: str = "check", **headers: str) -> httpx2.Response:
    """What ``desk`` answers to a form of ``parts``."""
    url = f"{desk.address}/api/v1/{path}"
    return httpx2.post(url, files=list(parts), headers=headers, timeout=TIMEOUT, trust_env=False)


def test_the_report_points_at_boxes(patient: Desk) -> None:
    """A picture and the text with it: the published schema, each part in its picture, and nothing of the pixels."""
    answer = send(patient, ("text", (None, "xem này")), ("image", (CANARY, screenshot(*MESSAGE), "image/png")))
    report = answer.json()
    Draft202012Validator(schema()).validate(report)
    assert (200, "danger") == (answer.status_code, report["outcome"])
    assert [{"id": "0", "width": 720, "height": 452, "scale": 1.0}] == report["images"]
    link = next(part for part in report["parts"] if part["kind"] == "link")
    assert ("0", "https://vietcombank-xacthuc.top/vn") == (link["image"], link["text"])
    assert (CANARY in answer.text, len(answer.text) < 30_000) == (False, True)


@pytest.mark.parametrize(
    ("parts", "mistake"),
    [
        ((("text", (None, "x")),), ("image", "missing")),
        ((("image", ("a.png", b"")), (CANARY, (None, "x"))), ("", "extra_forbidden")),
        (((CANARY, ("a.png", b"x")),), ("", "extra_forbidden")),
    ],
    ids=["no picture", "a field nobody knows", "a file nobody knows"],
)
def test_what_is_no_question(patient: Desk, parts: tuple[Any, ...], mistake: tuple[str, str]) -> None:
    """A picture is wanted, and names that nobody knows are refused."""
    answer = send(patient, *parts)
    assert [mistake] == [(one["name"], one["cause"]) for one in problem(answer, "invalid")["errors"]]
    assert CANARY not in answer.text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_is_no_picture(patient: Desk, language: str) -> None:
    """Refused in both languages, by its number, never by the name that was sent."""
    answer = send(patient, ("image", (CANARY, b"GIF98a" + CANARY.encode())), **{"Accept-Language": language})
    document = problem(answer, "invalid")
    assert "refused.not-a-picture" == document["reason"]["id"]
    assert document["reason"]["text"][language] == document["detail"]
    assert CANARY not in answer.text


def test_too_many_and_too_large(patient: Desk) -> None:
    """413: more pictures than one ask may have, and a form past the cap before any of it is read."""
    small = ("image", ("a.png", screenshot("Chào bạn")))
    assert "refused.too-many-pictures" == problem(send(patient, *[small] * 5), "too-large")["reason"]["id"]
    problem(send(patient, ("image", ("a.png", b"x" * 18_000_000))), "too-large")


def test_only_a_check_takes_a_form(patient: Desk) -> None:
    """Elsewhere, packed, or broken, it is refused as ever."""
    small = ("image", ("a.png", screenshot("Chào bạn")))
    elsewhere = send(patient, small, path="factchecks/search")
    problem(elsewhere, "media-type")
    assert "application/json" == elsewhere.headers["accept-post"]
    problem(send(patient, small, **{"Content-Encoding": "gzip"}), "media-type")
    twice = send(patient, small, ("text", (None, "x")), ("text", (None, "y")))
    assert "duplicate-name" == problem(twice, "malformed")["cause"]
    problem(send(patient, small, **{"Content-Type": "multipart/form-data"}), "malformed")


def test_the_document_describes_the_form(patient: Desk) -> None:
    """Both kinds of body stand with the check, and with nothing else."""
    document = json.loads(httpx2.get(f"{patient.address}/api/v1/openapi.json", trust_env=False).text)
    bodies = {
        path: set(methods["post"]["requestBody"]["content"])
        for path, methods in document["paths"].items()
        if "post" in methods
    }
    assert {"application/json", "multipart/form-data"} == bodies["/api/v1/check"]
    assert {"application/json"} == bodies["/api/v1/factchecks/search"]


def test_a_picture_takes_four_of_a_keys_day(patient: Desk) -> None:
    """Two of them eight; where too few are left nothing is taken, and a text is still answered."""
    key = new_key(patient.home, "--per-day", "14")
    bearer, small = {"Authorization": f"Bearer {key}"}, ("image", ("a.png", screenshot("x"), "image/png"))

    def left(answer: httpx2.Response) -> str:
        found = re.search(r'"day";r=(\d+)', answer.headers["ratelimit"])
        return found[1] if found else ""

    assert ["6", "2"] == [left(send(patient, *pictures, **bearer)) for pictures in ((small, small), (small,))]
    refused = send(patient, small, **bearer)
    assert ["day"] == problem(refused, "quota")["violated-policies"]
    assert ("2", True) == (left(refused), "four texts" in send(patient, small, **bearer, **ENGLISH).json()["detail"])
    assert "1" == left(send_text(patient, "check", {"text": "xin chào"}, **bearer))


def test_the_smallest_day_is_enough_for_one_picture(patient: Desk) -> None:
    """A key that may ask once a day may ask about a picture."""
    key = new_key(patient.home, "--per-day", "1")
    answers = [
        send(patient, ("image", ("a.png", screenshot("x"), "image/png")), Authorization=f"Bearer {key}")
        for _ in range(2)
    ]
    assert [200, 429] == [answer.status_code for answer in answers]
