"""``kiemtin serve``: prepare, listen, load, and keep the processes that answer and the one that does jobs."""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from platform import node
from threading import Thread
from typing import TYPE_CHECKING

from kiemtin.desk.configuration import Configuration, read_configuration
from kiemtin.desk.log import log
from kiemtin.desk.preparing import notices_of_log, prepare, set_up_path
from kiemtin.desk.processes import Life, Parent, Role
from kiemtin.desk.transfer.folder import in_use
from kiemtin.errors import KiemtinError, OutOfReach

if TYPE_CHECKING:
    from kiemtin.desk.door import Door

RELEASE_SECONDS = 5.0
"""How long the port may still be held by children of a parent that was killed; they let go of it by themselves."""

OPEN_FILES = 4_096
"""Connections and files that one process may want to have open."""

EVERYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104
"""What an operator may ask for; never our default."""


@dataclass(frozen=True, slots=True)
class Options:
    """Where to listen (port 0: any free one), and with how many processes."""

    host: str
    port: int
    workers: int


@dataclass(frozen=True, slots=True)
class Opened:
    """What the operator is told: the address, the set-up link while nobody has used one, and what is amiss."""

    address: str
    set_up: str | None
    notices: tuple[KiemtinError, ...] = ()


def serve(options: Options, tell: Callable[[Opened], None]) -> None:
    """Serve until SIGTERM or SIGINT; raises ``OutOfReach`` where folder, database or port cannot be used."""
    home = read_configuration().home
    with in_use(home):
        _serve(options, tell)


def _serve(options: Options, tell: Callable[[Opened], None]) -> None:
    configuration = prepare()
    if os.name == "posix":
        _dump_no_memory()
    with _listen(options) as listening:
        address = _address(options.host, listening.getsockname()[1], configuration)
        path = set_up_path(always=False)
        told = notices_of_log()
        door = _load()
        tell(Opened(address, address + path if path else None, told))
        log("started", workers=options.workers)
        if hasattr(os, "fork"):
            _in_processes(door, listening, options.workers)
        else:
            _alone(door, listening)
        log("stopped")


def new_set_up_link(options: Options) -> str:
    """A fresh link for an administrator; may be asked for while a desk serves from the same folder."""
    with in_use(read_configuration().home):
        configuration = prepare()
        path = set_up_path(always=True)
    return f"{_address(options.host, options.port, configuration)}{path}"


def _load() -> Door:
    """The application, with everything in memory that its processes are to share."""
    from django.urls import get_resolver

    from kiemtin.desk.asgi import application
    from kiemtin.desk.asking import asking
    from kiemtin.desk.statics import assets

    asking().kiemtin.load()
    _ = get_resolver().url_patterns, assets()
    return application


def _in_processes(door: Door, listening: socket.socket, workers: int) -> None:
    from kiemtin.desk.asking import asking
    from kiemtin.desk.forgetting import Forgetting
    from kiemtin.desk.jobs import run_jobs
    from kiemtin.desk.people.throttling import BUCKETS
    from kiemtin.desk.web import answer_requests

    def answer(life: Life) -> None:
        asking().warm_up()
        forgetting = Forgetting(asking().kiemtin)

        def beat() -> None:
            life.beat()
            forgetting.forget_on_time()
            BUCKETS.keep_fresh()

        answer_requests(door, listening, life.lifeline, beat)

    def do_jobs(life: Life) -> None:
        listening.close()
        run_jobs(life.lifeline)

    _raise_limit_of_open_files()
    gc.collect()
    gc.freeze()  # a collection in a child would else copy the pages that all of them share
    roles = [*[Role("web", answer, beats=True)] * workers, Role("jobs", do_jobs, beats=False)]
    # Closed by all of them, the socket refuses whoever comes now, instead of letting them wait for nobody.
    Parent(roles, before_stopping=listening.close).run()


def _alone(door: Door, listening: socket.socket) -> None:
    """Where processes cannot be forked (Windows): one process, and its jobs in a thread."""
    from kiemtin.desk.asking import asking
    from kiemtin.desk.forgetting import Forgetting
    from kiemtin.desk.jobs import do_jobs_beside
    from kiemtin.desk.web import answer_requests

    Thread(target=do_jobs_beside, daemon=True, name="jobs").start()
    answer_requests(door, listening, None, Forgetting(asking().kiemtin).forget_on_time)


def _listen(options: Options) -> socket.socket:
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    deadline = time.monotonic() + RELEASE_SECONDS
    while True:
        try:
            listening = socket.create_server((options.host, options.port), family=family)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                raise OutOfReach(_why_not(error), host=options.host, port=options.port) from error
        else:
            # What is accepted inherits it. asyncio leaves it out for sockets made so, and the end of each answer on
            # a connection that is used again waits 40 ms for the client to acknowledge its beginning.
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return listening
        time.sleep(0.1)


def _why_not(error: OSError) -> str:
    """The id of the words for a place that cannot be listened at."""
    if error.errno in (errno.EACCES, errno.EPERM):
        return "desk.port-forbidden"
    return "desk.port-taken" if error.errno == errno.EADDRINUSE else "desk.host-unknown"


def _address(host: str, port: int, configuration: Configuration) -> str:
    if configuration.address is not None:
        return configuration.address.geturl()
    name = node() if host in EVERYWHERE else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def _raise_limit_of_open_files() -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _dump_no_memory() -> None:
    """See to it that a process that breaks leaves none of its memory on a disk; its children inherit that."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    # A program that collects dumps is not held to that limit: for it, Linux leaves out all memory.
    with contextlib.suppress(OSError):
        Path("/proc/self/coredump_filter").write_text("0", "ascii")
