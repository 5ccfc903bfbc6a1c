"""A real desk: ``kiemtin serve`` as an operator starts it, on a free port, asked over the loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

import httpx2

from tests.cli.running import environment

if TYPE_CHECKING:
    from collections.abc import Iterator

TIMEOUT = 120
"""Seconds within which anything has happened, also on a machine that does much else."""


GENEROUS = {
    "KIEMTIN_ASKS_BURST": "100000",
    "KIEMTIN_ASKS_PER_MINUTE": "1000000",
    "KIEMTIN_SENDS_BURST": "100000",
    "KIEMTIN_SENDS_PER_MINUTE": "1000000",
    "KIEMTIN_PAGES_BURST": "1000000",
    "KIEMTIN_PAGES_PER_MINUTE": "1000000",
    "KIEMTIN_LOG_BURST": "1000000",
    "KIEMTIN_LOG_PER_MINUTE": "1000000",
}
"""Budgets that tests do not use up, though all of them come from one address."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk that serves: where, with which set-up link, over which folder, and as which process."""

    address: str
    set_up: str | None
    home: Path
    process: subprocess.Popen[str]
    log: Path

    def get(self, path: str, **headers: str) -> httpx2.Response:
        """What a browser gets at ``path``."""
        return httpx2.get(f"{self.address}{path}", headers=headers, timeout=TIMEOUT, trust_env=False)

    def post(self, path: str, fields: dict[str, str], **headers: str) -> httpx2.Response:
        """What a browser gets for a form."""
        return httpx2.post(f"{self.address}{path}", data=fields, headers=headers, timeout=TIMEOUT, trust_env=False)

    def ask(self, text: str, path: str = "/") -> httpx2.Response:
        """The answer about ``text``."""
        return self.post(path, {"text": text})

    def show(self, *pictures: bytes, text: str = "", path: str = "/", name: str = "image.png") -> httpx2.Response:
        """The answer about ``pictures`` and ``text``, as a form of parts brings them."""
        files = [("image", (name, picture, "image/png")) for picture in pictures]
        url, data = f"{self.address}{path}", {"text": text} if text else {}
        return httpx2.post(url, data=data, files=files, timeout=TIMEOUT, trust_env=False)

    def api(self, document: object) -> httpx2.Response:
        """What a program gets from the API."""
        url = f"{self.address}/api/v1/check"
        body, headers = json.dumps(document), {"content-type": "application/json"}
        return httpx2.post(url, content=body, headers=headers, timeout=TIMEOUT, trust_env=False)

    def children(self) -> list[int]:
        """The processes that the desk has started, in the order in which it did."""
        table = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
        rows = [tuple(map(int, line.split())) for line in table.splitlines()]
        return sorted(process for process, parent in rows if parent == self.process.pid)

    def stop(self) -> int:
        """Ask it to stop, and give its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(TIMEOUT)


PREPARE = "from kiemtin.desk.preparing import prepare; prepare()"
"""What a start does before it serves: the secret, and the tables."""


class Beginning:
    """How desks of the test under way begin: with tables that are made already, or from nothing (a marker)."""

    from_nothing = False


@lru_cache(maxsize=1)
def _tables() -> bytes:
    """The file of an empty SQLite database with every table; made once, since making it takes longer than a start."""
    with TemporaryDirectory() as folder:
        given = environment(Path(folder) / "home", DATABASE_URL="")
        subprocess.run([sys.executable, "-c", PREPARE], check=True, env=given)
        return (Path(folder) / "home" / "desk" / "desk.sqlite").read_bytes()


def _put_tables(home: Path, url: str) -> None:
    desk = home / "desk"
    if url or Beginning.from_nothing or home.exists():
        return
    desk.mkdir(mode=0o700, parents=True)
    (desk / "desk.sqlite").write_bytes(_tables())
    (desk / "desk.sqlite").chmod(0o600)


@contextmanager
def serving(home: Path, *arguments: str, **settings: str) -> Iterator[Desk]:
    """``kiemtin serve`` over ``home``, ended when the block is left however it is left."""
    log = home.parent / f"{home.name}.log"
    command = [sys.executable, "-m", "kiemtin", "serve", "--port", "0", "--workers", "2", *arguments]
    given = environment(home, **{**GENEROUS, **settings})
    _put_tables(home, given.get("DATABASE_URL", ""))
    with log.open("ab") as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=given)
    try:
        assert process.stdout is not None
        address, set_up = _opened(process.stdout, log)
        yield Desk(address, set_up, home, process, log)
    finally:
        process.terminate()
        try:
            process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            process.kill()
        if process.stdout is not None:
            process.stdout.close()


def _opened(output: IO[str], log: Path) -> tuple[str, str | None]:
    """The address and the set-up link that a starting desk prints."""
    set_up = None
    for line in output:
        words = line.split()
        link = next((word for word in words if word.startswith("http")), None)
        if link and "/setup/" in link:
            set_up = link
        elif link:
            return link, set_up
    raise AssertionError(log.read_text("utf-8"))


def django_says(home: Path, code: str, **settings: str) -> str:
    """What a line of Python prints within the desk's project over ``home``."""
    given = environment(home, DJANGO_SETTINGS_MODULE="kiemtin.desk.settings", **settings)
    program = f"import django; django.setup(); from django.db import connection; {code}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=given, check=False)
    assert 0 == done.returncode, done.stderr
    return done.stdout.strip()


def rows_of(home: Path) -> dict[str, list[bytes]]:
    """Every row of every table of a desk, in the database that ``DATABASE_URL`` names."""
    from kiemtin.desk.configuration import read_configuration
    from kiemtin.desk.transfer.databases import SOURCE, for_reading, opened, snapshot

    settings = read_configuration({**os.environ, "KIEMTIN_HOME": str(home)}).databases()["default"]
    with opened(SOURCE, for_reading(settings)) as alias, snapshot(alias) as database:
        return {table: list(database.rows(table)) for table in database.tables}


def is_alive(process: int) -> bool:
    """Whether there is such a process."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
