"""Jobs that keep the desk tidy. A job takes no argument: no row about jobs can hold what anybody asked."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from kiemtin.desk.accounts import setup_links
from kiemtin.desk.api import keys
from kiemtin.desk.sharing import links

KEEP_JOBS = datetime.timedelta(days=1)
"""How long the rows of finished jobs are kept, for whoever looks after the machine."""


@task
def purge() -> None:
    """Forget what has had its time: spent set-up links, shared results, old numbers of keys, and rows of jobs."""
    setup_links.purge()
    links.purge()
    keys.purge()
    DBTaskResult.objects.filter(finished_at__lt=timezone.now() - KEEP_JOBS).delete()


EVERY = {purge: datetime.timedelta(minutes=10)}
"""How often each job runs."""
