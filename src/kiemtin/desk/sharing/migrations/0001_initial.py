"""Shared results, each sealed with its link."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SharedResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("deletion_hash", models.CharField(max_length=64, unique=True)),
                ("sealed", models.BinaryField()),
                ("expires", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
