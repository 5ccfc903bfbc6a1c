"""Pictures of answers, and of drafts."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("answers", "0003_how_drafts_came_about"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerPicture",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("pdq", models.CharField(max_length=64)),
                ("quality", models.PositiveSmallIntegerField()),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("features", models.BinaryField()),
                ("jpeg", models.BinaryField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="draft",
            name="pictures",
            field=models.JSONField(default=list),
        ),
    ]
