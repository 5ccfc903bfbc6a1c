"""Stage 2, second half: features to a probability."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiemtin.lookalikes.features import Features
from kiemtin.lookalikes.score import DEPTH, NAMED_IN_MESSAGE, compiled, log_odds, model, probability
from kiemtin.lookalikes.words import Explained


def _seen(group: str, **values: float) -> Features:
    return Features(group, values, (), Explained())


def _asked_as_written(tree: dict[str, Any] | float, values: dict[str, float]) -> float:
    while isinstance(tree, dict):
        tree = tree["then"] if values.get(tree["if"], 0.0) <= tree["at_most"] else tree["else"]
    return tree


def _depth(tree: dict[str, Any] | float) -> int:
    return 1 + max(_depth(tree["then"]), _depth(tree["else"])) if isinstance(tree, dict) else 0


VALUES = st.dictionaries(st.sampled_from(compiled().features), st.floats(-40, 80), max_size=40)


@given(st.sampled_from(sorted(NAMED_IN_MESSAGE)), VALUES)
def test_the_log_odds_are_the_sum_of_all_that_is_written(group: str, values: dict[str, float]) -> None:
    """Bias, weights and trees can be followed by hand in the file."""
    written, line = model(), model()["groups"][group]
    expected = written["bias"] + line["bias"]
    expected += sum(weight * values.get(name, 0.0) for name, weight in line["weights"].items())
    expected += sum(_asked_as_written(tree, values) for tree in written["trees"])
    assert expected == pytest.approx(log_odds(group, values))
    assert 1 / (1 + math.exp(-max(-30.0, min(30.0, expected)))) == pytest.approx(probability(_seen(group, **values)))


def test_no_tree_asks_more_than_is_reckoned() -> None:
    """A deeper tree would be cut off without a word."""
    assert max(map(_depth, model()["trees"])) <= DEPTH


@pytest.mark.parametrize("group", sorted(NAMED_IN_MESSAGE))
def test_a_name_in_the_message_makes_it_likelier(group: str) -> None:
    """A message that speaks of the organisation adds to the odds."""
    assert probability(_seen(group), named=True) > probability(_seen(group))


@settings(deadline=None)  # the first call reads the model
@given(st.floats(-1e6, 1e6))
def test_a_probability_is_a_probability(value: float) -> None:
    """Any feature value gives a number between 0 and 1."""
    assert 0 <= probability(_seen("strong", unexplained=value)) <= 1


def test_the_weights_say_what_they_were_trained_on() -> None:
    """Whoever reads the weights can tell how they came about."""
    assert {"impersonations", "synthetic", "popular_names", "register"} == set(model()["trained_on"])
    assert set(NAMED_IN_MESSAGE) == set(model()["groups"])
