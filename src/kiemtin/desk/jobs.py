"""The process that does what nobody waits for: it takes jobs from the database and puts in those that come round."""

from __future__ import annotations

import os
import secrets
import signal
import time
from threading import Thread
from typing import TYPE_CHECKING

from kiemtin.desk.log import log_failure

if TYPE_CHECKING:
    from django_tasks_db.management.commands.db_worker import Worker

LOOK_EVERY = 2.0
"""Seconds between two looks for a job."""

PLAN_EVERY = 60.0
"""Seconds between two looks at the timetable."""


def run_jobs(lifeline: int | None) -> None:
    """Do jobs until told to stop, or until ``lifeline`` ends."""
    worker = _worker()
    worker.configure_signals()
    Thread(target=keep_timetable, daemon=True, name="timetable").start()
    if lifeline is not None:
        Thread(target=_follow, args=(lifeline,), daemon=True, name="lifeline").start()
    worker.run()


def do_jobs_beside() -> None:
    """Do jobs in a thread of the one process there is."""
    Thread(target=keep_timetable, daemon=True, name="timetable").start()
    _worker().run()


def keep_timetable() -> None:
    """Put in jobs as their time comes, for ever; where the database cannot be written to, try again later."""
    while True:
        try:
            plan()
        except Exception as error:  # noqa: BLE001
            # A full disk today is no reason to do nothing tomorrow.
            log_failure("timetable-failed", error)
        time.sleep(PLAN_EVERY)


def plan() -> None:
    """Put in each job that has not been put in for as long as it may wait, and does not wait already."""
    from django.db import connection
    from django.utils import timezone
    from django_tasks.base import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    from kiemtin.desk.operation.tasks import EVERY

    try:
        for task, every in EVERY.items():
            put_in = DBTaskResult.objects.filter(task_path=task.module_path)
            recently = put_in.filter(enqueued_at__gt=timezone.now() - every)
            if not recently.exists() and not put_in.filter(status=TaskResultStatus.READY).exists():
                task.enqueue()
    finally:
        connection.close()


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
        worker_id=secrets.token_hex(8),
    )


def _follow(lifeline: int) -> None:
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)
