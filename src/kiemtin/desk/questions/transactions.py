"""One writer at a time: whatever changes questions and their groups is done in a transaction that waits its turn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

LOCK = 7_283_110_946
"""The number of PostgreSQL's advisory lock; SQLite has one writer by itself (``BEGIN IMMEDIATE``)."""


@contextmanager
def writing() -> Iterator[None]:
    """A transaction in which nobody else changes questions or groups.

    Each takes some milliseconds. Without the lock two messages that are alike and come at once would not see each
    other; that the same message is one question, the unique fingerprint keeps even so.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield
