"""Refusals in words: for a person and for a program, in both languages."""

from __future__ import annotations

import json

import pytest

from kiemtin.desk.door.budgets import Budget
from kiemtin.desk.door.metrics import REFUSALS
from kiemtin.desk.door.refusals import KINDS, Refusal, written
from kiemtin.evidence.messages import LANGUAGES


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_refusal_can_be_said(kind: str) -> None:
    """As a page that loads nothing and leads back, and as a problem; its length is true, and its status is counted."""
    for language in LANGUAGES:
        refusal = Refusal(kind, 7, Budget("asks", 1, 1), {"limit": 5})
        headers, page = written(refusal, language, api=False)
        told = dict(headers)
        assert (b"%d" % len(page), b"7", b"no-store") == (
            told[b"content-length"],
            told[b"retry-after"],
            told[b"cache-control"],
        )
        assert f'<html lang="{language}">' in page.decode()
        assert [] == [word for word in ("src=", "style", "{") if word in page.decode()]
        headers, body = written(refusal, language, api=True)
        problem = json.loads(body)
        assert (KINDS[kind].status, ["asks"]) == (problem["status"], problem["violated-policies"])
        assert {"type", "title", "status", "detail", "violated-policies"} == set(problem)
    assert str(KINDS[kind].status) in REFUSALS


def test_a_refusal_without_a_time_names_none() -> None:
    """No header where coming again later changes nothing."""
    headers, _ = written(Refusal("too-large", values={"limit": 5}), "vi", api=False)
    assert b"retry-after" not in dict(headers)
