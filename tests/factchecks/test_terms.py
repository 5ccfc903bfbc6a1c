"""Terms: the same for every way in which people type the same words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.factchecks.terms import key, pairs_of, stems_of, words_of


@pytest.mark.parametrize(
    "typed", ["Lãi suất tăng", "lai suat tang", "LÃI SUẤT TĂNG!", "lãi suất, tăng", "lãi suất tăng"]
)
def test_diacritics_case_and_signs_make_no_difference(typed: str) -> None:
    """However a phrase is typed, its words are the same."""
    assert ["lai", "suat", "tang"] == words_of(typed)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("xem https://www.kiem-chung.example/bai/1?x=2 nhé", ["xem", "kiem", "chung", "example", "nhe"]),
        ("see https://t.co/n05pyyNtYT now", ["see", "now"]),
        ("see pic.twitter.com/0eJtwJyS1J now", ["see", "now"]),
        ("lên tracuu-vidu.example xem", ["len", "tracuu", "vidu", "example", "xem"]),
        ("#AustralianFires @CenterForBioDiv", ["australian", "fires", "center", "for", "bio", "div"]),
    ],
)
def test_of_an_address_the_host_is_words_and_tags_are_taken_apart(text: str, words: list[str]) -> None:
    """Letters by chance are no words; the name of a site is, and so are the words of a tag."""
    assert words == words_of(text)


def test_the_forms_of_a_word_share_a_term_and_a_long_one_stands_whole_too() -> None:
    """An ending changes nothing, a syllable is never cut, and the name of a site is told from its neighbours."""
    assert stems_of(["flooded"])[0] == stems_of(["flooding"])[0] == "flood"
    assert ["nghieng"] == stems_of(["nghieng"])
    assert ["tracu", "tracuuvidu"] == stems_of(["tracuuvidu"])
    assert ["123456789", "123456789"][:1] == stems_of(["123456789"])[:1]


def test_pairs_are_of_neighbouring_syllables_only() -> None:
    """A word of another language between two syllables keeps them apart."""
    assert ["lai suat", "suat tang"] == pairs_of(["lai", "suat", "tang"])
    assert [] == pairs_of(["lai", "bitco", "suat"])


def test_letters_written_without_spaces_are_taken_two_by_two() -> None:
    """Thai or Chinese has no words to cut; neighbours are compared instead."""
    assert ["假新", "新聞"] == stems_of(["假新聞"])


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    """Whatever stands in a text, its terms are made, and each has a key of eight bytes."""
    for term in stems_of(words_of(text)):
        assert 8 == len(key(term))
