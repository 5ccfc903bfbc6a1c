"""Counts of a run, and the worst of what it found."""

from __future__ import annotations

import pyarrow as pa

from kiemtin.lookalikes.columns import SCHEMA
from kiemtin.watch.days import Count
from kiemtin.watch.tally import SHOWN, SHOWN_EACH, Tally


def _rows(organisation: str, *scores: float, verdict: str = "impersonates") -> pa.Table:
    row = {"verdict": verdict, "organisation": organisation, "technique": "combosquat"}
    names = [{"domain": f"{organisation}{score}.Top.", "score": score, **row} for score in scores]
    return pa.Table.from_pylist(names, schema=SCHEMA)


def test_imitations_are_counted() -> None:
    """By organisation, technique, ending and file; what only bears a name is not among them."""
    tally = Tally()
    tally.add(_rows("tiki", 0.5, 0.6), "a.txt", 10)
    tally.add(_rows("tiki", 0.9, verdict="bears-name"), "a.txt", 5)
    tally.add(_rows("bidv", 0.9), "b.txt", 7)
    assert {"tiki": 2, "bidv": 1} == tally.organisations
    assert {"combosquat": 3} == tally.techniques
    assert {".top": 3} == tally.endings
    assert {"a.txt": Count(15, 2), "b.txt": Count(7, 1)} == tally.feeds
    assert Count(22, 3) == tally.total


def test_the_worst_of_each_organisation_are_kept() -> None:
    """The worst first, whatever the order in which they came; the organisation imitated most comes first."""
    tally = Tally()
    tally.add(_rows("bidv", 0.99), "feed.txt", 1)
    tally.add(_rows("tiki", *(n / 1000 for n in range(100, 300)), 0.05), "feed.txt", 201)
    (first, rows), (second, others) = tally.worst()
    assert ("tiki", "bidv") == (first, second)
    assert [n / 1000 for n in range(299, 299 - SHOWN_EACH, -1)] == [row["score"] for row in rows]
    assert [0.99] == [row["score"] for row in others]


def test_no_organisation_crowds_out_the_others() -> None:
    """Each has its worst names on the page before another has more of them."""
    tally = Tally()
    for count in range(20):
        tally.add(_rows(f"loud{count}", *(0.9 + n / 10_000 for n in range(100))), "feed.txt", 100)
    tally.add(_rows("quiet", 0.5), "feed.txt", 1)
    worst = dict(tally.worst())
    assert SHOWN == sum(map(len, worst.values()))
    assert 1 == len(worst["quiet"])
