"""A parent and its children: forked together, started again when one dies or hangs, stopped together.

The parent loads everything first, so that its children share the memory, and one listening socket. Children notice the
death of a parent that could not say goodbye: the pipe between them ends.
"""

from __future__ import annotations

import mmap
import os
import select
import signal
import struct
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kiemtin.desk.log import log, log_failure

HUNG_AFTER = 30.0
"""Seconds without a sign of life after which a child that gives them is killed."""

HELD_UP = 5.0
"""Seconds between two looks from which the parent itself was held up."""

GRACE = 20.0
"""Seconds that children have to finish what they are doing when all is to stop."""

STEADY_AFTER = 30.0
"""Seconds after which a child counts as having started well."""

FIRST_WAIT, LONGEST_WAIT = 0.2, 15.0
"""Seconds before a child that died young is started again: doubled each time."""

GLANCE = 0.5
"""Seconds between two looks at the children where nothing happens."""

BEAT = struct.Struct("d")


@dataclass(frozen=True, slots=True)
class Life:
    """What a child is given: the end of the pipe that closes when its parent is gone, and a way to say it lives."""

    lifeline: int
    beat: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Role:
    """What a child does until it is told to stop; ``beats`` where it says regularly that it lives."""

    name: str
    run: Callable[[Life], None]
    beats: bool


@dataclass(slots=True)
class _Child:
    role: Role
    slot: int
    process: int = 0
    started: float = 0.0
    early_deaths: int = 0
    not_before: float = field(default=0.0)


class Watch:
    """Who hangs, by the times of ``time.monotonic``.

    A machine that was paused, or has far too much to do, holds up the parent as well: it cannot tell then who hangs,
    and those that were held up with it have yet to say that they live. Their time begins when the parent goes on.
    """

    def __init__(self, now: float) -> None:
        self._looked = self._awake_since = now

    def look(self, now: float) -> None:
        """Take note that the parent looks."""
        if now - self._looked > HELD_UP:
            self._awake_since = now
        self._looked = now

    def hangs(self, last_beat: float, now: float) -> bool:
        """Whether one that has last said so at ``last_beat`` no longer lives."""
        return now - max(last_beat, self._awake_since) > HUNG_AFTER


class Parent:
    """Keeps one child alive for each role until SIGTERM or SIGINT; a second one of these does not wait.

    ``before_stopping`` is called once, before the children are told.
    """

    def __init__(self, roles: Sequence[Role], before_stopping: Callable[[], None]) -> None:
        self._before_stopping = before_stopping
        self._children = [_Child(role, slot) for slot, role in enumerate(roles)]
        self._beats = mmap.mmap(-1, max(mmap.PAGESIZE, BEAT.size * len(roles)))
        self._lifeline, self._own_end = os.pipe()
        self._wake, self._waker = os.pipe()
        self._stops = 0
        self._watch = Watch(time.monotonic())

    def run(self) -> None:
        """Start all, watch over them, and return when all have stopped."""
        self._listen_to_signals()
        while not self._stops:
            self._start_missing()
            self._kill_hung()
            self._wait(GLANCE)
            self._bury()
        self._stop()

    def _listen_to_signals(self) -> None:
        os.set_blocking(self._waker, False)
        os.set_blocking(self._wake, False)
        signal.set_wakeup_fd(self._waker, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked_to_stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # only to be woken

    def _asked_to_stop(self, *_: object) -> None:
        self._stops += 1

    def _wait(self, seconds: float) -> None:
        ready, _, _ = select.select([self._wake], [], [], seconds)
        if ready:
            os.read(self._wake, 4096)

    def _start_missing(self) -> None:
        now = time.monotonic()
        for child in self._children:
            if not child.process and child.not_before <= now:
                self._start(child)

    def _start(self, child: _Child) -> None:
        child.started = time.monotonic()
        self._beat(child.slot)
        try:
            process = os.fork()
        except OSError as error:  # no memory, or too many processes: later, perhaps
            log_failure("cannot-fork", error)
            child.not_before = child.started + LONGEST_WAIT
            return
        if process == 0:
            self._be(child)
        child.process = process

    def _be(self, child: _Child) -> None:
        """The rest of a child's life; never returns."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD):
                signal.signal(number, signal.SIG_DFL)
            os.setpgid(0, 0)  # a Ctrl-C is for the parent, which then tells its children
            for end in (self._own_end, self._wake, self._waker):
                os.close(end)
            child.role.run(Life(self._lifeline, lambda: self._beat(child.slot)))
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        except BaseException as error:  # noqa: BLE001
            log_failure("child-failed", error)
        finally:
            os._exit(code)

    def _beat(self, slot: int) -> None:
        BEAT.pack_into(self._beats, slot * BEAT.size, time.monotonic())

    def _kill_hung(self) -> None:
        now = time.monotonic()
        self._watch.look(now)
        for child in self._children:
            (last,) = BEAT.unpack_from(self._beats, child.slot * BEAT.size)
            if child.process and child.role.beats and self._watch.hangs(last, now):
                log("child-hung", role=child.role.name)
                os.kill(child.process, signal.SIGKILL)
                self._beat(child.slot)

    def _bury(self) -> None:
        """Take note of children that have ended, and of when they may be started again."""
        for child in self._children:
            if not child.process or os.waitpid(child.process, os.WNOHANG)[0] == 0:
                continue
            now = time.monotonic()
            child.process = 0
            child.early_deaths = 0 if now - child.started > STEADY_AFTER else child.early_deaths + 1
            child.not_before = now + min(FIRST_WAIT * 2.0 ** max(0, child.early_deaths - 1), LONGEST_WAIT)
            if not self._stops:
                log("child-ended", role=child.role.name, early_deaths=child.early_deaths)

    def _stop(self) -> None:
        """Ask all to finish; whoever has not within ``GRACE``, or when asked twice, is killed."""
        self._before_stopping()
        self._tell(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        while any(child.process for child in self._children):
            if time.monotonic() > deadline or self._stops > 1:
                self._tell(signal.SIGKILL)
            self._wait(0.1)
            self._bury()

    def _tell(self, number: signal.Signals) -> None:
        for child in self._children:
            if child.process:
                os.kill(child.process, number)
