"""Counts of what the server does, over all its processes, as Prometheus reads them; nothing of who asked or what.

The libraries for this keep a file for each process when there are several. Ours are numbers in anonymous memory: each
process adds to a row of its own, without a lock, and whoever is asked sums the rows. Labels come from fixed lists.
"""

from __future__ import annotations

import os
import threading
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import product

from kiemtin.desk.door.memory import WORD, KernelLocks, is_alive, shared_reals

ROWS = 128
"""Processes that are counted at a time. A process that ends leaves its counts to the one that takes its row."""

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds; 0.3 and 1.0 are what we promise of pages and of asks."""

STATUSES = ("2xx", "3xx", "4xx", "5xx", "none")
REFUSALS = ("400", "404", "408", "413", "414", "429", "431", "500", "503")

REQUESTS = "kiemtin_requests_total"
REFUSED = "kiemtin_refusals_total"
DURATION = "kiemtin_request_seconds"
ASK_WORK = "kiemtin_ask_seconds"
ASK_WAIT = "kiemtin_ask_wait_seconds"
AT_WORK = "kiemtin_asks_at_work"
WAITING = "kiemtin_asks_waiting"
CONNECTIONS = "kiemtin_connections"
BUFFERED = "kiemtin_body_bytes"

COUNTERS = {
    REQUESTS: ("Requests that were answered, by route and class of status.", ("route", "status")),
    REFUSED: ("Requests that the door turned away, by status.", ("status",)),
}
HISTOGRAMS = {
    DURATION: ("Seconds from the head of a request to the end of its answer.", ("route",)),
    ASK_WORK: ("Seconds of work on an ask, without its waiting.", ()),
    ASK_WAIT: ("Seconds an ask waited for its turn.", ()),
}
GAUGES = {
    AT_WORK: "Asks at work now.",
    WAITING: "Asks that wait for their turn now.",
    CONNECTIONS: "Connections that are open now.",
    BUFFERED: "Bytes of request bodies held in memory now.",
}
WORKERS = ("kiemtin_workers", "Processes that answer now.")

Key = tuple[str, tuple[str, ...]]


class Metrics:
    """The counts of every worker process; made before they are forked. ``routes``: the names a request may go by."""

    def __init__(self, routes: Sequence[str]) -> None:
        labels = {"route": tuple(routes), "status": STATUSES}
        self._cells: dict[Key, int] = {}
        self._gauges = {name: 1 + index for index, name in enumerate(GAUGES)}
        end = 1 + len(GAUGES)  # the first number of a row is the process it belongs to
        for name, (_, names) in COUNTERS.items():
            values = (REFUSALS,) if name == REFUSED else tuple(labels[one] for one in names)
            for combination in product(*values):
                self._cells[name, combination] = end
                end += 1
        for name, (_, names) in HISTOGRAMS.items():
            for combination in product(*(labels[one] for one in names)):
                self._cells[name, combination] = end
                end += len(BOUNDS) + 2  # each bucket, whatever is slower, and the sum
        self._width = end
        self._numbers = shared_reals(end * ROWS)
        self._locks = KernelLocks()
        self._claiming = threading.Lock()
        self._row: tuple[int, int | None] = (0, None)

    def count(self, name: str, *labels: str) -> None:
        """One more; what is not on the list of labels is not counted."""
        cell, row = self._cells.get((name, labels)), self._own()
        if cell is not None and row is not None:
            self._numbers[row + cell] += 1

    def observe(self, name: str, seconds: float, *labels: str) -> None:
        """One more duration."""
        cell, row = self._cells.get((name, labels)), self._own()
        if cell is not None and row is not None:
            self._numbers[row + cell + bisect_left(BOUNDS, seconds)] += 1
            self._numbers[row + cell + len(BOUNDS) + 1] += seconds

    def set(self, name: str, value: float) -> None:
        """What a gauge shows of this process now."""
        row = self._own()
        if row is not None:
            self._numbers[row + self._gauges[name]] = value

    def text(self) -> str:
        """Everything, in the text format of Prometheus (version 0.0.4)."""
        self._own()
        totals, living = [0.0] * self._width, 0
        for row in range(0, ROWS * self._width, self._width):
            process = int(self._numbers[row])
            if not process:
                continue
            alive = is_alive(process)
            living += alive
            first = 1 if alive else 1 + len(GAUGES)  # what a process that has ended was doing is over
            for cell in range(first, self._width):
                totals[cell] += self._numbers[row + cell]
        return "\n".join([*self._lines(totals), *_head(*WORKERS, "gauge"), f"{WORKERS[0]} {living}", ""])

    def _own(self) -> int | None:
        """Where this process's row begins; none where every row is another process's."""
        process, row = self._row
        if process == os.getpid():
            return row
        with self._claiming:
            self._row = os.getpid(), self._claim(os.getpid())
        return self._row[1]

    def _claim(self, process: int) -> int | None:
        """A row for ``process``: an unused one, or that of one that has ended, whose counts go on where they are."""
        with self._locks.held(0):
            for row in range(0, ROWS * self._width, self._width):
                owner = int(self._numbers[row])
                if owner in (0, process) or not is_alive(owner):
                    self._numbers[row + 1 : row + 1 + len(GAUGES)] = array("d", bytes(WORD * len(GAUGES)))
                    self._numbers[row] = process
                    return row
        return None

    def _lines(self, totals: Sequence[float]) -> Iterator[str]:
        for name, (help_text, names) in COUNTERS.items():
            yield from _head(name, help_text, "counter")
            for labels, cell in self._of(name):
                yield f"{name}{_labels(names, labels)} {_number(totals[cell])}"
        for name, (help_text, names) in HISTOGRAMS.items():
            yield from _head(name, help_text, "histogram")
            for labels, cell in self._of(name):
                yield from _histogram(name, (names, labels), totals[cell : cell + len(BOUNDS) + 2])
        for name, cell in self._gauges.items():
            yield from _head(name, GAUGES[name], "gauge")
            yield f"{name} {_number(totals[cell])}"

    def _of(self, name: str) -> Iterator[tuple[tuple[str, ...], int]]:
        return ((labels, cell) for (one, labels), cell in self._cells.items() if one == name)


def _head(name: str, help_text: str, kind: str) -> tuple[str, str]:
    return f"# HELP {name} {help_text}", f"# TYPE {name} {kind}"


def _histogram(name: str, label: tuple[Sequence[str], Sequence[str]], cells: Sequence[float]) -> Iterator[str]:
    names, labels = label
    total = 0.0
    for bound, cell in zip((*BOUNDS, "+Inf"), cells, strict=False):
        total += cell
        yield f"{name}_bucket{_labels((*names, 'le'), (*labels, str(bound)))} {_number(total)}"
    yield f"{name}_sum{_labels(names, labels)} {_number(cells[-1])}"
    yield f"{name}_count{_labels(names, labels)} {_number(total)}"


def _labels(names: Sequence[str], values: Sequence[str]) -> str:
    pairs = ",".join(f'{name}="{value}"' for name, value in zip(names, values, strict=True))
    return f"{{{pairs}}}" if pairs else ""


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)
