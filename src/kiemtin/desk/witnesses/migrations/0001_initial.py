"""The last cosignature of each witness."""

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
    ]
