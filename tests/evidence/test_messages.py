"""The catalogues."""

from __future__ import annotations

import pytest

from kiemtin.evidence import Language, language_of_locale, reason, render


@pytest.mark.parametrize(
    ("locale", "language"),
    [("vi_VN.UTF-8", "vi"), ("en_US.UTF-8", "en"), ("EN", "en"), ("C", "vi"), ("", "vi"), ("de_DE.UTF-8", "vi")],
)
def test_vietnamese_unless_the_locale_says_english(locale: str, language: Language) -> None:
    """The source language is the default."""
    assert language == language_of_locale(locale)


def test_an_unknown_message_is_an_error() -> None:
    """A typing slip in an id is found by a test, not shown to a reader."""
    with pytest.raises(KeyError):
        render("no.such-message", {}, "vi")


def test_a_reason_knows_its_words() -> None:
    """The same reason in two languages."""
    one = reason("official.domain", domain="mau.example", name="Mẫu")
    assert "mau.example là tên miền chính thức của Mẫu." == one.text("vi")
    assert "mau.example is an official domain of Mẫu." == one.text("en")
