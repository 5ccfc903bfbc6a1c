"""The limits that every stranger's text meets first."""

from __future__ import annotations

import time

import pytest

from kiemtin.errors import TooLarge
from kiemtin.text.limits import MAX_TEXT_BYTES, longest_mark_run, require_within_limits


@pytest.mark.parametrize(
    ("text", "run"), [("", 0), ("abc", 0), ("e\u0301", 1), ("a\u0301\u0323b\u0300", 2), ("\u0301" * 5, 5), ("Việt", 0)]
)
def test_mark_runs_are_counted(text: str, run: int) -> None:
    """The longest run of combining marks, precomposed letters not counted."""
    assert run == longest_mark_run(text)


def test_bytes_are_counted_as_utf_8() -> None:
    """A lone surrogate counts three bytes and raises nothing."""
    require_within_limits("\ud800" * (MAX_TEXT_BYTES // 3))
    with pytest.raises(TooLarge) as refusal:
        require_within_limits("\ud800" * (MAX_TEXT_BYTES // 3 + 1))
    assert MAX_TEXT_BYTES == refusal.value.values["limit"]


@pytest.mark.parametrize("text", ["a" * 10_000_000, "a" + "\u0316\u0301" * 50_000, "\n" * 10_000_000])
def test_huge_texts_are_refused_at_once(text: str) -> None:
    """Ten megabytes, or a hundred thousand mixed marks, are refused before anything is normalised."""
    started = time.process_time()
    with pytest.raises(TooLarge):
        require_within_limits(text)
    assert time.process_time() - started < 1
