"""Every measured figure of ``docs/scale.md``, in one run: what one core does, and what Ray costs beside it.

Usage: ``python benchmarks/scale.py [FEED] [--names N]``. FEED is a text file of names, one a line; without it names are
made up: Vietnamese syllables, of which one in two hundred carries the name of an organisation.

Figures are of seconds of computing, user and system, for the machine may be shared: those of this process, or of every
process of the cluster (from ``/proc``). What a run needs to start is measured by itself and left out. Linux only.
"""

from __future__ import annotations

import os

os.environ["POLARS_MAX_THREADS"] = "1"  # before Polars is loaded

import argparse
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import polars as pl
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).parent))

from kiemtin.lookalikes import Matcher
from kiemtin.organisations import Register, bundled_register
from kiemtin.watch.engines import Engine, Sought
from kiemtin.watch.engines.cluster import Cluster
from kiemtin.watch.engines.frames import packed
from kiemtin.watch.engines.local import Local
from kiemtin.watch.feeds import Feed
from kiemtin.watch.screen import SLICE, Summary, Wanted, screen
from links import DRAFT, MANY, many, seconds

ONSETS = "b c d g h l m n p r s t v x ph th nh tr"
RHYMES = "a e i o u an en on inh ang"
ENDINGS = ("com", "net", "vn", "top", "xyz")

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def made_up(path: Path, count: int) -> None:
    """A feed of so many names."""
    chooser, syllables = random.Random(3), [onset + rhyme for onset in ONSETS.split() for rhyme in RHYMES.split()]  # noqa: S311
    aliases = [alias.value for one in bundled_register() for alias in one.aliases]
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            name = "".join(chooser.choices(syllables, k=chooser.randint(2, 4)))
            carried = f"{chooser.choice(aliases)}-" if number % 200 == 0 else ""
            file.write(f"{carried}{name}{number % 89}.{chooser.choice(ENDINGS)}\n")


def run(path: Path, engine: Engine) -> int:
    """How many names of a feed were screened."""
    (summary,) = (one for one in screen([path], engine, Wanted()) if isinstance(one, Summary))
    return summary.read


def reading(path: Path) -> None:
    """A feed read and made ready for others, with nothing matched: the most that one reader can hand out."""
    sizes: list[int] = []
    taken = seconds(lambda: sizes.append(sum(len(names) for names in Feed(path).batches(lambda _: None))))
    parts: list[int] = []
    with_packing = seconds(lambda: parts.append(sum(map(len, _packed(path)))))
    print(
        f"reading: {sizes[0] / taken:,.0f} names/s; read and packed: {sizes[0] / with_packing:,.0f} names/s", end=", "
    )
    print(f"{parts[0] / sizes[0]:.1f} bytes for each name")


def _packed(path: Path) -> Iterator[bytes]:
    for names in Feed(path).batches(lambda _: None):
        for start in range(0, len(names), SLICE):
            yield packed(pa.table({"domain": names.slice(start, SLICE).to_arrow()}))


def matching(path: Path, register: Register) -> None:
    """One core, end to end, with one organisation, the aims' number, all of the register, and a thousand."""
    for count in sorted({1, DRAFT, len(register), MANY}):
        sought = Sought(many(register, count))
        made = time.process_time()
        matcher = sought.matcher()
        matcher.match_table(pa.table({"domain": ["example.com"]}))
        made = time.process_time() - made
        names: list[int] = []
        taken = seconds(partial(_noted, names, path, matcher), runs=2)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{count:5} organisations: {names[0] / taken:,.0f} names/s, {made:.1f} s to start, {most:,.0f} MB so far")


def _noted(names: list[int], path: Path, matcher: Matcher) -> None:
    names.append(run(path, Local(matcher)))


class Watch:
    """Computing and memory of every process of one session, by what it is, for as long as it lives."""

    def __init__(self) -> None:
        self.used: dict[int, tuple[str, float]] = {}
        self.memory: dict[str, int] = {}

    def look(self, session: int) -> None:
        """Read ``/proc`` once."""
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                text = path.read_text()
                title = (path.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            fields = text.rpartition(")")[2].split()
            if int(fields[3]) == session:
                kind = _kind(title)
                self.used[int(path.parent.name)] = kind, (int(fields[11]) + int(fields[12])) / TICKS
                self.memory[kind] = max(self.memory.get(kind, 0), int(fields[21]) * PAGE // 1_000_000)

    def by_kind(self, session: int) -> dict[str, float]:
        """Seconds of computing until now."""
        self.look(session)
        total: dict[str, float] = {}
        for kind, used in self.used.values():
            total[kind] = total.get(kind, 0.0) + used
        return total


def _kind(title: str) -> str:
    if title.startswith("ray::"):
        return "agents" if "Agent" in title else "workers"
    return "broker" if "broker" in title else "ray's own"


@dataclass(frozen=True)
class Some:
    """A few names, so that each worker is begun with."""

    names: pl.Series


def sharing(path: Path, register: Register) -> None:
    """The same feed on one core and through Ray, in one run, and which part of it computes how much."""
    matcher = Matcher(register)
    matcher.match_table(pa.table({"domain": ["example.com"]}))
    names: list[int] = []
    local, clock = seconds(partial(_noted, names, path, matcher), runs=2), time.monotonic()
    run(path, Local(matcher))
    print(f"local: {_rate(names[0], local, time.monotonic() - clock)}")
    began = time.monotonic()
    with Cluster(Sought(register)) as cluster:
        watch, session = Watch(), cluster._process.pid
        for _ in range(2):
            list(cluster.matched([Some(pl.Series(["example.com"]))] * 50 * cluster.size.workers))
        start, own, started = watch.by_kind(session), time.process_time(), time.monotonic()
        count = run(path, cluster)
        clock, own, used = time.monotonic() - started, time.process_time() - own, watch.by_kind(session)
    work = {kind: used[kind] - start.get(kind, 0) for kind in used} | {"this process": own}
    print(f"ray, {cluster.size.workers} workers: {_rate(count, sum(work.values()), clock)}", end="; ")
    print(f"to start, {started - began:.1f} s on the clock and {sum(start.values()):.1f} s of computing")
    for kind, spent in sorted(work.items(), key=lambda one: -one[1]):
        memory = f"{watch.memory[kind]:,} MB at most each" if kind in watch.memory else ""
        print(f"  {kind:12} {1e6 * spent / count:6.2f} s of computing for a million names  {memory}")


def _rate(names: int, computing: float, clock: float) -> str:
    return f"{names / computing:,.0f} names/s of computing, {names / clock:,.0f} names/s on the clock"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("feed", type=Path, nargs="?")
    parser.add_argument("--names", type=int, default=2_000_000, help="made-up names, where no feed is given")
    parser.add_argument("--only", default="reading,matching,sharing")
    arguments = parser.parse_args()
    parts: dict[str, Callable[[], None]] = {}
    with tempfile.TemporaryDirectory() as folder:
        feed = arguments.feed or Path(folder) / "feed.txt"
        if arguments.feed is None:
            made_up(feed, arguments.names)
        register = bundled_register()
        parts["reading"] = partial(reading, feed)
        parts["matching"] = partial(matching, feed, register)
        parts["sharing"] = partial(sharing, feed, register)
        print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        for part in arguments.only.split(","):
            parts[part]()
        print(f"load after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
