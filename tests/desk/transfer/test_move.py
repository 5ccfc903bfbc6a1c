"""A move copies everything or nothing, and the source is only read."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.db import connections

from kiemtin.desk.configuration import SQLITE_FILE, read_database
from kiemtin.desk.transfer.databases import TARGET
from kiemtin.desk.transfer.moving import move
from kiemtin.errors import OutOfReach, Refused
from tests.cli.running import environment, kiemtin, printed, said
from tests.desk.conftest import POSTGRESQL, SQLITE, new_database
from tests.desk.postgresql import Cluster
from tests.desk.running import rows_of, serving
from tests.desk.transfer.filling import AWKWARD, configuration_of, everything, made, using

pytestmark = pytest.mark.from_nothing

POSTGRESQL_ONLY = pytest.mark.parametrize("engine", [POSTGRESQL], indirect=True)


def tables_in(home: Path, database: str) -> list[str]:
    """What tables a database has."""
    with using(configuration_of(home, database)):
        return connections[TARGET].introspection.table_names()


@POSTGRESQL_ONLY
def test_there_and_back(tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every row arrives on PostgreSQL, a desk serves from there, numbers go on; and all of it comes back to SQLite."""
    home, file = tmp_path / "home", tmp_path / "home/desk" / SQLITE_FILE
    monkeypatch.setenv("DATABASE_URL", "")
    made(home)
    before, source = rows_of(home), hashlib.sha256(file.read_bytes()).digest()
    words = printed(kiemtin("move", "--to", database, home=home))
    assert "DATABASE_URL" in words
    assert "kiemtin serve" in words
    assert source == hashlib.sha256(file.read_bytes()).digest()
    monkeypatch.setenv("DATABASE_URL", database)
    assert before == rows_of(home)
    with serving(home) as desk:
        assert desk.set_up is None
        assert 200 == desk.get("/readyz").status_code
    with using(configuration_of(home, database)):
        added = Group.objects.create(name="trên PostgreSQL")
        assert added.pk == len(AWKWARD) + 1
    moved = rows_of(home)
    assert (2, True) == refused(kiemtin("move", "--to", "sqlite", home=home), SQLITE_FILE)
    file.rename(tmp_path / "old")
    printed(kiemtin("move", "--to", "sqlite", home=home))
    monkeypatch.setenv("DATABASE_URL", "")
    assert moved == rows_of(home)
    assert 0o600 == file.stat().st_mode & 0o777
    assert {"log.key", "secret.key", SQLITE_FILE} == {one.name for one in (home / "desk").iterdir()}


def refused(result: subprocess.CompletedProcess[bytes], word: str) -> tuple[int, bool]:
    """The exit code, and whether the sentence holds a word."""
    return result.returncode, word in said(result)


@POSTGRESQL_ONLY
def test_from_one_postgresql_to_another(tmp_path: Path, database: str, request: pytest.FixtureRequest) -> None:
    """A new server takes over from the old one; moving into the database in use is refused."""
    configuration = made(tmp_path / "home", database)
    other = new_database(POSTGRESQL, request)
    copied = move(configuration, read_database(other))
    assert {table: len(rows) for table, rows in rows_of(tmp_path / "home").items()} == {
        table: content.rows for table, content in copied.items()
    }
    with pytest.raises(Refused, match="same"):
        move(configuration, read_database(database))


@POSTGRESQL_ONLY
def test_a_target_that_is_not_empty(tmp_path: Path, database: str, postgresql: Cluster) -> None:
    """A database in which a desk has been is refused; another program's table in it does not matter."""
    configuration = made(tmp_path / "home")
    name = database.rpartition("/")[2].partition("?")[0]
    postgresql.execute("CREATE TABLE of_somebody_else (x int)", name)
    move(configuration, read_database(database))
    with pytest.raises(Refused, match="occupied"):
        move(configuration, read_database(database))
    assert "of_somebody_else" in tables_in(tmp_path / "home", database)


@POSTGRESQL_ONLY
def test_a_row_that_does_not_fit_undoes_all(tmp_path: Path, database: str) -> None:
    """Where one row is not taken, the target is as empty as before and the source as it was."""
    configuration = made(tmp_path / "home")
    with using(configuration):
        Group.objects.create(name="a\x00b")
    before = everything(tmp_path / "home")
    with pytest.raises(OutOfReach, match="failed"):
        move(configuration, read_database(database))
    assert [] == tables_in(tmp_path / "home", database)
    assert before == {name: size for name, size in everything(tmp_path / "home").items() if name != "desk.lock"}
    with using(configuration):
        Group.objects.filter(name="a\x00b").delete()
    move(configuration, read_database(database))


DIES_WHILE_WRITING = """
import os, sys
import kiemtin.desk.transfer.rows as rows
from kiemtin.cli import main
written = 0
whole = rows._values
def values(fields, line):
    global written
    written += 1
    if written == 20:
        os.kill(os.getpid(), 9)
    return whole(fields, line)
rows._values = values
sys.argv = ["kiemtin", "move", "--to", sys.argv[1]]
main()
"""


@POSTGRESQL_ONLY
@pytest.mark.parametrize("back", [False, True])
def test_killed_in_the_middle(tmp_path: Path, database: str, back: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed while it writes, a move leaves nothing in the target; the next one succeeds."""
    home = tmp_path / "home"
    made(home, database if back else "")
    monkeypatch.setenv("DATABASE_URL", database if back else "")
    before = rows_of(home)
    command = [sys.executable, "-c", DIES_WHILE_WRITING, SQLITE if back else database]
    assert -9 == subprocess.run(command, env=environment(home), check=False).returncode
    if back:
        assert not (home / "desk" / SQLITE_FILE).exists()
    else:
        assert [] == tables_in(home, database)
    assert 0 == kiemtin("move", "--to", SQLITE if back else database, home=home).returncode
    monkeypatch.setenv("DATABASE_URL", "" if back else database)
    assert before == rows_of(home)
    left = [one.name for one in (home / "desk").iterdir()]
    assert not back or {"secret.key", SQLITE_FILE} == set(left)


@POSTGRESQL_ONLY
def test_what_cannot_be_moved(tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No desk, a desk that serves, no server, nonsense: a sentence, an exit code, and never the password."""
    home = tmp_path / "home"
    monkeypatch.setenv("DATABASE_URL", "")
    assert (3, True) == refused(kiemtin("move", "--to", database, home=home), "kiemtin serve")
    assert (2, True) == refused(kiemtin("move", "--to", "sqlite", home=home), "chính")
    with serving(home):
        assert (2, True) == refused(kiemtin("move", "--to", database, home=home), "kiemtin serve")
    for target, code in (
        ("postgres://a:mat-khau@127.0.0.1:1/x", 3),
        ("mysql://a:mat-khau@b/c", 2),
        ("sqlite:///tmp/x", 2),
    ):
        result = kiemtin("move", "--to", target, home=home)
        assert code == result.returncode
        assert "mat-khau" not in said(result)
