"""Partners' keys, and how often each was used a day."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="PartnerKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation", models.CharField(max_length=120)),
                ("prefix", models.CharField(max_length=16, unique=True)),
                ("key_hash", models.CharField(max_length=64, unique=True)),
                ("per_day", models.PositiveIntegerField()),
                ("created", models.DateField()),
                ("revoked", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="DayOfKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("asks", models.PositiveIntegerField(default=0)),
                ("key", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="api.partnerkey")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("key", "day"), name="one_row_a_day")],
            },
        ),
    ]
