"""Telling others, in threads of the process for jobs: as the log grows, and as often as something is due."""

from __future__ import annotations

from django.utils import timezone

from kiemtin.desk.log import log
from kiemtin.desk.rounds import start_rounds
from kiemtin.desk.telling import delivering, replying
from kiemtin.desk.telling.collecting import collect
from kiemtin.desk.telling.models import Target

LOOK_EVERY = 5.0
"""Seconds between two looks for something to tell; without a target that is one small question to the database."""

WRITE_EVERY = 60.0
"""Seconds between two looks for replies that are owed."""


def start_telling() -> None:
    """Tell whoever is to be told, and write back to askers, for ever; several machines share the work."""
    start_rounds("telling", LOOK_EVERY, lambda: _count("tell", tell()))
    start_rounds("replying", WRITE_EVERY, lambda: _count("write_back", replying.write_back()))


def tell() -> int:
    """One round: write down what is owed, then tell what is due; how many events were taken."""
    if not Target.objects.exists():
        return 0
    collect(timezone.now())
    return delivering.deliver()


def _count(work: str, done: int) -> None:
    if done:
        log("told", work=work, count=done)
