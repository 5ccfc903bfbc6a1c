"""Counts of work, and as what each closed group was counted."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("questions", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Closed",
            fields=[
                (
                    "group",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="questions.group",
                    ),
                ),
                ("what", models.CharField(max_length=16)),
                ("day", models.DateField()),
                ("days", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="DayOfWork",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("what", models.CharField(max_length=16)),
                ("days", models.PositiveSmallIntegerField(default=0)),
                ("count", models.IntegerField(default=0)),
            ],
        ),
        migrations.AddConstraint(
            model_name="dayofwork",
            constraint=models.UniqueConstraint(fields=("day", "what", "days"), name="one_row_of_a_day"),
        ),
    ]
