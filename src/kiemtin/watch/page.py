"""The summary of a run as one self-contained page: no script, no request, no address that can be clicked."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

import pyarrow as pa
from jinja2 import Environment, StrictUndefined, Template

from kiemtin.evidence.messages import Language, render
from kiemtin.formats.visible import visible
from kiemtin.lookalikes import Verdict
from kiemtin.watch.screen import Summary

SHOWN = 500
"""Names on the page, the worst; all of them are in the output."""

BARS = 20
"""Rows of each chart."""


@dataclass(slots=True)
class Tally:
    """What a run found, counted while it runs; of the rows only the worst are kept."""

    organisations: Counter[str] = field(default_factory=Counter)
    techniques: Counter[str] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)
    feeds: Counter[str] = field(default_factory=Counter)
    _worst: list[tuple[float, int, dict[str, Any]]] = field(default_factory=list)

    def add(self, rows: pa.Table, feed: str) -> None:
        """Count the imitations among these rows of one feed."""
        for row in rows.to_pylist():
            if row["verdict"] != Verdict.IMPERSONATES:
                continue
            self.organisations[row["organisation"]] += 1
            self.techniques[row["technique"]] += 1
            self.endings["." + row["domain"].rstrip(".").rpartition(".")[2].lower()] += 1
            self.feeds[feed] += 1
            entry = (row["score"], self.feeds.total(), row)
            (heapq.heappush if len(self._worst) < SHOWN else heapq.heappushpop)(self._worst, entry)

    @property
    def worst(self) -> list[dict[str, Any]]:
        """The likeliest imitations, the worst first."""
        return [row for _, _, row in sorted(self._worst, key=lambda entry: (-entry[0], entry[1]))]


@dataclass(frozen=True, slots=True)
class _Bar:
    label: str
    count: int
    share: float


def to_page(tally: Tally, summary: Summary, names: dict[str, str], language: Language) -> str:
    """The page in ``language``; ``names`` gives the short name of each organisation by its id."""

    def say(message_id: str, **values: str | int) -> str:
        return render(message_id, values, language)

    charts = [
        (say("screen.organisations"), _bars(tally.organisations, names)),
        (say("screen.techniques"), _bars(tally.techniques, {one: say(f"technique.{one}") for one in tally.techniques})),
        (say("screen.endings"), _bars(tally.endings, {})),
        (say("screen.feeds"), _bars(tally.feeds, {}, in_order=True) if len(tally.feeds) > 1 else []),
    ]
    return _template().render(
        language=language,
        say=say,
        summary=summary,
        charts=[(title, bars) for title, bars in charts if bars],
        worst=[{**row, "parts": _around(row), "name": names.get(row["organisation"], "")} for row in tally.worst],
        total=tally.feeds.total(),
    )


def _bars(counts: Counter[str], labels: dict[str, str], *, in_order: bool = False) -> list[_Bar]:
    chosen = list(counts.items())[-BARS:] if in_order else counts.most_common(BARS)
    most = max((count for _, count in chosen), default=1)
    return [_Bar(visible(labels.get(key, key)), count, count / most) for key, count in chosen]


def _around(row: dict[str, Any]) -> tuple[str, str, str]:
    """The name in three: before the letters that imitate, these, and behind them."""
    domain, matched = row["domain"], row["matched"]
    at = domain.lower().find(matched)
    if at < 0:
        return visible(domain), "", ""
    return visible(domain[:at]), visible(domain[at : at + len(matched)]), visible(domain[at + len(matched) :])


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(files("kiemtin.watch").joinpath("screen.html.jinja").read_text("utf-8"))
