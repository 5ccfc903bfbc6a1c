"""Whom the desk tells, what it owes them, and replies that wait."""

import django.db.models.deletion
from django.db import migrations, models

import kiemtin.desk.questions.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="OwedReply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        default=kiemtin.desk.questions.models.random_id, primary_key=True, serialize=False
                    ),
                ),
                ("belongs", models.CharField(max_length=64, unique=True)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("due", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(max_length=64, unique=True)),
                ("kind", models.CharField(max_length=8)),
                ("place", models.BinaryField()),
                ("secret", models.BinaryField(null=True)),
                ("events", models.JSONField(default=list)),
                ("language", models.CharField(default="vi", max_length=2)),
                ("own_network", models.BooleanField(default=False)),
                ("next_index", models.BigIntegerField(default=0)),
                ("open_groups", models.PositiveIntegerField(default=0)),
                ("added", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event_id", models.CharField(max_length=64, unique=True)),
                ("event", models.CharField(max_length=40)),
                ("index", models.BigIntegerField(null=True)),
                ("facts", models.JSONField(default=dict)),
                ("state", models.CharField(default="waiting", max_length=8)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("since", models.DateTimeField()),
                ("due", models.DateTimeField()),
                ("done", models.DateTimeField(null=True)),
                ("outcome", models.CharField(default="", max_length=60)),
                ("values", models.JSONField(default=dict)),
                ("target", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="telling.target")),
            ],
            options={
                "indexes": [models.Index(fields=["target", "state", "due"], name="next_delivery")],
            },
        ),
    ]
