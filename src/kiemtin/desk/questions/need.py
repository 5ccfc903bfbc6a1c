"""The need of a group, by which the queue is sorted: what has waited, what many ask, what is dangerous.

    need = days waited + 4 × log2(askings) + 6 × danger

``danger`` is 0 without a danger sign, 1, 2, 3 for a low, medium, high one: a high one counts as much as eighteen days,
or as twenty-two askings. Twice as many askings are four days. All three are shown beside it, so nobody has to trust it.

A day adds the same to every group, so their order never changes by itself. What is stored is the need less the number
of today (``date.toordinal``), in hundredths; so the order can be read from an index, and no job has to count days.
"""

from __future__ import annotations

import datetime
import math

PER_DOUBLING = 4
"""Days of waiting that twice as many askings come to."""

PER_DANGER = 6
"""Days of waiting that one step of danger comes to."""

HUNDREDTHS = 100


def stored_need(asked: int, danger: int, first_day: datetime.date) -> int:
    """The number that groups are sorted by, in hundredths of days; larger comes first."""
    weight = PER_DOUBLING * math.log2(max(asked, 1)) + PER_DANGER * danger
    return round(HUNDREDTHS * weight) - HUNDREDTHS * first_day.toordinal()


def need_on(stored: int, day: datetime.date) -> float:
    """The need of a group on ``day``, in days, as it is shown."""
    return stored / HUNDREDTHS + day.toordinal()
