"""A full disk, or a database that is gone: checks are answered, what needs them waits, and then all is well."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from kiemtin.desk.rendering import say
from tests.cli.running import kiemtin, said
from tests.desk.conftest import POSTGRESQL, SQLITE
from tests.desk.postgresql import Cluster
from tests.desk.running import Desk, django_says, serving
from tests.desk.test_serving import eventually
from tests.desk.test_setup import fill, path_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="file systems and limits as on Linux")

SMALL, MOST = "size=6m", 6 * 1024 * 1024


def mounts() -> bool:
    """Whether this account may mount a file system: root may, unless its container forbids it."""
    if os.geteuid() != 0:
        return False
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], capture_output=True, check=False)
        return done.returncode == 0 and subprocess.run(["umount", folder], check=False).returncode == 0


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A file system of a few megabytes at ``folder``."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", SMALL, "tmpfs", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill_up(folder: Path) -> Callable[[], None]:
    """Leave no byte free on the disk of ``folder``; gives what makes room again."""
    filler = folder / "filler"
    written = 0
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while written < MOST:
            written += file.write(bytes(4096))
    assert written < MOST
    return filler.unlink


def forbid_writing(desk: Desk) -> Callable[[], None]:
    """Let no process of the desk write a byte to any file; gives what allows it again."""

    def limit(number: int) -> None:
        for process in (desk.process.pid, *desk.children()):
            resource.prlimit(process, resource.RLIMIT_FSIZE, (number, resource.RLIM_INFINITY))

    limit(0)
    return lambda: limit(resource.RLIM_INFINITY)


def empty_log(desk: Desk) -> None:
    """Leave SQLite no room that it has been given before: its write-ahead log is put away."""
    assert "(0, 0, 0)" == django_says(
        desk.home, "c = connection.cursor(); c.execute('PRAGMA wal_checkpoint(TRUNCATE)'); print(c.fetchone())"
    )


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
@pytest.mark.parametrize("shortage", ["no write allowed", *(["disk full"] if mounts() else [])])
def test_no_room_on_the_disk(tmp_path: Path, database: str, shortage: str) -> None:
    """Checks go on; what has to be kept gets a plain 503; with room again everything works, and nothing is torn."""
    disk = tmp_path / "disk"
    with small_disk(disk) if shortage == "disk full" else _folder(disk), serving(disk / "home") as desk:
        path = path_of(desk.set_up)
        assert eventually(lambda: desk.get("/readyz").status_code == 200)
        assert eventually(lambda: len(desk.children()) == 3)
        empty_log(desk)
        make_room = fill_up(disk) if shortage == "disk full" else forbid_writing(desk)
        assert 200 == desk.ask("vay-shb.com").status_code
        assert 200 == desk.api({"text": "vay-shb.com"}).status_code
        assert 200 == desk.get("/").status_code
        status, page = fill(desk, path)
        assert (503, True) == (status, say("vi", "desk.error.not-now.title") in page)
        assert "OperationalError" not in page
        assert eventually(lambda: {"status": "failing", "disk": False}.items() <= desk.get("/readyz").json().items())
        assert eventually(lambda: desk.get("/readyz").status_code == 503)
        assert 200 == desk.get("/healthz").status_code
        if shortage == "disk full":
            result = kiemtin("backup", str(disk / "backup.zip"), home=disk / "home")
            assert (3, True) == (result.returncode, "backup.zip" in said(result))
        make_room()
        assert eventually(lambda: desk.get("/readyz").status_code == 200)
        assert 200 == fill(desk, path)[0]
        assert 200 == desk.ask("vay-shb.com").status_code
        assert eventually(lambda: len(desk.children()) == 3)
        assert "ok" == django_says(
            desk.home, "c = connection.cursor(); c.execute('PRAGMA integrity_check'); print(c.fetchone()[0])"
        )
        assert {"home"} == {one.name for one in disk.iterdir()} - {"home.log"}
        assert [] == list(disk.glob("home/desk/.probe*"))


@contextmanager
def _folder(folder: Path) -> Iterator[None]:
    folder.mkdir()
    yield


@pytest.mark.parametrize("engine", [POSTGRESQL], indirect=True)
def test_no_database_to_reach(tmp_path: Path, database: str, postgresql: Cluster) -> None:
    """With PostgreSQL out of reach checks go on, pages that need it get 503; once it is back, so is everything."""
    name = database.rpartition("/")[2].partition("?")[0]
    with serving(tmp_path / "home") as desk:
        path = path_of(desk.set_up)
        assert 200 == desk.get("/readyz").status_code
        postgresql.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        postgresql.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608
        assert 200 == desk.ask("vay-shb.com").status_code
        assert 503 == desk.get(path).status_code
        failing = {"status": "failing", "checks": True, "factchecks": True, "disk": True}
        failing |= {"database": False, "migrations": False, "log": False, "high_water": "off"}
        assert eventually(lambda: failing.items() <= desk.get("/readyz").json().items())
        postgresql.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        assert eventually(lambda: desk.get("/readyz").status_code == 200)
        assert 200 == fill(desk, path)[0]
        assert eventually(lambda: len(desk.children()) == 3)


def test_a_collection_that_cannot_be_opened(tmp_path: Path) -> None:
    """Readiness names it, checks are answered without it and name no folder; the log does, for the operator."""
    folder = tmp_path / "home/factchecks"
    folder.mkdir(parents=True)
    (folder / "collection.sqlite").write_bytes(b"no database" * 1000)
    with serving(tmp_path / "home") as desk:
        answer = desk.get("/readyz")
        assert (503, False, True) == (answer.status_code, answer.json()["factchecks"], answer.json()["disk"])
        answers = desk.ask("vay-shb.com"), desk.api({"text": "vay-shb.com"})
        assert [200, 200] == [one.status_code for one in answers]
        assert [] == [one.text for one in answers if "collection.sqlite" in one.text or str(tmp_path) in one.text]
        assert "skip.own-factchecks" in [one["reason"]["id"] for one in answers[1].json()["skipped"]]
        lines = [json.loads(line) for line in desk.log.read_text().splitlines()]
        named = {line["name"] for line in lines if line.get("event") == "factchecks-unusable"}
        assert {str(folder / "collection.sqlite")} == named
