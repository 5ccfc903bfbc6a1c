"""Stage 2, second half: features to a probability, by weights and trees anybody can read (``data/weights.json``).

Logistic regression, one set of weights for each kind of likeness (``strong``, ``typo``, ``weak``), and boosted trees
(Friedman 2001), of which each asks up to five questions. All of them add what they learnt to the log-odds. Trained by
``tools/train_lookalikes.py`` on labelled impersonations against popular names, cross-validated by organisation.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from operator import mul
from typing import Any, TypeAlias

from kiemtin.lookalikes.features import Features

NAMED_IN_MESSAGE = {"strong": 2.0, "typo": 5.5, "weak": 3.0}
"""Added log-odds where the message around the link speaks of the same organisation: set by hand, not trained. The more
the letters alone leave open, the more it says that they meet the very name in the message."""


DEPTH = 5
"""Questions that each tree asks; one that knows the answer sooner asks some that decide nothing."""

Node: TypeAlias = tuple[int, float, Any, Any]
"""The place of a feature, how much it may be at most, and the answer (a node, or log-odds) if so and if not."""


@lru_cache(maxsize=1)
def model() -> dict[str, Any]:
    """The trees as written by the training script, with what they were trained on."""
    data: dict[str, Any] = json.loads(files("kiemtin.lookalikes").joinpath("data/weights.json").read_text("utf-8"))
    return data


@dataclass(frozen=True, slots=True)
class Compiled:
    """The model as it is reckoned with: features by place, biases and weights by group, and trees."""

    features: tuple[str, ...]
    lines: dict[str, tuple[float, list[float]]]
    trees: tuple[Node, ...]


@lru_cache(maxsize=1)
def compiled() -> Compiled:
    """The model, ready to be asked."""
    written = model()
    weighed = {name for group in written["groups"].values() for name in group["weights"]}
    asked = tuple(sorted(weighed | set(written["questions"])))
    places = {name: place for place, name in enumerate(asked)}
    lines = {
        name: (written["bias"] + group["bias"], [group["weights"].get(one, 0.0) for one in asked])
        for name, group in written["groups"].items()
    }
    return Compiled(asked, lines, tuple(_node(tree, places, DEPTH) for tree in written["trees"]))


def _node(written: dict[str, Any] | float, places: dict[str, int], depth: int) -> Any:
    if depth == 0:
        return written
    if not isinstance(written, dict):
        answer = _node(written, places, depth - 1)
        return (0, math.inf, answer, answer)
    answers = (_node(written[answer], places, depth - 1) for answer in ("then", "else"))
    return (places[written["if"]], written["at_most"], *answers)


def log_odds(group: str, values: dict[str, float]) -> float:
    """What weights and trees together make of these features; a feature that is not there is 0."""
    ready = compiled()
    seen = [values.get(name, 0.0) for name in ready.features]
    bias, weights = ready.lines[group]
    total: float = bias + sum(map(mul, seen, weights))
    for tree in ready.trees:  # each question written out: this is the innermost loop
        place, at_most, then, otherwise = tree
        place, at_most, then, otherwise = then if seen[place] <= at_most else otherwise
        place, at_most, then, otherwise = then if seen[place] <= at_most else otherwise
        place, at_most, then, otherwise = then if seen[place] <= at_most else otherwise
        place, at_most, then, otherwise = then if seen[place] <= at_most else otherwise
        total += then if seen[place] <= at_most else otherwise
    return total


def probability(seen: Features, *, named: bool = False) -> float:
    """The probability (0..1) that a candidate with these features imitates the organisation."""
    logit = log_odds(seen.group, seen.values)
    logit += NAMED_IN_MESSAGE[seen.group] if named else 0.0
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))
