"""Stage 2, second half: features to a probability."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.lookalikes.features import Features
from kiemtin.lookalikes.score import NAMED_IN_MESSAGE, model, probability
from kiemtin.lookalikes.words import Explained


def _seen(group: str, **values: float) -> Features:
    return Features(group, values, (), Explained())


@pytest.mark.parametrize("group", sorted(NAMED_IN_MESSAGE))
def test_nothing_seen_gives_the_bias(group: str) -> None:
    """Without any feature the probability is that of the bias alone."""
    bias = model()["groups"][group]["bias"]
    assert 1 / (1 + math.exp(-bias)) == pytest.approx(probability(_seen(group)))


@pytest.mark.parametrize("group", sorted(NAMED_IN_MESSAGE))
def test_a_name_in_the_message_makes_it_likelier(group: str) -> None:
    """A message that speaks of the organisation adds to the odds."""
    assert probability(_seen(group), named=True) > probability(_seen(group))


@given(st.floats(-1e6, 1e6))
def test_a_probability_is_a_probability(value: float) -> None:
    """Any feature value gives a number between 0 and 1."""
    assert 0 <= probability(_seen("strong", alias_length=value)) <= 1


def test_the_weights_say_what_they_were_trained_on() -> None:
    """Whoever reads the weights can tell how they came about."""
    assert {"impersonations", "synthetic", "popular_names_drawn", "register"} == set(model()["trained_on"])
    assert set(NAMED_IN_MESSAGE) == set(model()["groups"])
