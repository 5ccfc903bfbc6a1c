"""What is published, read from the log: everything below the size of the last checkpoint, and nothing else.

Plain functions that use the database: an answer calls them through ``desk.database.reach``.
"""

from __future__ import annotations

from threading import Lock

from django.db import connection

from kiemtin.answers.fold import published_answers
from kiemtin.answers.values import Change, Logged, PublishedAnswer
from kiemtin.desk.answers.log import logged as as_logged
from kiemtin.desk.answers.log import size_of_log, state
from kiemtin.desk.answers.models import LogCheckpoint, LogEntry
from kiemtin.desk.witnesses.asking import cosigned
from kiemtin.errors import Refused


def log_size() -> int:
    """How many entries are published."""
    return size_of_log()


def entries(start: int, end: int) -> tuple[bytes, ...]:
    """The published entries from ``start`` up to, not including, ``end``."""
    rows = LogEntry.objects.filter(index__gte=start, index__lt=min(end, log_size())).order_by("index")
    return tuple(bytes(entry) for entry in rows.values_list("entry", flat=True))


def logged(start: int, end: int) -> tuple[Logged, ...]:
    """The published records from ``start`` up to, not including, ``end``; an erased one is ``None`` in its place."""
    rows = LogEntry.objects.filter(index__gte=start, index__lt=min(end, log_size())).order_by("index")
    return tuple(map(as_logged, rows.iterator()))


def checkpoint() -> str | None:
    """The last signed checkpoint with its cosignatures; of an empty log one of size 0, made when it is asked for.

    ``None`` where the log is empty and must not be signed.
    """
    last = LogCheckpoint.objects.order_by("-size").values_list("note", flat=True).first()
    return cosigned(last) if last is not None else state().note


def published() -> tuple[PublishedAnswer, ...]:
    """Every answer as it stands, the oldest first; read once for each size of the log in each process."""
    return _remembered.published()


def answer_of(identity: str) -> PublishedAnswer | None:
    """One answer as it stands, withdrawn or not; ``None`` where there is none, or nothing of it is left."""
    return next(iter(published_answers(history(identity))), None)


def need_answer(identity: str) -> PublishedAnswer:
    """The same; raises ``Refused`` where there is none."""
    found = answer_of(identity)
    if found is None:
        raise Refused("answers.no-such-answer", given=identity[:40])
    return found


def history(answer: str) -> tuple[Logged, ...]:
    """Everything published of one answer, the oldest first."""
    rows = LogEntry.objects.filter(answer=answer, index__lt=log_size()).order_by("index")
    return tuple(map(as_logged, rows))


class _Remembered:
    """The records of this process's last look and the answers they make; only what has come since is read again."""

    def __init__(self) -> None:
        self._one_at_a_time = Lock()
        self._database = ""
        self._tail = b""
        self._log: list[Logged] = []
        self._answers: tuple[PublishedAnswer, ...] = ()

    def published(self) -> tuple[PublishedAnswer, ...]:
        with self._one_at_a_time:
            size = log_size()
            if not self._is_beginning_of(size):
                self._log, self._answers = [], ()
            if size > len(self._log):
                self._read_on(size)
            return self._answers

    def _is_beginning_of(self, size: int) -> bool:
        """Whether what is remembered is of this database, and of the same log."""
        if self._database != str(connection.settings_dict["NAME"]) or size < len(self._log):
            return False
        return not self._log or (self._tail,) == entries(len(self._log) - 1, len(self._log))

    def _read_on(self, size: int) -> None:
        new = logged(len(self._log), size)
        self._log += new
        erased = {one.record.erases for one in new if one.record and one.record.change is Change.ERASE}
        if erased:  # their words leave this memory too
            self._log = [Logged(one.index, b"", None) if one.index in erased else one for one in self._log]
        self._answers = published_answers(self._log)
        self._database = str(connection.settings_dict["NAME"])
        self._tail = entries(size - 1, size)[0]


_remembered = _Remembered()
