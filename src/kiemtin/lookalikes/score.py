"""Stage 2, second half: features to a probability, by weights anybody can read (``data/weights.json``).

Logistic regression, one set of weights for each of three kinds of likeness (``strong``, ``typo``, ``weak``), trained by
``tools/train_lookalikes.py`` on labelled impersonations against popular names, cross-validated by organisation.
"""

from __future__ import annotations

import json
import math
from functools import lru_cache
from importlib.resources import files
from typing import Any

from kiemtin.lookalikes.features import Features

NAMED_IN_MESSAGE = {"strong": 2.0, "typo": 5.5, "weak": 3.0}
"""Added log-odds where the message around the link speaks of the same organisation: set by hand, not trained. The more
the letters alone leave open, the more it says that they meet the very name in the message."""


@lru_cache(maxsize=1)
def model() -> dict[str, Any]:
    """The weights as written by the training script, with what they were trained on."""
    data: dict[str, Any] = json.loads(files("kiemtin.lookalikes").joinpath("data/weights.json").read_text("utf-8"))
    return data


def probability(seen: Features, *, named: bool = False) -> float:
    """The probability (0..1) that a candidate with these features imitates the organisation."""
    group = model()["groups"][seen.group]
    weights = group["weights"]
    logit = group["bias"] + sum(weights.get(name, 0.0) * value for name, value in seen.values.items())
    logit += NAMED_IN_MESSAGE[seen.group] if named else 0.0
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))
