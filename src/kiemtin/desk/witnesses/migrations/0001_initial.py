"""The last cosignature of each witness, and the last checkpoint of each log that this desk is a witness of."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = []

    operations = [
        migrations.CreateModel(
            name="Cosignature",
            fields=[
                ("witness", models.CharField(max_length=1000, primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("line", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="WitnessedLog",
            fields=[
                ("origin", models.CharField(max_length=255, primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("root", models.BinaryField()),
            ],
        ),
    ]
