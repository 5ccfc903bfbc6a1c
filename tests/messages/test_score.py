"""The score: small, readable, and never a name."""

from __future__ import annotations

import pytest

from kiemtin.messages.message import Named, Thing
from kiemtin.messages.score import Weights, bundled_weights, features_of
from tests.messages.reading import finder


def test_the_score_is_the_logistic_sum_of_its_weights() -> None:
    """Unknown features add nothing."""
    weights = Weights("", -1.0, 0.5, {"otp": 2.0})
    assert 0.2689 == pytest.approx(weights.probability([]), abs=1e-4)
    assert 0.7311 == pytest.approx(weights.probability(["otp", "hom"]), abs=1e-4)


def test_a_message_is_no_scam_by_being_long() -> None:
    """The sum is divided by the root of the number of known features: four of one weight count as two."""
    weights = Weights("", -1.0, 0.5, dict.fromkeys("abcd", 1.0))
    assert weights.probability("a") == pytest.approx(0.5)
    assert weights.probability("abcd") == pytest.approx(Weights("", -1.0, 0.5, {"a": 2.0}).probability("a"))


def test_features_are_words_pairs_things_and_signals() -> None:
    """A link is a link whatever it says, and an organisation's name is nobody's in particular."""
    text = "Sao Mai gửi mã example.vn"
    message = finder().message(text, (Thing("link", 15, 25),), (Named("sao-mai", 0, 7),))
    words = {"<organisation>", "gui", "ma", "<link>"}
    pairs = {"<organisation> gui", "gui ma", "ma <link>"}
    assert words | pairs | {"signal:ask-visit"} == features_of(message, ["ask-visit"])


def test_the_weights_are_few_and_can_be_read() -> None:
    """Some thousand words and pairs with one number each."""
    weights = bundled_weights()
    assert 1000 < len(weights.features) <= 3000
    assert all(abs(weight) < 20 for weight in weights.features.values())
    assert 0.5 <= weights.threshold < 1


def test_no_name_of_a_person_has_a_weight() -> None:
    """Frequent names in the training messages are left out."""
    words = {word for feature in bundled_weights().features for word in feature.split()}
    assert not {"nguyen", "tran", "pham", "huynh", "phuong", "thuy", "linh"} & words
