"""What known words make of the letters around a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.lookalikes.words import (
    MAX_WORD,
    SHORTEST,
    Explained,
    WordClass,
    cheap_endings,
    explain,
    misspelt_lure,
    plain_spelling,
    tokens,
    word_classes,
)


@pytest.mark.parametrize(
    ("piece", "explained"),
    [
        ("", Explained()),
        ("dangnhap", Explained(lures_vi=1)),
        ("dang-nhap", Explained(lures_vi=1)),
        ("login24", Explained(lures_en=1, digits=2)),
        ("vn", Explained(places=1)),
        ("tay-chay", Explained(critics=1)),
        ("fanclub", Explained(fans=1)),
        ("tintuc", Explained(topics=1)),
        ("xqz", Explained(unexplained=3)),
        ("menberrship", Explained(lures_en=1)),
        ("quatang-xqz-vn", Explained(lures_vi=1, places=1, unexplained=3)),
    ],
)
def test_explaining_counts_words_per_class_and_letters_left_over(piece: str, explained: Explained) -> None:
    """Every letter is a word's, a digit, or left over."""
    assert explained == explain(piece)


def test_the_split_that_explains_most_wins() -> None:
    """Words without spaces are read so that the fewest letters are left over, in the fewest words."""
    assert Explained(lures_vi=1) == explain("thetindung")
    assert Explained(lures_vi=2) == explain("doidiemnhanqua")


def test_hyphened_syllables_of_one_known_word_come_joined() -> None:
    """``cham-soc-khach-hang`` is one word to a Vietnamese reader; unknown neighbours stay apart."""
    assert ("chamsockhachhang",) == tokens("cham-soc-khach-hang")
    assert ("abc", "luadao", "xyz") == tokens("abc-lua-dao--xyz-")


def test_an_everyday_word_is_not_respelt_into_a_lure() -> None:
    """``nham`` (nonsense) is no ``nhan`` (receive), though ``m`` for ``n`` is a trick of scammers."""
    assert 0 == explain("nham").lures


def test_the_class_that_accuses_less_wins() -> None:
    """No critic's or fan's word counts as a lure."""
    assert WordClass.CRITIC == word_classes()["luadao"]
    assert WordClass.FAN == word_classes()["fan"]


def test_plain_spelling_makes_doubled_letters_one() -> None:
    """Digits stay as they are: ``88`` is a number, not a slip."""
    assert "nenber88" == plain_spelling("memmberr88")


def test_the_lists_are_folded_words_of_bearable_length() -> None:
    """Every word can be found: lower-case ASCII, no longer than the longest looked for, no ending written twice."""
    assert [] == [word for word in word_classes() if not word.isascii() or not word.isalnum() or word != word.lower()]
    assert [] == [word for word in word_classes() if len(word) > MAX_WORD]
    assert set(WordClass) == set(SHORTEST)
    assert [] == [ending for ending in cheap_endings() if not ending.isascii() or "." in ending]


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789-", max_size=63))
def test_no_letter_is_explained_twice(piece: str) -> None:
    """What is counted never exceeds the letters there are."""
    explained = explain(piece)
    letters = len(piece.replace("-", ""))
    assert 0 <= explained.digits + explained.unexplained + explained.lures <= letters


@pytest.mark.parametrize("word", ["membeship", "memcbership", "membershlp", "mebmership"])
def test_a_long_lure_is_known_with_a_slip_in_it(word: str) -> None:
    """Scammers misspell lures too; the slip costs a letter that nothing explains."""
    assert Explained(lures_en=1, unexplained=1) == explain(word)


@pytest.mark.parametrize("word", ["login1x", "lagin", "memverzhip"])
def test_short_lures_and_two_slips_are_no_lures(word: str) -> None:
    """Other words begin there."""
    assert misspelt_lure(word) is None
