"""``hidden-characters``: nothing is stripped silently."""

from __future__ import annotations

import pytest

from kiemtin.checks.hidden_characters import MAX_MARKS
from kiemtin.evidence import Finding, FindingKind
from tests.checks.conftest import Ask

CHECK = "hidden-characters"


def test_each_character_is_pointed_at(ask: Ask) -> None:
    """The marks are the very characters, and the reason names them."""
    text = "Ngân\u200b hàng\u2060"
    (finding,) = ask(CHECK, text)
    assert isinstance(finding, Finding)
    assert ((4, 5), (10, 11)) == finding.marks
    assert "U+200B, U+2060" == dict(finding.reason.values)["names"]


@pytest.mark.parametrize(
    ("text", "kind"), [("abc\u200bd", FindingKind.CONTEXT), ("abc\u202ed", FindingKind.DANGER_SIGN)]
)
def test_only_a_forced_direction_is_a_danger_sign(text: str, kind: FindingKind, ask: Ask) -> None:
    """Copied texts and emoji carry invisible characters honestly."""
    (finding,) = ask(CHECK, text)
    assert isinstance(finding, Finding)
    assert kind is finding.kind


@pytest.mark.parametrize("text", ["Tiếng Việt", "👨‍👩‍👧 chào", "❤️\u200d🔥", "\ufeffChào bạn", "", "abc\n\tdef"])
def test_honest_text_gives_nothing(text: str, ask: Ask) -> None:
    """Emoji held together, a byte-order mark in front, line breaks."""
    assert [] == ask(CHECK, text)


def test_so_many_marks_and_no_more(ask: Ask) -> None:
    """A message full of them is counted in full and pointed at up to the limit."""
    for count, marked in ((MAX_MARKS, MAX_MARKS), (MAX_MARKS + 1, MAX_MARKS)):
        (finding,) = ask(CHECK, "a\u200b" * count)
        assert isinstance(finding, Finding)
        assert (count, marked) == (dict(finding.reason.values)["count"], len(finding.marks))
