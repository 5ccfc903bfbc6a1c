"""The probability that a review is about the same claim, from what speaks for it; and what is made of it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from kiemtin.factchecks.values import Match

ANY_CLAIM, WHOLE_CLAIM = 3, 6
"""Words of a question below which it says nothing, and below which it is too little to be the same as a claim."""


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic regression and the probabilities from which on a match is called the same, or related."""

    weights: tuple[float, ...]
    bias: float
    same: float
    related: float

    def probability(self, features: Iterable[float]) -> float:
        """The probability that the claim is the same."""
        total = self.bias + sum(weight * float(value) for weight, value in zip(self.weights, features, strict=False))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def model_of(name: str) -> Model:
    """One of ``models()``."""
    return models()[name]


def matched(model: Model, probability: float, words: int) -> Match | None:
    """What a probability makes of a review, for a question of so many different words."""
    if words < ANY_CLAIM or probability < model.related:
        return None
    return Match.SAME if probability >= model.same and words >= WHOLE_CLAIM else Match.POSSIBLY_RELATED


@lru_cache(maxsize=1)
def models() -> dict[str, Model]:
    """The models for ``words`` alone and for ``words-and-meaning``."""
    raw = json.loads(files("kiemtin.factchecks").joinpath("data/decision.json").read_text("utf-8"))
    return {
        name: Model(tuple(one["weights"].values()), one["bias"], one["same"], one["related"])
        for name, one in raw["models"].items()
    }
