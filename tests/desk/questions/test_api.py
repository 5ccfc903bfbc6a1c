"""Questions by the API: a receipt in a header, the same request once, and problems for whatever is wrong."""

from __future__ import annotations

import pytest

from kiemtin.desk.questions.limits import MAX_TEXT
from tests.desk.api.asking import ask, problem, send
from tests.desk.running import Desk

TEXT = "Nghe nói sang năm xã Mẫu bỏ chợ phiên, có đúng không?"


def test_it_is_sent_followed_and_deleted(desk: Desk) -> None:
    """The receipt is given once and taken in a header; afterwards it leads nowhere."""
    sent = send(desk, "questions", {"text": TEXT}).json()
    receipt = str(sent["receipt"])
    assert ("kiemtin-question/1", {"schema", "receipt", "expires"}) == (sent["schema"], set(sent))
    seen = ask(desk, "GET", "questions", Receipt=receipt)
    assert {**seen.json(), "state": "waiting", "answer": None, "feedback": None} == seen.json()
    assert "no-store" == seen.headers["cache-control"]
    assert "deleted" == ask(desk, "DELETE", "questions", Receipt=receipt.lower()).json()["state"]
    for method in ("GET", "DELETE"):
        problem(ask(desk, method, "questions", Receipt=receipt), "not-found")


def test_the_same_request_again_is_the_same_question(desk: Desk) -> None:
    """By its key, which a program chooses; another key, or one too short, makes another."""
    keys = ("k" * 16, "k" * 16, "l" * 16, "short", "short")
    receipts = [send(desk, "questions", {"text": TEXT}, Idempotency_Key=key).json()["receipt"] for key in keys]
    assert (receipts[0], 4) == (receipts[1], len(set(receipts)))


@pytest.mark.parametrize("over", [0, 1])
def test_the_longest_message(desk: Desk, over: int) -> None:
    """At the limit it is taken; one letter more is refused in both languages."""
    answer = send(desk, "questions", {"text": ("a b " * MAX_TEXT)[: MAX_TEXT - 1] + "." + "x" * over})
    if over:
        assert "refused.question-too-long" == problem(answer, "too-large")["reason"]["id"]
    else:
        assert 200 == answer.status_code


def test_what_is_wrong_is_a_problem(desk: Desk) -> None:
    """No receipt, no text, an address for a reply where none is offered, another site's page."""
    assert [("header", "Receipt")] == [
        (one["in"], one["name"]) for one in problem(ask(desk, "GET", "questions"), "invalid")["errors"]
    ]
    assert ["reply_to"] == [
        one["name"]
        for one in problem(send(desk, "questions", {"text": "x", "reply_to": "a@b.example"}), "invalid")["errors"]
    ]
    problem(send(desk, "questions", {"text": " "}), "invalid")
    problem(send(desk, "questions/feedback", {"said": "yes"}, Receipt="x"), "not-found")
    assert [("body", "said")] == [
        (one["in"], one["name"])
        for one in problem(send(desk, "questions/feedback", {"said": "maybe"}, Receipt="x"), "invalid")["errors"]
    ]
    headers = {"Content-Type": "application/json", "Receipt": "x", "Sec-Fetch-Site": "cross-site"}
    for method in ("POST", "DELETE"):
        problem(ask(desk, method, "questions", b'{"text": "x"}', **headers), "from-elsewhere")
    problem(ask(desk, "POST", "questions/feedback", b'{"said": "yes"}', **headers), "from-elsewhere")
