"""Whether this process can do everything it is for, part by part."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from kiemtin.desk.asking import asking

PROBE_BYTES = 4096
"""One block: on a full disk an empty file can still be made."""


def readiness() -> dict[str, bool]:
    """Each part with whether it works now; opens the database and writes one small file."""
    return {"checks": _checks(), "database": _database(), "disk": _disk(settings.CONFIGURATION.folder)}


def _checks() -> bool:
    return len(asking().kiemtin.register) > 0


def _database() -> bool:
    """Whether it answers, and has every table that this version wants."""
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
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
        probe.unlink(missing_ok=True)
    return True
