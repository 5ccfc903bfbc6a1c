"""A run over feeds: what was read, what resembles an organisation's name, and what could not be read."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from kiemtin.errors import OutOfReach
from kiemtin.lookalikes import SUSPICIOUS, Matcher
from kiemtin.watch.feeds import Feed, Trouble
from kiemtin.watch.outputs import Output
from kiemtin.watch.streams import STANDARD_INPUT

SLICE = 200_000
"""Names looked at before progress is told: every few seconds, at hardly more cost than a whole block at once."""

Tell = Callable[[int, int], None]
"""Is told of bytes of input and of names that were done since the last time."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are wanted: from ``least`` on, and none whose name is in ``since`` (as ``known_names`` gives them)."""

    least: float = SUSPICIOUS
    since: frozenset[str] = frozenset()
    each: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The wanted rows among the next ``read`` names of ``feed``."""

    feed: str
    rows: pa.Table
    read: int


@dataclass(slots=True)
class Summary:
    """Counts of one run; ``missing`` are inputs that could not be opened."""

    read: int = 0
    written: int = 0
    seconds: float = 0.0
    verdicts: Counter[str] = field(default_factory=Counter)
    troubles: list[Trouble] = field(default_factory=list)
    missing: list[OutOfReach] = field(default_factory=list)

    def add(self, rows: pa.Table, read: int) -> None:
        """Count the wanted ``rows`` among ``read`` names."""
        self.read += read
        self.written += len(rows)
        self.verdicts.update(rows["verdict"].to_pylist())

    @property
    def clean(self) -> bool:
        """Whether all of every input was read."""
        return not (self.troubles or self.missing)


def known_names(path: Path) -> tuple[frozenset[str], Trouble]:
    """The names of an earlier result or feed, and what of it was unreadable; raises ``OutOfReach`` without the file."""
    feed = Feed(path)
    names = frozenset(_plain(name) for batch in feed.batches(_ignore) for name in batch)
    return names, feed.trouble


def _plain(name: str) -> str:
    """A name without what makes no difference: case, and the dot of the root."""
    return name.lower().rstrip(".")


def _ignore(_: int) -> None:
    pass


def screen(
    paths: Sequence[Path],
    matcher: Matcher,
    wanted: Wanted,
    output: Output | None = None,
    tell: Tell = lambda _bytes, _names: None,
) -> Iterator[Found | Summary]:
    """The wanted rows, batch by batch, each already in ``output``; at the end the ``Summary``.

    One input after the other is read in constant memory, each once. An input that is missing or damaged is noted, and
    the others are read all the same.
    """
    summary, started = Summary(), time.monotonic()
    for path in dict.fromkeys(paths):
        name = str(path if str(path) == STANDARD_INPUT else path.absolute())
        if output is not None and name in output.state.finished:
            continue
        done, skip = 0, output.state.inputs.get(name, 0) if output is not None else 0
        feed, told = Feed(path), _Told()
        try:
            for names, waiting in _slices(feed.batches(told.add)):
                done += len(names)
                if done > skip:
                    new = names.tail(min(len(names), done - skip))
                    rows = _rows(new, matcher, wanted)
                    summary.add(rows, len(new))
                    if output is not None:
                        output.write(rows)
                        output.note(name, done)
                    yield Found(name, rows, len(new))
                tell(told.taken(len(names), waiting), len(names))
        except OutOfReach as error:
            summary.missing.append(error)
            continue
        if feed.trouble.lines or feed.trouble.damage:
            summary.troubles.append(feed.trouble)
        if output is not None and not feed.trouble.damage:
            output.note(name, done, finished=True)
    summary.seconds = time.monotonic() - started
    yield summary


@dataclass(slots=True)
class _Told:
    """Bytes that were read and not yet told of: what was read is done when its names were looked at."""

    waiting: int = 0

    def add(self, count: int) -> None:
        """Some more were read."""
        self.waiting += count

    def taken(self, names: int, of: int) -> int:
        """Those that belong to so many ``names`` of all that were read; the others wait on."""
        count = self.waiting * names // of if of else self.waiting
        self.waiting -= count
        return count


def _slices(batches: Iterator[pl.Series]) -> Iterator[tuple[pl.Series, int]]:
    """The names in slices; with each, how many of its batch were still to be looked at."""
    for batch in batches:
        for start in range(0, max(1, len(batch)), SLICE):
            yield batch.slice(start, SLICE), len(batch) - start


def _rows(names: pl.Series, matcher: Matcher, wanted: Wanted) -> pa.Table:
    table = pa.table({"domain": names.to_arrow()})
    rows = matcher.match_each(table) if wanted.each else matcher.match_table(table)
    rows = rows.filter(pc.greater_equal(rows["score"], wanted.least))
    if wanted.since:
        new = [_plain(name) not in wanted.since for name in rows["domain"].to_pylist()]
        rows = rows.filter(pa.array(new, pa.bool_()))
    return rows
