"""Knowing when to be silent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiemtin.factchecks.decision import FEATURES, WORD_FEATURES
from kiemtin.factchecks.few import FewSearcher
from kiemtin.factchecks.library import starter_searcher
from kiemtin.factchecks.model import models
from kiemtin.factchecks.values import Match

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


def test_the_models_know_their_features() -> None:
    """Each model has a weight for each of its features, and calls less the same than related."""
    found = models()
    assert {"words": WORD_FEATURES, "words-and-meaning": len(FEATURES)} == {
        name: len(model.weights) for name, model in found.items()
    }
    assert all(0 < model.related < model.same < 1 for model in found.values())


@pytest.fixture(scope="module")
def starter() -> FewSearcher:
    """The starter collection."""
    return starter_searcher()


def texts(name: str, **wanted: str) -> list[dict[str, object]]:
    """The lines of a corpus with these values."""
    lines = map(json.loads, CORPUS.joinpath(name).read_text("utf-8").splitlines())
    return [one for one in lines if all(one.get(key) == value for key, value in wanted.items())]


def is_answered(searcher: FewSearcher, text: object) -> bool:
    """Whether any review is called the same."""
    return any(hit.match is Match.SAME for hit in searcher.search(str(text), 5))


def test_a_question_that_no_advisory_answers_is_met_with_silence(starter: FewSearcher) -> None:
    """Of 60 near misses at most one in fifteen is called the same as an advisory."""
    wrong = sum(is_answered(starter, one["text"]) for one in texts("claims/starter.jsonl", style="unanswered"))
    assert wrong / 60 <= 0.07


def test_genuine_messages_are_met_with_silence(starter: FewSearcher) -> None:
    """Of 400 genuine messages few are called the same as an advisory, those that warn of the very scam among them."""
    some = texts("messages/genuine.jsonl")[::5]
    wrong = sum(is_answered(starter, one["text"]) for one in some)
    assert wrong / len(some) <= 0.06


@pytest.mark.parametrize("style", ["accented", "plain", "teencode"])
def test_what_an_advisory_answers_is_found_and_at_least_related(starter: FewSearcher, style: str) -> None:
    """The right advisory comes first for nearly every message, as the same or as related."""
    asked = texts("claims/starter.jsonl", style=style)
    first = [starter.search(str(one["text"]), 1)[0] for one in asked]
    right = [hit for hit, one in zip(first, asked, strict=True) if hit.stored.review.id in one["relevant"]]  # type: ignore[operator]
    assert len(right) / len(asked) >= 0.95
    assert sum(hit.match is not None for hit in right) / len(asked) >= 0.7
