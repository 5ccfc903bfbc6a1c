"""A real PostgreSQL for the time of the tests: a cluster of its own in a temporary folder, on a Unix socket alone."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import psycopg
import pytest

from tests.cli.running import environment
from tests.desk.running import PREPARE

ACCOUNT = "postgres"
"""PostgreSQL refuses to run as root; Debian's package brings this account."""

CAREFREE = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c listen_addresses= -c max_connections=50"
"""Nothing outlives the tests, so nothing waits for the disk."""

TABLES = "desk_tables"
"""The database that others are copied from."""

PLACES = "/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin"


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running PostgreSQL: the folder of its socket, and who may do everything in it."""

    socket: Path
    owner: str

    def url(self, name: str) -> str:
        """The address of a database, as an operator gives it."""
        return f"postgres://{self.owner}@/{name}?host={quote(str(self.socket), safe='')}"

    def new_database(self, *, from_nothing: bool = True) -> str:
        """The address of a fresh database: empty, or with every table of a desk, made once and copied."""
        name = f"desk_{secrets.token_hex(6)}"
        if from_nothing:
            self._make(name)
        else:
            if (TABLES,) not in self.execute("SELECT datname FROM pg_database"):
                self._make(TABLES)
                with tempfile.TemporaryDirectory() as folder:
                    given = environment(Path(folder) / "home", DATABASE_URL=self.url(TABLES))
                    subprocess.run([sys.executable, "-c", PREPARE], check=True, env=given)
            self.execute(f"CREATE DATABASE {name} TEMPLATE {TABLES}")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Remove a database, whoever is connected to it."""
        name = urlsplit(url).path.removeprefix("/")
        self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _make(self, name: str) -> None:
        # Sorted by letters, as on a Vietnamese machine; SQLite sorts by bytes.
        self.execute(f"CREATE DATABASE {name} TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'vi'")

    def execute(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """What a statement gives, outside any transaction."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            found = connection.execute(statement.encode())
            return found.fetchall() if found.description else []


def program(name: str) -> str:
    """The path of one of PostgreSQL's programs; skips the test where it is not installed."""
    bins = [path for place in PLACES for path in sorted(Path("/").glob(place[1:]), reverse=True)]
    found = shutil.which(name, path=os.pathsep.join([*map(str, bins), os.environ.get("PATH", "")]))
    if found is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    return found


@contextmanager
def running() -> Iterator[Cluster]:
    """A cluster that is gone afterwards."""
    initdb, pg_ctl = program("initdb"), program("pg_ctl")
    owner = ACCOUNT if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    # Not below pytest's own folder, which other accounts cannot enter; and short, as the path of a socket has to be.
    folder = Path(tempfile.mkdtemp(prefix="kiemtin-pg-"))
    account: dict[str, Any] = {}
    if os.geteuid() == 0:
        shutil.chown(folder, ACCOUNT, ACCOUNT)
        account = {"user": ACCOUNT, "group": ACCOUNT, "extra_groups": []}
    folder.chmod(0o755)
    data, log = folder / "data", folder / "log"

    def run(*command: str) -> None:
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, **account)

    try:
        run(initdb, "-D", str(data), "-U", owner, "--auth=trust", "--encoding=UTF8", "--no-sync", "--locale=C.UTF-8")
        run(pg_ctl, "-D", str(data), "-l", str(log), "-w", "-o", f"{CAREFREE} -k {folder}", "start")
        try:
            yield Cluster(folder, owner)
        finally:
            run(pg_ctl, "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
