"""Masking: personal data is covered, what the question is about is not."""

from __future__ import annotations

import pytest

from kiemtin.desk.questions.redaction import KINDS
from kiemtin.desk.questions.wording import in_words
from kiemtin.evidence import LANGUAGES
from tests.desk.questions.sending import prepared

COVERED = {
    "Cô Lan dặn gọi 0912 345 678 lúc nào cũng được": ("0912 345 678", "⟦phone⟧"),
    "Số nhà em là +84 28 3822 1234 nhé": ("3822 1234", "⟦phone⟧"),
    "Lan ơi, STK của mẹ là 0071001234567 Vietcombank": ("0071001234567", "⟦account⟧"),
    "Hồ sơ ghi CCCD 001099012345 của bác": ("001099012345", "⟦id⟧"),
    "Thẻ của tôi là 4111 1111 1111 1111": ("4111", "⟦card⟧"),
    "Viết cho lan.nguyen@truong-mau.example": ("lan.nguyen", "⟦mail⟧"),
    "Hộ chiếu C1234567 bị mất": ("C1234567", "⟦id⟧"),
    "Mã số 9876.5432.1098 in trên giấy": ("5432", "⟦number⟧"),
    "Gọi ０９１２３４５６７８ cho chị Hoa": ("０９１２", "⟦phone⟧"),
}
"""Harmless messages, and what of each is covered by which mask."""

LEFT = (
    "Gọi 113 hoặc 1900 1234 để báo",
    "Quỹ lớp còn 5.000.000.000 đồng",
    "Vietcombank luu y: truy cap https://vietcombankd.cfd/0912345678 nhap OTP",
)
"""Messages without personal data: lines of no person, an amount, a link that is a danger sign."""


@pytest.mark.parametrize("text", COVERED)
def test_personal_data_is_covered(text: str) -> None:
    """With its kind in its place; the whole text is kept apart."""
    kept = prepared(text)
    secret, mask = COVERED[text]
    assert (True, False) == (mask in kept.text, secret in kept.text)
    assert text == kept.whole


@pytest.mark.parametrize("text", LEFT)
def test_what_belongs_to_nobody_and_what_it_is_about_stays(text: str) -> None:
    """Nothing is covered, so nothing is kept beside it."""
    assert (text, None) == (prepared(text).text, prepared(text).whole)


@pytest.mark.parametrize("language", LANGUAGES)
def test_masks_are_said_in_words(language: str) -> None:
    """In the reader's language; no sign of ours is left."""
    said = in_words("".join(f"⟦{kind}⟧" for kind in KINDS), language)  # type: ignore[arg-type]
    assert (len(KINDS), False) == (said.count("["), "⟦" in said)


def test_covering_takes_time_in_proportion() -> None:
    """The longest message of digits and signs is read in a moment, and all of it is covered."""
    assert "1" not in prepared("1-" * 4_900).text
    assert prepared("(1) " * 2_400).text
