"""Every figure of ``docs/lookalikes.md`` about lookalikes, in one run: speed, slowdown, memory, and recall.

Usage: ``python benchmarks/links.py DATA [--names N] [--only speed,memory,recall,check]``, where DATA holds
``popular_dev.tsv.gz``, ``impersonations_dev.tsv``, ``synthetic_dev.tsv``, ``officials.tsv`` and
``officials_probable.tsv``. Peers that are installed (``pip install opensquat impersonation-detector``) are given the
first names of the same feed, and keywords or protected names of the same organisations. Recall needs scikit-learn.

Seconds are of processor time on one core, for the machine may be shared; each speed is the best of several runs.
"""

from __future__ import annotations

import os

os.environ["POLARS_MAX_THREADS"] = "1"  # before Polars is loaded

import argparse
import importlib.util
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

import polars as pl
import pyarrow as pa

from kiemtin.lookalikes import Matcher
from kiemtin.organisations import Alias, Fact, Register, bundled_register
from kiemtin.watch.engines.local import Local
from kiemtin.watch.screen import Summary, Wanted, screen

PEER_NAMES = 500
"""Names that a peer is given: some need a second for a hundred."""

RUNS = 3
MANY = 1000
DRAFT = 183
"""Organisations of the aims: one, those of the first register, and a thousand."""

IN_MEMORY = 10_000_000

CONSONANTS, VOWELS = "bcdghklmnprstvx", "aeiou"
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def names_of(data: Path, count: int) -> list[str]:
    """So many names: the popular ones, then each with one letter changed."""
    popular = pl.read_csv(data / "popular_dev.tsv.gz", separator="\t")["domain"].to_list()
    names = list(popular)
    chooser = random.Random(1)  # noqa: S311 - a repeatable feed, not a secret
    while len(names) < count:
        for name in popular:
            at = chooser.randrange(max(1, name.rfind(".")))
            names.append(name[:at] + chooser.choice(LETTERS) + name[at + 1 :])
    return names[:count]


def many(register: Register, count: int) -> Register:
    """The register with invented organisations, each with one name of six to ten letters, up to ``count``."""
    chooser, ours = random.Random(2), list(register)  # noqa: S311
    taken = {alias.value for one in ours for alias in one.aliases}
    while len(ours) < count:
        pairs = zip(*(chooser.choices(kind, k=chooser.randint(3, 5)) for kind in (CONSONANTS, VOWELS)), strict=False)
        name = "".join(map("".join, pairs))
        if name not in taken:
            taken.add(name)
            one = replace(ours[0], id=name, domains=(Fact(f"{name}.example"),), aliases=(Alias(name),), tenants=())
            ours.append(replace(one, hotlines=(), senders=(), channels=(), words=()))
    return Register(tuple(ours[:count]), register.version)


def seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """The least processor time that ``work`` took."""
    taken = []
    for _ in range(runs):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return min(taken)


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


def run(path: Path, matcher: Matcher) -> Summary:
    """One feed from file to results."""
    (summary,) = (one for one in screen([path], Local(matcher), Wanted()) if isinstance(one, Summary))
    return summary


def speed(names: list[str], folder: Path) -> None:
    """Names a second, end to end and stage 1 alone, for a growing register; then the peers."""
    feed, bundled = folder / "feed.txt", bundled_register()
    feed.write_text("\n".join(names) + "\n", "utf-8")
    column = pl.Series(names)
    rates: dict[str, float] = {}
    registers = [many(bundled, count) for count in (1, DRAFT, len(bundled), MANY)]
    for register in registers:
        matcher = Matcher(register)
        matcher.match_table(pa.table({"domain": names[:1000]}))  # start-up
        rates[f"end to end, {len(register)} organisations"] = len(names) / seconds(partial(run, feed, matcher))
        sift = partial(matcher.tables.sift, column)
        rates[f"stage 1 alone, {len(register)} organisations"] = len(names) / seconds(sift)
    for peer, work in PEERS.items():
        if importlib.util.find_spec(peer) is None:
            print(f"{peer}: not installed", file=sys.stderr)
            continue
        rates[peer] = PEER_NAMES / seconds(partial(work, names[:PEER_NAMES], many(bundled, DRAFT)), runs=1)
    for what, rate in rates.items():
        times = "".join(f"  × {rate / rates[peer]:8,.0f} {peer}" for peer in PEERS if peer in rates)
        print(f"{what:40} {rate:11,.0f} names/s{times}")
    base = rates["end to end, 1 organisations"]
    slower = (f"{len(one)}: {base / rates[f'end to end, {len(one)} organisations']:.2f}×" for one in registers[1:])
    print(f"slower than with one organisation: {', '.join(slower)}")


def memory(names: list[str], folder: Path) -> None:
    """The most memory that ten million names take, in a process of its own."""
    feed = folder / "ten-million.txt"
    with feed.open("w", encoding="utf-8") as file:
        for start in range(0, IN_MEMORY, len(names)):
            file.writelines(f"{name}\n" for name in names[: IN_MEMORY - start])
    command = [sys.executable, "-m", "kiemtin", "screen", str(feed), "--output", str(folder / "out.csv")]
    started = time.monotonic()
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"ten million names: {time.monotonic() - started:,.0f} s, {most:,.0f} MB at most")


def recall(data: Path) -> None:
    """Recall on organisations never seen in training, by the script that trains the model."""
    script = Path(__file__).parent.parent / "tools/train_lookalikes.py"
    subprocess.run([sys.executable, str(script), str(data), "--dry-run"], check=True)


def check(data: Path) -> None:
    """What ``check`` says of bare names: recall, popular names flagged, and how long one takes."""
    matcher = Matcher(bundled_register())
    rows = pl.read_csv(data / "impersonations_dev.tsv", separator="\t", quote_char=None)
    real = rows.filter(pl.col("kind") == "impersonation")
    found = [matcher.match(name) for name in real["domain"]]
    flagged = [one is not None and one.verdict == "impersonates" for one in found]
    right = [bool(one and one.organisation == org) for one, org in zip(found, real["org"], strict=True)]
    hits = sum(flagged)
    print(f"check: {hits / len(flagged):.1%} of {len(flagged)} impersonations flagged", end=", ")
    print(f"{sum(map(all, zip(flagged, right, strict=True))) / hits:.1%} of them for the right organisation")
    popular = pl.read_csv(data / "popular_dev.tsv.gz", separator="\t")["domain"].sample(20_000, seed=5)
    print(f"check: {_share(matcher, popular):.2%} of {len(popular):,} popular names flagged")
    officials = pl.read_csv(data / "officials.tsv", separator="\t")["domain"]
    print(f"check: {_share(matcher, officials):.2%} of {len(officials):,} official names flagged")
    taken = [seconds(partial(matcher.match, name), runs=1) for name in real["domain"]]
    print(f"check: {1000 * statistics.median(taken):.2f} ms for one name (median, warm)")


def _share(matcher: Matcher, names: Iterable[str]) -> float:
    said = [one is not None and one.verdict == "impersonates" for one in map(matcher.match, names)]
    return sum(said) / len(said)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--names", type=int, default=2_000_000)
    parser.add_argument("--only", default="speed,memory,recall,check")
    arguments = parser.parse_args()
    wanted = arguments.only.split(",")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    names = names_of(arguments.data, arguments.names) if {"speed", "memory"} & set(wanted) else []
    with tempfile.TemporaryDirectory() as folder:
        if "speed" in wanted:
            speed(names, Path(folder))
        if "memory" in wanted:
            memory(names, Path(folder))
    if "check" in wanted:
        check(arguments.data)
    if "recall" in wanted:
        recall(arguments.data)


if __name__ == "__main__":
    main()
