"""Whether this process can do everything it is for, part by part."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from kiemtin.desk.answers.log import can_be_signed
from kiemtin.desk.asking import asking
from kiemtin.desk.operation.lateness import flags

PROBE_BYTES = 4096
"""One block: on a full disk an empty file can still be made."""

GOOD_FOR = 3.0
"""Seconds for which an answer is given again: whoever asks without end costs the disk one block in this time, for each
process, and the database two questions."""

LATE_GOOD_FOR = 30.0
"""The same for what is late: that takes minutes to change."""

Said = TypeVar("Said", bool, str)


class Readiness(Generic[Said]):
    """Looks at every part, once in a while by ``clock`` (seconds); threads take turns."""

    def __init__(
        self, look: Callable[[], dict[str, Said]], clock: Callable[[], float], good_for: float = GOOD_FOR
    ) -> None:
        self._look: Callable[[], dict[str, Said]] = look
        self._clock, self._good_for = clock, good_for
        self._one_at_a_time = Lock()
        self._until: float | None = None
        self._found: dict[str, Said] = {}

    def now(self) -> dict[str, Said]:
        """Each part by name, and whether it works, or is late; nothing more is ever said of it."""
        with self._one_at_a_time:
            if self._until is None or self._clock() >= self._until:
                self._found = self._look()
                self._until = self._clock() + self._good_for
            return dict(self._found)


def look() -> dict[str, bool]:
    """Look at every part now; opens the database and writes one small file."""
    database, migrations = _database()
    return {
        "checks": len(asking().kiemtin.register) > 0,
        "factchecks": asking().kiemtin.factchecks_problem is None,
        "database": database,
        "migrations": migrations,
        "log": migrations and _log(),
        "disk": _disk(settings.CONFIGURATION.folder),
    }


def _database() -> tuple[bool, bool]:
    """Whether it answers, and whether it has every table that this version wants."""
    try:
        executor = MigrationExecutor(connection)
        return True, not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return False, False
    finally:
        connection.close()


def _log() -> bool:
    """Whether the corrections log can be signed, as far as its sizes say."""
    try:
        return can_be_signed()
    except Error:
        return False
    finally:
        connection.close()


def _disk(folder: Path) -> bool:
    probe = folder / f".probe-{secrets.token_hex(8)}"
    try:
        probe.write_bytes(bytes(PROBE_BYTES))
    except OSError:
        return False
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)
    return True


readiness = Readiness(look, time.monotonic)
"""What ``/readyz`` of this process says of its parts."""

punctuality = Readiness(flags, time.monotonic, LATE_GOOD_FOR)
"""What it says of others, who may be late."""
