"""Features to a probability: ``score.py`` of the parent package, compiled."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from kiemtin.lookalikes.compiled.jit import inlined
from kiemtin.lookalikes.compiled.tables import Integers, Values
from kiemtin.lookalikes.score import DEPTH, Compiled


class Weights(NamedTuple):
    """The model: for each group of likenesses a bias and a weight for each feature, and boosted trees.

    ``order`` are the features in the order in which they are added up. All trees are ``DEPTH`` questions deep, one
    after the other and each level by level: question ``q`` of a tree leads to ``2 q + 1`` where its feature is at most
    its limit, and to ``2 q + 2`` elsewhere.
    """

    order: Integers
    biases: Values
    lines: Values
    features: Integers
    limits: Values
    leaves: Values


STRONG_GROUP, TYPO_GROUP, WEAK_GROUP = range(3)
GROUPS = ("strong", "typo", "weak")

QUESTIONS, LEAVES = (1 << DEPTH) - 1, 1 << DEPTH


def weights(model: Compiled, names: tuple[str, ...]) -> Weights:
    """A trained model, for features that stand in the order of ``names``."""
    order = np.array([names.index(name) for name in model.features], dtype=np.int64)
    grown = Weights(
        order,
        np.array([model.lines[group][0] for group in GROUPS]),
        np.array([model.lines[group][1] for group in GROUPS]),
        np.zeros((len(model.trees), QUESTIONS), dtype=np.int64),
        np.zeros((len(model.trees), QUESTIONS)),
        np.zeros((len(model.trees), LEAVES)),
    )
    for at, tree in enumerate(model.trees):
        _plant(tree, grown, (at, 0))
    return grown


def _plant(tree: Any, grown: Weights, place: tuple[int, int]) -> None:
    at, question = place
    if question >= QUESTIONS:
        grown.leaves[at, question - QUESTIONS] = tree
        return
    feature, grown.limits[at, question], then, other = tree
    grown.features[at, question] = grown.order[feature]
    _plant(then, grown, (at, 2 * question + 1))
    _plant(other, grown, (at, 2 * question + 2))


@inlined
def log_odds(group: int, values: Values, weights: Weights) -> float:
    """What weights and trees together make of these features."""
    total = 0.0
    for at in range(len(weights.order)):
        total += values[weights.order[at]] * weights.lines[group, at]
    total += weights.biases[group]
    for at in range(len(weights.leaves)):
        question = 0
        for _ in range(DEPTH):
            above = values[weights.features[at, question]] > weights.limits[at, question]
            question = 2 * question + 1 + above
        total += weights.leaves[at, question - QUESTIONS]
    return total


@inlined
def probability(odds: float) -> float:
    """Log-odds as a probability, as ``score.probability`` gives it."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
