"""Telling others, in a thread of the process for jobs: as the log grows, and as often as something is due."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Thread

from django.utils import timezone

from kiemtin.desk.log import log, log_failure
from kiemtin.desk.telling import delivering, replying
from kiemtin.desk.telling.collecting import collect
from kiemtin.desk.telling.models import Target

LOOK_EVERY = 5.0
"""Seconds between two looks for something to tell; without a target that is one small question to the database."""

WRITE_EVERY = 60.0
"""Seconds between two looks for replies that are owed."""


def start_telling() -> None:
    """Tell whoever is to be told, in a thread of its own, for ever; several machines share the work."""
    Thread(target=_keep_telling, daemon=True, name="telling").start()


def tell() -> int:
    """One round: write down what is owed, then tell what is due; how many events were taken."""
    if not Target.objects.exists():
        return 0
    collect(timezone.now())
    return delivering.deliver()


def _keep_telling() -> None:
    last: dict[Callable[[], int], float] = {tell: 0.0, replying.write_back: 0.0}
    every = {tell: LOOK_EVERY, replying.write_back: WRITE_EVERY}
    while True:
        for work, began in last.items():
            if time.monotonic() - began >= every[work]:
                _do(work)
                last[work] = time.monotonic()
        time.sleep(1.0)


def _do(work: Callable[[], int]) -> None:
    from django.db import connection

    try:
        done = work()
        if done:
            log("told", work=work.__name__, count=done)
    except Exception as error:  # noqa: BLE001
        # A database that is away today is no reason to tell nobody tomorrow.
        log_failure("telling-failed", error)
    finally:
        connection.close()
