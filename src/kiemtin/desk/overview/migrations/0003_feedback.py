"""Whether answers helped: counts, and marks that keep anybody from being counted twice."""

from django.db import migrations, models

import kiemtin.desk.questions.models


class Migration(migrations.Migration):
    dependencies = [("overview", "0002_what_exists")]

    operations = [
        migrations.CreateModel(
            name="AnswerFeedback",
            fields=[
                ("answer", models.CharField(max_length=10, primary_key=True, serialize=False)),
                ("yes", models.PositiveIntegerField(default=0)),
                ("partly", models.PositiveIntegerField(default=0)),
                ("no", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="FeedbackMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        default=kiemtin.desk.questions.models.random_id, primary_key=True, serialize=False
                    ),
                ),
                ("belongs", models.CharField(max_length=64, unique=True)),
                ("sealed", models.BinaryField()),
            ],
        ),
    ]
