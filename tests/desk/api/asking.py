"""How the tests ask the API: as programs do, and as programs should not."""

from __future__ import annotations

import json
from typing import Any

import httpx2

from kiemtin.desk.api.problems import DOCUMENTED_AT, KINDS
from tests.desk.running import TIMEOUT, Desk

JSON = {"Content-Type": "application/json"}


def ask(desk: Desk, method: str, path: str, body: bytes | None = None, **headers: str) -> httpx2.Response:
    """What ``desk`` answers to a request that is sent just so; ``_`` in a header's name is ``-``."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    url = f"{desk.address}/api/v1/{path}"
    return httpx2.request(method, url, content=body, headers=given, timeout=TIMEOUT, trust_env=False)


def send(desk: Desk, path: str, document: Any, **headers: str) -> httpx2.Response:
    """What ``desk`` answers to a document."""
    return ask(desk, "POST", path, json.dumps(document).encode(), **{**JSON, **headers})


def problem(answer: httpx2.Response, name: str) -> dict[str, Any]:
    """The problem called ``name`` that ``answer`` is, with everything that a problem has."""
    document: dict[str, Any] = answer.json()
    kind = KINDS[name]
    assert "application/problem+json" == answer.headers["content-type"]
    assert (kind.status, kind.status) == (answer.status_code, document["status"])
    assert f"{DOCUMENTED_AT}{name}" == document["type"]
    assert document["title"]
    assert document["detail"]
    return document
