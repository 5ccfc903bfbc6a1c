"""Published fact-checks through the API: what the command line finds, best first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import kiemtin, printed
from tests.desk.api.asking import problem, send
from tests.desk.running import Desk, serving

CLAIM = "uống nước chanh nóng chữa khỏi ung thư"


@pytest.mark.parametrize("text", [CLAIM, "uong nuoc chanh nong chua khoi ung thu", "xin chào", "https://vay-shb.com"])
def test_a_search_finds_what_the_command_line_finds(patient: Desk, text: str) -> None:
    """The same rows with the same scores, under the same schema."""
    arguments = ("--json", "--limit", "5", "--no-semantic")
    line = printed(kiemtin("factchecks", "search", text, *arguments, home=patient.home))
    answer = send(patient, "factchecks/search", {"text": text, "limit": 5})
    assert json.loads(line) == answer.json()
    assert "no-store" == answer.headers["cache-control"]


def test_a_row_says_who_rated_it_and_how(patient: Desk) -> None:
    """Its publisher's words, where they stand, and how near it is."""
    best = send(patient, "factchecks/search", {"text": CLAIM}).json()["results"][0]
    assert {"id", "url", "claim", "publisher", "rating", "score", "match", "trusted"} <= set(best)
    assert "ung thư" in best["claim"]


def test_a_damaged_collection_is_not_passed_over(tmp_path: Path) -> None:
    """Whoever searches must not take what the starter collection lacks for what nobody has checked."""
    home = tmp_path / "home"
    (home / "factchecks").mkdir(parents=True)
    (home / "factchecks" / "collection.sqlite").write_bytes(b"not a database" * 100)
    with serving(home) as desk:
        answer = send(desk, "factchecks/search", {"text": CLAIM})
        problem(answer, "out-of-reach")
        assert str(home) not in answer.text
        assert 200 == send(desk, "check", {"text": CLAIM}).status_code
