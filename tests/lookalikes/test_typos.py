"""Slips of the finger: distance, the place of a misspelling, and the index that finds it."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kiemtin.lookalikes.typos import (
    DOUBLED,
    FAR,
    MAX_COST_ONE_SLIP,
    MAX_COST_TWO_SLIPS,
    NEAR,
    SWAPPED,
    TypoIndex,
    deletions,
    is_near,
    locate,
    one_slip,
    slips_allowed,
)

words = st.text("abcdemnorstuv", min_size=1, max_size=14)


@pytest.mark.parametrize(
    ("word", "cost"),
    [
        ("saomaibank", 0),
        ("saomaibannk", DOUBLED),  # a letter doubled
        ("samoaibank", SWAPPED),  # neighbours swapped
        ("saomaubank", NEAR),  # a neighbouring key
        ("saonaibank", NEAR),  # a look-alike
        ("saomaibxank", FAR),  # a strange letter
        ("saomaiank", FAR),  # a letter missing
        ("saomailank", FAR),  # a strange letter for another
    ],
)
def test_each_slip_has_its_price(word: str, cost: float) -> None:
    """Slips that fingers and eyes make are cheaper than strange letters."""
    assert cost == pytest.approx(one_slip(word, "saomaibank"))


@given(words, words)
def test_a_slip_costs_nothing_only_between_equal_words(one: str, other: str) -> None:
    """No slip is free, and no difference goes unnoticed."""
    assert (one == other) == (one_slip(one, other) == 0)


@given(words, words)
def test_a_slip_costs_the_same_in_both_directions(one: str, other: str) -> None:
    """A letter too many here is a letter missing there."""
    assert one_slip(one, other) == one_slip(other, one)


@pytest.mark.parametrize("word", ["saomaibanc", "soamiabank", "saomaibankss", "", "vietnam"])
def test_more_than_one_slip_has_no_price(word: str) -> None:
    """Two slips, or another word altogether; one slip has a price."""
    assert (word == "saomaibanc") == math.isfinite(one_slip(word, "saomaibank"))


@given(words, words, words)
def test_locate_finds_a_planted_word(before: str, word: str, after: str) -> None:
    """A word that stands in a window unharmed is found at no cost, and the place reads back as the word."""
    window = before + word + after
    cost, start, end = locate(window, word, len(before))
    assert 0 == cost
    assert word == window[start:end]


@given(words, st.text("abcdemnorstuv", min_size=5, max_size=14), words, st.integers(0, 2**32))
def test_a_planted_slip_is_near_and_costs_what_it_costs(before: str, word: str, after: str, seed: int) -> None:
    """Letters around a misspelt word can only help, and the filter before the search does not lose it."""
    slipped = random.Random(seed).choice([one for one in deletions(word) if one != word])
    window = before + slipped + after
    cost, start, end = locate(window, word, len(before))
    assert cost <= one_slip(slipped, word) + 1e-9
    assert 0 <= start <= end <= len(window)
    assert is_near(window, word)


def test_what_is_far_is_not_near() -> None:
    """Two slips are near, three are not; a swap is one slip."""
    assert is_near("xxsaomaibankxx", "saomaibank")
    assert is_near("xxsoamiabankxx", "saomaibank")
    assert not is_near("xxsoamiabaknxx", "saomaibank")
    assert not is_near("", "saomaibank")


def test_short_words_may_not_carry_slips() -> None:
    """A word of three letters has too many honest neighbours; long words may carry two slips."""
    assert [0, 1, 1, 2] == [slips_allowed(length) for length in (3, 4, 7, 8)]


def test_deletions_hold_the_word_and_each_shorter_form() -> None:
    """One form per letter left out, and the word itself."""
    assert ["abc", "bc", "ac", "ab"] == deletions("abc")


def _found(index: TypoIndex, label: str) -> set[str]:
    return {slip.word for slip in index.slips(label, [(0, len(label))])}


def test_the_index_finds_short_words_only_as_a_whole_run() -> None:
    """``bodv`` stands for ``bidv``; inside other letters it is chance."""
    index = TypoIndex(["bidv"])
    assert {"bidv"} == _found(index, "bodv")
    assert set() == _found(index, "bodvxyz")


def test_the_index_does_not_report_words_spelt_right() -> None:
    """A word without a slip is no typo."""
    assert set() == _found(TypoIndex(["bidv", "saomaibank"]), "saomaibank")


@given(word=st.text("abcdefghijklmnopqrstuvwxyz", min_size=8, max_size=14), seed=st.integers(0, 2**32))
def test_the_index_finds_every_cheap_slip_in_long_words(word: str, seed: int) -> None:
    """Two neighbouring letters swapped, or one doubled, is found wherever it happens: the filter loses nothing."""
    chance = random.Random(seed)
    at = chance.randrange(len(word) - 1)
    doubled = word[:at] + word[at] + word[at:]
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    index = TypoIndex([word])
    for label in (f"vn{doubled}24h", f"vn{swapped}24h"):
        assume(word not in label)
        slips = list(index.slips(label, [(0, len(label))]))
        assert [word] == [slip.word for slip in slips if slip.word == word][:1]
        assert all(0 < slip.cost <= MAX_COST_TWO_SLIPS for slip in slips)


def test_no_slip_costs_more_than_its_limit() -> None:
    """What costs more is another word, not a typo."""
    index = TypoIndex(["bidv", "momo", "saomaibank"])
    for label in ("bodv", "mom0", "saonaibonk", "saomaybanc"):
        for slip in index.slips(label, [(0, len(label))]):
            assert slip.cost <= (MAX_COST_TWO_SLIPS if len(slip.word) >= 8 else MAX_COST_ONE_SLIP)


def test_the_same_name_gives_the_same_slips_in_the_same_order() -> None:
    """A report can be made again: nothing depends on the order in which a set happens to be walked."""
    index = TypoIndex(["saomaibank", "saomaibanc", "saomalbank"])
    label = "saomaibonk-saomaubank"
    runs = [(0, 10), (11, 21)]
    assert list(index.slips(label, runs)) == list(index.slips(label, runs))
    assert sorted(s.word for s in index.slips(label, runs)) != []
