"""Untrusted parsers run in a child process that can be killed, with little memory and time, and no files or network.

``run`` starts one Python with nothing but the standard library and the packages a step needs, hands it the bytes over
a pipe, and reads framed answers back: JSON and raw bytes, never pickles. Nothing is written to disk.

What limits the child, by platform:

- Linux: address space, computing time, no new file or socket, no writing, no core dump (``setrlimit``).
- macOS: the same calls; the kernel does not hold a process to its address space, so the decoder's own caps do.
- Windows: has no such calls. The time on the clock limits it, and the caps on pixels that are checked before decoding.

On every platform the child is killed when its time is over, whatever it does.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from kiemtin.errors import OutOfReach
from kiemtin.pictures.limits import MAX_ANSWER_BYTES, MAX_CPU_SECONDS, MAX_MEMORY, PIXELS_KEPT

MAX_WALL_SECONDS = 60.0
"""Seconds on the clock where computing time is limited too, which decides. This only ends a child that waits for
something that never comes: where a hundred processes compute at once, a genuine picture has its half second by then."""

MAX_WALL_SECONDS_ALONE = 2.5
"""Seconds on the clock where nothing else limits the child (Windows): a refusal is to come within 3."""

MAX_DATA_BYTES = 3 * PIXELS_KEPT
"""Raw bytes that one answer may carry: the pixels of a picture."""

HEAD = struct.Struct(">II")
"""Before each answer: how many bytes of JSON follow, and how many raw ones behind them."""

START = "import sys;sys.path+=sys.argv[1:];from kiemtin.pictures.sandboxed import main;main()"

KEPT_VARIABLES = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""What of the environment a Python needs to start and to find its libraries; nothing else is handed on."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do with the bytes: a function ``(data, options) -> (value, raw bytes)`` of this package.

    ``task`` is ``module:function`` below ``kiemtin.pictures``; ``options`` and the value are JSON.
    """

    task: str
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a step came to."""

    value: Any
    data: bytearray


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no answer: ``refused`` (``detail`` and ``values`` say what), ``costly`` or ``died``."""

    reason: str
    detail: str = ""
    values: dict[str, str | int] = field(default_factory=dict)


def run(data: bytes, steps: Sequence[Step]) -> tuple[Answer | Failure, ...]:
    """What each of ``steps`` made of ``data``, in order, in one child; a step that fails leaves the others standing.

    A step that ends the child takes those behind it along, not those before. Raises ``OutOfReach`` where no child
    can be started.
    """
    child = _start()
    if child.stdin is None or child.stdout is None:
        raise OutOfReach("missing.child")
    answers: list[Answer | Failure] = []
    overdue = threading.Event()
    alarm = threading.Timer(_wall_seconds(), _end, (child, overdue))
    feeder = threading.Thread(target=_feed, args=(child.stdin, data, steps), daemon=True)
    with child:
        alarm.start()
        feeder.start()
        try:
            while len(answers) < len(steps) and (answer := _read_answer(child.stdout)) is not None:
                answers.append(answer)
        finally:
            alarm.cancel()
            if len(answers) == len(steps):
                child.kill()  # nothing more is expected of it
            child.wait()
            feeder.join()
    return (*answers, *[_death(child.returncode, overdue)] * (len(steps) - len(answers)))


def _start() -> subprocess.Popen[bytes]:
    """A Python that reads no settings, no site and no user's folder; it finds what this one finds."""
    paths = [path for path in sys.path if Path(path).is_absolute() and Path(path).exists()]
    environment = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    try:
        return subprocess.Popen(  # noqa: S603 - our own interpreter with our own words
            [sys.executable, "-I", "-S", "-B", "-c", START, *paths],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment | {"MALLOC_ARENA_MAX": "1"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, ValueError) as error:
        raise OutOfReach("missing.child") from error


def _wall_seconds() -> float:
    return MAX_WALL_SECONDS_ALONE if sys.platform == "win32" else MAX_WALL_SECONDS


def _end(child: subprocess.Popen[bytes], overdue: threading.Event) -> None:
    overdue.set()
    child.kill()


def _feed(pipe: IO[bytes], data: bytes, steps: Sequence[Step]) -> None:
    """Hand over what to do and the bytes; a child that is gone already does not want them."""
    request = json.dumps(
        {
            "steps": [[step.task, step.options] for step in steps],
            "limits": {"memory": MAX_MEMORY, "cpu": MAX_CPU_SECONDS},
        }
    ).encode()
    with contextlib.suppress(OSError, ValueError), pipe:
        pipe.write(HEAD.pack(len(request), len(data)) + request)
        pipe.flush()
        pipe.write(data)


def _read_answer(pipe: IO[bytes]) -> Answer | Failure | None:
    """The next answer; ``None`` where the child ended, or says more than it may or something else."""
    head = pipe.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    length, size = HEAD.unpack(head)
    if length > MAX_ANSWER_BYTES or size > MAX_DATA_BYTES:
        return None
    words, data = pipe.read(length), bytearray(size)
    if len(words) < length or not _fill(pipe, data):
        return None
    try:
        said = json.loads(words)
        if "value" in said:
            return Answer(said["value"], data)
        return Failure(str(said["reason"]), str(said["detail"]), _plain(said["values"]))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _fill(pipe: IO[bytes], data: bytearray) -> bool:
    at, view = 0, memoryview(data)
    while at < len(data):
        read = pipe.readinto(view[at:])  # type: ignore[attr-defined]  # a pipe of bytes has it
        if not read:
            return False
        at += read
    return True


def _plain(values: Any) -> dict[str, str | int]:
    return {str(name): value if isinstance(value, int) else str(value)[:200] for name, value in dict(values).items()}


def _death(code: int, overdue: threading.Event) -> Failure:
    """By a signal of the limit on computing time, or by our alarm, it cost too much; else it broke down."""
    limited = {-getattr(signal, name) for name in ("SIGXCPU", "SIGKILL", "SIGPROF") if hasattr(signal, name)}
    return Failure("costly" if overdue.is_set() or code in limited else "died")
