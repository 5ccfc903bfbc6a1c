"""On PostgreSQL the desk's own account may add to the log and nothing else: not even remove what watches over it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import DatabaseError, connection, transaction

from kiemtin.answers.values import Change
from kiemtin.desk.answers import changes, log, reading
from kiemtin.desk.answers.models import LogCheckpoint, LogEntry
from kiemtin.desk.configuration import Configuration
from tests.desk.answers.test_log import FORBIDDEN
from tests.desk.answers.writing import about, published, working
from tests.desk.postgresql import Cluster, program
from tests.desk.transfer.filling import configuration_of

RIGHTS = Path(__file__).parents[3] / "packaging" / "postgresql-rights.sql"

DESK = "kiemtin_desk"

ENTRY, CHECKPOINT = "answers_logentry", "answers_logcheckpoint"

BY_RIGHTS = (
    *(
        f"{statement} {table}{rest}"
        for table in (ENTRY, CHECKPOINT)
        for statement, rest in (
            ("DELETE FROM", ""),
            ("TRUNCATE", ""),
            ("DROP TABLE", ""),
            ("ALTER TABLE", " DISABLE TRIGGER ALL"),
            ("ALTER TABLE", " OWNER TO CURRENT_USER"),
        )
    ),
    "UPDATE answers_logcheckpoint SET note = 'x'",
    "UPDATE answers_logentry SET entry = salt",
    "UPDATE answers_logentry SET answer = 'zzzzzzzzzz'",
    "DROP TRIGGER answers_entry_stays ON answers_logentry",
    "DROP FUNCTION answers_log_refuses() CASCADE",
    "CREATE OR REPLACE FUNCTION answers_log_refuses() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
    "ALTER FUNCTION answers_entry_changes() RESET search_path",
    "DROP SCHEMA public CASCADE",
    "SET session_replication_role = replica",
    "SET ROLE kiemtin_log",
)
"""What PostgreSQL itself refuses, before any trigger is asked."""

SHADOWED = (
    'CREATE TEMPORARY TABLE answers_logentry AS SELECT 999 AS "index", answer, 9 AS version, 0 AS erases'
    " FROM public.answers_logentry",
    "SET search_path = pg_temp, public",
)
"""Another table of the log's name, which says whatever the triggers want to hear."""


@pytest.fixture(scope="module")
def guarded(
    postgresql: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Configuration, tuple[int, int]]]:
    """A desk whose account owns its tables, but for those of the log."""
    database = urlsplit(postgresql.new_database())
    name = database.path[1:]
    postgresql.execute(f"CREATE ROLE {DESK} LOGIN")
    postgresql.execute(f"ALTER DATABASE {name} OWNER TO {DESK}")
    url = database._replace(netloc=f"{DESK}@").geturl()
    configuration = configuration_of(tmp_path_factory.mktemp("rights") / "home", url)
    with working(configuration) as staff:
        first = published(staff, about("Trước khi giới hạn quyền"))
        command = [program("psql"), "--quiet", "--set", f"desk={DESK}", "--file", str(RIGHTS)]
        for _ in range(2):  # again, as after an upgrade
            subprocess.run([*command, "--dbname", database.geturl()], check=True)
        assert first == reading.answer_of(first.id)
        yield configuration, staff


def test_a_desk_of_few_rights_does_all_its_work(guarded: tuple[Configuration, tuple[int, int]]) -> None:
    """Publishing, withdrawing and erasing go on, and its tables are brought up to date as before."""
    configuration, staff = guarded
    with working(configuration):
        answer = published(staff, about("Sẽ bị xoá theo luật"))
        (first,) = (one.index for one in reading.history(answer.id))
        changes.withdraw(answer.id, "Theo yêu cầu của toà.")
        changes.erase(first, "Theo yêu cầu của toà.")
        assert LogEntry.objects.get(index=first).record is None
        assert Change.ERASE is reading.history(answer.id)[-1].record.change
        assert log.complete().size == reading.log_size() == LogCheckpoint.objects.order_by("-size")[0].size


@pytest.mark.parametrize("statement", [*BY_RIGHTS, *FORBIDDEN])
def test_the_account_of_the_desk_cannot_change_the_log(
    guarded: tuple[Configuration, tuple[int, int]], statement: str
) -> None:
    """Whoever has taken over the desk, with its password for the database, is refused by the database."""
    before = list(LogEntry.objects.values()), list(LogCheckpoint.objects.values())
    words = "permission denied|must be owner" + ("|only grows" if statement in FORBIDDEN else "")
    with pytest.raises(DatabaseError, match=words), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert before == (list(LogEntry.objects.values()), list(LogCheckpoint.objects.values()))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE public.answers_logentry SET salt = NULL, record = NULL WHERE record IS NOT NULL",
        "INSERT INTO public.answers_logentry SELECT 1000, 'zzzzzzzzzz', 1, change, erases, entry, salt, record"
        " FROM public.answers_logentry LIMIT 1",
    ],
)
def test_no_other_table_answers_for_the_log(guarded: tuple[Configuration, tuple[int, int]], statement: str) -> None:
    """A temporary table of the log's name does not make the triggers believe that a text had to be erased."""
    with connection.cursor() as cursor:
        for one in SHADOWED:
            cursor.execute(one)
        with pytest.raises(DatabaseError, match="only grows"):
            cursor.execute(statement)
    connection.close()
