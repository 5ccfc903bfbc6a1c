"""A line of what was done at the desk is put in nobody's place."""

from __future__ import annotations

from typing import Any

from django.db import migrations

# INSERT OR REPLACE deletes before any trigger for deleting is asked, unless recursive_triggers is on, and whoever opens
# the file with another program has it off. PostgreSQL knows no such thing.
PLACE = """CREATE TRIGGER desk_action_place BEFORE INSERT ON people_deskaction
    WHEN EXISTS (SELECT 1 FROM people_deskaction WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'what was done stays as it is'); END"""


def guard(apps: Any, schema_editor: Any) -> None:
    """Make the trigger, where it is needed."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(PLACE, params=None)


class Migration(migrations.Migration):
    dependencies = [("people", "0002_actions_stay")]

    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
