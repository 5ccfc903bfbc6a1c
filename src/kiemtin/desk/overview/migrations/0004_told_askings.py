"""What is told in public of how often something was asked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("overview", "0003_feedback")]

    operations = [
        migrations.CreateModel(
            name="ToldAskings",
            fields=[
                ("answer", models.CharField(max_length=10, primary_key=True, serialize=False)),
                ("step", models.PositiveIntegerField()),
            ],
        ),
    ]
