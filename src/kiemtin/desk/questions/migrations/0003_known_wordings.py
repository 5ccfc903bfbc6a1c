"""What messages that were answered are known again by."""

from __future__ import annotations

from django.db import migrations, models

import kiemtin.desk.questions.models


class Migration(migrations.Migration):
    dependencies = [("questions", "0002_searched_in_order")]

    operations = [
        migrations.CreateModel(
            name="KnownWording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        default=kiemtin.desk.questions.models.random_id, primary_key=True, serialize=False
                    ),
                ),
                ("wording", models.CharField(max_length=64, unique=True)),
                ("answer", models.CharField(max_length=10)),
            ],
        ),
    ]
