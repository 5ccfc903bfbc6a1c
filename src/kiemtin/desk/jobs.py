"""The process that does what nobody waits for: it takes jobs from the database and puts in those that come round."""

from __future__ import annotations

import datetime
import os
import secrets
import signal
from hashlib import blake2b
from platform import node
from threading import Thread
from typing import TYPE_CHECKING

from kiemtin.desk.log import log
from kiemtin.desk.rounds import start_rounds

if TYPE_CHECKING:
    from django_tasks_db.management.commands.db_worker import Worker

LOOK_EVERY = 2.0
"""Seconds between two looks for a job."""

PLAN_EVERY = 60.0
"""Seconds between two looks at the timetable."""

LONGEST_JOB = datetime.timedelta(minutes=10)
"""How long a job of another machine is believed to be under way; jobs take some seconds."""

MOST_TRIES = 3
"""How often a job may be begun: one that brings its process down each time is left until its next turn."""


def run_jobs(lifeline: int | None) -> None:
    """Do jobs until told to stop, or until ``lifeline`` ends."""
    worker = _worker()
    worker.configure_signals()
    _start_timetable()
    if lifeline is not None:
        Thread(target=_follow, args=(lifeline,), daemon=True, name="lifeline").start()
    worker.run()


def do_jobs_beside() -> None:
    """Do jobs in a thread of the one process there is."""
    _start_timetable()
    _worker().run()


def place() -> str:
    """A name for this data folder on this machine, which says neither: the beginning of its workers' names."""
    from django.conf import settings

    return blake2b(f"{node()}\0{settings.CONFIGURATION.home}".encode(), digest_size=8).hexdigest()


def _start_timetable() -> None:
    from django.utils import timezone

    from kiemtin.desk.published.matching import start_matching
    from kiemtin.desk.telling.telling import start_telling

    start_matching()
    start_telling()
    here, began = place(), timezone.now()  # before the first job is taken
    start_rounds("timetable", PLAN_EVERY, lambda: keep_timetable(here, began))


def keep_timetable(here: str, began: datetime.datetime) -> None:
    """Put in jobs as their time comes, and those again that were cut off."""
    take_up_again(here, began)
    plan()


def plan() -> None:
    """Put in each job that has not been put in for as long as it may wait, and does not wait already."""
    from django.utils import timezone
    from django_tasks.base import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    from kiemtin.desk.operation.tasks import EVERY

    for task, every in EVERY.items():
        put_in = DBTaskResult.objects.filter(task_path=task.module_path)
        recently = put_in.filter(enqueued_at__gt=timezone.now() - every)
        if not recently.exists() and not put_in.filter(status=TaskResultStatus.READY).exists():
            task.enqueue()


def take_up_again(here: str, began: datetime.datetime) -> None:
    """Put jobs in again whose process was killed.

    Those that were taken ``here`` (``place()``) before ``began``; those of other machines that share the database when
    they have taken too long. Where two desks serve from one folder, this may begin a job a second time that the other
    is still doing; that does no harm, since a job takes no argument and comes to the same however often it is done.
    """
    from django.utils import timezone
    from django_tasks.base import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    for row in DBTaskResult.objects.running():
        last = row.worker_ids[-1] if row.worker_ids else ""
        if row.started_at >= (began if last.startswith(here) else timezone.now() - LONGEST_JOB):
            continue
        again = {"status": TaskResultStatus.READY, "started_at": None}
        given_up = {"status": TaskResultStatus.FAILED, "finished_at": timezone.now()}
        changes = again if len(row.worker_ids) < MOST_TRIES else given_up
        # Only as it was seen: it may have been finished since, or put in again by another machine.
        seen = DBTaskResult.objects.running().filter(pk=row.pk, started_at=row.started_at)
        if seen.update(**changes):
            log("job-cut-off", task=row.task_path, again=changes is again)


def _worker() -> Worker:
    from django_tasks_db.management.commands.db_worker import Worker

    return Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=LOOK_EVERY,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{place()}-{secrets.token_hex(8)}",
    )


def _follow(lifeline: int) -> None:
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)
