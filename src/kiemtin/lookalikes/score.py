"""Stage 2, second half: features to a probability, by small trees anybody can read (``data/weights.json``).

Boosted trees (Friedman 2001): each asks up to four questions and adds to the log-odds what it learnt. Trained by
``tools/train_lookalikes.py`` on labelled impersonations against popular names, cross-validated by organisation.
"""

from __future__ import annotations

import json
import math
from functools import lru_cache
from importlib.resources import files
from typing import Any, TypeAlias

from kiemtin.lookalikes.features import Features

NAMED_IN_MESSAGE = {"strong": 2.0, "typo": 5.5, "weak": 3.0}
"""Added log-odds where the message around the link speaks of the same organisation: set by hand, not trained. The more
the letters alone leave open, the more it says that they meet the very name in the message."""


DEPTH = 4
"""Questions that each tree asks; one that knows the answer sooner asks some that decide nothing."""

Node: TypeAlias = tuple[int, float, Any, Any]
"""The place of a feature, how much it may be at most, and the answer (a node, or log-odds) if so and if not."""


@lru_cache(maxsize=1)
def model() -> dict[str, Any]:
    """The trees as written by the training script, with what they were trained on."""
    data: dict[str, Any] = json.loads(files("kiemtin.lookalikes").joinpath("data/weights.json").read_text("utf-8"))
    return data


@lru_cache(maxsize=1)
def trees() -> tuple[tuple[str, ...], float, tuple[Node, ...]]:
    """The features that are asked for, the log-odds before anything is seen, and the trees."""
    asked = tuple(sorted(model()["features"]))
    places = {name: place for place, name in enumerate(asked)}
    return asked, model()["bias"], tuple(_node(tree, places, DEPTH) for tree in model()["trees"])


def _node(written: dict[str, Any] | float, places: dict[str, int], depth: int) -> Any:
    if depth == 0:
        return written
    if not isinstance(written, dict):
        answer = _node(written, places, depth - 1)
        return (0, math.inf, answer, answer)
    answers = (_node(written[answer], places, depth - 1) for answer in ("then", "else"))
    return (places[written["if"]], written["at_most"], *answers)


def log_odds(values: dict[str, float]) -> float:
    """What all trees together make of these features; a feature that is not there is 0."""
    asked, total, grown = trees()
    seen = [values.get(name, 0.0) for name in asked]
    for tree in grown:  # each question written out: this is the innermost loop
        place, at_most, then, otherwise = tree
        place, at_most, then, otherwise = then if seen[place] <= at_most else otherwise
        place, at_most, then, otherwise = then if seen[place] <= at_most else otherwise
        place, at_most, then, otherwise = then if seen[place] <= at_most else otherwise
        total += then if seen[place] <= at_most else otherwise
    return total


def probability(seen: Features, *, named: bool = False) -> float:
    """The probability (0..1) that a candidate with these features imitates the organisation."""
    logit = log_odds(seen.values)
    logit += NAMED_IN_MESSAGE[seen.group] if named else 0.0
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))
