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

Tell = Callable[[int, int], None]
"""Is told of bytes of input and of names that were done since the last time."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are wanted: from ``least`` on, and none whose name is in ``since`` (lower case)."""

    least: float = SUSPICIOUS
    since: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Found:
    """The wanted rows of one batch of ``feed``."""

    feed: str
    rows: pa.Table


@dataclass(slots=True)
class Summary:
    """Counts of one run; ``missing`` are inputs that could not be opened."""

    read: int = 0
    written: int = 0
    seconds: float = 0.0
    verdicts: Counter[str] = field(default_factory=Counter)
    troubles: list[Trouble] = field(default_factory=list)
    missing: list[OutOfReach] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether all of every input was read."""
        return not (self.troubles or self.missing)


def known_names(path: Path) -> frozenset[str]:
    """The names of an earlier result or feed, in lower case; raises ``OutOfReach`` without the file."""
    return frozenset(name for names in Feed(path).batches(_ignore) for name in names.str.to_lowercase())


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

    One input after the other is read in constant memory. An input that is missing or damaged is noted, and the others
    are read all the same.
    """
    summary, started = Summary(), time.monotonic()
    for path in paths:
        name = str(path)
        if output is not None and name in output.state.finished:
            continue
        done, skip = 0, output.state.inputs.get(name, 0) if output is not None else 0
        feed = Feed(path)
        try:
            for names in feed.batches(_bytes_only(tell)):
                done += len(names)
                if done <= skip:
                    continue
                rows = _rows(names.tail(min(len(names), done - skip)), matcher, wanted)
                summary.read += len(names)
                summary.written += len(rows)
                summary.verdicts.update(rows["verdict"].to_pylist())
                if output is not None:
                    output.write(rows)
                    output.note(name, done)
                tell(0, len(names))
                yield Found(name, rows)
        except OutOfReach as error:
            summary.missing.append(error)
            continue
        if feed.trouble.lines or feed.trouble.damage:
            summary.troubles.append(feed.trouble)
        if output is not None and not feed.trouble.damage:
            output.note(name, done, finished=True)
    summary.seconds = time.monotonic() - started
    yield summary


def _bytes_only(tell: Tell) -> Callable[[int], None]:
    return lambda count: tell(count, 0)


def _rows(names: pl.Series, matcher: Matcher, wanted: Wanted) -> pa.Table:
    rows = matcher.match_table(pa.table({"domain": names.to_arrow()}))
    rows = rows.filter(pc.greater_equal(rows["score"], wanted.least))
    if wanted.since:
        new = [name.lower() not in wanted.since for name in rows["domain"].to_pylist()]
        rows = rows.filter(pa.array(new, pa.bool_()))
    return rows
