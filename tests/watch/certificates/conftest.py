"""What tests of watching share: an engine that knows one organisation, and how a log is read."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiemtin.lookalikes import Matcher
from kiemtin.organisations import bundled_register
from kiemtin.watch.certificates.alerts import Alert, Place, Proof
from kiemtin.watch.certificates.reading import LogReading, Watched
from kiemtin.watch.certificates.sources import InFolder
from kiemtin.watch.certificates.store import Progress, Reached, Store
from tests.watch.certificates.made import MadeLog

TODAY = datetime.date(2026, 11, 23)

HOUR = 3600

Open = Callable[..., LogReading]


@pytest.fixture(scope="session")
def watched() -> Watched:
    """Names like Vietcombank's are looked for, and nobody else's."""
    return Watched(Matcher(bundled_register(), only=frozenset({"vietcombank"})), lambda: TODAY)


@pytest.fixture
def log(tmp_path: Path) -> MadeLog:
    """A log without entries."""
    return MadeLog(tmp_path / "log")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """What the watch keeps."""
    with Store(tmp_path / "watch") as opened:
        yield opened


@pytest.fixture
def reading(log: MadeLog, store: Store, watched: Watched) -> Open:
    """A reading of the log from its first entry on; as a process that starts would make it."""

    def opened(start: int | None = 0) -> LogReading:
        return LogReading(InFolder(str(log.folder)), store, watched, [log.log_key], start)

    return opened


def alert(number: int) -> Alert:
    """An alert about one of many names."""
    place = Place("log", "log.test", number, datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC))
    name = f"vietcombank-{number}.top"
    proof = Proof(b"leaf", (bytes(32),), "x", judged=True)
    return Alert(
        name, name, "vietcombank", "combosquat", 0.99, "vietcombank", "vietcombank.com.vn", "CA", TODAY, place, proof
    )


@pytest.fixture
def begin(store: Store) -> Callable[[int], None]:
    """Fills the store with so many alerts that nobody was told of."""

    def filled(count: int) -> None:
        store.begin("log", Reached("log.test", 9, bytes(32), "x", 0))
        store.advance("log", Progress(0, 1, 0, [alert(number) for number in range(count)]))

    return filled


@pytest.fixture
def filled(store: Store, begin: Callable[[int], None]) -> Store:
    """Three alerts that nobody was told of."""
    begin(3)
    return store
