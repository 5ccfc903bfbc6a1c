"""Readiness is looked at rarely, however often it is asked for."""

from __future__ import annotations

from itertools import count

from kiemtin.desk.operation.readiness import GOOD_FOR, Readiness


def test_a_flood_of_questions_costs_one_look() -> None:
    """Until its time is over the answer is given again; then every part is looked at anew."""
    now, looks = 0.0, count(1)

    def look() -> dict[str, bool]:
        return {"disk": next(looks) == 1}

    readiness = Readiness(look, lambda: now)
    assert [{"disk": True}] * 1000 == [readiness.now() for _ in range(1000)]
    now = GOOD_FOR - 0.001
    assert {"disk": True} == readiness.now()
    now = GOOD_FOR
    assert [{"disk": False}] * 1000 == [readiness.now() for _ in range(1000)]
    assert 3 == next(looks)
