"""Teencode, digits for letters, and letters without spaces."""

from __future__ import annotations

import pytest

from kiemtin.text.respelling import abbreviations, respelled, taken_apart, without_digits

WORDS = frozenset(["otp", "link"])


@pytest.mark.parametrize(
    ("written", "meant"),
    [("nkan", "nhan"), ("tjen", "tien"), ("thik", "thich"), ("fai", "phai"), ("ckuyen", "chuyen"), ("mmuon", "muon")],
)
def test_teencode_reads_as_the_syllable_it_stands_for(written: str, meant: str) -> None:
    """The respellings that young people and spammers use."""
    assert meant == respelled(written)


@pytest.mark.parametrize("word", ["xyz", "hqpn", "b", "nnnnnnnnnnnn"])
def test_what_is_no_teencode_stays(word: str) -> None:
    """No syllable, no reading."""
    assert respelled(word) is None


@pytest.mark.parametrize(("written", "meant"), [("t1en", "tien"), ("kh0ng", "khong"), ("m4ng", "mang"), ("0tp", "otp")])
def test_digits_stand_for_letters_where_a_word_comes_out(written: str, meant: str) -> None:
    """``t1en`` is *tien*."""
    assert meant == without_digits(written, WORDS)


@pytest.mark.parametrize("word", ["b2b3", "4444", "x9z", "2024"])
def test_numbers_and_codes_are_left_alone(word: str) -> None:
    """No word comes out, or there is no letter at all."""
    assert without_digits(word, WORDS) is None


def test_letters_without_spaces_are_taken_apart_completely_or_not_at_all() -> None:
    """``nhanlienqua`` is three words; one letter too many and it is none."""
    assert ("nhan", "lien", "qua") == taken_apart("nhanlienqua", frozenset(), WORDS)
    assert ("nhap", "otp") == taken_apart("nhapotp", frozenset(), WORDS)
    assert taken_apart("nhanlienquax", frozenset(), WORDS) is None
    assert taken_apart("n" * 49, frozenset(), WORDS) is None


def test_every_abbreviation_stands_for_words() -> None:
    """What is written is one run of letters and digits, and what it stands for is words."""
    for short, meant in abbreviations().items():
        assert short.isalnum()
        assert all(word.isalpha() for word in meant)
