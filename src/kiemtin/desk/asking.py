"""Checks, off the event loop and a bounded number at a time; what is asked is kept nowhere."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from kiemtin.app import Kiemtin
from kiemtin.desk.log import log
from kiemtin.desk.questions.wordings import wording_of
from kiemtin.errors import KiemtinError
from kiemtin.evidence import Report
from kiemtin.items import receive_pictures
from kiemtin.items.values import Unread
from kiemtin.pictures.reader import GivenPicture, Looked, look_at

Answer = TypeVar("Answer")

AT_ONCE = 1
"""Checks that run at once in one process: they compute and never wait, so a second thread would only slow both."""

MAX_WAITING = 40
"""Checks that may wait in one process: at some milliseconds each, the last is answered within a second."""

MAX_LOOKING = 4
"""Asks with pictures that may wait for their thread. The door lets one in at a time; this is for other callers."""

LONGEST_LOOK = 6.0
"""Seconds after which no further picture of an ask is begun: the next in line would be sent away after ten."""

LOOK_SECONDS = 1.0
"""How often a process looks whether fact-checks were imported, published or removed since it opened them: it reads one
small file."""

SHORT = 600
"""Letters of a text that is looked at in the event loop itself, in some milliseconds; a longer one in a thread. Two
threads that both want to compute keep each other waiting, which costs more than a short text is worth."""

WARM_UP = "Thử máy: https://example.com, gọi 113."
"""What a process checks before it answers anybody, so that the first who asks does not wait for what is read lazily."""


class Busy(Exception):
    """Too many checks wait already; whoever asks may come back in a moment."""


class Asking:
    """Runs checks one after another, refusing those that would have to wait too long."""

    def __init__(self, kiemtin: Kiemtin) -> None:
        self.kiemtin = kiemtin
        self._waiting = 0
        self._looked = time.monotonic()
        self._told: KiemtinError | None = None
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="check")  # starts none before it is used
        self._looking = 0
        self._eyes = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="picture")

    async def ask(self, text: str, answer: Callable[[Report], Answer]) -> Answer:
        """``answer`` of the report about ``text``; raises ``Busy``, and what ``Kiemtin.check`` raises."""
        if len(text) <= SHORT and not self._waiting and not self.kiemtin.takes_its_time:
            return self._run(lambda kiemtin: answer(kiemtin.check(text)))
        return await self.run(lambda kiemtin: answer(kiemtin.check(text)))

    async def ask_about(
        self, pictures: Sequence[GivenPicture], text: str, answer: Callable[[Report], Answer], *, shown: bool = False
    ) -> Answer:
        """``answer`` of the report about ``pictures`` and ``text``; raises what ``check_pictures`` raises.

        They are looked at in a thread of their own, and opened in a process of its own, so that neither pages nor
        texts wait for them; only what was read in them takes its turn among the checks. ``shown``: with small copies.
        """
        if self._looking >= MAX_LOOKING:
            raise Busy
        self._looking += 1
        try:
            loop = asyncio.get_running_loop()
            item = await loop.run_in_executor(
                self._eyes, lambda: receive_pictures(_looked_at(pictures, self.kiemtin.home, shown=shown), text)
            )
        finally:
            self._looking -= 1
        return await self.run(lambda kiemtin: answer(kiemtin.check(item)))

    async def run(self, work: Callable[[Kiemtin], Answer]) -> Answer:
        """What ``work`` gives, in its turn among all that are asked; raises ``Busy``, and what ``work`` raises."""
        if self._waiting >= MAX_WAITING:
            raise Busy
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, self._run, work)
        finally:
            self._waiting -= 1

    def warm_up(self) -> None:
        """Read whatever a check reads lazily."""
        self.kiemtin.check(WARM_UP)
        self._tell_of_factchecks()

    def _run(self, work: Callable[[Kiemtin], Answer]) -> Answer:
        now = time.monotonic()
        if now - self._looked >= LOOK_SECONDS:
            self._looked = now
            self.kiemtin.renew()
            self._tell_of_factchecks()
        return work(self.kiemtin)

    def _tell_of_factchecks(self) -> None:
        """Tell the operator, once, where the own fact-checks cannot be opened; who asks is told that, not where."""
        problem = self.kiemtin.factchecks_problem
        if problem is not None and problem is not self._told:
            log("factchecks-unusable", reason=problem.message_id, **problem.values)
        self._told = problem


def _looked_at(pictures: Sequence[GivenPicture], home: Path, *, shown: bool) -> Iterator[Looked]:
    """Each picture in turn, as far as there is time; those that there was none for are said to be unread."""
    began = time.monotonic()
    looking = look_at(pictures, home, shown=shown)
    for given in pictures:
        late = time.monotonic() - began > LONGEST_LOOK
        yield Unread("unread.picture-late", (("name", given.name),)) if late else next(looking)


@lru_cache(maxsize=1)
def asking() -> Asking:
    """The one front door to checks in this process."""
    return Asking(Kiemtin(settings.CONFIGURATION.home, wording_of))
