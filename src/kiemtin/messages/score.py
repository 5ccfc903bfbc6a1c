"""How much the words and signals of a message, taken together, resemble those of known scams.

A logistic regression over the presence of words, of pairs of neighbouring words (disguises undone, without diacritics)
and of signals, trained by ``tools/train_messages.py``; every weight stands in ``data/weights.json`` to be read. What it
decides stands in ``families.py``; it is never a reason, and never counts alone.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from kiemtin.messages.message import Message


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each feature (``otp``, ``ma otp``, ``<link>``, ``signal:ask-secret``), and where the line is."""

    version: str
    intercept: float
    threshold: float
    features: Mapping[str, float]

    def probability(self, features: Iterable[str]) -> float:
        """The share (0..1) of scams among messages with such features, as balanced in training.

        The sum is divided by the root of their number (the unit length of scikit-learn's ``normalize``), so that a
        message does not become a scam by being long.
        """
        known = [self.features[feature] for feature in features if feature in self.features]
        total = self.intercept + sum(known) / math.sqrt(len(known) or 1)
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


@lru_cache(maxsize=1)
def bundled_weights() -> Weights:
    """The weights shipped with this version."""
    data = json.loads(files("kiemtin.messages").joinpath("data/weights.json").read_text("utf-8"))
    return Weights(data["version"], data["intercept"], data["threshold"], data["features"])


def features_of(message: Message, signals: Iterable[str]) -> frozenset[str]:
    """What the score looks at: the words, pairs, kinds of things and signals of the message. No name of anybody."""
    words = list(_words(message))
    pairs = (f"{left} {right}" for left, right in pairwise(words))
    return frozenset(words) | frozenset(pairs) | {f"signal:{signal}" for signal in signals}


def _words(message: Message) -> Iterator[str]:
    """The words in order, with each thing as its kind and each name of an organisation as ``<organisation>``."""
    named = {at for first, (end, _) in message.names.items() for at in range(first, end)}
    for at, word in enumerate(message.words):
        if at not in named:
            yield f"<{message.kinds[at]}>" if message.kinds[at] else word.plain
        elif at - 1 not in named:
            yield "<organisation>"
