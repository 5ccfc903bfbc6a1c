"""Four roles in place of administrators and others."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def give_roles(apps: Any, schema_editor: Any) -> None:
    """Administrators stay what they are; there has been nobody else."""
    accounts = apps.get_model("accounts", "Account").objects.using(schema_editor.connection.alias)
    accounts.filter(is_administrator=True).update(role="administrator")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="account",
            name="role",
            field=models.CharField(default="reader", max_length=16),
        ),
        migrations.RunPython(give_roles, migrations.RunPython.noop),
        migrations.RemoveField(model_name="account", name="is_administrator"),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["reader", "answerer", "reviewer", "administrator"])),
                name="a_role_of_ours",
            ),
        ),
    ]
