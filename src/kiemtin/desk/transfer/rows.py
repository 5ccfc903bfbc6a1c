"""The rows of a table as lines of JSON: the same lines from every database, and back into any of them.

Times are UTC to the microsecond, bytes are Base64, everything else is as Django's fields read it. A line holds one row
with its columns in alphabetical order, so that equal rows are equal lines.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import Field, Model
from django.utils.duration import duration_string

from kiemtin.errors import Untrusted

MAX_LINE = 64 * 1024 * 1024
"""Bytes of one row; a longer line in an archive is none of ours."""

AT_ONCE = 500
"""Rows that are read or written in one go."""

EVERY_HASH = 2**256


@dataclass(frozen=True, slots=True)
class Content:
    """What a table holds: how many rows, and a hash of them all that does not depend on their order.

    Databases sort words differently, so the hashes of the lines (SHA-256) are added up instead of hashed in a row.
    """

    rows: int = 0
    digest: str = f"{0:064x}"

    def with_line(self, line: bytes) -> Content:
        """The same with one row more."""
        added = int(self.digest, 16) + int.from_bytes(hashlib.sha256(line).digest(), "big")
        return Content(self.rows + 1, f"{added % EVERY_HASH:064x}")


def content_of(lines: Iterable[bytes]) -> Content:
    """The content that these lines make."""
    content = Content()
    for line in lines:
        content = content.with_line(line)
    return content


def read_rows(model: type[Model], alias: str) -> Iterator[bytes]:
    """Each row of a table as a line, by its key."""
    names = sorted(str(field.attname) for field in _fields(model))
    rows = model._base_manager.using(alias).order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield _line(dict(zip(names, row, strict=True)))


def write_rows(model: type[Model], alias: str, lines: Iterable[bytes]) -> Content:
    """Put rows into an empty table; what they come to. Raises ``Untrusted`` for a line that is no row of the table."""
    connection = connections[alias]
    fields = sorted(_fields(model), key=lambda field: field.attname)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    # Written below Django's models: they would put today's date where a row says another one.
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608
    content = Content()
    batch: list[list[Any]] = []
    with connection.cursor() as cursor:
        for line in lines:
            content = content.with_line(line)
            batch.append([field.get_db_prep_save(value, connection) for field, value in _values(fields, line)])
            if len(batch) == AT_ONCE:
                cursor.executemany(statement, batch)
                batch.clear()
        if batch:
            cursor.executemany(statement, batch)
    return content


def _fields(model: type[Model]) -> list[Field[Any, Any]]:
    """The columns of a table that are stored, not computed."""
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def _values(fields: list[Field[Any, Any]], line: bytes) -> Iterator[tuple[Field[Any, Any], Any]]:
    try:
        row = json.loads(line)
        if set(row) != {field.attname for field in fields}:
            raise Untrusted("transfer.damaged")
        values = [(field, field.to_python(row[field.attname])) for field in fields]
    except Untrusted:
        raise
    except Exception as error:  # what a field says of a value it cannot read is as manifold as fields are
        raise Untrusted("transfer.damaged") from error
    yield from values


def _line(row: dict[str, Any]) -> bytes:
    written = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
    return written.encode() + b"\n"


def _plain(value: object) -> object:
    match value:
        case datetime.datetime():
            return value.astimezone(datetime.UTC).isoformat(timespec="microseconds")
        case datetime.date() | datetime.time():
            return value.isoformat()
        case datetime.timedelta():
            return duration_string(value)
        case bytes() | memoryview():
            return base64.b64encode(value).decode()
        case _:
            return str(value)
