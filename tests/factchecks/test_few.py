"""A few reviews are searched in plain Python as an index is searched."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kiemtin.factchecks.few import FewSearcher
from kiemtin.factchecks.library import starter_searcher
from kiemtin.factchecks.search import Searcher
from kiemtin.factchecks.starter import STARTER, starter_reviews
from kiemtin.factchecks.values import Hit

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


def ids(hits: list[Hit]) -> list[str]:
    """Which reviews were found."""
    return [hit.stored.review.id for hit in hits]


def test_both_ways_give_the_same_answers() -> None:
    """Of 240 questions nearly all find the same three reviews in the same order, each with the same confidence."""
    few, many = starter_searcher(), Searcher.of(starter_reviews(), STARTER)
    questions = [json.loads(line)["text"] for line in CORPUS.joinpath("claims/starter.jsonl").read_text().splitlines()]
    differ = 0
    for text in questions:
        here, there = few.search(text, 3), many.search(text, 3)
        differ += ids(here) != ids(there)
        if ids(here) == ids(there):
            assert [one.confidence for one in there] == pytest.approx([one.confidence for one in here], abs=0.02)
    assert differ <= len(questions) * 0.05


def test_a_check_does_not_load_numpy() -> None:
    """A message is compared with the starter collection without the library that an index needs."""
    check = "import sys; from kiemtin import Kiemtin; Kiemtin().check('nuoc chanh chua ung thu')"
    code = f"{check}; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert "False" == done.stdout.strip()


def test_none_or_one_review_can_be_searched() -> None:
    """A collection of nothing finds nothing."""
    assert [] == FewSearcher([], STARTER).search("nước chanh")
    assert [] == starter_searcher().search("")


def test_a_process_that_is_asked_often_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once all terms are indexed, each question has exactly the hits it had before: ids, scores and confidences."""
    questions = [json.loads(line)["text"] for line in CORPUS.joinpath("claims/starter.jsonl").read_text().splitlines()]
    busy = starter_searcher()
    for text in questions:
        busy.search(text)
    asked = [*questions[:20], "la la la cc cc cc\nkhông lạ lạ lạ", "a", "ăăăăăă aaaaaaaaaa", ""]
    with monkeypatch.context() as patched:
        patched.delitem(sys.modules, "numpy", raising=False)
        in_python = [busy.search(text) for text in asked]
    import numpy as np  # with it loaded, the index is added up by it

    assert np is sys.modules["numpy"]
    for text, hits in zip(asked, in_python, strict=True):
        assert starter_searcher().search(text) == hits == busy.search(text)


def test_only_what_is_near_can_be_asked_for() -> None:
    """With ``near`` the hits are those that have a match, in the same order."""
    searcher = starter_searcher()
    for text in ("nước chanh chữa ung thư", "xin chào", "chuyển tiền phí bảo đảm cho công an qua điện thoại"):
        assert [hit for hit in searcher.search(text) if hit.match] == searcher.search(text, near=True)
