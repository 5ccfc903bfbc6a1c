"""What a run found, counted while it runs; of the rows only the worst are kept."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from kiemtin.lookalikes import Verdict
from kiemtin.watch.days import Count

SHOWN = 500
"""Names on the page, the worst; all of them are in the output."""

SHOWN_EACH = 50
"""Names of one organisation on the page."""

TURN = 5
"""Names of each organisation that come before more of another: the worst 500 may all imitate the same bank."""


@dataclass(slots=True)
class Tally:
    """Imitations by organisation, technique, ending and feed, and the worst of each organisation."""

    organisations: Counter[str] = field(default_factory=Counter)
    techniques: Counter[str] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)
    feeds: dict[str, Count] = field(default_factory=dict)
    _worst: dict[str, list[tuple[float, int, dict[str, Any]]]] = field(default_factory=dict)

    def add(self, rows: pa.Table, feed: str, read: int) -> None:
        """Count the imitations among these rows, found in ``read`` names of one feed."""
        count = self.feeds.setdefault(feed, Count())
        count.read += read
        for row in rows.to_pylist():
            if row["verdict"] != Verdict.IMPERSONATES:
                continue
            count.found += 1
            self.organisations[row["organisation"]] += 1
            self.techniques[row["technique"]] += 1
            self.endings["." + row["domain"].rstrip(".").rpartition(".")[2].lower()] += 1
            kept = self._worst.setdefault(row["organisation"], [])
            entry = (row["score"], -self.organisations.total(), {**row, "feed": feed})
            (heapq.heappush if len(kept) < SHOWN_EACH else heapq.heappushpop)(kept, entry)

    @property
    def total(self) -> Count:
        """Of all feeds."""
        total = Count()
        for count in self.feeds.values():
            total.add(count)
        return total

    def worst(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """By organisation, the one imitated most first: its imitations, the worst first; ``SHOWN`` at most."""
        kept = {one: sorted(rows, key=_worst_first) for one, rows in self._worst.items()}
        turns = [(place // TURN, *_worst_first(entry)) for rows in kept.values() for place, entry in enumerate(rows)]
        chosen = {count for _, _, count in sorted(turns)[:SHOWN]}
        shown = {one: [row for _, count, row in rows if -count in chosen] for one, rows in kept.items()}
        return [(one, shown[one]) for one, _ in self.organisations.most_common() if shown[one]]


def _worst_first(entry: tuple[float, int, dict[str, Any]]) -> tuple[float, int]:
    score, count, _ = entry
    return -score, -count
