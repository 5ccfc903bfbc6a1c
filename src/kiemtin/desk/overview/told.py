"""How often something was asked, as it is told in public: in steps, once a day, and never less than before.

An exact number would tell of single askings: whoever looks before and after learns that one came. A step alone does not
help against somebody who asks until it is reached, and so counts the others. So where a step is told is drawn for each
answer, from the desk's secret, between it and twice as many askings. What is told is therefore always true.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Sum

from kiemtin.desk.overview.models import ToldAskings
from kiemtin.desk.questions.limits import LEAST_SHOWN
from kiemtin.desk.questions.models import Group, State
from kiemtin.desk.questions.sealing import keyed
from kiemtin.desk.questions.transactions import writing

FACTORS = (1, 2, 4)
"""Steps are 5, 10, 20, and ten times as many: 50, 100, 200, 500 …"""


def told(answer: str) -> int:
    """At least how many askings a published answer has had, as everybody may know; 0 where nothing is told."""
    return ToldAskings.objects.filter(answer=answer).values_list("step", flat=True).first() or 0


def tell() -> int:
    """Tell of answers what may be told by now; of how many that changed. To be done once a day."""
    asked = Group.objects.filter(state=State.ANSWERED, asked__gt=0).exclude(answer="").order_by()
    counts = dict(asked.values("answer").annotate(count=Sum("asked")).values_list("answer", "count"))
    changed = 0
    with writing():
        before = dict(ToldAskings.objects.values_list("answer", "step"))
        for answer, count in counts.items():
            step = step_for(answer, count)
            if step > before.get(answer, 0):
                ToldAskings.objects.update_or_create(answer=answer, defaults={"step": step})
                changed += 1
    return changed


def step_for(answer: str, count: int) -> int:
    """The highest step that so many askings of ``answer`` have reached; 0 for none."""
    return max((step for step in _steps(count) if count >= step + _beyond(answer, step)), default=0)


def _steps(most: int) -> Iterator[int]:
    power = LEAST_SHOWN
    while power <= most:
        yield from (power * factor for factor in FACTORS if power * factor <= most)
        power *= 10


def _beyond(answer: str, step: int) -> int:
    """How many askings past ``step`` it is told: less than as many again, and nobody outside knows how many."""
    return int.from_bytes(keyed("told", answer.encode(), str(step).encode())) % step
