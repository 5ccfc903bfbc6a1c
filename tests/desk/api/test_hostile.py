"""Hostile texts through the API: each is answered or refused, never with an error of the server's own."""

from __future__ import annotations

import json
from collections import Counter
from urllib.parse import quote

import httpx2

from tests.desk.running import TIMEOUT, Desk
from tests.hostile import SINGLE, TOO_MUCH, hostile_texts, naughty_strings

FINE = {200, 413, 422}


def test_hostile_texts_are_answered_or_refused(patient: Desk) -> None:
    """Control characters, lone surrogates, endless runs, and the naughty strings, in the body of both questions."""
    seen: Counter[int] = Counter()
    with httpx2.Client(base_url=patient.address, timeout=TIMEOUT, trust_env=False) as client:
        for number, text in enumerate(hostile_texts()):
            path = ("/api/v1/check", "/api/v1/factchecks/search")[number % 2]
            body = json.dumps({"text": text})
            answer = client.post(path, content=body, headers={"Content-Type": "application/json"})
            assert answer.status_code in FINE, (path, text[:100])
            answer.json()
            seen[answer.status_code] += 1
    assert seen[200] > 300
    assert seen[413] >= len(TOO_MUCH)


def test_hostile_names_and_addresses_are_answered_or_refused(patient: Desk) -> None:
    """The same where a name, an id or a number is wanted."""
    texts = [text[:500] for text in (*SINGLE, *naughty_strings())]
    with httpx2.Client(base_url=patient.address, timeout=TIMEOUT, trust_env=False) as client:
        for text in texts:
            written = quote(text.encode("utf-8", "surrogatepass"), safe="")[:3_000]
            paths = (f"organisations?q={written}", f"organisations/{written}", f"organisations?limit={written}")
            for path in paths:
                answer = client.get(f"/api/v1/{path}")
                assert answer.status_code in {200, 404, 422}, path
                answer.json()


def test_hostile_headers_are_answered_or_refused(patient: Desk) -> None:
    """What a header holds never stops an answer."""
    values = ["\x7f", "\u00ff" * 100, ",;=" * 1_000, '"' * 500, "W/" * 500, "q=" * 500, "*/*;" * 500, "\t", "é"]
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
