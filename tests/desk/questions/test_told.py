"""What is told in public of how often something was asked: coarse, true, late, and never less than before."""

from __future__ import annotations

import pytest
from django.utils import timezone

from kiemtin.desk.configuration import Configuration
from kiemtin.desk.overview.told import step_for, tell, told
from kiemtin.desk.questions import following, purging, working
from kiemtin.desk.questions.models import Asking, Group
from tests.desk.questions.sending import RUMOUR, sent
from tests.desk.questions.test_working import ANSWER, only

STEPS = {5, 10, 20, 50, 100, 200, 500, 1_000}

ANSWERS = [f"abcdefg{number:03d}" for number in range(200)]


def test_steps_are_coarse_and_true_and_begin_at_five() -> None:
    """For each of several answers, at every count: a step that was reached, and none for fewer than five."""
    for answer in ANSWERS[:10]:
        steps = [step_for(answer, count) for count in range(2_000)]
        assert {0} == set(steps[:5])
        assert set(steps) - {0} <= STEPS
        assert all(step <= count for count, step in enumerate(steps))
        assert steps == sorted(steps)
        # A step is told at the latest with one asking fewer than twice as many.
        assert all(steps[2 * step - 1] >= step for step in STEPS)


@pytest.mark.parametrize("step", [5, 10])
def test_where_a_step_is_told_is_not_to_be_guessed(step: int) -> None:
    """Whoever asks until it is told cannot count the others: the place is drawn for each answer, and all occur."""
    places = {next(count for count in range(2 * step) if step_for(answer, count) >= step) for answer in ANSWERS}
    assert set(range(step, 2 * step)) == places


def test_it_is_told_of_what_is_answered_once_a_day_and_never_less(tables: Configuration) -> None:
    """Not while the question is open; not as askings come; and it stays when they are deleted and forgotten."""
    receipts = [sent(RUMOUR) for _ in range(9)]
    assert (0, 0) == (tell(), told(ANSWER))
    working.link_answer([only()], ANSWER, None)
    assert 0 == told(ANSWER)
    assert (1, 5) == (tell(), told(ANSWER))
    sent(RUMOUR)
    assert 5 == told(ANSWER)
    for receipt in receipts[:7]:
        following.delete(receipt.code)
    assert (0, 5) == (tell(), told(ANSWER))
    Asking.objects.update(expires=timezone.localdate())
    purging.purge()
    assert (0, 0, 5) == (Group.objects.count(), tell(), told(ANSWER))
