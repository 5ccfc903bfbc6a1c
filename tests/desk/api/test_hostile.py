"""Hostile texts through the API: each is answered or refused, never with an error of the server's own."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from urllib.parse import quote

import httpx2
import pytest

from tests.desk.running import TIMEOUT, Desk
from tests.hostile import SINGLE, TOO_MUCH, hostile_texts, naughty_strings

FINE = {200, 413, 422}

SHORT = 2_000
"""Characters of a text that is answered at once; the long ones have their own run."""


QUESTIONS = ("/api/v1/check", "/api/v1/factchecks/search")
JSON = {"Content-Type": "application/json"}


def _statuses(desk: Desk, texts: Sequence[str], paths: Sequence[str]) -> Counter[int]:
    """How often each status was the answer; every answer is JSON."""
    seen: Counter[int] = Counter()
    with httpx2.Client(base_url=desk.address, timeout=TIMEOUT, trust_env=False) as client:
        for number, text in enumerate(texts):
            path = paths[number % len(paths)]
            answer = client.post(path, content=json.dumps({"text": text}), headers=JSON)
            answer.json()
            assert answer.status_code in FINE, (path, text[:100])
            seen[answer.status_code] += 1
    return seen


def test_hostile_texts_are_answered_or_refused(patient: Desk) -> None:
    """Control characters, half characters, the naughty strings, and what is too long, in the body of both questions."""
    short = [text for text in (*SINGLE, *naughty_strings()) if len(text) <= SHORT]
    assert 50 < _statuses(patient, short, QUESTIONS)[200]
    assert {413: len(TOO_MUCH)} == _statuses(patient, TOO_MUCH, QUESTIONS)


@pytest.mark.soak
def test_every_hostile_text_is_answered_or_refused(patient: Desk) -> None:
    """All of them, as long as the door lets in."""
    seen = _statuses(patient, hostile_texts(), QUESTIONS)
    assert seen[200] > 300
    assert seen[413] >= len(TOO_MUCH)


def test_hostile_names_and_addresses_are_answered_or_refused(patient: Desk) -> None:
    """The same where a name, an id or a number is wanted."""
    with httpx2.Client(base_url=patient.address, timeout=TIMEOUT, trust_env=False) as client:
        for text in (*SINGLE, *naughty_strings()[::8]):
            written = quote(text[:200].encode("utf-8", "surrogatepass"), safe="")
            for path in (f"organisations?q={written}", f"organisations/{written}", f"organisations?limit={written}"):
                answer = client.get(f"/api/v1/{path}")
                assert answer.status_code in {200, 404, 422}, path
                answer.json()


def test_hostile_headers_are_answered_or_refused(patient: Desk) -> None:
    """What a header holds never stops an answer."""
    values = ["\x7f", "\u00ff" * 100, ",;=" * 1_000, '"' * 500, "W/" * 500, "q=" * 500, "*/*;" * 500, "a\tb", "é"]
    names = (
        "Accept-Language",
        "If-None-Match",
        "Accept",
        "Accept-Encoding",
        "Origin",
        "Sec-Fetch-Site",
        "Authorization",
    )
    with httpx2.Client(base_url=patient.address, timeout=TIMEOUT, trust_env=False) as client:
        for name in names:
            for value in values:
                headers = [(name.encode(), value.encode("latin-1"))]
                answer = client.get("/api/v1/organisations?limit=1", headers=headers)
                assert answer.status_code in {200, 400, 401}, (name, value[:20])
