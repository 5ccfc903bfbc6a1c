"""The log only grows, is signed once for each size, and is not signed where it has gone back."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import override_settings

from kiemtin.desk.answers import drafts, growing, log, reading
from kiemtin.desk.answers.models import LogCheckpoint, LogEntry
from kiemtin.desk.answers.signing import KEY_FILE
from kiemtin.desk.configuration import SQLITE_FILE, Configuration, read_configuration
from kiemtin.errors import Refused, Untrusted
from kiemtin.transparency.checkpoint import Checkpoint, open_checkpoint
from kiemtin.transparency.keys import Verifier
from kiemtin.transparency.merkle import leaf_hash, root
from tests.desk.answers.writing import about, published, working
from tests.desk.conftest import SQLITE
from tests.desk.transfer.filling import configuration_of

Staff = tuple[int, int]

FORBIDDEN = (
    "UPDATE answers_logentry SET record = 'x'",
    "UPDATE answers_logentry SET entry = salt",
    "UPDATE answers_logentry SET salt = NULL, record = NULL",
    "UPDATE answers_logentry SET record = NULL",
    "DELETE FROM answers_logentry",
    'DELETE FROM answers_logentry WHERE "index" = 0',
    "UPDATE answers_logcheckpoint SET note = 'x'",
    "DELETE FROM answers_logcheckpoint",
    "INSERT INTO answers_logcheckpoint (size, note) VALUES (0, 'x')",
    "INSERT INTO answers_logentry SELECT 999, 'zzzzzzzzzz', 1, change, erases, entry, salt, record"
    " FROM answers_logentry",
)

REPLACING = (
    'INSERT OR REPLACE INTO answers_logentry SELECT * FROM answers_logentry WHERE "index" = 0',
    "REPLACE INTO answers_logentry SELECT (SELECT count(*) FROM answers_logentry), answer, version, change, erases,"
    ' entry, salt, record FROM answers_logentry WHERE "index" = 0',
    'UPDATE OR REPLACE answers_logentry SET "index" = 1 WHERE "index" = 0',
    "INSERT OR REPLACE INTO answers_logcheckpoint SELECT size, 'x' FROM answers_logcheckpoint",
)


@pytest.fixture
def marked(staff: Staff, tmp_path: Path) -> Iterator[Path]:
    """The same desk with a high-water mark."""
    configuration = replace(settings.CONFIGURATION, high_water=tmp_path / "mark")
    with override_settings(CONFIGURATION=configuration):
        yield tmp_path / "mark"


def checkpoint_of(note: str) -> Checkpoint:
    """The checkpoint in a note, once the key of this desk has opened it."""
    return open_checkpoint(note.encode(), (Verifier.parse(log.vkey()),))[0]


def test_every_publication_is_signed(staff: Staff) -> None:
    """Each checkpoint is one entry larger, is signed by the desk's key, and its root is that of the entries."""
    for claim in ("Một", "Hai", "Ba"):
        published(staff, about(claim))
    size = reading.log_size()
    checkpoint = checkpoint_of(reading.checkpoint() or "")
    hashes = [leaf_hash(entry) for entry in reading.entries(0, size)]
    assert (size, root(hashes)) == (checkpoint.size, checkpoint.root)
    assert LogCheckpoint.objects.count() == size


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_database_refuses_to_change_the_log(staff: Staff, statement: str) -> None:
    """Whoever writes SQL is refused by the database itself, and every row stays as it was."""
    if not LogEntry.objects.exists():
        published(staff, about("Đầu tiên"))
    before = list(LogEntry.objects.values()), list(LogCheckpoint.objects.values())
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert before == (list(LogEntry.objects.values()), list(LogCheckpoint.objects.values()))


def test_postgresql_refuses_to_empty_the_log(staff: Staff) -> None:
    """TRUNCATE asks no trigger for rows; it has one of its own."""
    if connection.vendor == "sqlite":
        return
    for table in ("answers_logentry", "answers_logcheckpoint"):
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {table}")


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_sqlite_refuses_to_replace(staff: Staff, place: Configuration, recursive: str) -> None:
    """REPLACE deletes without asking the triggers for deleting; another program that opens the file is refused too."""
    published(staff, about(f"Thay thế {recursive}"))
    before = list(LogEntry.objects.values()), list(LogCheckpoint.objects.values())
    connection.close()
    with closing(sqlite3.connect(place.folder / SQLITE_FILE)) as database:
        database.execute(f"PRAGMA recursive_triggers={recursive}")
        for statement in REPLACING:
            with pytest.raises(sqlite3.DatabaseError, match="only grows"):
                database.execute(statement)
            database.rollback()
    assert before == (list(LogEntry.objects.values()), list(LogCheckpoint.objects.values()))


def test_what_was_cut_off_is_finished(staff: Staff, marked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped before the mark, or before the checkpoint: not published, and the next one finishes it under one root."""
    published(staff, about("Trước khi bị ngắt"))
    steps: tuple[tuple[object, str], ...] = ((log, "raise_mark"), (LogCheckpoint.objects, "create"))
    for target, name in steps:
        size = reading.log_size()
        with monkeypatch.context() as patched:
            patched.setattr(target, name, _breaking)
            with pytest.raises(ZeroDivisionError):
                published(staff, about(f"Bị ngắt ở {name}"))
        assert size == reading.log_size()
        found = log.complete()
        assert (size + 1, size + 1) == (found.size, reading.log_size())
        assert checkpoint_of(marked.read_text()) == checkpoint_of(reading.checkpoint() or "")
    assert 1 == sum(one.content.claim == "Bị ngắt ở raise_mark" for one in reading.published() if one.content)


def _breaking(*_: object, **__: object) -> None:
    raise ZeroDivisionError


def test_nothing_is_signed_inside_a_transaction_that_may_be_undone(staff: Staff) -> None:
    """Entries that could yet be rolled back would leave a signed checkpoint of nothing."""
    with pytest.raises(RuntimeError), transaction.atomic():
        log.complete()


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_an_older_state_does_not_sign(engine: str, tmp_path: Path) -> None:
    """Put back behind the mark, nothing is published or signed and the reason is said; without a mark that is said."""
    configuration = replace(configuration_of(tmp_path / "home"), high_water=tmp_path / "mark")
    with working(configuration) as staff:
        published(staff, about("Một"))
        connection.close()
        shutil.copytree(tmp_path / "home", tmp_path / "older")
        published(staff, about("Hai"))
    older = replace(configuration_of(tmp_path / "older"), high_water=tmp_path / "mark")
    with working(older) as staff:
        entries = LogEntry.objects.count()
        with pytest.raises(Untrusted, match="older"):
            published(staff, about("Khác"))
        assert entries == LogEntry.objects.count()
        assert not log.can_be_signed()
        assert ["desk.log.refused", "desk.log.older"] == [one.message_id for one in log.notices()]
        with override_settings(CONFIGURATION=replace(older, high_water=None)):
            assert ["desk.log.unwatched"] == [one.message_id for one in log.notices()]
            published(staff, about("Rẽ nhánh"))
        with pytest.raises(Untrusted, match="another"):
            log.complete()


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_a_log_that_was_changed_is_not_signed(engine: str, tmp_path: Path) -> None:
    """Without its key, and once whoever removed the triggers has written over an entry, the log is not signed."""
    configuration = configuration_of(tmp_path / "home")
    with working(configuration) as staff:
        published(staff, about("Một"))
        (configuration.folder / KEY_FILE).rename(tmp_path / KEY_FILE)
        with pytest.raises(Untrusted, match="key-missing"):
            published(staff, about("Không khoá"))
        (tmp_path / KEY_FILE).rename(configuration.folder / KEY_FILE)
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER answers_entry_changes")
            cursor.execute("UPDATE answers_logentry SET entry = x'00'")
        growing.look_anew()
        with pytest.raises(Untrusted, match="changed"):
            published(staff, about("Sau khi sửa"))


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_a_longer_log_is_no_more_work(engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A publication hashes its own entry and the last one before it; what is removed behind this is noticed at once."""
    hashed: list[bytes] = []

    def counting(entry: bytes) -> bytes:
        hashed.append(entry)
        return leaf_hash(entry)

    with working(configuration_of(tmp_path / "home")) as staff:
        for number in range(20):
            published(staff, about(f"Câu {number}"))
        monkeypatch.setattr(growing, "leaf_hash", counting)
        published(staff, about("Câu nữa"))
        assert len(hashed) < 5
        assert 21 == log.complete().size
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER answers_entry_stays")
            cursor.execute('DELETE FROM answers_logentry WHERE "index" = 20')
        with pytest.raises(Untrusted, match="changed"):
            log.complete()
        with connection.cursor() as cursor:
            cursor.execute('DELETE FROM answers_logentry WHERE "index" = 7')
        growing.look_anew()
        with pytest.raises(Untrusted, match="entry-missing"):
            log.complete()


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_the_log_is_called_by_its_address(engine: str, tmp_path: Path) -> None:
    """Until it begins its name follows the configuration; then it keeps the one it has, whatever the address is."""
    home = {"KIEMTIN_HOME": str(tmp_path / "home")}
    with working(read_configuration(home)) as staff:
        assert log.vkey().startswith("kiemtin-")
        first = read_configuration({**home, "KIEMTIN_ADDRESS": "https://Dia-Chi.example:8443"})
        with override_settings(CONFIGURATION=first):
            assert "dia-chi.example:8443" == log.complete().name
            published(staff, about("Một"))
        with override_settings(CONFIGURATION=read_configuration({**home, "KIEMTIN_LOG_NAME": "khac.example/log"})):
            assert "dia-chi.example:8443" == log.complete().name


def test_a_mark_lies_outside_the_data_folder() -> None:
    """Inside, a restore would take it back together with what it is to watch over."""
    for mark in ("mark", "/home-of-desk/desk/mark", "/home-of-desk/../home-of-desk/x"):
        with pytest.raises(Refused, match="high-water-place"):
            read_configuration({"KIEMTIN_HOME": "/home-of-desk", "KIEMTIN_HIGH_WATER": mark})
    for name, value in (("KIEMTIN_LOG_NAME", "hai từ"), ("KIEMTIN_REVIEW", "yes")):
        with pytest.raises(Refused):
            read_configuration({name: value})
    assert not read_configuration({"KIEMTIN_REVIEW": "0"}).review
    assert drafts.new_id() != drafts.new_id()
