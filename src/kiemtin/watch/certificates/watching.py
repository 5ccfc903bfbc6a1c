"""Several logs in turn, once or for as long as the user likes: each a little, so that none waits for another."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kiemtin.errors import KiemtinError, Untrusted
from kiemtin.watch.certificates.alerts import Fault
from kiemtin.watch.certificates.reading import HISTORY, Batch, LogReading
from kiemtin.watch.certificates.store import Store

FIRST_WAIT, LONGEST_WAIT = 30.0, 900.0
"""Seconds before a log that was out of reach is tried again: doubled each time, up to the longest."""

FINAL = HISTORY | {"certificates.read-elsewhere", "certificates.start-beyond"}
"""What trying again does not mend."""


@dataclass(frozen=True, slots=True)
class Began:
    """A log is read for the first time, from this entry on."""

    reading: LogReading
    place: int


@dataclass(frozen=True, slots=True)
class Brought:
    """Some more of a log was read."""

    reading: LogReading
    batch: Batch


@dataclass(frozen=True, slots=True)
class Failed:
    """A log could not be read on, or must not be trusted: then ``fault`` is kept. ``ends`` for the rest of this run."""

    reading: LogReading
    error: KiemtinError
    fault: Fault | None
    ends: bool


Event = Began | Brought | Failed


@dataclass(slots=True)
class _Turn:
    """Where one log stands: the batches under way, when it is looked at again, and how often it failed."""

    reading: LogReading
    batches: Iterator[Batch] | None = None
    due: float = 0.0
    failures: int = 0
    ended: bool = False


def watch(
    readings: Sequence[LogReading],
    store: Store,
    every: float | None,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Event]:
    """What reading these logs brings; with ``every`` (seconds), looking for more until nobody asks any longer.

    Without it each log is read to the checkpoint that it has now. One that fails keeps none of the others waiting.
    """
    turns = [_Turn(reading) for reading in readings]
    while waiting := [turn for turn in turns if not turn.ended]:
        now = clock()
        ready = [turn for turn in waiting if turn.due <= now]
        if not ready:
            sleep(min(turn.due for turn in waiting) - now)
            continue
        for turn in ready:
            yield from _step(turn, store, every, clock)


def _step(turn: _Turn, store: Store, every: float | None, clock: Callable[[], float]) -> Iterator[Event]:
    """One batch of one log."""
    reading = turn.reading
    try:
        if turn.batches is None:
            reading.look()
            if reading.began is not None:
                yield Began(reading, reading.began)
                reading.began = None
            turn.batches = reading.read()
        batch = next(turn.batches, None)
    except KiemtinError as error:
        turn.batches = None
        yield _failed(turn, store, error, once=every is None)
        turn.due = clock() + min(FIRST_WAIT * 2 ** min(turn.failures, 10), LONGEST_WAIT)
        turn.failures += 1
        return
    turn.failures = 0
    if batch is not None:
        yield Brought(reading, batch)
        return
    turn.batches, turn.ended = None, every is None
    turn.due = clock() + (every or 0.0)


def _failed(turn: _Turn, store: Store, error: KiemtinError, *, once: bool) -> Failed:
    fault = None
    if isinstance(error, Untrusted):
        fault = turn.reading.fault(error)
        store.note(fault)
    turn.ended = once or error.message_id in FINAL
    return Failed(turn.reading, error, fault, turn.ended)
