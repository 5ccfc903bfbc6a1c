"""Drafts, who works on them, and the corrections log with its checkpoints."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LogCheckpoint",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("note", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("answer", models.CharField(max_length=10)),
                ("change", models.CharField(max_length=20)),
                ("base", models.PositiveIntegerField(default=0)),
                ("state", models.CharField(default="draft", max_length=20)),
                ("version", models.PositiveIntegerField(default=1)),
                ("language", models.CharField(default="vi", max_length=2)),
                ("claim", models.TextField(default="")),
                ("finding", models.TextField(default="")),
                ("rating", models.CharField(default="", max_length=20)),
                ("explanation", models.TextField(default="")),
                ("sources", models.JSONField(default=list)),
                ("slug", models.TextField(default="")),
                ("reason", models.TextField(default="")),
                ("review_note", models.TextField(default="")),
                ("changed", models.DateTimeField(db_index=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("draft", "submitted", "approved"))),
                        fields=("answer",),
                        name="one_open_draft",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                ("index", models.BigIntegerField(primary_key=True, serialize=False)),
                ("answer", models.CharField(max_length=10)),
                ("version", models.PositiveIntegerField()),
                ("change", models.CharField(max_length=20)),
                ("erases", models.BigIntegerField(null=True)),
                ("entry", models.BinaryField()),
                ("salt", models.BinaryField(null=True)),
                ("record", models.TextField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("answer", "version"), name="one_entry_a_version")],
            },
        ),
        migrations.CreateModel(
            name="DraftWork",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("approved", models.BooleanField(default=False)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="answers.draft"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("draft", "account", "approved"), name="one_row_each")],
            },
        ),
    ]
