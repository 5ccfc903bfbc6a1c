"""Backup, restore and move carry the log, the drafts and the key; an older backup is noticed where a mark watches."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.test import override_settings

from kiemtin.desk.answers import changes, drafts, log, reading
from kiemtin.desk.configuration import Configuration, read_database
from kiemtin.desk.transfer.backup import back_up
from kiemtin.desk.transfer.moving import move
from kiemtin.desk.transfer.restore import restore
from kiemtin.errors import Untrusted
from tests.cli.running import kiemtin, said
from tests.desk.answers.writing import about, published, working
from tests.desk.conftest import POSTGRESQL, SQLITE, new_database
from tests.desk.running import rows_of, serving
from tests.desk.transfer.filling import configuration_of

pytestmark = pytest.mark.from_nothing


def filled(configuration: Configuration) -> tuple[object, ...]:
    """What a desk with published, withdrawn, erased and unfinished answers shows."""
    with working(configuration) as staff:
        published(staff, about("Còn đó"))
        gone = published(staff, about("Đã rút"))
        changes.withdraw(gone.id, "Nhầm.")
        changes.erase(1, "Phải xoá.")
        drafts.start(staff[0], about("Chưa xong"))
        return shown()


def shown() -> tuple[object, ...]:
    """All that the world sees of the log."""
    return reading.published(), reading.entries(0, 99), reading.checkpoint(), log.vkey()


@pytest.mark.parametrize("origin", [SQLITE, POSTGRESQL])
def test_a_restored_log_goes_on(origin: str, database: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Restored into either database it is the same log under the same key, and the triggers stand."""
    old = configuration_of(tmp_path / "old", new_database(origin, request))
    before = filled(old)
    back_up(old, tmp_path / "backup.zip", replace=False)
    new = configuration_of(tmp_path / "new", database)
    restore(new, tmp_path / "backup.zip", replace=False)
    with working(new) as staff:
        assert before == shown()
        published(staff, about("Tiếp theo"))
        assert 5 == reading.log_size()
        with pytest.raises(DatabaseError, match="only grows"), connection.cursor() as cursor:
            cursor.execute("DELETE FROM answers_logentry")


@pytest.mark.parametrize("engine", [POSTGRESQL], indirect=True)
def test_a_moved_log_goes_on(database: str, tmp_path: Path) -> None:
    """From SQLite to PostgreSQL and back it is the same."""
    configuration = configuration_of(tmp_path / "home")
    before = filled(configuration)
    move(configuration, read_database(database))
    moved = configuration_of(tmp_path / "home", database)
    with working(moved):
        assert before == shown()
    for path in moved.folder.glob("desk.sqlite*"):
        path.unlink()
    move(moved, None)
    with working(configuration):
        assert before == shown()


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_an_older_backup_is_noticed_at_the_start(database: str, tmp_path: Path) -> None:
    """With a mark it serves, says why it signs nothing, and is not ready; without one it says that nothing watches."""
    home, mark = tmp_path / "home", tmp_path / "mark"
    configuration = replace(configuration_of(home), high_water=mark)
    with override_settings(), working(configuration) as staff:
        published(staff, about("Một"))
        connection.close()
        back_up(configuration, tmp_path / "backup.zip", replace=False)
        published(staff, about("Hai"))
    restore(configuration, tmp_path / "backup.zip", replace=True)
    with serving(home, KIEMTIN_HIGH_WATER=str(mark)) as desk:
        answer = desk.get("/readyz")
        assert (503, False, "on") == (answer.status_code, answer.json()["log"], answer.json()["high_water"])
        assert str(mark) in desk.log.read_text("utf-8")
        result = kiemtin("log", "checkpoint", home=home, KIEMTIN_HIGH_WATER=str(mark))
        assert (1, True) == (result.returncode, str(mark) in said(result))
    with serving(home) as desk:
        assert "KIEMTIN_HIGH_WATER" in desk.log.read_text("utf-8")
        assert {"log": True, "high_water": "off"}.items() <= desk.get("/readyz").json().items()
    assert 1 == len(rows_of(home)["answers_logentry"])
    with working(configuration), pytest.raises(Untrusted, match="older"):
        log.complete()
