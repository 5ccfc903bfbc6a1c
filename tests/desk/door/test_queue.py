"""The queue of asks: full is full, a flood slows itself, and whoever leaves makes room."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from kiemtin.desk.door import queue as module
from kiemtin.desk.door.asgi import Message
from kiemtin.desk.door.bodies import Gone
from kiemtin.desk.door.queue import SHARE, AskQueue
from kiemtin.desk.door.refusals import Refusal


def _staying() -> asyncio.Future[Message]:
    return asyncio.get_running_loop().create_future()


async def _line_up(queue: AskQueue, client: bytes, served: list[bytes]) -> None:
    await queue.enter(client, _staying())
    served.append(client)


async def _lined_up(queue: AskQueue, clients: list[bytes], served: list[bytes]) -> list[asyncio.Task[None]]:
    """Tasks that wait, each begun before the next."""
    tasks = []
    for client in clients:
        tasks.append(asyncio.ensure_future(_line_up(queue, client, served)))
        await asyncio.sleep(0)
    return tasks


async def _finish_all(queue: AskQueue, tasks: list[asyncio.Task[None]]) -> None:
    """Let one ask after another be done, whoever's turn it is."""
    while queue.working:
        queue.leave()
        await asyncio.wait(tasks, timeout=0.01)
    await asyncio.gather(*tasks)


def _run(scenario: Coroutine[Any, Any, None]) -> None:
    asyncio.run(scenario)


def test_so_many_work_and_so_many_wait() -> None:
    """At the limits they are taken; one beyond is told at once to come back."""

    async def scenario() -> None:
        told: list[tuple[int, int]] = []
        queue = AskQueue(2, 4, lambda working, waiting: told.append((working, waiting)))
        served: list[bytes] = []
        tasks = await _lined_up(queue, [b"a", b"b", b"c", b"d", b"e", b"f"], served)
        assert [b"a", b"b"] == served
        assert (2, 4) == (queue.working, queue.waiting)
        with pytest.raises(Refusal) as refusal:
            await queue.enter(b"g", _staying())
        assert (503, 2) == (refusal.value.status, refusal.value.retry_after)
        await _finish_all(queue, tasks)
        assert [b"a", b"b", b"c", b"d", b"e", b"f"] == served
        assert (0, 0) == told[-1]

    _run(scenario())


def test_one_client_holds_a_share_of_the_places() -> None:
    """At its share it waits; one beyond is its own flood, and refused as such, while another is taken."""

    async def scenario() -> None:
        queue = AskQueue(1, 8)
        served: list[bytes] = []
        tasks = await _lined_up(queue, [b"flood"] * (1 + 8 // SHARE), served)
        with pytest.raises(Refusal) as refusal:
            await queue.enter(b"flood", _staying())
        assert (429, "at-once") == (refusal.value.status, refusal.value.kind)
        tasks += await _lined_up(queue, [b"other"], served)
        assert 3 == queue.waiting
        await _finish_all(queue, tasks)
        assert [b"flood", b"flood", b"other", b"flood"] == served

    _run(scenario())


def test_lines_take_turns() -> None:
    """One ask behind another client's many waits for one of them, not for all."""

    async def scenario() -> None:
        queue = AskQueue(1, 40)
        served: list[bytes] = []
        tasks = await _lined_up(queue, [b"x", *[b"flood"] * 8, b"one", b"two", b"two"], served)
        await _finish_all(queue, tasks)
        assert [b"x", b"flood", b"one", b"two", b"flood", b"two", *[b"flood"] * 6] == served
        assert (0, 0, {}) == (queue.working, queue.waiting, dict(queue._lines))

    _run(scenario())


def test_whoever_leaves_makes_room() -> None:
    """While waiting, or in the very moment of the turn: the place goes to the next."""

    async def scenario() -> None:
        queue = AskQueue(1, 8)
        await queue.enter(b"a", _staying())
        for client in (b"b", b"a"):
            departure = _staying()
            waiting = asyncio.ensure_future(queue.enter(client, departure))
            await asyncio.sleep(0)
            departure.set_result({"type": "http.disconnect"})
            if client == b"a":
                queue.leave()  # its turn comes just now
            with pytest.raises(Gone):
                await waiting
        assert (0, 0, {}) == (queue.working, queue.waiting, dict(queue._lines))
        await queue.enter(b"c", _staying())

    _run(scenario())


def test_nobody_is_kept_waiting_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose turn does not come is told to come back, and holds no place."""
    monkeypatch.setattr(module, "LONGEST_WAIT", 0.01)

    async def scenario() -> None:
        queue = AskQueue(1, 8)
        await queue.enter(b"a", _staying())
        with pytest.raises(Refusal) as refusal:
            await queue.enter(b"b", _staying())
        assert (503, 1, 0) == (refusal.value.status, queue.working, queue.waiting)

    _run(scenario())
