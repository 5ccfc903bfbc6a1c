"""The table of buckets: shared by processes, of fixed size, forgetting on time, and knowing nobody."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from kiemtin.desk.door.budgets import SECOND, Budget
from kiemtin.desk.door.limits import ROTATION, SETS, WAYS, Buckets
from kiemtin.desk.door.memory import KernelLocks, shared_counts

ASKS = Budget("asks", burst=5, per_minute=1)
PAGES = Budget("pages", burst=3, per_minute=1)
HOUR = 3_600 * SECOND


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 10**15

    def __call__(self) -> int:
        """The time."""
        return self.now


def _allowed(buckets: Buckets, client: bytes, budget: Budget, times: int) -> int:
    return sum(buckets.take(client, budget).allowed for _ in range(times))


def test_each_client_and_each_budget_has_a_bucket_of_its_own() -> None:
    """One client's asking costs another nothing, and its pages nothing either."""
    buckets = Buckets(Clock(), sets=64)
    assert 5 == _allowed(buckets, b"a", ASKS, 20)
    assert 5 == _allowed(buckets, b"b", ASKS, 20)
    assert 3 == _allowed(buckets, b"a", PAGES, 20)


def test_a_new_key_does_not_give_the_budget_back() -> None:
    """Who has used it up just before the key is replaced finds it used up after."""
    clock = Clock()
    buckets = Buckets(clock, sets=64)
    slow = Budget("asks", burst=5, per_minute=1)
    clock.now += ROTATION - SECOND
    assert 5 == _allowed(buckets, b"a", slow, 5)
    clock.now += SECOND
    assert 0 == _allowed(buckets, b"a", slow, 5)
    clock.now += 60 * SECOND
    assert 1 == _allowed(buckets, b"a", slow, 5)


def test_after_an_hour_nothing_is_left() -> None:
    """Two keys later no bucket of the first is in the memory, whether somebody came meanwhile or not."""
    for looks in (60, 1):
        clock = Clock()
        buckets = Buckets(clock, sets=64)
        _allowed(buckets, b"a", Budget("asks", burst=10**6, per_minute=1), 5)
        assert any(_words(buckets))
        for _ in range(looks):
            clock.now += HOUR // looks
            buckets.keep_fresh()
        assert not any(_words(buckets))


def test_the_key_is_new_each_time() -> None:
    """What was under one key cannot be found with another."""
    clock = Clock()
    buckets = Buckets(clock, sets=64)
    keys = set()
    for _ in range(6):
        keys.add(buckets._header.tobytes()[16:])
        clock.now += ROTATION
        buckets.keep_fresh()
    assert 6 == len(keys)


def _words(buckets: Buckets) -> list[int]:
    return [word for half in buckets._halves for word in half]


def test_the_memory_stays_as_it_is_and_holds_no_address() -> None:
    """After more clients than it has places it is as large as before, and none of their addresses is in it."""
    buckets = Buckets(Clock(), sets=64)
    size = len(buckets._halves[0]) * 8
    # Of networks of eight bytes: four would stand somewhere in random hashes once in a hundred runs.
    clients = [b"\x20\x01\x0d\xb8" + number.to_bytes(4, "big") for number in range(5 * 64 * WAYS)]
    for client in clients:
        buckets.take(client, ASKS)
    memory = b"".join(half.tobytes() for half in buckets._halves)
    assert 2 * size == len(memory)
    assert [] == [client for client in clients if client in memory]
    assert SETS * WAYS * 16 * 2 == 2 * 1024 * 1024


def test_who_asked_most_is_forgotten_last() -> None:
    """A flood of new clients pushes out buckets that are nearly full, not the one it wants to get rid of."""
    clock = Clock()
    buckets = Buckets(clock, sets=1)
    assert 5 == _allowed(buckets, b"flood", ASKS, 9)
    for number in range(1_000):
        buckets.take(b"%d" % number, ASKS)
    assert 0 == _allowed(buckets, b"flood", ASKS, 9)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from([b"a", b"b", b"c"]), st.integers(0, 20 * 60 * SECOND)), max_size=60))
def test_through_every_change_of_key_nobody_gets_more_than_allowed(visits: list[tuple[bytes, int]]) -> None:
    """Over hours of asking, at any moments, each client stays within burst and rate."""
    clock = Clock()
    buckets = Buckets(clock, sets=64)
    start, seen = clock.now, dict.fromkeys([b"a", b"b", b"c"], 0)
    for client, wait in visits:
        clock.now += wait
        seen[client] += buckets.take(client, ASKS).allowed
    assert all(count <= ASKS.burst + (clock.now - start) // ASKS.interval for count in seen.values())


def _in_children(work: Callable[[int], None], count: int) -> None:
    """Do ``work`` in each of ``count`` processes, begun at once; it is given their numbers."""
    begin, begun = os.pipe()
    children = []
    for number in range(count):
        process = os.fork()
        if process == 0:
            os.close(begun)
            os.read(begin, 1)  # ends when the last one has been made
            work(number)
            os._exit(0)
        children.append(process)
    os.close(begun)
    os.close(begin)
    assert [0] * count == [os.waitpid(process, 0)[1] for process in children]


def test_all_processes_count_together_and_exactly() -> None:
    """Four processes that ask as fast as they can get one budget between them, not one each, and not one too many."""
    buckets = Buckets(sets=64)
    budget = Budget("asks", burst=4_000, per_minute=1)
    allowed = shared_counts(4)
    _in_children(lambda number: allowed.__setitem__(number, _allowed(buckets, b"a", budget, 2_000)), 4)
    assert 4_000 == sum(allowed)


def test_a_process_that_is_killed_lets_go_of_its_locks() -> None:
    """The others go on; with a semaphore they would wait for ever."""
    locks = KernelLocks()
    told, tell = os.pipe()
    process = os.fork()
    if process == 0:
        with locks.held(3):
            os.write(tell, b"1")
            time.sleep(60)
            os._exit(0)
    os.read(told, 1)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    with locks.held(3):
        os.close(told)
        os.close(tell)
