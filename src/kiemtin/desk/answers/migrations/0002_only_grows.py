"""Triggers that let the corrections log grow and nothing else, on SQLite and on PostgreSQL."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

ENTRY, CHECKPOINT = "answers_logentry", "answers_logcheckpoint"

ONLY_GROWS = "the corrections log only grows"

# The one change there is: salt and record go together, nothing else changes, and a later entry says that they had to.
ERASED = """
    OLD.salt IS NOT NULL AND OLD.record IS NOT NULL AND NEW.salt IS NULL AND NEW.record IS NULL
    AND NEW."index" = OLD."index" AND NEW.answer = OLD.answer AND NEW.version = OLD.version
    AND NEW.change = OLD.change AND NEW.erases IS NULL AND OLD.erases IS NULL AND NEW.entry = OLD.entry
    AND EXISTS (
      SELECT 1 FROM answers_logentry later
      WHERE later.erases = OLD."index" AND later.answer = OLD.answer AND later."index" > OLD."index"
    )
"""

# Where it belongs, and in nobody's place: INSERT OR REPLACE deletes before any trigger for deleting is asked, unless
# recursive_triggers is on, and whoever opens the file with another program has it off.
MISPLACED = """
    NEW."index" <> (SELECT COALESCE(MAX("index") + 1, 0) FROM answers_logentry)
    OR EXISTS (SELECT 1 FROM answers_logentry WHERE answer = NEW.answer AND version = NEW.version)
"""

# Not whether there are as many entries: a restore fills one table after the other.
BACKWARDS = "NEW.size <= (SELECT COALESCE(MAX(size), 0) FROM answers_logcheckpoint)"

SQLITE = {
    "answers_entry_stays": f"BEFORE DELETE ON {ENTRY}",
    "answers_entry_changes": f"BEFORE UPDATE ON {ENTRY} WHEN NOT ({ERASED})",
    "answers_entry_place": f"BEFORE INSERT ON {ENTRY} WHEN {MISPLACED}",
    "answers_checkpoint_stays": f"BEFORE DELETE ON {CHECKPOINT}",
    "answers_checkpoint_changes": f"BEFORE UPDATE ON {CHECKPOINT}",
    "answers_checkpoint_place": f"BEFORE INSERT ON {CHECKPOINT} WHEN {BACKWARDS}",
}

FUNCTIONS = {
    "answers_log_refuses": "",
    "answers_entry_changes": f"IF {ERASED} THEN RETURN NEW; END IF;",
    "answers_entry_place": f"IF NOT ({MISPLACED}) THEN RETURN NEW; END IF;",
    "answers_checkpoint_place": f"IF NOT ({BACKWARDS}) THEN RETURN NEW; END IF;",
}

POSTGRESQL = (
    (f"answers_entry_stays BEFORE DELETE ON {ENTRY} FOR EACH ROW", "answers_log_refuses"),
    (f"answers_entry_all_stay BEFORE TRUNCATE ON {ENTRY} FOR EACH STATEMENT", "answers_log_refuses"),
    (f"answers_entry_changes BEFORE UPDATE ON {ENTRY} FOR EACH ROW", "answers_entry_changes"),
    (f"answers_entry_place BEFORE INSERT ON {ENTRY} FOR EACH ROW", "answers_entry_place"),
    (f"answers_checkpoint_stays BEFORE DELETE ON {CHECKPOINT} FOR EACH ROW", "answers_log_refuses"),
    (f"answers_checkpoint_all_stay BEFORE TRUNCATE ON {CHECKPOINT} FOR EACH STATEMENT", "answers_log_refuses"),
    (f"answers_checkpoint_changes BEFORE UPDATE ON {CHECKPOINT} FOR EACH ROW", "answers_log_refuses"),
    (f"answers_checkpoint_place BEFORE INSERT ON {CHECKPOINT} FOR EACH ROW", "answers_checkpoint_place"),
)


def guard(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers."""
    if schema_editor.connection.vendor == "sqlite":
        for name, when in SQLITE.items():
            schema_editor.execute(f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{ONLY_GROWS}'); END")
        return
    for name, body in FUNCTIONS.items():
        schema_editor.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {body} RAISE EXCEPTION '{ONLY_GROWS}'; END $$"
        )
    for trigger, function in POSTGRESQL:
        schema_editor.execute(f"CREATE TRIGGER {trigger} EXECUTE FUNCTION {function}()")


class Migration(migrations.Migration):
    dependencies = [("answers", "0001_initial")]

    operations = [migrations.RunPython(guard, elidable=False)]
