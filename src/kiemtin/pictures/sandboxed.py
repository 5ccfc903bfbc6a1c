"""The inside of the child process: takes the limits on, loads what the steps need, then looks at the bytes.

``kiemtin.pictures.sandbox`` starts it. Between a task's ``prepare`` and its work everything that could open a file or
a connection is given up, so that a parser taken over by a hostile file has nothing to reach for.
"""

from __future__ import annotations

import importlib
import json
import math
import struct
import sys
from collections.abc import Callable
from typing import IO, Any

HEAD = struct.Struct(">II")
OURS = "kiemtin.pictures."

Raw = bytes | bytearray | memoryview
Task = Callable[[bytes, dict[str, Any]], tuple[Any, Raw]]
"""What a step runs: from the bytes and its options to JSON and raw bytes."""


class RefusedInside(Exception):
    """What a task says no to: a reason the other side knows, with values. Small enough to cross the fence as JSON."""

    def __init__(self, detail: str, **values: str | int) -> None:
        super().__init__(detail)
        self.detail = detail
        self.values = values


def main() -> None:
    """Answer the one request that comes on standard input."""
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    length, size = HEAD.unpack(source.read(HEAD.size))
    request = json.loads(source.read(length))
    limit_resources(**request["limits"])
    tasks = [(_prepared(task, options), options) for task, options in request["steps"]]
    give_up_files()
    data = source.read(size)
    for task, options in tasks:
        _answer(answers, *_outcome(task, data, options))


def limit_resources(memory: int, cpu: float) -> None:
    """Hold this process to ``memory`` bytes and ``cpu`` seconds, and let it write no file; where the platform can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    import signal

    # A timer of computing time ends the process to the tenth of a second; the kernel's own limit counts whole ones, and
    # no code in here can take it back.
    signal.setitimer(signal.ITIMER_PROF, cpu)
    wanted = ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, math.ceil(cpu)), (resource.RLIMIT_FSIZE, 0))
    for kind, limit in (*wanted, (resource.RLIMIT_CORE, 0)):
        _limit(kind, limit)


def give_up_files() -> None:
    """From now on no file, socket or process can be opened: there is no number left for one."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _limit(resource.RLIMIT_NOFILE, 3)


def _limit(kind: int, limit: int) -> None:
    import resource

    try:
        resource.setrlimit(kind, (limit, limit))
    except (ValueError, OSError):  # macOS refuses some of them; the clock and the caps on pixels remain
        return


def _prepared(name: str, options: dict[str, Any]) -> Task:
    """The function called ``module:function``, with everything it needs loaded (``prepare`` of its module)."""
    module_name, _, function = name.partition(":")
    if not module_name.startswith(OURS):
        raise ValueError(module_name)
    module = importlib.import_module(module_name)
    if hasattr(module, "prepare"):
        module.prepare(options)
    task: Task = getattr(module, function)
    return task


def _outcome(task: Task, data: bytes, options: dict[str, Any]) -> tuple[dict[str, Any], Raw]:
    try:
        value, raw = task(data, options)
    except RefusedInside as error:
        return _failed("refused", error.detail, error.values), b""
    except MemoryError:
        return _failed("costly"), b""
    except Exception as error:  # noqa: BLE001 - the edge of the process: parsers fail in any way they like
        return _failed("broken", type(error).__name__), b""
    return {"value": value}, raw


def _failed(reason: str, detail: str = "", values: dict[str, str | int] | None = None) -> dict[str, Any]:
    return {"reason": reason, "detail": detail, "values": values or {}}


def _answer(stream: IO[bytes], said: dict[str, Any], raw: Raw) -> None:
    words = json.dumps(said).encode("ascii")
    stream.write(HEAD.pack(len(words), len(raw)) + words)
    stream.write(raw)
    stream.flush()
