"""Names matched by the workers of a Ray cluster: of one that is there, or of one on this machine for this run alone.

Ray runs in a process of its own (``broker.py``). Whatever becomes of it, this process goes on to say what happened and
keeps what was done.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import queue
import signal
import subprocess
import sys
import sysconfig
import tempfile
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, cast

import pyarrow as pa

from kiemtin.errors import OutOfReach
from kiemtin.lookalikes.columns import SCHEMA
from kiemtin.watch.engines import AnyPart, Part, Sought
from kiemtin.watch.engines.frames import END, NAMES, PROBLEM, ROWS, SETTINGS, SOUGHT, packed, receive, send, unpacked

UNDER_WAY = 2
"""Batches for each worker that are read ahead: one is worked on, one waits. It bounds what the run holds in memory."""

SECONDS_TO_END = 15
"""After which what does not end by itself is killed."""

PART, NO_MORE, FAILED, GONE = b"+", b".", b"!", b"0"
"""What comes from our own side: a part that was handed out, their end, an error; and that the other side has ended."""

START = "from kiemtin.watch.engines.broker import main;main()"


@dataclass(frozen=True, slots=True)
class Size:
    """What the cluster has to work with."""

    workers: int
    machines: int


class Cluster:
    """A context, within which names are matched by many. Entering it connects; leaving it stops what was started.

    Raises ``OutOfReach`` where no cluster can be reached or started, where its machines have another edition of this
    program, and where all of it is lost; what was given back until then stands.
    """

    def __init__(self, sought: Sought, address: str | None = None) -> None:
        """``address`` is that of a cluster (``host:port``, ``auto``); without it, one is started on this machine."""
        self._sought, self._address = sought, address
        self._ended, self._left = False, threading.Event()
        self._room = threading.Semaphore(0)
        self.size = Size(0, 0)

    def __enter__(self) -> Cluster:
        self._folder = tempfile.TemporaryDirectory(prefix="kiemtin-ray-", dir=_short(), ignore_cleanup_errors=True)
        self._process = subprocess.Popen(  # noqa: S603 - our own module, in this Python
            [sys.executable, "-P", "-c", START],
            cwd=self._folder.name,  # Ray has workers import from where a run begins: from nowhere, then
            env={**os.environ, "PYTHONPATH": _paths()},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the run, which then ends all of it in order
        )
        self._given, answers = _pipes_of(self._process)
        self._came: queue.Queue[tuple[bytes, Any]] = queue.Queue()
        self._listener = threading.Thread(target=_listen, args=(answers, self._came), daemon=True)
        self._listener.start()
        try:
            self._connect()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._left.set()
        if kind is None:
            self._give(END)
            self._ended = True
        self._stop()

    def matched(self, parts: Iterable[AnyPart]) -> Iterator[tuple[AnyPart, pa.Table]]:
        """Each part with the rows of its names, in the order given, as soon as they are there; some are read ahead."""
        self._room = room = threading.Semaphore(UNDER_WAY * self.size.workers)
        threading.Thread(target=self._hand_out, args=(parts, room), daemon=True).start()
        waiting: deque[AnyPart] = deque()
        more = True
        while more or waiting:
            if waiting and not len(waiting[0].names):
                yield waiting.popleft(), SCHEMA.empty_table()
                continue
            kind, value = self._next()
            if kind == ROWS:
                room.release()
                yield waiting.popleft(), unpacked(value)
            elif kind == PART:
                waiting.append(value)
            elif kind == NO_MORE:
                more = False
            else:
                raise value

    def _hand_out(self, parts: Iterable[Part], room: threading.Semaphore) -> None:
        """Take the parts and send their names, as far as there is room: a slow feed keeps nobody from what is done."""
        try:
            for part in parts:
                if len(part.names):
                    room.acquire()
                if self._left.is_set():
                    return
                self._came.put((PART, part))
                if len(part.names):
                    self._give(NAMES, packed(pa.table({"domain": part.names.to_arrow()})))
        except Exception as error:  # noqa: BLE001 - raised where the rows are asked for
            self._came.put((FAILED, error))
            return
        self._came.put((NO_MORE, None))

    def _next(self) -> tuple[bytes, Any]:
        """What comes next, from either side; raises ``OutOfReach`` where the cluster is of no more use."""
        kind, value = self._came.get()
        if kind == GONE:
            raise OutOfReach("cli.screen.ray-gone")
        if kind == PROBLEM:
            said = json.loads(value)
            raise OutOfReach(said["id"], **said["values"])
        return kind, value

    def _connect(self) -> None:
        self._give(SETTINGS, json.dumps({"address": self._address, "folder": self._folder.name}).encode())
        self._give(SOUGHT, pickle.dumps(self._sought))
        try:
            _, said = self._next()
        except OutOfReach as error:  # Ray ends its process where it finds nobody
            if error.message_id == "cli.screen.ray-gone" and self._address is not None:
                raise OutOfReach("cli.screen.ray-silent", address=self._address) from error
            raise
        self.size = Size(**json.loads(said))

    def _give(self, kind: bytes, data: bytes = b"") -> None:
        with contextlib.suppress(OSError, ValueError):  # the other side is gone, and what it said last comes next
            send(self._given, kind, data)

    def _stop(self) -> None:
        """End the other process, and what is left of a cluster that it started."""
        self._left.set()
        self._room.release()  # for whoever waits there to hand out more
        with contextlib.suppress(subprocess.TimeoutExpired):
            if self._ended:
                self._process.wait(SECONDS_TO_END)
        with contextlib.suppress(OSError):
            self._given.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(SECONDS_TO_END if self.size.workers else 0)  # what is still connecting waits for nothing
        with contextlib.suppress(OSError):
            os.killpg(self._process.pid, signal.SIGKILL) if os.name == "posix" else self._process.kill()
        self._process.wait()
        self._listener.join()
        self._folder.cleanup()


def _pipes_of(process: subprocess.Popen[bytes]) -> tuple[BinaryIO, BinaryIO]:
    """Its standard input and output."""
    if process.stdin is None or process.stdout is None:
        raise OutOfReach("cli.screen.ray-gone")
    return cast(BinaryIO, process.stdin), cast(BinaryIO, process.stdout)


def _listen(stream: BinaryIO, came: queue.Queue[tuple[bytes, Any]]) -> None:
    """Take what comes, so that the other side never waits for us; ``GONE`` says that nothing will come any more."""
    with stream:
        while (piece := receive(stream)) is not None:
            came.put(piece)
    came.put((GONE, None))


def _paths() -> str:
    """Where else than among what is installed our other processes find this package, and what it needs."""
    given = [str(Path(one).absolute()) for one in os.environ.get("PYTHONPATH", "").split(os.pathsep) if one]
    ours = str(Path(__file__).parents[3])
    return os.pathsep.join(given if ours == sysconfig.get_path("purelib") else [*given, ours])


def _short() -> str | None:
    """Where folders have short names: the path of a socket in one of them has 107 bytes at most."""
    return "/tmp" if os.name == "posix" else None  # noqa: S108 - the folder itself is new, and ours alone
