"""Jobs that exist for tests alone: one that takes its time, and one that writes two rows which belong together."""

from __future__ import annotations

import time
from pathlib import Path

from django.contrib.auth.models import Group
from django.db import transaction
from django_tasks import task

from kiemtin.desk.accounts.models import Account


@task
def take_a_while(mark: str, seconds: float) -> None:
    """Leave a mark at the beginning and one at the end; where it was begun before, take no time."""
    begun = Path(f"{mark}.begun")
    if not begun.exists():
        begun.touch()
        time.sleep(seconds)
    Path(f"{mark}.done").touch()


@task
def write_a_pair(name: str) -> None:
    """Write two rows, in two tables, or none."""
    with transaction.atomic():
        Group.objects.create(name=name)
        Account.objects.create(name=name)
