"""How usual letters are, from a table that holds no name."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from kiemtin.lookalikes.letters import EDGE, MAX_BEFORE, SYMBOLS, Letters, letters, plain

ROWS = {"": "!" * 28 + "%", "a": "!%)" + "!" * 26}


def test_a_surprise_is_read_from_the_longest_run_there_is() -> None:
    """After ``a`` there is a row; after ``ba`` none, so that of ``a`` counts."""
    assert [0.0, 0.0, 2.0] == Letters(ROWS).surprises("ba0")


def test_what_stands_before_counts_but_is_not_counted() -> None:
    """One letter asked for, one surprise given."""
    assert [1.0] == Letters(ROWS).surprises("-", before="a")


def test_four_ways_to_stand_in_a_label() -> None:
    """Anywhere, at the beginning, at the end, and alone."""
    usual = letters().usual("bank")
    assert usual.anywhere == sum(letters().surprises("bank"))
    assert usual.whole == sum(letters().surprises("bank" + EDGE, EDGE))
    assert usual.at_end > usual.anywhere


def test_everyday_letters_surprise_less_than_random_ones() -> None:
    """That is all the table is for."""
    assert letters().usual("home").whole < letters().usual("xqzv").whole


@given(st.text())
def test_any_text_has_surprises(text: str) -> None:
    """One for each letter, whatever alphabet it is from."""
    assert len(text) == len(plain(text)) == len(letters().surprises(plain(text)))
    assert set(plain(text)) <= set(SYMBOLS) - {EDGE}


def test_no_name_can_be_looked_up() -> None:
    """The table knows runs of a few letters, and only those that many names share."""
    assert max(map(len, letters().rows)) == MAX_BEFORE
    assert {len(SYMBOLS)} == set(map(len, letters().rows.values()))


def test_the_table_is_read_quickly() -> None:
    """A check of one link waits for it: well under a tenth of a second."""
    letters.cache_clear()
    before = time.process_time()
    letters()
    assert time.process_time() - before < 0.1
