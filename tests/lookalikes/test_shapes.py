"""Skeletons: what looks alike is alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.lookalikes.shapes import skeleton


@pytest.mark.parametrize(
    ("forged", "genuine"),
    [
        ("b1dv", "bidv"),
        ("sa0maibank", "saomaibank"),
        ("saornaibank", "saomaibank"),
        ("vvinbank", "winbank"),
        ("clongxanh", "dongxanh"),
        ("saоmaibаnk", "saomaibank"),  # Cyrillic o and a
        ("sαomαibank", "saomaibank"),  # Greek alpha
        ("ｓａｏmaibank", "saomaibank"),  # fullwidth
        ("sãomaibank", "saomaibank"),
        ("saomai\u200bbank", "saomaibank"),
        ("5aoma!bank", "saomaibank"),
    ],
)
def test_what_looks_alike_has_one_skeleton(forged: str, genuine: str) -> None:
    """Digits, pairs of letters, other alphabets, diacritics and invisible characters all vanish in the skeleton."""
    assert skeleton(genuine).text == skeleton(forged).text


def test_what_looks_different_stays_apart() -> None:
    """The skeleton is no mush: other letters give another one."""
    assert skeleton("saomaibank").text != skeleton("saonaibunk").text


def test_a_span_points_at_the_letters_of_the_original() -> None:
    """A pair of letters that reads as one is pointed at as the pair it is."""
    shape = skeleton("xrny")
    assert (1, 3) == shape.span(1, 2)
    assert "rn" == "xrny"[slice(*shape.span(1, 2))]


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_any_text_has_a_skeleton_whose_spans_fit(text: str) -> None:
    """No text raises, and every span lies within the original."""
    shape = skeleton(text)
    assert len(shape.text) + 1 == len(shape.starts)
    assert all(0 <= start <= len(text) for start in shape.starts)
    assert sorted(shape.starts) == list(shape.starts)


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", max_size=30))
def test_a_skeleton_is_its_own_skeleton_in_length(text: str) -> None:
    """Reducing shortens or keeps, never lengthens."""
    assert len(skeleton(text).text) <= len(text)
