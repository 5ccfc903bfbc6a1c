"""Folding: plain views whose characters know where they came from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.text.fold import fold, fold_word


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("Ngân hàng", "ngan hang"),
        ("ĐƯỜNG đặc biệt", "duong dac biet"),
        ("Ｔｉｎ", "tin"),
        ("vіetcombank", "vietcombank"),
        ("ng\u200bân", "ngan"),
        ("nga\u0302n", "ngan"),
        ("①②", "12"),
    ],
)
def test_folding(word: str, folded: str) -> None:
    """Diacritics, compatibility forms, look-alikes and invisible characters go; the reading stays."""
    assert folded == fold_word(word) == fold(word).text


@given(st.text(st.characters(codec=None)))
def test_every_folded_character_has_an_origin(text: str) -> None:
    """Origins are as many as characters, in order, and within the original."""
    view = fold(text)
    assert len(view.text) == len(view.origins)
    assert sorted(view.origins) == list(view.origins)
    assert all(0 <= origin < len(text) for origin in view.origins)


def test_spans_lead_back() -> None:
    """A span of the folded view covers what it was read from, invisible characters included."""
    view = fold("xin vi\u200bệt nam")
    start = view.text.index("viet")
    assert (4, 9) == view.span(start, start + 4)
