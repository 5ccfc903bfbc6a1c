"""Erasing for good: rows that were deleted leave bytes behind in a database's files until those are written anew.

SQLite overwrites what is deleted (``secure_delete``), but pages that were split or joined keep copies of rows that
have moved, and the write-ahead log keeps what it was told. So after a purge the file is written anew (``VACUUM``) and
the log is cut to nothing. PostgreSQL writes the tables anew; its own write-ahead log keeps what it was told until it is
recycled.

Both also keep the order in which rows came: SQLite by where they lie on a page, PostgreSQL by where they lie in the
table and by the number of the transaction in each row (``xmin``), which tells besides what was written together. So
they are written anew once a day also where nothing was deleted.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db import OperationalError, connection
from django.db.models import Model
from django.utils import timezone

from kiemtin.desk.log import log_failure
from kiemtin.desk.overview.models import Closed, FeedbackMark
from kiemtin.desk.questions import models
from kiemtin.desk.questions.models import Upkeep

SMALL = 64 * 1024 * 1024
"""Bytes of a database that is written anew whenever something was deleted: a second. A larger one is once a day."""

LOCK_WAIT = "5s"
"""How long writing a table of PostgreSQL anew may wait for whoever reads it, who would wait behind it."""

TABLES = (
    models.Group,
    models.Question,
    models.QuestionPicture,
    models.QuestionTerm,
    models.Asking,
    models.ReplyAddress,
    models.Note,
    models.Operation,
    models.KnownWording,
    Closed,
    FeedbackMark,
)


def to_be_erased() -> None:
    """Note that rows were deleted whose bytes have to go."""
    Upkeep.objects.update_or_create(pk=1, defaults={"pending": True})


def erase_for_good() -> bool:
    """Write anew what holds deleted rows, or the order of a day, where that is due; whether it was done.

    Never within a transaction.
    """
    today = timezone.localdate()
    if connection.in_atomic_block or not _is_due(today):
        return False
    # First of all: what is deleted from here on is another time's.
    Upkeep.objects.update_or_create(pk=1, defaults={"pending": False, "day": today})
    try:
        _write_anew()
    except OperationalError as error:  # somebody reads for long; the next turn tries again
        log_failure("not-erased-yet", error)
        to_be_erased()
        return False
    return True


def _is_due(today: datetime.date) -> bool:
    row = Upkeep.objects.filter(pk=1).first()
    if row is None or row.day != today:
        return (row is not None and row.pending) or models.Asking.objects.exists()
    return row.pending and _size() <= SMALL


def _size() -> int:
    statement = (
        "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        if connection.vendor == "sqlite"
        else "SELECT pg_database_size(current_database())"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0])


def _write_anew() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if cursor.fetchone()[0]:
                raise OperationalError("the write-ahead log is being read")
            return
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_WAIT])
        try:
            for model in TABLES:
                for statement in _afresh(model):
                    cursor.execute(statement)
        finally:
            cursor.execute("RESET lock_timeout")


def _afresh(model: type[Model]) -> Iterator[str]:
    """What puts the rows of a table of PostgreSQL in the order of their numbers, and makes them all of one transaction.

    ``CLUSTER`` leaves each row the transaction that wrote it. A column that changes into what it is has every row
    written again.
    """
    name = connection.ops.quote_name
    table = name(model._meta.db_table)
    field = [one for one in model._meta.concrete_fields if not one.is_relation and not one.primary_key][-1]
    column, kind = name(str(field.column)), str(field.db_type(connection))
    yield f"CLUSTER {table} USING {name(model._meta.db_table + '_pkey')}"
    yield f"ALTER TABLE {table} ALTER COLUMN {column} TYPE {kind} USING COALESCE({column}, {column})"
