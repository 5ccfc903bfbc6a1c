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
    distance,
    locate,
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
    assert cost == pytest.approx(distance(word, "saomaibank"))


@given(words, words)
def test_distance_is_nothing_only_between_equal_words(one: str, other: str) -> None:
    """No slip is free, and no difference goes unnoticed."""
    assert (one == other) == (distance(one, other) == 0)


@given(words, words)
def test_distance_is_the_same_in_both_directions(one: str, other: str) -> None:
    """A letter too many here is a letter missing there."""
    assert math.isclose(distance(one, other), distance(other, one), abs_tol=1e-9)


@given(words, words)
def test_distance_is_at_most_rewriting_everything(one: str, other: str) -> None:
    """The cheapest way never costs more than the plain one."""
    assert distance(one, other) <= FAR * max(len(one), len(other)) + 1e-9


@given(words, words, words)
def test_locate_finds_a_planted_word(before: str, word: str, after: str) -> None:
    """A word that stands in a window unharmed is found at no cost, and the place reads back as the word."""
    window = before + word + after
    cost, start, end = locate(window, word)
    assert 0 == cost
    assert word == window[start:end]


@given(words, words)
def test_locate_never_costs_more_than_distance(window: str, word: str) -> None:
    """Free letters before and after can only help."""
    cost, start, end = locate(window, word)
    assert cost <= distance(window, word) + 1e-9
    assert 0 <= start <= end <= len(window)


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
