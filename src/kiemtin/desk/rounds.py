"""Work that comes round for as long as the process for jobs lives, each in a thread of its own."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Thread

from kiemtin.desk.log import log_failure

REST = 10.0
"""Seconds of rest after a round that failed, where rounds follow more quickly: the log is not filled with one fault."""


def start_rounds(name: str, every: float, work: Callable[[], object]) -> None:
    """Do ``work`` again ``every`` so many seconds, for ever; what fails is logged as ``name-failed``, and tried again.

    The thread's connection to the database is closed after each round.
    """
    Thread(target=_go_round, args=(name, every, work), daemon=True, name=name).start()


def _go_round(name: str, every: float, work: Callable[[], object]) -> None:
    from django.db import connection

    while True:
        pause = every
        try:
            work()
        except Exception as error:  # noqa: BLE001
            # A full disk or a database that is away today is no reason to do nothing tomorrow.
            log_failure(f"{name}-failed", error)
            pause = max(every, REST)
        finally:
            connection.close()
        time.sleep(pause)
