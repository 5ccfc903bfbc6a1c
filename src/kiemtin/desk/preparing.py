"""What a start needs: the folder, the secret, the tables, and a link for the first administrator."""

from __future__ import annotations

import os

from kiemtin.desk.configuration import Configuration, make_secret, read_configuration
from kiemtin.errors import KiemtinError, OutOfReach, Refused

SETTINGS = "kiemtin.desk.settings"


def prepare() -> Configuration:
    """Make whatever is missing and set Django up.

    Raises ``OutOfReach`` where folder or database cannot be used, ``Refused`` where a newer version has used them.
    Safe to repeat at every start, and while another desk runs over the same folder.
    """
    configuration = read_configuration()
    make_secret(configuration.folder)
    set_up_django()
    _migrate(configuration)
    return configuration


def set_up_django() -> None:
    """Set Django up with our settings; touches nothing on disk."""
    import django

    from kiemtin.desk.log import start_logging

    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    start_logging()
    django.setup()


def _migrate(configuration: Configuration) -> None:
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        # A newer version's tables may hold what this one would break without knowing it.
        if executor.loader.applied_migrations.keys() - executor.loader.disk_migrations.keys():
            raise Refused("desk.database-newer")
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        raise OutOfReach("desk.database-out-of-reach") from error
    finally:
        connection.close()
    if configuration.database is None:
        _keep_to_owner(configuration)


def _keep_to_owner(configuration: Configuration) -> None:
    """The database and what SQLite puts beside it are the operator's own; the new files follow the first one."""
    from kiemtin.desk.configuration import SQLITE_FILE

    (configuration.folder / SQLITE_FILE).chmod(0o600)


def set_up_path(*, always: bool) -> str | None:
    """The path of a fresh set-up link; ``None`` where there is an administrator already, unless ``always``."""
    from django.db import connection

    from kiemtin.desk.accounts.setup_links import has_administrator, new_token
    from kiemtin.desk.rendering import address

    try:
        if has_administrator() and not always:
            return None
        return address("vi", "set-up", token=new_token())
    finally:
        connection.close()


def notices_of_log() -> tuple[KiemtinError, ...]:
    """Finish what was cut off while something was published; what the operator has to know of the corrections log."""
    from kiemtin.desk.answers.log import notices

    return notices()
