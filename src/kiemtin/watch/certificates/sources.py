"""Where the files of a certificate log are read from: a folder, or an address that the user named; and how politely."""

from __future__ import annotations

import datetime
import email.utils
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kiemtin.errors import KiemtinError, OutOfReach

if TYPE_CHECKING:
    from kiemtin.net.visits import Visit

ADDRESSES = ("http://", "https://")

NOT_THERE = frozenset({404, 410})

BUSY = frozenset({429, 500, 502, 503, 504})
"""A server that asks for patience, or may soon be well again."""

AT_ONCE = 4
"""Files that are asked for side by side: enough to hide the way to a server, too few for it to feel."""

RATE = 20.0
"""Requests a second to one log: 5,120 entries a second; the largest logs grow by some hundred."""

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
"""Seconds before asking again: doubled each time, up to the longest."""

MOST_PATIENCE = 600.0
"""Seconds that a server may ask us to wait before a file counts as out of reach."""

TRIES = 6


@dataclass(frozen=True, slots=True)
class Manners:
    """How a server is treated: requests a second (0: no limit), seconds for one answer, how often it is tried.

    ``sleep`` waits, where waiting is to be something else than that.
    """

    rate: float = RATE
    seconds: float = 60.0
    tries: int = TRIES
    sleep: Callable[[float], None] | None = None


class Source(Protocol):
    """The files of one log."""

    @property
    def name(self) -> str:
        """Where it is read, as it is remembered."""

    def read(self, path: str, limit: int) -> bytes | None:
        """The file at ``path``; ``None`` where it is not there. Raises ``OutOfReach`` or ``TooLarge``."""

    def ahead(self, paths: Iterable[tuple[str, int]]) -> Iterator[bytes | None]:
        """Each file (path and limit) in turn, perhaps read before it is asked for; raises as ``read``, in its turn."""

    def close(self) -> None:
        """Let go of what is open."""


def source_of(place: str, manners: Manners) -> Source:
    """The source at ``place``; raises ``OutOfReach`` where there is no folder, ``Refused`` for a wrong address."""
    if place.lower().startswith(ADDRESSES):
        return AtAddress(place, manners)
    folder = Path(place)
    if not folder.is_dir():
        raise OutOfReach("certificates.no-folder", name=place)
    return InFolder(str(folder.resolve()))


@dataclass(frozen=True, slots=True)
class InFolder:
    """A log on disk."""

    name: str

    def read(self, path: str, limit: int) -> bytes | None:
        """The file at ``path``."""
        from kiemtin.files import read_whole

        place = Path(self.name) / path
        return read_whole(place, limit) if place.exists() else None

    def ahead(self, paths: Iterable[tuple[str, int]]) -> Iterator[bytes | None]:
        """Each file when it is asked for."""
        return (self.read(path, limit) for path, limit in paths)

    def close(self) -> None:
        """Nothing is open."""


@dataclass
class _Pace:
    """At most so many requests a second, from all threads together."""

    rate: float
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _next: float = 0.0

    def turn(self) -> float:
        """Seconds to wait before the request may be sent."""
        if self.rate <= 0:
            return 0.0
        with self._lock:
            now = time.monotonic()
            mine = max(now, self._next)
            self._next = mine + 1 / self.rate
            return mine - now

    def hold(self, seconds: float) -> None:
        """Let nobody ask for so long: what a server says to one request is meant for all of them."""
        with self._lock:
            self._next = max(self._next, time.monotonic() + seconds)


class AtAddress:
    """A log on a web server; each thread keeps a connection of its own."""

    def __init__(self, address: str, manners: Manners) -> None:
        from kiemtin.net.visits import Visit

        self.name = address.rstrip("/")
        self._manners, self._pace = manners, _Pace(manners.rate)
        self._own, self._visits = threading.local(), [Visit(self.name)]
        self._own.visit = self._visits[0]
        self._pool: ThreadPoolExecutor | None = None
        self._ended = threading.Event()

    def read(self, path: str, limit: int) -> bytes | None:
        """The file at ``path``, asked for again where the server is busy or does not answer, later each time."""
        wait = FIRST_WAIT
        for left in reversed(range(self._manners.tries)):
            try:
                found = self._asked(path, limit)
                if not isinstance(found, float):
                    return found
                wait = max(wait, found)
                trouble: KiemtinError = OutOfReach("certificates.busy", name=self.name)
                self._pace.hold(found)
            except OutOfReach as error:
                trouble = error
            if not left or wait > MOST_PATIENCE:
                raise trouble
            self._pause(wait * random.uniform(1.0, 1.5))  # noqa: S311 - so that readers do not come all at once
            wait = min(2 * wait, LONGEST_WAIT)
        return None

    def _asked(self, path: str, limit: int) -> bytes | float | None:
        """The file, or the seconds that a busy server wants us to wait."""
        from kiemtin.net import Limits

        pause = self._pace.turn()
        if pause:
            self._pause(pause)
        seconds = self._manners.seconds
        answer = self._visit().get(path, Limits(limit, seconds, min(seconds, 20.0)))
        if answer.status in NOT_THERE:
            return None
        if answer.status in BUSY:
            return seconds_in(answer.retry_after)
        if not 200 <= answer.status < 300:
            raise OutOfReach("missing.answer", name=self.name, status=answer.status)
        return answer.body

    def _pause(self, seconds: float) -> None:
        if self._manners.sleep is not None:
            self._manners.sleep(seconds)
        elif self._ended.wait(seconds):
            raise OutOfReach("missing.broken-off")

    def _visit(self) -> Visit:
        from kiemtin.net.visits import Visit

        found: Visit | None = getattr(self._own, "visit", None)
        if found is None:
            found = self._own.visit = Visit(self.name)
            self._visits.append(found)
        return found

    def ahead(self, paths: Iterable[tuple[str, int]]) -> Iterator[bytes | None]:
        """Each file, the next few under way meanwhile."""
        if self._pool is None:
            self._pool = ThreadPoolExecutor(AT_ONCE, "certificates")
        waiting: deque[Future[bytes | None]] = deque()
        try:
            for path, limit in paths:
                waiting.append(self._pool.submit(self.read, path, limit))
                if len(waiting) > AT_ONCE:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for one in waiting:
                one.cancel()

    def close(self) -> None:
        """End every connection, and every wait."""
        self._ended.set()
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        for visit in self._visits:
            visit.close()


def seconds_in(header: str) -> float:
    """What ``Retry-After`` asks for: a number of seconds, or a day and time; 0 where it says nothing that is known."""
    if header.strip().isdigit():
        return float(header.strip()[:9])
    try:
        moment = email.utils.parsedate_to_datetime(header)
    except ValueError:
        return 0.0
    if moment.tzinfo is None:
        return 0.0
    return max(0.0, (moment - datetime.datetime.now(datetime.UTC)).total_seconds())
