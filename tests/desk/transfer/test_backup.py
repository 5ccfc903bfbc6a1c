"""A backup holds everything, as it was at one moment, or it is not there."""

from __future__ import annotations

import json
import sqlite3
import stat
import threading
import zipfile
from functools import partial
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction

from kiemtin.desk.accounts.models import Account
from kiemtin.desk.configuration import SQLITE_FILE
from kiemtin.desk.transfer import archive as archives
from kiemtin.desk.transfer.archive import opened_archive
from kiemtin.desk.transfer.backup import back_up, verify
from kiemtin.desk.transfer.folder import COLLECTION
from kiemtin.errors import OutOfReach, Refused, TooLarge, Untrusted
from tests.cli.running import kiemtin, printed, said
from tests.desk.running import rows_of, serving
from tests.desk.test_serving import eventually
from tests.desk.transfer.filling import AWKWARD, REVIEWS, configuration_of, files_of, made, using

pytestmark = pytest.mark.from_nothing

SQLITE_ONLY = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def test_it_holds_everything(tmp_path: Path, database: str) -> None:
    """Every row, file and fact-check is in it, with counts; only its owner can read it, and nothing lies beside it."""
    configuration = made(tmp_path / "home", database)
    path = tmp_path / "out" / "backup.zip"
    path.parent.mkdir()
    manifest = back_up(configuration, path, replace=False)
    rows = rows_of(tmp_path / "home")
    assert len(AWKWARD) - 1 == len(rows["auth_group"])
    with opened_archive(path) as archive:
        assert manifest == archive.manifest
        assert rows == {table: list(archive.lines(f"rows/{table}.jsonl")) for table in manifest.tables}
        files = {name: b"".join(archive.chunks(f"files/{name}")) for name in files_of(tmp_path / "home")}
    assert files_of(tmp_path / "home") == files
    assert {"desk/secret.key", "organisations/ngân-hàng-ví-dụ.yaml", "keys/own.pub", "data/x.json"} == set(files)
    assert REVIEWS == manifest.reviews
    assert sum(map(len, rows.values())) == manifest.rows
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)
    assert [path] == list(path.parent.iterdir())


def test_every_table_is_in_it(tmp_path: Path, database: str) -> None:
    """A table that a migration makes past Django's models would be lost: there is none but Django's own list."""
    configuration = made(tmp_path / "home", database)
    manifest = back_up(configuration, tmp_path / "backup.zip", replace=False)
    with using(configuration):
        from django.db import connection

        there = set(connection.introspection.table_names())
    assert {"django_migrations"} == there - set(manifest.tables)


def test_a_desk_that_serves_is_backed_up(tmp_path: Path) -> None:
    """The command runs beside a desk, says what is in the file, and never overwrites one by accident."""
    home, path = tmp_path / "home", tmp_path / "backup.zip"
    with serving(home) as desk:
        assert "backup.zip" in printed(kiemtin("backup", str(path), home=home))
        first = path.read_bytes()
        again = kiemtin("backup", str(path), home=home)
        assert (2, True) == (again.returncode, "--force" in said(again))
        assert first == path.read_bytes()
        assert 0 == kiemtin("backup", str(path), "--force", home=home).returncode
        assert first != path.read_bytes()
        assert 200 == desk.get("/").status_code
    assert [path] == [one for one in tmp_path.iterdir() if "backup" in one.name]


def test_it_is_of_one_moment_whatever_is_written_meanwhile(tmp_path: Path, database: str) -> None:
    """Of rows that are only ever written two by two, into two tables, a backup never holds one alone."""
    configuration = made(tmp_path / "home", database)
    stop, pairs = threading.Event(), [0]

    def write() -> None:
        while not stop.is_set():
            with transaction.atomic():
                Group.objects.create(name=f"đôi {pairs[0]}")
                Account.objects.create(name=f"đôi {pairs[0]}")
            pairs[0] += 1
        connection.close()

    thread = threading.Thread(target=write)
    with using(configuration):
        thread.start()
        try:
            for turn in range(5):
                assert eventually(partial(_has_written, thread, pairs, pairs[0] + 20))
                path = tmp_path / f"{turn}.zip"
                back_up(configuration, path, replace=False)
                accounts, groups = (names_in(path, table) for table in ("accounts_account", "auth_group"))
                assert len(accounts) > 20
                assert accounts == groups
        finally:
            stop.set()
            thread.join()


def _has_written(thread: threading.Thread, pairs: list[int], aim: int) -> bool:
    return pairs[0] > aim or not thread.is_alive()


def names_in(path: Path, table: str) -> list[str]:
    """The names of the pairs in one table of a backup."""
    with opened_archive(path) as archive:
        names = [json.loads(line)["name"] for line in archive.lines(f"rows/{table}.jsonl")]
    return [name for name in names if name.startswith("đôi")]


@SQLITE_ONLY
def test_damage_is_never_packed(tmp_path: Path, database: str) -> None:
    """A damaged database or collection gives no backup, and the earlier backup stays."""
    configuration = made(tmp_path / "home", database)
    path = tmp_path / "backup.zip"
    back_up(configuration, path, replace=False)
    before = path.read_bytes()
    for file in (tmp_path / "home/desk" / SQLITE_FILE, tmp_path / "home" / COLLECTION):
        sound = file.read_bytes()
        file.write_bytes(sound[:4096] + b"\xa5" * 8192 + sound[4096 + 8192 :])
        with pytest.raises((Untrusted, OutOfReach)):
            back_up(configuration, path, replace=True)
        file.write_bytes(sound)
    assert before == path.read_bytes()
    assert [path] == [one for one in tmp_path.iterdir() if one.is_file()]
    back_up(configuration, path, replace=True)


def test_where_there_is_no_desk(tmp_path: Path, database: str) -> None:
    """Nothing to back up, or nowhere to write it, is said with an exit code, and nothing is made."""
    result = kiemtin("backup", str(tmp_path / "backup.zip"), home=tmp_path / "home")
    assert (3, True) == (result.returncode, "kiemtin serve" in said(result))
    assert not (tmp_path / "home/desk").exists()
    made(tmp_path / "home", database)
    result = kiemtin("backup", str(tmp_path / "khong-co" / "backup.zip"), home=tmp_path / "home")
    assert (3, True) == (result.returncode, "backup.zip" in said(result))


@SQLITE_ONLY
def test_what_changes_between_packing_and_reading_is_noticed(
    tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What does not read back as it was written never gets its name."""
    configuration = made(tmp_path / "home", database)

    def spoil(path: Path) -> None:
        raw = bytearray(path.read_bytes())
        raw[len(raw) // 2] ^= 1
        path.write_bytes(raw)
        verify(path)

    monkeypatch.setattr("kiemtin.desk.transfer.backup.verify", spoil)
    with pytest.raises(Untrusted):
        back_up(configuration, tmp_path / "backup.zip", replace=False)
    assert [] == [one for one in tmp_path.iterdir() if one.is_file()]


@SQLITE_ONLY
def test_names_and_numbers_at_their_limits(tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that another machine may misread is refused, and so is one file or one byte too many."""
    configuration = made(tmp_path / "home", database)
    odd = tmp_path / "home/organisations/a:b.yaml"
    odd.write_text("a")
    with pytest.raises(Refused, match="odd-name"):
        back_up(configuration, tmp_path / "odd.zip", replace=False)
    odd.unlink()
    members = len(back_up(configuration, tmp_path / "all.zip", replace=False).members)
    monkeypatch.setattr(archives, "MAX_MEMBERS", members)
    back_up(configuration, tmp_path / "limit.zip", replace=False)
    monkeypatch.setattr(archives, "MAX_MEMBERS", members - 1)
    with pytest.raises(TooLarge):
        back_up(configuration, tmp_path / "beyond.zip", replace=False)
    with pytest.raises(TooLarge), opened_archive(tmp_path / "all.zip"):
        pass


@SQLITE_ONLY
def test_the_expected_tools_open_it(tmp_path: Path, database: str) -> None:
    """It is an ordinary ZIP file, and the collection in it an ordinary database."""
    path = tmp_path / "backup.zip"
    back_up(made(tmp_path / "home", database), path, replace=False)
    with zipfile.ZipFile(path) as plain:
        assert plain.testzip() is None
        plain.extractall(tmp_path / "plain")
    copy = sqlite3.connect(tmp_path / "plain/files" / COLLECTION)
    assert [(REVIEWS,)] == copy.execute("SELECT count(*) FROM claim_review").fetchall()
    copy.close()
    assert configuration_of(tmp_path / "home").secret == (tmp_path / "plain/files/desk/secret.key").read_text()
