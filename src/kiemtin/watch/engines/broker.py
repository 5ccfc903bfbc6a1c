"""The process that speaks with Ray, apart from the run: Ray ends its own process when its cluster is gone.

1. Connect to the cluster that was named, or start one on this machine that hears nobody but this machine.
2. Hand each batch of names to Ray as a task. Ray runs a task again elsewhere where its worker or machine is lost.
3. Give the results back in the order of the batches, whatever order they come in: so each batch counts once.

It ends when it is told that no more names come, and at once when the run that started it is gone.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import queue
import secrets
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from kiemtin.watch.engines.frames import (
    NAMES,
    PROBLEM,
    READY,
    ROWS,
    SETTINGS,
    SOUGHT,
    receive,
    send,
    send_json,
)
from kiemtin.watch.engines.worker import edition

TRIES = 8
"""Times that a batch is run again when a machine or a worker is lost: more often, and the batch itself is the cause."""

LOOK_EVERY = 3.0
"""Seconds without a result after which we look whether the cluster is still there."""

STORE = 256_000_000
"""Bytes of shared memory for a cluster on this machine, beside ``STORE_EACH`` for each worker."""

STORE_EACH = 32_000_000

NOWHERE = "http://127.0.0.1:9"
"""Where nobody listens."""

ALONE = {
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # a machine by itself: all of Ray listens on 127.0.0.1 and nowhere else
    "RAY_AUTH_MODE": "token",
    "RAY_worker_niceness": "0",  # by default 15: beside anything else at work they would hardly move
    "RAY_enable_metrics_collection": "0",
    "RAY_enable_open_telemetry": "0",
    "RAY_USAGE_STATS_REPORT_URL": NOWHERE,
    # Ray's head asks the addresses of three clouds whether it runs there, also where reporting is off.
    **dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"), NOWHERE),
    "no_proxy": "127.0.0.1,localhost",
    "NO_PROXY": "127.0.0.1,localhost",
}
"""The environment of a cluster on this machine; with a token that is made for each run it hears this run alone."""

ALWAYS = {"RAY_USAGE_STATS_ENABLED": "0", "POLARS_MAX_THREADS": "1", "RAY_DISABLE_IMPORT_WARNING": "1"}

PATIENCE = {"RAY_gcs_rpc_server_reconnect_timeout_s": "30"}
"""Seconds until a cluster whose head says nothing counts as gone, unless the environment says otherwise."""


class _Problem(Exception):
    """Why the run cannot go on: a message id and its values."""

    def __init__(self, message_id: str, **values: str) -> None:
        super().__init__(message_id)
        self.said = {"id": message_id, "values": values}


def main() -> None:
    """Serve one run over standard input and output."""
    signal.signal(signal.SIGTERM, _stop)
    given, answers = _pipes()
    first, second = receive(given), receive(given)
    if first is None or second is None or (first[0], second[0]) != (SETTINGS, SOUGHT):
        return
    try:
        with _cluster(**json.loads(first[1])) as ray:
            _serve(ray, second[1], given, answers)
    except _Problem as problem:
        with contextlib.suppress(OSError):
            send_json(answers, PROBLEM, problem.said)


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output for ourselves alone: what Ray starts must neither hold them nor write to them."""
    given, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return given, answers


@contextlib.contextmanager
def _cluster(address: str | None, folder: str) -> Iterator[Any]:
    """Ray, connected; a cluster that was started for the run is stopped after it."""
    for name, value in PATIENCE.items():
        os.environ.setdefault(name, value)
    os.environ.update(ALWAYS)
    settings: dict[str, Any] = {"address": address} if address is not None else _alone(folder)
    try:
        import ray

        ray.init(log_to_driver=False, logging_level="CRITICAL", **settings)
    except Exception as error:  # whatever it was, the run is told in a sentence
        detail = str(error).strip().partition("\n")[0][:200] or type(error).__name__
        raise _Problem("cli.screen.ray-unreachable", detail=detail) from error
    try:
        yield ray
    finally:
        ray.shutdown()
        shutil.rmtree(folder, ignore_errors=True)  # the run does so too, unless it was killed


def _alone(folder: str) -> dict[str, Any]:
    """How to start a cluster that is this machine's own."""
    os.environ.update({**ALONE, "RAY_AUTH_TOKEN": secrets.token_hex(32)})
    os.environ.pop("RAY_ADDRESS", None)
    workers = _cores()
    return {
        "address": "local",
        "num_cpus": workers,
        "include_dashboard": False,
        "object_store_memory": STORE + workers * STORE_EACH,
        "_node_ip_address": "127.0.0.1",
        "_temp_dir": folder,
    }


def _cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _serve(ray: Any, sought: bytes, given: BinaryIO, answers: BinaryIO) -> None:
    workers, machines = _size(ray)
    if not workers:
        raise _Problem("cli.screen.ray-empty")
    task = ray.remote(max_retries=TRIES, num_cpus=1)(_task())
    box, key = ray.put(sought), hashlib.sha256(sought).hexdigest()
    results: queue.Queue[Any] = queue.Queue()

    def hand_out(names: bytes) -> Any:
        return task.remote(edition(), key, box, names)

    send_json(answers, READY, {"workers": workers, "machines": machines})
    threading.Thread(target=_take, args=(given, hand_out, results), daemon=True).start()
    while (result := results.get()) is not None:
        machine, problem, rows = _waited_for(ray, result)
        if problem:
            raise _Problem(problem, machine=machine)
        send(answers, ROWS, rows)


def _take(given: BinaryIO, hand_out: Callable[[bytes], Any], results: queue.Queue[Any]) -> None:
    """Hand out what comes, as it comes: the run sees to it that not too much is under way."""
    while (piece := receive(given)) is not None:
        kind, data = piece
        results.put(hand_out(data) if kind == NAMES else None)
    os.kill(os.getpid(), signal.SIGTERM)  # the run is gone


def _task() -> Callable[[str, str, bytes, bytes], tuple[str, str, bytes]]:
    """What a worker does. Ray sends a function within a function whole, so it runs whatever is installed there."""

    def task(expected: str, key: str, sought: bytes, names: bytes) -> tuple[str, str, bytes]:
        import os
        import platform

        machine = platform.node()
        os.environ.setdefault("POLARS_MAX_THREADS", "1")  # a worker has one core
        try:
            from kiemtin.watch.engines import worker
        except ImportError:
            return machine, "cli.screen.ray-without", b""
        if worker.edition() != expected:
            return machine, "cli.screen.ray-other", b""
        return machine, "", worker.rows(sought, key, names)

    return task


def _waited_for(ray: Any, result: Any) -> tuple[str, str, bytes]:
    """A result, however long it takes, for as long as there is a cluster that works on it."""
    while True:
        try:
            found: tuple[str, str, bytes] = ray.get(result, timeout=LOOK_EVERY)
        except ray.exceptions.GetTimeoutError as error:
            if not _size(ray)[0]:
                raise _Problem("cli.screen.ray-gone") from error
        except ray.exceptions.RayError as error:
            if not _size(ray)[0]:
                raise _Problem("cli.screen.ray-gone") from error
            cause = getattr(error, "cause", None) or error
            raise _Problem("cli.screen.ray-failed", detail=type(cause).__name__) from error
        else:
            return found


def _size(ray: Any) -> tuple[int, int]:
    """Workers and machines of the cluster; none where the machine through which we reach it has fallen out of it."""
    alive = [node for node in ray.nodes() if node["Alive"]]
    if ray.get_runtime_context().get_node_id() not in {node["NodeID"] for node in alive}:
        return 0, 0
    workers = [int(node["Resources"].get("CPU", 0)) for node in alive]
    return sum(workers), sum(1 for count in workers if count)


def _stop(*_: object) -> None:
    sys.exit(1)
