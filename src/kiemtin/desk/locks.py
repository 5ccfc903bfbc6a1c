"""Who uses the data folder: any number of desks and backups at once, or one command that changes it as a whole.

The lock is the operating system's own (``flock``): it goes with the last process that holds it, however that one ended.
Windows has none; there an open database cannot be moved anyway, so that a restore beside a desk fails without harm.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiemtin.errors import OutOfReach, Refused

LOCK_FILE = "desk.lock"

LET_GO_SECONDS = 5.0
"""How long a killed desk's children may take to notice and go."""


@contextmanager
def sharing(home: Path) -> Iterator[None]:
    """Use the folder together with others; raises ``OutOfReach`` while a command changes it as a whole."""
    with _locked(home, alone=False) as got:
        if not got:
            raise OutOfReach("desk.folder-changing", name=str(home))
        yield


@contextmanager
def having_alone(home: Path) -> Iterator[None]:
    """Have the folder alone; raises ``Refused`` while a desk or a backup uses it."""
    with _locked(home, alone=True) as got:
        if not got:
            raise Refused("desk.folder-in-use", name=str(home))
        yield


@contextmanager
def _locked(home: Path, *, alone: bool) -> Iterator[bool]:
    try:
        home.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(home / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
    except (OSError, ValueError) as error:
        raise OutOfReach("missing.cannot-write", name=str(home)) from error
    try:
        yield _take(descriptor, alone=alone)
    finally:
        os.close(descriptor)


def _take(descriptor: int, *, alone: bool) -> bool:
    try:
        import fcntl
    except ImportError:
        return True
    deadline = time.monotonic() + LET_GO_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                return False
        else:
            return True
        time.sleep(0.1)
