"""The terms of a few texts as arrays, for a process that is asked often and has NumPy at hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from kiemtin.factchecks.weights import Found


class Table:
    """Every term of an index, and ``nowhere`` for all others; adds up in the order asked, to the same last bit."""

    def __init__(self, known: Mapping[str, Found], nowhere: Found) -> None:
        self._ids = {term: number for number, term in enumerate(known, 1)}
        self._rarity = np.asarray([nowhere.rarity, *(found.rarity for found in known.values())])
        self._ends = np.cumsum([0, *(len(found.places) for found in known.values())])
        places = [one for found in known.values() for one in found.places]
        self._places = np.asarray([place for place, _ in places], np.int64)
        self._shares = np.asarray([share for _, share in places])

    def added_up(self, asked: Iterable[tuple[str, float]]) -> tuple[dict[int, float], float]:
        """What ``asked``, each with its importance, brings each text that has any of it, and one that has it all."""
        pairs = list(asked)
        ids = np.asarray([self._ids.get(term, 0) for term, _ in pairs], np.int64)
        weights = np.asarray([importance for _, importance in pairs]) * self._rarity[ids]
        ideal = float(np.cumsum(weights)[-1]) if pairs else 0.0
        known = ids > 0
        ends = self._ends[ids[known]]
        counts = ends - self._ends[ids[known] - 1]
        at = np.arange(counts.sum()) + np.repeat(ends - np.cumsum(counts), counts)
        places = self._places[at]
        scores = np.bincount(places, self._shares[at] * np.repeat(weights[known], counts))
        touched = np.flatnonzero(np.bincount(places))
        return dict(zip(touched.tolist(), scores[touched].tolist(), strict=True)), ideal
