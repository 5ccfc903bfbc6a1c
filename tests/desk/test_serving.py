"""Starting, stopping, dying and starting again; what is made on disk; what operators are told."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.cli.running import environment, kiemtin, printed, said
from tests.desk.running import TIMEOUT, Desk, django_says, is_alive, serving

pytestmark = pytest.mark.from_nothing

SQLITE_ONLY = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked on POSIX only")


def eventually(happens: Callable[[], bool]) -> bool:
    """Whether it happens within the time that anything takes."""
    deadline = time.monotonic() + TIMEOUT
    while time.monotonic() < deadline:
        if happens():
            return True
        time.sleep(0.05)
    return False


def accepts(host: str | None, port: int | None) -> bool:
    """Whether anybody listens there."""
    try:
        socket.create_connection((host, port or 0), TIMEOUT).close()
    except ConnectionError:
        return False
    return True


def test_health_and_readiness(desk: Desk) -> None:
    """It lives, and everything it is for works."""
    assert {"status": "ok"} == desk.get("/healthz").json()
    answer = desk.get("/readyz")
    parts = ("checks", "factchecks", "database", "migrations", "log", "disk")
    said = {"high_water": "off", "telling": "on-time", "witnesses": "off"}
    assert (200, {"status": "ok", **dict.fromkeys(parts, True), **said}) == (answer.status_code, answer.json())
    assert [] == list((desk.home / "desk").glob(".probe*"))


def test_what_the_first_run_makes_is_its_owners_alone(desk: Desk, engine: str) -> None:
    """Folder, key and database can be read by nobody else; on PostgreSQL there is only the key."""
    folder = desk.home / "desk"
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}
    assert 0o700 == modes.pop("desk")
    assert {"secret.key", *(["desk.sqlite"] if engine == "sqlite" else [])} <= set(modes)
    assert {0o600} == set(modes.values())


@SQLITE_ONLY
def test_how_sqlite_is_opened(desk: Desk) -> None:
    """Write-ahead log, every commit on disk, triggers that REPLACE cannot avoid, deleted text overwritten."""
    names = ("journal_mode", "synchronous", "recursive_triggers", "secure_delete", "foreign_keys", "busy_timeout")
    asked = "; ".join(f"c.execute('PRAGMA {name}'); r.append(c.fetchone()[0])" for name in names)
    said_by_sqlite = django_says(
        desk.home, f"c = connection.cursor(); r = []; {asked}; print(r, connection.transaction_mode)"
    )
    assert "['wal', 2, 1, 1, 1, 10000] IMMEDIATE" == said_by_sqlite


def test_a_second_start_keeps_everything(tmp_path: Path) -> None:
    """The key stays, and so do the tables."""
    home = tmp_path / "home"
    keys = []
    for _ in range(2):
        with serving(home) as desk:
            assert 200 == desk.get("/").status_code
            keys.append((home / "desk/secret.key").read_text())
    assert keys[0] == keys[1]


@SQLITE_ONLY
def test_an_older_version_refuses_a_newer_database(tmp_path: Path) -> None:
    """A database that has been through a migration unknown here is left as it is, and the operator is told."""
    home = tmp_path / "home"
    with serving(home):
        pass
    database = home / "desk/desk.sqlite"
    with closing(sqlite3.connect(database)) as connection, connection:
        row = ("sharing", "9999_from_a_newer_version", "2030-01-01 00:00:00")
        connection.execute("INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)", row)
    before = database.read_bytes()
    result = kiemtin("serve", "--port", "0", home=home)
    assert (2, True) == (result.returncode, "mới hơn" in said(result)), said(result)
    assert database.read_bytes() == before


@POSIX
def test_stopping_answers_what_has_begun(tmp_path: Path) -> None:
    """A request that is half sent when the desk is told to stop gets its answer; then it ends, with exit code 0."""
    with serving(tmp_path / "home") as desk:
        place = urlsplit(desk.address)
        body = b"text=vay-shb.com"
        with socket.create_connection((place.hostname, place.port or 0), TIMEOUT) as connection:
            head = f"POST / HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Length: {len(body)}\r\n"
            head += "Content-Type: application/x-www-form-urlencoded\r\nExpect: 100-continue\r\n\r\n"
            connection.sendall(head.encode() + body[:4])
            assert connection.recv(65_536).startswith(b"HTTP/1.1 100 ")  # from here on it is under way
            desk.process.send_signal(signal.SIGTERM)
            assert eventually(lambda: not accepts(place.hostname, place.port))
            connection.sendall(body[4:])
            answer = b"".join(iter(lambda: connection.recv(65_536), b""))
        assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
        assert b'class="outcome danger"' in answer
        assert 0 == desk.process.wait(TIMEOUT)


@POSIX
def test_a_process_that_dies_is_started_again(tmp_path: Path) -> None:
    """Each child is killed in turn; others take its place, somebody answers all the while, and the job is done."""
    with serving(tmp_path / "home") as desk:
        assert eventually(lambda: len(desk.children()) == 3)
        mark = job(desk, 600)
        before = desk.children()
        for child in before:
            os.kill(child, signal.SIGKILL)
            assert 200 == desk.get("/").status_code
        assert eventually(lambda: len(desk.children()) == 3 and not set(before) & set(desk.children()))
        assert 200 == desk.ask("vay-shb.com").status_code
        assert '"event": "child-ended"' in desk.log.read_text()
        assert eventually(mark.with_suffix(".done").exists)


@POSIX
def test_children_do_not_outlive_a_parent_that_is_killed(tmp_path: Path) -> None:
    """They let go of the port and end, so that the next start finds it free."""
    home = tmp_path / "home"
    with serving(home) as desk:
        assert eventually(lambda: len(desk.children()) == 3)
        children = desk.children()
        desk.process.kill()
        desk.process.wait(TIMEOUT)
        port = str(urlsplit(desk.address).port)
        with serving(home, "--port", port) as again:
            assert 200 == again.get("/").status_code
            assert desk.address == again.address
        assert eventually(lambda: not any(map(is_alive, children)))


@POSIX
def test_jobs_are_done(tmp_path: Path) -> None:
    """A start puts in each job of the timetable once, and the process for jobs does it; no row holds an argument."""
    with serving(tmp_path / "home") as desk:
        rows = (
            "from django_tasks_db.models import DBTaskResult; from kiemtin.desk.operation.tasks import EVERY; "
            "nothing = {'args': [], 'kwargs': {}}; "
            "due = sorted(str((task.module_path, 'SUCCESSFUL', nothing)) for task in EVERY); "
            "print(due == sorted(str((r.task_path, r.status, r.args_kwargs)) for r in DBTaskResult.objects.all()))"
        )
        assert eventually(lambda: "True" == django_says(desk.home, rows))


def test_jobs_that_were_cut_off_are_put_in_again(desk: Desk) -> None:
    """Those of one's own folder at once, those of other machines when they have taken too long, none for ever."""
    code = """
from datetime import timedelta
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max
from kiemtin.desk.jobs import LONGEST_JOB, MOST_TRIES, take_up_again
began, second = timezone.now(), timedelta(seconds=1)
cases = [
    ("here", 1, began - second),
    ("here", 1, began),
    ("elsewhere", 1, began - LONGEST_JOB - second),
    ("elsewhere", 1, began - LONGEST_JOB + 60 * second),
    ("here", MOST_TRIES, began - second),
]
for number, (worker, tries, started) in enumerate(cases):
    DBTaskResult.objects.create(
        status="RUNNING", started_at=started, worker_ids=[f"{worker}-{one}" for one in range(tries)],
        task_path="x", args_kwargs={}, backend_name="cut-off", run_after=get_date_max(), priority=number,
    )
take_up_again("here", began)
rows = DBTaskResult.objects.filter(backend_name="cut-off").order_by("priority")
print(" ".join(row.status for row in rows), [row.finished_at is not None for row in rows].index(True))
rows.delete()
"""
    said_by_it = django_says(desk.home, f"exec({code!r})")
    assert "READY RUNNING READY RUNNING FAILED 4" == said_by_it.splitlines()[-1]


def test_an_operator_is_told_what_is_wrong(tmp_path: Path, desk: Desk) -> None:
    """A port that is taken, a setting that makes no sense, a folder that is none: a sentence and an exit code."""
    taken = str(urlsplit(desk.address).port)
    cases: list[tuple[list[str], dict[str, Any], int, str]] = [
        (["--port", taken], {}, 3, "--port 8001"),
        (["--port", "0", "--host", "192.0.2.7"], {}, 3, "--host"),
        (["--port", "65536"], {}, 2, "65535"),
        (["--workers", "0"], {}, 2, "--workers"),
        ([], {"KIEMTIN_ADDRESS": "kiemtin.example"}, 2, "KIEMTIN_ADDRESS"),
        ([], {"DATABASE_URL": "mysql://a:mat-khau@b/c"}, 2, "DATABASE_URL"),
        ([], {"DATABASE_URL": "postgres://a:mat-khau@127.0.0.1:1/c"}, 3, "cơ sở dữ liệu"),
    ]
    for arguments, settings, code, words in cases:
        result = kiemtin("serve", *arguments, home=tmp_path / "home", **settings)
        assert (code, True) == (result.returncode, words in said(result)), (arguments, settings, said(result))
        assert "mat-khau" not in said(result)


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    """Whoever installed the core alone gets the one line to type, and no traceback."""
    without = "import sys; sys.modules['django'] = None; sys.argv = ['kiemtin', 'serve']"
    code = f"{without}; from kiemtin.cli import main; main()"
    given = environment(tmp_path)
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, env=given, timeout=TIMEOUT, check=False)
    assert (3, "") == (result.returncode, printed(result))
    assert 'pip install "kiemtin[desk]"' in said(result)


def test_a_public_address_is_the_only_name(tmp_path: Path) -> None:
    """With one set, links are printed with it, TLS is kept to, and other names and addresses are not answered."""
    with serving(tmp_path / "home", KIEMTIN_ADDRESS="https://kiemtin.example/") as desk:
        assert "https://kiemtin.example" == desk.address
        assert desk.set_up is not None
        assert desk.set_up.startswith("https://kiemtin.example/setup/")


def job(desk: Desk, seconds: float) -> Path:
    """Give the desk a job that takes so long; gives where it leaves its marks."""
    mark = desk.home.parent / "job"
    django_says(desk.home, f"from tests.desk.jobs import take_a_while; take_a_while.enqueue({str(mark)!r}, {seconds})")
    assert eventually(mark.with_suffix(".begun").exists)
    return mark


@POSIX
def test_stopping_finishes_the_job_under_way(tmp_path: Path) -> None:
    """A job that has begun is done before the desk ends, with exit code 0."""
    with serving(tmp_path / "home") as desk:
        mark = job(desk, 3)
        assert 0 == desk.stop()
        assert mark.with_suffix(".done").exists()
        assert "stopped" == json.loads(desk.log.read_text().splitlines()[-1])["event"]


@POSIX
def test_told_twice_it_stops_at_once(tmp_path: Path) -> None:
    """Whoever cannot wait asks again: nothing is finished, and nobody is left behind."""
    with serving(tmp_path / "home") as desk:
        mark = job(desk, 600)
        children = desk.children()
        desk.process.send_signal(signal.SIGTERM)
        assert eventually(lambda: len(desk.children()) == 1)  # those that had nothing to do have gone
        assert 0 == desk.stop()
        assert not mark.with_suffix(".done").exists()
        assert not any(map(is_alive, children))
