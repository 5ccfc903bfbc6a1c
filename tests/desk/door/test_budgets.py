"""Buckets as arithmetic: exact, whatever the moments."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.desk.door.budgets import MINUTE, SECOND, WIDER, Budget, take

budgets = st.builds(Budget, st.just("asks"), st.integers(1, 60), st.integers(1, 100_000))
pauses = st.lists(st.one_of(st.integers(0, SECOND), st.integers(0, 5 * MINUTE)), max_size=200)


def _run(budget: Budget, waits: list[int], start: int = 10**15) -> list[tuple[int, bool]]:
    """Each moment of asking, and whether it was allowed."""
    now, full_at, seen = start, 0, []
    for wait in waits:
        now += wait
        taken = take(budget, full_at, now)
        full_at = taken.full_at
        seen.append((now, taken.allowed))
    return seen


@given(budgets, pauses)
def test_never_more_than_the_burst_and_what_has_come_back(budget: Budget, waits: list[int]) -> None:
    """In every stretch of time, wherever it begins and ends, no more is allowed than burst and rate give."""
    moments = [now for now, allowed in _run(budget, waits) if allowed]
    for first, start in enumerate(moments):
        for last in range(first, len(moments)):
            assert last - first + 1 <= budget.burst + (moments[last] - start) // budget.interval


@given(budgets, pauses)
def test_nobody_within_the_budget_is_refused(budget: Budget, waits: list[int]) -> None:
    """It says the same as a bucket of tokens that is filled drop by drop, counted in fractions."""
    tokens, before, expected = Fraction(budget.burst), 10**15, []
    for wait in waits:
        tokens = min(Fraction(budget.burst), tokens + Fraction(wait, budget.interval))
        before += wait
        expected.append((before, tokens >= 1))
        tokens -= tokens >= 1
    assert expected == _run(budget, waits)


@given(budgets, pauses)
def test_what_it_tells_is_so(budget: Budget, waits: list[int]) -> None:
    """After the seconds it names the next one is allowed; ``left`` more are allowed now; after ``reset`` it is full."""
    now, full_at = 10**15, 0
    for wait in waits:
        now += wait
        taken = take(budget, full_at, now)
        full_at = taken.full_at
        assert taken.allowed == (taken.retry_after == 0)
        assert take(budget, full_at, now + taken.retry_after * SECOND).allowed or taken.allowed
        assert [True] * taken.left + [False] == [
            allowed for _, allowed in _run_on(budget, full_at, now, taken.left + 1)
        ]
        assert budget.burst - 1 == take(budget, full_at, now + taken.reset * SECOND).left


def _run_on(budget: Budget, full_at: int, now: int, times: int) -> list[tuple[int, bool]]:
    seen = []
    for _ in range(times):
        taken = take(budget, full_at, now)
        full_at = taken.full_at
        seen.append((now, taken.allowed))
    return seen


@given(budgets, st.integers(0, 2**64 - 1))
def test_a_broken_number_shuts_nobody_out(budget: Budget, full_at: int) -> None:
    """Whatever stands where a bucket should be, an empty bucket is the worst it is taken for."""
    taken = take(budget, full_at, 10**15)
    assert taken.full_at <= 10**15 + budget.burst * budget.interval
    assert taken.retry_after <= -(-budget.interval // SECOND)


@pytest.mark.parametrize(("burst", "per_minute"), [(0, 1), (1, 0), (-1, 1)])
def test_a_budget_pays_for_something(burst: int, per_minute: int) -> None:
    """A budget that refuses everything cannot be made."""
    with pytest.raises(ValueError, match="nothing"):
        Budget("asks", burst, per_minute)


def test_a_wider_network_has_a_larger_budget_of_the_same_name() -> None:
    """It is several times as much, at once and over time, and fills in the same time."""
    budget = Budget("asks", 30, 20)
    assert Budget("asks", 30 * WIDER, 20 * WIDER) == budget.wider()
    assert (90, 90) == (budget.window, budget.wider().window)
