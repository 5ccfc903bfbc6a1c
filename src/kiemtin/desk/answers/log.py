"""The corrections log: appending to it, and signing what it has come to.

1. One transaction, while nobody else appends, inserts the entries behind the last one.
2. The high-water mark is written, and is on the disk.
3. The signed checkpoint is inserted, and with that the entries are published.
4. Witnesses, where there are any, are asked for their cosignatures; whoever is late is asked again.

Killed between any two, the next start or the next append goes on from there. There are never two roots for one size:
entries only come behind those that are there, a size gets one checkpoint, and signing the same twice gives the same.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from kiemtin.answers.record import SALT_BYTES, canonical, log_entry, read_record, record_document
from kiemtin.answers.values import Logged, Record
from kiemtin.desk.answers.growing import Grown, grown
from kiemtin.desk.answers.high_water import marked, raise_mark
from kiemtin.desk.answers.models import LogCheckpoint, LogEntry
from kiemtin.desk.answers.signing import signer
from kiemtin.desk.configuration import Configuration
from kiemtin.desk.witnesses import asking as witnesses
from kiemtin.errors import KiemtinError, OutOfReach, Refused, Untrusted
from kiemtin.transparency.checkpoint import Checkpoint, open_checkpoint, sign
from kiemtin.transparency.keys import Signer
from kiemtin.transparency.notes import sign_note

LOCK = 0x4B69656D54696E
"""The number of PostgreSQL's advisory lock that whoever appends holds: "KiemTin"."""

AT_ONCE = 500
"""Rows that are inserted in one statement."""


@dataclass(frozen=True, slots=True)
class LogState:
    """How far the log has come: the last checkpoint, entries behind it, and whether a mark or a witness watches."""

    name: str
    vkey: str
    size: int
    note: str
    pending: int
    watched: bool


def append(make: Callable[[int], Sequence[Record]]) -> tuple[int, ...]:
    """Log the records that ``make`` gives, and publish them; where each stands in the log.

    ``make`` is told the size of the log, and is called while nobody else appends: what it reads is the last word, and
    what it writes is written with the entries or not at all. Raises what ``make`` raises; ``Untrusted`` and
    ``OutOfReach`` where the log must not or cannot be signed, before anything is written.
    """
    configuration: Configuration = settings.CONFIGURATION
    witnesses.need_no_witness_ahead()
    with _alone():
        known = grown()
        _need_trust(configuration, _signer(configuration), known)
        places = _insert(make(known.size), known.size)  # 1
    complete()
    return places


def complete() -> LogState:
    """Sign whatever the log holds and no checkpoint covers yet; how far it has come.

    Raises ``Untrusted`` where it must not be signed: it is older than the high-water mark or than a witness knows it,
    or not the log that was signed.
    """
    configuration: Configuration = settings.CONFIGURATION
    path = configuration.high_water
    witnesses.need_no_witness_ahead()
    with _alone():
        known = grown()
        key = _signer(configuration)
        _need_trust(configuration, key, known)
        note = sign(Checkpoint(key.name, known.size, known.root), key)
        mark = marked(path, key.verifier)
        if known.size and (mark is None or mark.size < known.size):
            raise_mark(path, note)  # 2
        if known.size and not LogCheckpoint.objects.filter(size=known.size).exists():
            LogCheckpoint.objects.create(size=known.size, note=note)  # 3
    witnesses.gather()  # 4
    note = witnesses.cosigned(note)
    return LogState(key.name, key.verifier.vkey, known.size, note, 0, configuration.watched)


def state() -> LogState:
    """How far the log has come, without signing anything; raises ``Untrusted`` as ``complete`` does."""
    configuration: Configuration = settings.CONFIGURATION
    known = grown()
    key = _signer(configuration)
    _need_trust(configuration, key, known)
    size = size_of_log()
    note = witnesses.cosigned(sign(Checkpoint(key.name, size, known.tree.root(size)), key))
    return LogState(key.name, key.verifier.vkey, size, note, known.size - size, configuration.watched)


def vkey() -> str:
    """The public key that others verify the log with."""
    return _signer(settings.CONFIGURATION).verifier.vkey


def sign_text(text: str) -> str:
    """The signed note of ``text``, which speaks of the log and is no checkpoint; for an export's list of files."""
    return str(sign_note(text, (_signer(settings.CONFIGURATION),)))


def size_of_log() -> int:
    """How many entries are published: those that the last checkpoint covers."""
    return int(LogCheckpoint.objects.aggregate(last=Max("size"))["last"] or 0)


def can_be_signed() -> bool:
    """Whether the log has come as far as its high-water mark: a quick look, leaving hashes to ``complete``."""
    configuration: Configuration = settings.CONFIGURATION
    try:
        mark = marked(configuration.high_water, _signer(configuration).verifier)
    except (Untrusted, OutOfReach):
        return False
    return not witnesses.is_ahead() and (mark is None or mark.size <= LogEntry.objects.count())


def notices() -> tuple[KiemtinError, ...]:
    """Finish what was cut off; what the operator has to know of the log: it is refused, or nothing watches over it."""
    try:
        found = complete()
    except (Untrusted, OutOfReach) as error:
        return Untrusted("desk.log.refused"), error
    finally:
        connection.close()
    return () if found.watched or not found.size else (Refused("desk.log.unwatched"),)


def logged(row: LogEntry) -> Logged:
    """A row as a value; its salt is empty where it was erased."""
    record = None if row.record is None else read_record(json.loads(row.record))
    return Logged(row.index, bytes(row.salt or b""), record)


@contextmanager
def _alone() -> Iterator[None]:
    """A transaction of its own during which nobody else appends."""
    # durable: inside another transaction entries would be signed that may yet be rolled back.
    with transaction.atomic(durable=True):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield


def _signer(configuration: Configuration) -> Signer:
    return signer(configuration, begun=LogEntry.objects.exists())


def _insert(records: Sequence[Record], start: int) -> tuple[int, ...]:
    rows = [_row(index, record) for index, record in enumerate(records, start)]
    LogEntry.objects.bulk_create(rows, batch_size=AT_ONCE)
    for record in records:
        if record.erases is not None:
            LogEntry.objects.filter(index=record.erases).update(salt=None, record=None)
    return tuple(row.index for row in rows)


def _row(index: int, record: Record) -> LogEntry:
    salt = secrets.token_bytes(SALT_BYTES)
    return LogEntry(
        index=index,
        answer=record.answer,
        version=record.version,
        change=record.change.value,
        erases=record.erases,
        entry=log_entry(record, salt),
        salt=salt,
        record=canonical(record_document(record)).decode(),
    )


def _need_trust(configuration: Configuration, key: Signer, known: Grown) -> None:
    """Raise ``Untrusted`` unless the log goes on from its last checkpoint and from the high-water mark."""
    last = LogCheckpoint.objects.order_by("-size").first()
    if last is not None:
        try:
            signed, _ = open_checkpoint(last.note.encode(), (key.verifier,))
        except Untrusted as error:
            raise Untrusted("desk.log.key-differs") from error
        if not known.goes_on_from(signed):
            raise Untrusted("desk.log.changed", size=signed.size)
    mark = marked(configuration.high_water, key.verifier)
    if mark is not None and mark.size > known.size:
        raise Untrusted("desk.log.older", name=str(configuration.high_water), size=known.size, mark=mark.size)
    if mark is not None and not known.goes_on_from(mark):
        raise Untrusted("desk.log.another", name=str(configuration.high_water), size=mark.size)
