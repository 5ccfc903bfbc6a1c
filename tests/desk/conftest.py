"""Everything that reaches a desk runs twice: on the embedded SQLite, and on a real PostgreSQL.

What is about rows does so each time; what is about the wire, pages and processes meets PostgreSQL in a soak run.

One desk answers all tests that only ask it; those that stop, kill or set it up start their own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.desk import running
from tests.desk.running import Beginning, Desk, serving

if TYPE_CHECKING:
    from tests.desk.postgresql import Cluster

django = pytest.importorskip("django", reason="the extra desk is not installed")

os.environ["DJANGO_SETTINGS_MODULE"] = "kiemtin.desk.settings"
django.setup()

SQLITE, POSTGRESQL = "sqlite", "postgresql"


ABOUT_ROWS = {"transfer", "questions", "answers", "telling", "witnesses", "test_schema"}
"""Packages and modules beside this file whose tests run on both databases each time."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test on both databases where it asks the desk or for a database, or where its module starts desks.

    A test about one of them says so with ``pytest.mark.parametrize("engine", ["sqlite"], indirect=True)``.
    """
    names = metafunc.fixturenames
    starts = getattr(metafunc.module, "serving", None) is running.serving and "tmp_path" in names
    if starts or "engine" in names:
        names[:0] = [name for name in ("engine", "database") if name not in names]
        if not any("engine" in str(mark.args[0]) for mark in metafunc.definition.iter_markers("parametrize")):
            is_about_rows = metafunc.module.__name__.split(".")[2] in ABOUT_ROWS
            second = pytest.param(POSTGRESQL, marks=[] if is_about_rows else pytest.mark.soak)
            metafunc.parametrize("engine", [SQLITE, second], indirect=True, scope="session")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """A PostgreSQL of its own; tests skip where none is installed."""
    pytest.importorskip("psycopg", reason="the extra desk is not installed")
    from tests.desk import postgresql

    with postgresql.running() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest) -> str:
    """Which database the desks of a test use."""
    return str(request.param)


@pytest.fixture(scope="session")
def database_of_desk(engine: str, request: pytest.FixtureRequest) -> str:
    """``DATABASE_URL`` of the one desk; empty for SQLite."""
    return new_database(engine, request)


@pytest.fixture(scope="session")
def desk(database_of_desk: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk over a folder of its own."""
    with serving(tmp_path_factory.mktemp("desk") / "home", DATABASE_URL=database_of_desk) as running:
        yield running


@pytest.fixture(autouse=True)
def _beginning(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Desks begin with tables that are made already, except where a test is about making them (``from_nothing``)."""
    monkeypatch.setattr(Beginning, "from_nothing", request.node.get_closest_marker("from_nothing") is not None)


@pytest.fixture
def database(
    _beginning: None, engine: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """``DATABASE_URL`` for whatever a test starts: that of the one desk where it asks that, else a fresh one.

    Every process of a test finds it in its environment; empty for SQLite.
    """
    asks = "desk" in request.fixturenames
    url = str(request.getfixturevalue("database_of_desk")) if asks else new_database(engine, request)
    monkeypatch.setenv("DATABASE_URL", url)
    yield url
    if url and not asks:  # hundreds of them would be gigabytes by the end
        request.getfixturevalue("postgresql").drop(url)


@pytest.fixture(autouse=True)
def _in_its_database(request: pytest.FixtureRequest) -> None:
    """Pytest takes out again what ``pytest_generate_tests`` adds to the fixtures of a test: ask for it here."""
    if "engine" in getattr(getattr(request.node, "callspec", None), "params", {}):
        request.getfixturevalue("database")


def new_database(engine: str, request: pytest.FixtureRequest) -> str:
    """The address of a fresh database; empty for SQLite, whose file a desk makes itself."""
    if engine == SQLITE:
        return ""
    cluster: Cluster = request.getfixturevalue("postgresql")
    return cluster.new_database(from_nothing=Beginning.from_nothing)
