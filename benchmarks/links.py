"""How fast bulk screening is, against other tools for the same job, in one run on one core.

Usage: ``python benchmarks/links.py [--names N] NAMES…`` with text files of domain names (``.gz`` too). Peers that are
installed (``pip install opensquat impersonation-detector``) are given the first names of the same files, and keywords
or protected names of the same organisations. Prints domains a second, each as a multiple of the slowest.
"""

from __future__ import annotations

import os

os.environ["POLARS_MAX_THREADS"] = "1"  # before Polars is loaded

import argparse
import importlib.util
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

import pyarrow as pa

from kiemtin.lookalikes import Matcher
from kiemtin.lookalikes.sieve import Sieve
from kiemtin.lookalikes.table import clean
from kiemtin.organisations import Register, bundled_register
from kiemtin.watch.feeds import Feed
from kiemtin.watch.screen import Summary, Wanted, screen

PEER_NAMES = 500
"""Names that a peer is given: some need a second for a hundred."""


def names_of(files: list[Path]) -> Iterator[str]:
    """The names of all files."""
    for path in files:
        for names in Feed(path).batches(lambda _: None):
            yield from names


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def opensquat(names: list[str], register: Register) -> None:
    """Every name against every keyword, as its command does."""
    from opensquat.squatting_detector import SquattingDetector  # type: ignore[import-not-found]

    detector = SquattingDetector(confidence_level=1)
    for one in register:
        for alias in one.aliases:
            detector.check(alias.value, names)


def impersonation_detector(names: list[str], register: Register) -> None:
    """Every name against every protected domain."""
    from impersonation_detector.scorer import SenderScorer  # type: ignore[import-not-found]

    scorer = SenderScorer([fact.value for one in register for fact in one.domains])
    for name in names:
        scorer.score_domain(name)


PEERS = {"opensquat": opensquat, "impersonation_detector": impersonation_detector}


def some(register: Register, count: int) -> Matcher:
    """A matcher for the first organisations of the register."""
    return Matcher(register, only=[one.id for one in register][:count])


def end_to_end(path: Path, matcher: Matcher) -> float:
    """Domains a second from a file to results, after start-up."""
    summary = Summary()
    for result in screen([path], matcher, Wanted()):
        if isinstance(result, Summary):
            summary = result
    return summary.read / summary.seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--names", type=int, default=2_000_000)
    arguments = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {0})
    register = bundled_register()
    names = list(islice(names_of(arguments.files), arguments.names))
    folder = tempfile.TemporaryDirectory()
    feed = Path(folder.name) / "feed.txt"
    feed.write_text("\n".join(names) + "\n", "utf-8")
    table = pa.table({"domain": names[:1000]})
    rates: dict[str, float] = {}
    try:
        for count in (1, len(register)):
            matcher = some(register, count)
            matcher.match_table(table)  # start-up
            rates[f"end to end, {count} organisations"] = end_to_end(feed, matcher)
        column, sieve = clean(next(Feed(feed).batches(lambda _: None))), Sieve(matcher._index)
        rates[f"stage 1 alone, {len(register)} organisations"] = len(column) / seconds(lambda: sieve.look(column))
    finally:
        folder.cleanup()
    for peer, run in PEERS.items():
        if importlib.util.find_spec(peer) is None:
            print(f"{peer}: not installed", file=sys.stderr)
            continue
        rates[peer] = PEER_NAMES / seconds(partial(run, names[:PEER_NAMES], register))
    for what, rate in rates.items():
        print(f"{what:40} {rate:12,.0f} domains/s   × {rate / min(rates.values()):10,.1f}")
    print(f"{len(names):,} names; peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
