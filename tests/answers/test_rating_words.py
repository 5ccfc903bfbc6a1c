"""Ratings are read as newsrooms write them, and what means nothing on the scale is not guessed at."""

from __future__ import annotations

import unicodedata

import pytest

from kiemtin.answers.rating_words import KNOWN, RatingWords, plain
from kiemtin.answers.scale import Rating
from kiemtin.evidence import LANGUAGES
from kiemtin.text.fold import fold_quickly

WRITTEN = {
    Rating.FALSE: (
        "Sai",
        "SAI SỰ THẬT",
        "tin giả",
        "Tin gia.",
        "Giả",
        "False",
        "FAKE",
        "Lừa đảo",
        "lua dao",
        "Scam",
        "1",
        1,
        1.0,
    ),
    Rating.MISLEADING: (
        "Gây hiểu lầm",
        "Thiếu ngữ cảnh",
        "một phần đúng",
        "Một phần sai",
        "Nửa đúng, nửa sai",
        "Half-true",
        "Mixture",
        2,
    ),
    Rating.UNPROVEN: ("Chưa có bằng chứng", "Chưa kiểm chứng", "chua kiem chung", "Unproven", "UNVERIFIED", " 3 "),
    Rating.MOSTLY_TRUE: ("Phần lớn đúng", "Mostly true", "mostly-true", 4),
    Rating.TRUE: ("Đúng", "Dung", "Thật", "True", "5"),
}


@pytest.mark.parametrize("rating", Rating)
def test_what_newsrooms_write_is_read(rating: Rating) -> None:
    """Ids, places 1 to 5 and words of either language, in any case and punctuation, are one place on the scale."""
    assert dict.fromkeys(WRITTEN[rating], rating) == {words: RatingWords().read(words) for words in WRITTEN[rating]}


@pytest.mark.parametrize("words", ["", "Ngon", "đứng", "giá", 0, 6, 2.5, True, None, [], "11", "sai đúng", "đúng sai"])
def test_what_is_not_on_the_scale_is_not_guessed_at(words: object) -> None:
    """Other words, other numbers, and words that differ by a tone mark mean nothing."""
    assert RatingWords().read(words) is None


def test_letters_may_be_composed_in_any_way() -> None:
    """Decomposed letters and a tone mark on the other vowel are the same word."""
    words = RatingWords()
    assert Rating.FALSE == words.read(unicodedata.normalize("NFD", "Lừa đảo"))
    assert words.read("hoàn toàn sai") == words.read("hòan tòan sai") == Rating.FALSE


def test_a_desk_has_its_own_words() -> None:
    """They count before the common ones."""
    words = RatingWords({"Tin vịt!": Rating.FALSE, "tin đồn": Rating.FALSE})
    assert [Rating.FALSE, Rating.FALSE, Rating.UNPROVEN] == [words.read(one) for one in ("TIN VỊT", "Tin đồn", "rumor")]


def test_no_words_mean_two_things() -> None:
    """Each stands at one place, each place's own names among them; without diacritics they mean the same."""
    everything = [
        plain(one) for text in KNOWN.values() for line in text.splitlines() for one in line.split(";") if plain(one)
    ]
    assert len(everything) == len(set(everything))
    for rating in Rating:
        for language in LANGUAGES:
            assert rating == RatingWords().read(rating.words(language))
            assert rating == RatingWords().read(fold_quickly(rating.words(language)))
