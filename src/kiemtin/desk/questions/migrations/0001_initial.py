"""Questions: groups, messages, pictures, askings and reply addresses, and what is done with them."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kiemtin.desk.questions.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReplyAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        default=kiemtin.desk.questions.models.random_id, primary_key=True, serialize=False
                    ),
                ),
                ("belongs", models.CharField(max_length=64, unique=True)),
                ("sealed", models.BinaryField()),
                ("expires", models.DateField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Upkeep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pending", models.BooleanField(default=False)),
                ("day", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        default=kiemtin.desk.questions.models.random_id, primary_key=True, serialize=False
                    ),
                ),
                ("state", models.CharField(default="open", max_length=16)),
                ("need", models.IntegerField(default=0)),
                ("asked", models.PositiveIntegerField(default=0)),
                ("danger", models.PositiveSmallIntegerField(default=0)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("answer", models.CharField(default="", max_length=10)),
                ("resembles", models.BigIntegerField(null=True)),
                ("closed", models.DateField(null=True)),
                ("excerpt", models.TextField(default="")),
                ("words", models.TextField(default="")),
                (
                    "assigned",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("text", models.TextField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("group", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="questions.group")),
            ],
        ),
        migrations.CreateModel(
            name="Operation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=24)),
                ("day", models.DateField(db_index=True)),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                ("undone", models.BooleanField(default=False)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        default=kiemtin.desk.questions.models.random_id, primary_key=True, serialize=False
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64, unique=True)),
                ("confirmed", models.BooleanField(default=True)),
                ("asked", models.PositiveIntegerField(default=0)),
                ("danger", models.PositiveSmallIntegerField(default=0)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("text", models.TextField()),
                ("sealed", models.BinaryField(null=True)),
                ("group", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="questions.group")),
            ],
        ),
        migrations.CreateModel(
            name="Asking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        default=kiemtin.desk.questions.models.random_id, primary_key=True, serialize=False
                    ),
                ),
                ("receipt_hash", models.CharField(max_length=64, unique=True)),
                ("expires", models.DateField(db_index=True)),
                ("question", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="questions.question")),
            ],
        ),
        migrations.CreateModel(
            name="QuestionPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        default=kiemtin.desk.questions.models.random_id, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("pdq", models.CharField(max_length=64)),
                ("shown", models.BinaryField()),
                ("sealed", models.BinaryField(null=True)),
                ("question", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="questions.question")),
            ],
        ),
        migrations.CreateModel(
            name="QuestionTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        default=kiemtin.desk.questions.models.random_id, primary_key=True, serialize=False
                    ),
                ),
                ("term", models.BigIntegerField()),
                ("question", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="questions.question")),
            ],
        ),
        migrations.AddIndex(
            model_name="group",
            index=models.Index(fields=["state", "-need", "id"], name="queue_by_need"),
        ),
        migrations.AddIndex(
            model_name="group",
            index=models.Index(fields=["assigned", "state", "-need", "id"], name="queue_of_one"),
        ),
        migrations.AddIndex(
            model_name="group",
            index=models.Index(fields=["answer"], name="groups_of_answer"),
        ),
        migrations.AddIndex(
            model_name="questionterm",
            index=models.Index(fields=["term", "question"], name="questions_by_term"),
        ),
    ]
