"""What tests of watching share: an engine that knows one organisation, and how a log is read."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiemtin.lookalikes import Matcher
from kiemtin.organisations import bundled_register
from kiemtin.watch.certificates.reading import LogReading, Watched
from kiemtin.watch.certificates.sources import InFolder
from kiemtin.watch.certificates.store import Store
from tests.watch.certificates.made import MadeLog

TODAY = datetime.date(2026, 11, 23)

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
