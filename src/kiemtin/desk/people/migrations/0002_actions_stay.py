"""The database refuses to change what was done at the desk, and to delete it within a year."""

from __future__ import annotations

from typing import Any

from django.db import migrations

SQLITE = (
    """CREATE TRIGGER desk_action_stays_as_it_is BEFORE UPDATE ON people_deskaction
    BEGIN SELECT RAISE(ABORT, 'what was done stays as it is'); END""",
    """CREATE TRIGGER desk_action_stays BEFORE DELETE ON people_deskaction
    WHEN OLD.at > datetime('now', '-366 days')
    BEGIN SELECT RAISE(ABORT, 'what was done stays for a year'); END""",
)

POSTGRESQL = (
    """CREATE FUNCTION desk_action_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' AND OLD.at <= now() - interval '366 days' THEN RETURN OLD; END IF;
      RAISE EXCEPTION 'what was done stays as it is, for a year' USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    """CREATE TRIGGER desk_action_stays BEFORE UPDATE OR DELETE ON people_deskaction
    FOR EACH ROW EXECUTE FUNCTION desk_action_stays()""",
)


def guard(apps: Any, schema_editor: Any) -> None:
    """Make the triggers of this kind of database."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
