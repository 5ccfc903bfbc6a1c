"""Whether a review found is about the same claim: how it stands out from the rest of its own collection.

No fixed similarity says that: in a collection about one subject everything is near, in a mixed one nothing is. So each
figure is set beside the others of the same question: how many standard deviations the best lies above the candidates
that are surely something else, and how far it is ahead of the next. A logistic regression (``tools/train_decision.py``)
turns that into a probability.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemtin.factchecks.measures import MOST_ABOVE, PRIOR, SURELY_OTHER, USUAL_MEANING, USUAL_WORDS
from kiemtin.factchecks.model import matched, model_of
from kiemtin.factchecks.values import Match

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kiemtin.factchecks.ranking import Candidates


FEATURES = (
    "words",
    "grams",
    "length",
    "covered",
    "words-above",
    "words-ahead",
    "meaning",
    "meaning-above",
    "meaning-ahead",
)
WORD_FEATURES = 6


@dataclass(frozen=True, slots=True)
class Evidence:
    """The best rows for one claim, best first, with their scores and features [n, FEATURES]."""

    rows: tuple[int, ...]
    scores: tuple[float, ...]
    features: NDArray[np.float32]
    has_meaning: bool

    @classmethod
    def of(
        cls,
        found: Candidates,
        nearness: NDArray[np.float32] | None,
        best: tuple[NDArray[np.int64], NDArray[np.float32]],
        covered: NDArray[np.float32],
    ) -> Evidence:
        """What speaks for the ``best`` places of ``found``, given with the scores of all; ``covered`` is theirs."""
        import numpy as np

        order, scores = best
        shown = len(order)
        columns = [
            found.words[order],
            found.grams[order],
            np.full(shown, math.log(1 + found.length), np.float32),
            covered,
        ]
        columns += [_above(found.lexical, found.lexical, USUAL_WORDS)[order], _ahead(found.lexical)[order]]
        if nearness is None:
            columns += [np.zeros(shown, np.float32)] * 3
        else:
            near = nearness[found.rows]
            columns += [near[order], _above(near, nearness, USUAL_MEANING)[order], _ahead(near)[order]]
        features = np.stack(columns, 1).astype(np.float32) if shown else np.zeros((0, len(FEATURES)), np.float32)
        rows = tuple(int(row) for row in found.rows[order])
        return cls(rows, tuple(float(score) for score in scores[order]), features, nearness is not None)


def _above(
    values: NDArray[np.float32], background: NDArray[np.float32], usual: tuple[float, float]
) -> NDArray[np.float32]:
    """How many standard deviations each value lies above those that are surely something else.

    A collection of a few reviews has no distribution to speak of: there the ``usual`` mean and deviation count more.
    """
    import numpy as np

    rest = np.sort(background)[:-SURELY_OTHER].astype(np.float64)
    usual_mean, usual_spread = usual
    known = len(rest) + PRIOR
    mean = (rest.sum() + PRIOR * usual_mean) / known
    spread = ((rest - mean) ** 2).sum() + PRIOR * (usual_spread**2 + (usual_mean - mean) ** 2)
    above: NDArray[np.float64] = (values - mean) / math.sqrt(spread / known)
    return np.minimum(above, MOST_ABOVE).astype(np.float32)


def _ahead(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """How far each value is ahead of the best other one, as a share of it; behind is negative."""
    import numpy as np

    if len(values) < 2:
        return np.zeros(len(values), np.float32)
    first, second = (float(one) for one in np.sort(values)[-1:-3:-1])
    best_other = np.where(values >= first, second, first)
    ahead: NDArray[np.float32] = (values - best_other) / max(first, 1e-6)
    return ahead


def decide(evidence: Evidence, at: int, words: int) -> tuple[float, Match | None]:
    """The probability that the review at a place of ``evidence`` is about the claim, and what that makes it.

    ``words`` is how many different words the claim says.
    """
    model = model_of("words-and-meaning" if evidence.has_meaning else "words")
    probability = model.probability(evidence.features[at].tolist())
    return probability, matched(model, probability, words)
