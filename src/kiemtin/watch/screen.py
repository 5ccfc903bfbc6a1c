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
from kiemtin.lookalikes import SUSPICIOUS
from kiemtin.watch.engines import Engine
from kiemtin.watch.feeds import Feed, Trouble
from kiemtin.watch.outputs import Output, State
from kiemtin.watch.streams import STANDARD_INPUT

SLICE = 200_000
"""Names looked at before progress is told: every few seconds, at hardly more cost than a whole block at once."""

NO_NAMES = pl.Series([], dtype=pl.String)

Tell = Callable[[int, int], None]
"""Is told of bytes of input and of names that were done since the last time."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are wanted: from ``least`` on, and none whose name is in ``since`` (as ``known_names`` gives them)."""

    least: float = SUSPICIOUS
    since: frozenset[str] = frozenset()


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


@dataclass(frozen=True, slots=True)
class _Step:
    """Some names of a feed, or its end: ``names`` are those that no earlier run has looked at."""

    feed: str
    names: pl.Series
    done: int
    told: tuple[int, int] = (0, 0)
    end: Trouble | OutOfReach | None = None


def screen(
    paths: Sequence[Path],
    engine: Engine,
    wanted: Wanted,
    output: Output | None = None,
    tell: Tell = lambda _bytes, _names: None,
) -> Iterator[Found | Summary]:
    """The wanted rows, batch by batch, each already in ``output``; at the end the ``Summary``.

    One input after the other is read in constant memory, each once. An input that is missing or damaged is noted, and
    the others are read all the same.
    """
    summary, started = Summary(), time.monotonic()
    for step, rows in engine.matched(_steps(paths, output.state if output is not None else State())):
        if step.end is not None:
            _end(step, summary, output)
            continue
        if len(step.names):
            chosen = _chosen(rows, wanted)
            summary.add(chosen, len(step.names))
            if output is not None:
                output.write(chosen)
                output.note(step.feed, step.done)
            yield Found(step.feed, chosen, len(step.names))
        tell(*step.told)
    summary.seconds = time.monotonic() - started
    yield summary


def _steps(paths: Sequence[Path], state: State) -> Iterator[_Step]:
    """All names of all inputs in their order, but those that ``state`` says are done; after each input its end."""
    named: dict[str, Path] = {}
    for path in paths:
        named.setdefault(str(path if str(path) == STANDARD_INPUT else path.absolute()), path)
    for name, path in named.items():
        if name in state.finished:
            continue
        done, skip = 0, state.inputs.get(name, 0)
        feed, told = Feed(path), _Told()
        try:
            for names, waiting in _slices(feed.batches(told.add)):
                done += len(names)
                new = names.tail(min(len(names), max(0, done - skip)))
                yield _Step(name, new, done, (told.taken(len(names), waiting), len(names)))
        except OutOfReach as error:
            yield _Step(name, NO_NAMES, done, end=error)
            continue
        yield _Step(name, NO_NAMES, done, end=feed.trouble)


def _end(step: _Step, summary: Summary, output: Output | None) -> None:
    """Note what was wrong with an input, and that it is done where all of it could be read."""
    if isinstance(step.end, OutOfReach):
        summary.missing.append(step.end)
        return
    if isinstance(step.end, Trouble) and (step.end.lines or step.end.damage):
        summary.troubles.append(step.end)
    if output is not None and not (isinstance(step.end, Trouble) and step.end.damage):
        output.note(step.feed, step.done, finished=True)


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


def _chosen(rows: pa.Table, wanted: Wanted) -> pa.Table:
    chosen = rows.filter(pc.greater_equal(rows["score"], wanted.least))
    if wanted.since:
        new = [_plain(name) not in wanted.since for name in chosen["domain"].to_pylist()]
        chosen = chosen.filter(pa.array(new, pa.bool_()))
    return chosen
