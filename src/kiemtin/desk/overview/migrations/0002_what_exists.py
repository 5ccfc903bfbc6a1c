"""Counts what was there before anything was counted: of what was forgotten by then, nothing is known."""

import datetime
from collections import Counter
from typing import Any

from django.conf import settings
from django.db import migrations
from django.db.models import Count

CLOSED = ("answered", "not-checkable")
LONGEST = 1_000


def count(apps: Any, schema_editor: Any) -> None:
    """The days of messages, groups and closings that are still kept."""
    alias = schema_editor.connection.alias
    cells: Counter[tuple[datetime.date, str, int]] = Counter()
    kept = datetime.timedelta(days=settings.CONFIGURATION.questions.days)
    askings = apps.get_model("questions", "Asking").objects.using(alias)
    days = askings.values_list("expires", "question__first_day", "question__last_day").annotate(count=Count("id"))
    for expires, first, last, number in days:
        # How long things are kept may have been set anew since; between first and last it was for certain.
        cells[max(first, min(last, expires - kept)), "received", 0] += number
    closed = []
    closings = apps.get_model("overview", "Closed")
    groups = apps.get_model("questions", "Group").objects.using(alias).exclude(state="merged")
    for row in groups.only("state", "first_day", "closed").iterator(chunk_size=1_000):
        cells[row.first_day, "new", 0] += 1
        cells[row.first_day, "open", 0] += 1
        if row.state in CLOSED and row.closed is not None:
            waited = min(max((row.closed - row.first_day).days, 0), LONGEST)
            cells[row.closed, row.state, waited] += 1
            cells[row.closed, "open", 0] -= 1
            closed.append(closings(group_id=row.pk, what=row.state, day=row.closed, days=waited))
    closings.objects.using(alias).bulk_create(closed, batch_size=500)
    counts = apps.get_model("overview", "DayOfWork")
    rows = [counts(day=day, what=what, days=waited, count=by) for (day, what, waited), by in cells.items()]
    counts.objects.using(alias).bulk_create(rows, batch_size=500)


def forget(apps: Any, schema_editor: Any) -> None:
    """What is counted again, when this is done again."""
    for name in ("DayOfWork", "Closed"):
        apps.get_model("overview", name).objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("overview", "0001_initial")]

    operations = [migrations.RunPython(count, forget)]
