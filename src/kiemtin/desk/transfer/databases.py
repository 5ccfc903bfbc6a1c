"""Databases beside the one in use: read at one moment while others write, made from nothing, filled, compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from kiemtin.desk.transfer.rows import Content, content_of, read_rows, write_rows
from kiemtin.errors import OutOfReach, Refused, Untrusted

Migrations = Mapping[str, Sequence[str]]
"""The migrations that a database has been through, by application."""

Lines = Callable[[str], Iterable[bytes]]
"""The rows of a table, by its name."""

SOURCE, TARGET = "source", DEFAULT_DB_ALIAS
"""The names under which a database is opened to be read, and to be filled."""

HISTORY = MigrationRecorder.Migration._meta.db_table
"""Django's own list of what a database has been through: it is written by migrating, never copied."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A database as it was at one moment, while its transaction lasts."""

    alias: str
    migrations: Migrations
    tables: Mapping[str, type[Model]]

    def rows(self, table: str) -> Iterator[bytes]:
        """Each row of a table as a line."""
        return read_rows(self.tables[table], self.alias)

    def contents(self) -> dict[str, Content]:
        """What each table holds; reads all of them."""
        return {table: content_of(self.rows(table)) for table in self.tables}


@contextmanager
def opened(alias: str, settings: Mapping[str, Any]) -> Iterator[str]:
    """A connection of its own to a database, under ``alias``, closed at the end.

    A database that is to be filled is opened as Django's default one: migrations of others' applications write to that,
    whichever they are told to migrate.
    """
    before = connections.settings.get(alias)
    _forget_connection(alias)
    # ``configure_settings`` puts in what Django expects beside our own.
    connections.settings[alias] = connections.configure_settings({DEFAULT_DB_ALIAS: dict(settings)})[DEFAULT_DB_ALIAS]
    try:
        yield alias
    finally:
        _forget_connection(alias)
        if before is None:
            del connections.settings[alias]
        else:
            connections.settings[alias] = before


def _forget_connection(alias: str) -> None:
    if alias in connections.settings:
        connections[alias].close()
        del connections[alias]


def for_reading(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a database for one transaction that reads and never makes anybody wait."""
    if "sqlite" in settings["ENGINE"]:
        options = {"timeout": settings["OPTIONS"].get("timeout", 5), "init_command": "PRAGMA query_only=ON"}
        return {**settings, "OPTIONS": options}
    from psycopg import IsolationLevel

    return {**settings, "OPTIONS": {**settings["OPTIONS"], "isolation_level": IsolationLevel.REPEATABLE_READ}}


@contextmanager
def snapshot(alias: str) -> Iterator[Snapshot]:
    """The database behind ``alias`` as it is now, whatever is written to it meanwhile.

    Raises ``OutOfReach`` where no desk has ever used it, ``Refused`` where a newer version has, ``Untrusted`` where
    SQLite finds its file damaged.
    """
    with transaction.atomic(using=alias):
        if connections[alias].vendor == "sqlite":
            _look_for_damage(alias)
        migrations = _been_through(alias)
        if not migrations:
            raise OutOfReach("transfer.no-database")
        yield Snapshot(alias, migrations, _tables(alias, migrations))


def is_empty(alias: str) -> bool:
    """Whether a database has none of the tables that a desk makes."""
    with connections[alias].cursor() as cursor:
        return not {HISTORY, *_tables(alias, None)} & set(connections[alias].introspection.table_names(cursor))


def fill(alias: str, migrations: Migrations, lines: Lines) -> dict[str, Content]:
    """Bring an empty database to the state of ``migrations``, put in all rows, and read them back.

    What each table then holds. Keys that point to other rows are judged once all rows are there, so that any row may
    point to any other. Raises ``Refused`` for migrations of a newer version.
    """
    executor = MigrationExecutor(connections[alias])
    executor.migrate(_ends(executor.loader, migrations))
    tables = _tables(alias, migrations)
    with transaction.atomic(using=alias):
        _judge_keys_last(alias)
        written = {table: write_rows(model, alias, lines(table)) for table, model in tables.items()}
        _go_on_counting(alias, tables.values())
        connections[alias].check_constraints()
    found = {table: content_of(read_rows(model, alias)) for table, model in tables.items()}
    if written != found:
        raise Untrusted("transfer.differs", table=_first_difference(written, found))
    return found


def bring_up_to_date(alias: str) -> None:
    """Take a database that was filled on to the newest state, as a start would."""
    call_command("migrate", database=alias, interactive=False, verbosity=0)


def _first_difference(some: Mapping[str, Content], others: Mapping[str, Content]) -> str:
    return next((table for table in some if some[table] != others.get(table)), "")


def _look_for_damage(alias: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(1)")
        if cursor.fetchone() != ("ok",):
            raise Untrusted("transfer.database-damaged")


def _been_through(alias: str) -> dict[str, list[str]]:
    by_application: dict[str, list[str]] = {}
    for application, name in sorted(MigrationRecorder(connections[alias]).applied_migrations()):
        by_application.setdefault(application, []).append(name)
    return by_application


def _tables(alias: str, migrations: Migrations | None) -> dict[str, type[Model]]:
    """Each table with its model, as both were after ``migrations`` (``None``: all there are)."""
    loader = MigrationLoader(connections[alias])
    ends = _ends(loader, migrations) if migrations is not None else loader.graph.leaf_nodes()
    models = loader.project_state(ends).apps.get_models(include_auto_created=True)
    # An application without migrations has no tables here (``MIGRATION_MODULES``).
    migrated = loader.migrated_apps
    stored = (one for one in models if one._meta.managed and not one._meta.proxy and one._meta.app_label in migrated)
    return dict(sorted((model._meta.db_table, model) for model in stored))


def _ends(loader: MigrationLoader, migrations: Migrations) -> list[tuple[str, str]]:
    """The last migrations of each application among those a database has been through."""
    been = {(application, name) for application, names in migrations.items() for name in names}
    # Of migrations that were put together into one, a database lists that one and all that it stands for.
    merged = {replaced for key, one in loader.replacements.items() if key in been for replaced in one.replaces}
    been -= merged - set(loader.graph.nodes)
    if not been <= set(loader.graph.nodes):
        raise Refused("transfer.newer-version")
    followed = {
        parent.key for node in been for parent in loader.graph.node_map[node].parents if parent.key[0] == node[0]
    }
    return sorted(been - followed)


def _judge_keys_last(alias: str) -> None:
    """Keys are judged at the end of a transaction anyway, but on PostgreSQL migrating in the same one undoes that."""
    if connections[alias].vendor == "postgresql":
        with connections[alias].cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _go_on_counting(alias: str, models: Iterable[type[Model]]) -> None:
    """Let the next row of each table get a number of its own; SQLite sees to it by itself."""
    with connections[alias].cursor() as cursor:
        for statement in connections[alias].ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)
