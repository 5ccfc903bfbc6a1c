"""Makes a certificate log, serves it on this machine, and watches it, also while the watching process is killed.

``python benchmarks/certificates.py --entries 1000000 --kills 50`` says how many entries a second one core reads, from
tiles to matches, and whether every planted lookalike was found exactly once.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.watch.certificates.made import (  # noqa: E402
    MadeLog,
    certificate,
    leaf_of,
    ordinary_names,
    precertificate_leaf,
)

from kiemtin.watch.certificates.store import Store  # noqa: E402 - found by the line above

PLANT_EVERY = 9_973
"""One entry in so many is for a name that imitates: a prime, so that they stand everywhere in a tile."""

PRECERTIFICATE_EVERY = 4

FIRST_PATIENCE = 3.0
"""Seconds, at most, after which the first of the processes is killed."""


def made_log(folder: Path, count: int) -> tuple[MadeLog, set[str]]:
    """A log of so many certificates, each made and signed for itself, and the names planted in it."""
    log, planted = MadeLog(folder), set[str]()
    for index, ordinary in enumerate(ordinary_names(count)):
        names = ordinary
        if index % PLANT_EVERY == PLANT_EVERY // 2:
            name = f"vietcombank-xacthuc{index}.top"
            planted.add(name)
            names = [f"www.{name}", name]
        precertificate = index % PRECERTIFICATE_EVERY == 0
        log.add(precertificate_leaf(names, index) if precertificate else leaf_of(certificate(names), index))
    log.publish()
    return log, planted


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server for ``folder``, in a process of its own: its work is not counted as ours."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
        os.write(write, str(server.server_address[1]).encode())
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        server.serve_forever()
    port = os.read(read, 10).decode()
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)


def watching(address: str, log: MadeLog, home: Path) -> subprocess.Popen[bytes]:
    """``kiemtin watch certificates`` on the log, from its start to its present end."""
    settings = ["--organisation", "vietcombank", "--key", log.key_text, "--once", "--from-start", "--rate", "0"]
    command = [sys.executable, "-m", "kiemtin", "watch", "certificates", address, *settings, "--json", "--lang", "en"]
    environment = {**os.environ, "KIEMTIN_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)


def measured(address: str, log: MadeLog, home: Path) -> tuple[float, float, list[str]]:
    """Seconds of wall clock and of computing that one run takes, and the names that it alerts about."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    out, err = watching(address, log, home).communicate()
    after, took = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - started
    print(err.decode().strip().splitlines()[-1], file=sys.stderr)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return took, used, [json.loads(line)["about"] for line in out.splitlines()]


def killed(address: str, log: MadeLog, home: Path, kills: int) -> list[str]:
    """The names alerted about in the end, after so many runs that were killed at random moments.

    Each has about as long as it takes to read its part of the log: less after one that read more than that, longer
    after one that kept nothing. How many were killed with entries left, and how many had kept some, is printed.
    """
    chance = random.Random(20261123)  # noqa: S311
    places, latest = list[int](), FIRST_PATIENCE
    for _ in range(kills):
        process = watching(address, log, home)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=chance.uniform(0.3, latest))
        process.kill()
        process.communicate()
        before = places[-1] if places else 0
        places.append(place(address, home))
        latest *= 1.2 if places[-1] == before else 0.8 if (places[-1] - before) * kills > len(log.leaves) else 1.0
    moved = sum(after > before for before, after in pairwise([0, *places]))
    left = sum(at < len(log.leaves) for at in places)
    print(f"{kills} kills: {left} with entries left, {moved} after entries were kept")
    watching(address, log, home).communicate()
    command = [sys.executable, "-m", "kiemtin", "watch", "list", "--json"]
    environment = {**os.environ, "KIEMTIN_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    listed = subprocess.run(command, capture_output=True, check=True, env=environment).stdout
    return [json.loads(line)["about"] for line in listed.splitlines()]


def place(address: str, home: Path) -> int:
    """How many entries the log was read to."""
    with Store(home / "watch") as store:
        reached = store.reached(address.rstrip("/"))
    return 0 if reached is None else reached.place


def main() -> None:
    """Make, serve, measure, kill, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--kills", type=int, default=50)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        log, planted = made_log(folder / "log", given.entries)
        empty = MadeLog(folder / "empty")
        empty.publish()
        with served(folder / "log") as address, served(folder / "empty") as nothing:
            measured(nothing, empty, folder / "warm")
            _, start, _ = measured(nothing, empty, folder / "start")
            took, used, found = measured(address, log, folder / "home")
            print(f"{given.entries} entries: {took:.1f} s, {used:.1f} s of computing, {start:.1f} s of it to start")
            print(f"{given.entries / max(used - start, 1e-9):,.0f} entries a second and core, tiles to matches")
            print(f"planted {len(planted)}, found {len(found)}, each once: {sorted(planted) == sorted(found)}")
            if given.kills:
                after = killed(address, log, folder / "killed", given.kills)
                print(f"after {given.kills} kills: {len(after)}, each once: {sorted(planted) == sorted(after)}")
    sys.exit(sorted(planted) != sorted(found) or (given.kills > 0 and sorted(planted) != sorted(after)))


if __name__ == "__main__":
    main()
