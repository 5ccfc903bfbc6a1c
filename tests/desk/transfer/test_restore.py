"""A restored desk is the one that was backed up; what stood there before can be had back; a power cut does no harm."""

from __future__ import annotations

import datetime
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from kiemtin.desk.transfer.backup import back_up
from kiemtin.desk.transfer.databases import TARGET
from kiemtin.desk.transfer.folder import JOURNAL, PARTS, in_use, tidy
from kiemtin.desk.transfer.restore import restore
from kiemtin.errors import OutOfReach, Refused, TooLarge
from tests.cli.running import environment, kiemtin, printed, said
from tests.desk.conftest import POSTGRESQL, SQLITE, new_database
from tests.desk.running import rows_of, serving
from tests.desk.transfer.filling import configuration_of, everything, files_of, made, reviews_in, using

pytestmark = pytest.mark.from_nothing

SQLITE_ONLY = pytest.mark.parametrize("engine", [SQLITE], indirect=True)

JOBS = "django_tasks_database"
"""What the library for jobs calls itself."""


@pytest.mark.parametrize("origin", [SQLITE, POSTGRESQL])
def test_all_comes_back_from_either_database_into_either(
    origin: str, database: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows, files and fact-checks are the same; numbers go on; it serves, and has its administrator."""
    url = new_database(origin, request)
    old, path, home = tmp_path / "old", tmp_path / "backup.zip", tmp_path / "new"
    made(old, url)
    printed(kiemtin("backup", str(path), home=old, DATABASE_URL=url, KIEMTIN_ADDRESS="https://kiemtin.example"))
    monkeypatch.setenv("DATABASE_URL", url)
    rows = rows_of(old)
    shutil.copytree(old / "organisations", tmp_path / "kept")
    monkeypatch.setenv("DATABASE_URL", database)
    words = printed(kiemtin("restore", str(path), home=home))
    assert "KIEMTIN_ADDRESS=https://kiemtin.example" in words
    assert "kiemtin factchecks rebuild" in words
    assert (rows, files_of(old), reviews_in(old)) == (rows_of(home), files_of(home), reviews_in(home))
    with serving(home) as desk:
        assert desk.set_up is None  # the administrator is there
        assert 200 == desk.get("/readyz").status_code
    with using(configuration_of(home, database)):
        from django.contrib.auth.models import Group

        assert max(Group.objects.values_list("pk", flat=True)) < Group.objects.create(name="mới").pk


def test_what_is_there_is_not_replaced_unasked(tmp_path: Path, database: str) -> None:
    """Data in the folder is kept unless the operator says otherwise; then it lies beside. No session comes back."""
    configuration = made(tmp_path / "home")
    path = tmp_path / "backup.zip"
    with using(configuration):
        from kiemtin.desk.people.models import StaffSession

        StaffSession.objects.create(key_hash="7" * 64, data="", expires=timezone.now() + datetime.timedelta(hours=9))
    back_up(configuration, path, replace=False)
    with using(configuration):
        from django.contrib.auth.models import Group

        Group.objects.create(name="sau khi sao lưu")
    later = rows_of(tmp_path / "home") if not database else {}
    before = files_of(tmp_path / "home")
    with pytest.raises(Refused, match="occupied"):
        restore(configuration_of(tmp_path / "home", database), path, replace=False)
    assert before == files_of(tmp_path / "home")
    done = restore(configuration_of(tmp_path / "home", database), path, replace=True)
    assert done.aside is not None
    assert len(rows_of(tmp_path / "home")["auth_group"]) == 8
    assert [] == rows_of(tmp_path / "home")["people_staffsession"]
    if database:
        return
    undone = tmp_path / "undone"
    shutil.move(done.aside, undone)
    assert later == rows_of(undone)
    assert before == files_of(undone)


@pytest.mark.parametrize("engine", [POSTGRESQL], indirect=True)
def test_a_postgresql_that_holds_something_is_left_alone(tmp_path: Path, database: str) -> None:
    """A database cannot be moved aside, so it has to be an empty one, whatever was asked for."""
    path = tmp_path / "backup.zip"
    back_up(made(tmp_path / "old"), path, replace=False)
    made(tmp_path / "new", database)
    rows = rows_of(tmp_path / "new")
    with pytest.raises(Refused, match="database-occupied"):
        restore(configuration_of(tmp_path / "new", database), path, replace=True)
    assert rows == rows_of(tmp_path / "new")


def test_a_desk_that_serves_is_not_pulled_away(tmp_path: Path) -> None:
    """Beside a running desk nothing is restored, also with ``--replace``; it goes on serving."""
    home, path = tmp_path / "home", tmp_path / "backup.zip"
    with serving(home) as desk:
        printed(kiemtin("backup", str(path), home=home))
        result = kiemtin("restore", str(path), "--replace", home=home)
        assert (2, True) == (result.returncode, "kiemtin serve" in said(result))
        assert 200 == desk.get("/readyz").status_code
    assert 1 == len(list(tmp_path.glob("home/desk")))
    assert [] == list(home.glob("before-restore-*"))


@SQLITE_ONLY
def test_a_backup_of_an_older_version_is_brought_up_to_date(tmp_path: Path, database: str) -> None:
    """Rows are read and put in as the tables were then; then the tables are taken on to today's."""
    configuration = configuration_of(tmp_path / "old", database)
    configuration.folder.mkdir(parents=True)
    with using(configuration):
        executor = MigrationExecutor(connections[TARGET])
        state = executor.migrate([(JOBS, "0012_add_separate_exception_fields"), ("accounts", "0001_initial")])
        job = {"args_kwargs": {"args": [], "kwargs": {}}, "task_path": "cũ", "backend_name": "default"}
        state.apps.get_model(JOBS, "DBTaskResult").objects.create(**job, status="SUCCEEDED", exception_data={})
    made_by = back_up(configuration, tmp_path / "backup.zip", replace=False)
    assert "0013_separate_exception_fields" not in made_by.migrations[JOBS]
    restore(configuration_of(tmp_path / "new", database), tmp_path / "backup.zip", replace=False)
    (row,) = rows_of(tmp_path / "new")["django_tasks_database_dbtaskresult"]
    assert b'"status":"SUCCESSFUL"' in row
    assert b"exception_data" not in row


@SQLITE_ONLY
def test_too_little_room(tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk has no room for all of it, it does not begin."""
    manifest = back_up(made(tmp_path / "old", database), tmp_path / "backup.zip", replace=False)

    def usage(free: int) -> None:
        monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(free, 0, free))

    usage(manifest.size - 1)
    with pytest.raises(TooLarge, match="no-room"):
        restore(configuration_of(tmp_path / "new"), tmp_path / "backup.zip", replace=False)
    usage(manifest.size)
    restore(configuration_of(tmp_path / "new"), tmp_path / "backup.zip", replace=False)


@pytest.mark.parametrize("engine", [POSTGRESQL], indirect=True)
def test_a_row_that_postgresql_cannot_hold(tmp_path: Path, database: str) -> None:
    """SQLite keeps U+0000, PostgreSQL does not: nothing is restored then, and the database is as empty as before."""
    configuration = made(tmp_path / "old")
    with using(configuration):
        from django.contrib.auth.models import Group

        Group.objects.create(name="a\x00b")
    back_up(configuration, tmp_path / "backup.zip", replace=False)
    with pytest.raises(OutOfReach, match="database-refused"):
        restore(configuration_of(tmp_path / "new", database), tmp_path / "backup.zip", replace=False)
    assert {"desk.lock"} == {one.name for one in (tmp_path / "new").iterdir()}
    with using(configuration_of(tmp_path / "new", database)):
        assert [] == connections[TARGET].introspection.table_names()


DIES_AT_A_RENAMING = """
import os, sys
from pathlib import Path
from kiemtin.desk.transfer.folder import exchange
left = int(sys.argv[1])
def watch(event, arguments):
    global left
    if event == "os.rename":
        left -= 1
        if left < 0:
            os._exit(9)
sys.addaudithook(watch)
exchange(Path(sys.argv[2]), sys.argv[3], "before-restore-x")
"""
"""Ends like a power cut before one of the renamings; Python tells its audit hooks of each."""


@SQLITE_ONLY
def test_killed_at_every_step_of_the_exchange(tmp_path: Path, database: str) -> None:
    """Whichever renaming a power cut comes before, the next start finds all of the old or all of the new."""
    old, new, home = tmp_path / "old", tmp_path / "new", tmp_path / "home"
    made(old, database)
    shutil.copytree(old, new)
    (new / "desk/secret.key").write_text("mới")
    (new / "organisations/mới.yaml").write_text("mới")
    shutil.rmtree(new / "keys")
    states = {"old": everything(old), "new": everything(new)}
    found: list[str] = []
    for step in range(40):
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(old, home)
        shutil.copytree(new, home / ".restoring-1a")
        command = [sys.executable, "-c", DIES_AT_A_RENAMING, str(step), str(home), ".restoring-1a"]
        code = subprocess.run(command, env=environment(home), check=False).returncode
        assert code in (0, 9)
        with in_use(home):  # as any start does
            assert not (home / JOURNAL).exists()
        aside = home / "before-restore-x"
        if aside.exists():
            shutil.move(aside, tmp_path / "aside")
            assert states["old"] == everything(tmp_path / "aside")
            shutil.rmtree(tmp_path / "aside")
        tidy(home)
        (home / "desk.lock").unlink()
        found.append(next(name for name, state in states.items() if state == everything(home)))
        if code == 0:
            break
    # The first renaming puts the journal in place; until then nothing has begun.
    assert ["old", *["new"] * (len(found) - 1)] == found
    assert len(found) > len(PARTS) * 2
