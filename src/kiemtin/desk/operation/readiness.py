"""Whether this process can do everything it is for, part by part."""

from __future__ import annotations

import secrets
import time
from contextlib import suppress
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from kiemtin.desk.asking import asking

PROBE_BYTES = 4096
"""One block: on a full disk an empty file can still be made."""

GOOD_FOR = 1.0
"""Seconds for which an answer is given again: whoever asks without end costs the disk one block a second."""


class Readiness:
    """Looks at every part, once in a while; threads take turns."""

    def __init__(self) -> None:
        self._one_at_a_time = Lock()
        self._until = 0.0
        self._found: dict[str, bool] = {}

    def now(self) -> dict[str, bool]:
        """Each part by name, and whether it works; nothing more is ever said of it."""
        with self._one_at_a_time:
            if time.monotonic() > self._until:
                self._found = look()
                self._until = time.monotonic() + GOOD_FOR
            return dict(self._found)


readiness = Readiness()


def look() -> dict[str, bool]:
    """Look at every part now; opens the database and writes one small file."""
    database, migrations = _database()
    return {
        "checks": len(asking().kiemtin.register) > 0,
        "factchecks": asking().kiemtin.factchecks_problem is None,
        "database": database,
        "migrations": migrations,
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
