"""Memory that several processes share, and that is never a file: gone with the last of them."""

from __future__ import annotations

import contextlib
import mmap
import os
import sys
import tempfile
import threading
import weakref
from collections.abc import Iterator

WORD = 8
"""Bytes of a number. One number is written at once: whoever reads it sees the old one or the new one."""


def shared_counts(count: int) -> memoryview[int]:
    """``count`` whole numbers below 2⁶⁴, all 0, that every process forked from now on shares."""
    return memoryview(_anonymous(count)).cast("Q")


def shared_reals(count: int) -> memoryview[float]:
    """``count`` real numbers, all 0, that every process forked from now on shares."""
    return memoryview(_anonymous(count)).cast("d")


def _anonymous(count: int) -> mmap.mmap:
    """Memory without a name and without a file, left out of a core dump where the system can do that."""
    memory = mmap.mmap(-1, count * WORD)
    if hasattr(mmap, "MADV_DONTDUMP"):
        memory.madvise(mmap.MADV_DONTDUMP)
    return memory


class KernelLocks:
    """Numbered locks between processes that were forked from one, and between the threads of each.

    The kernel keeps them, as record locks on a file that has no name and stays empty, so a process that is killed while
    it holds one lets go of it; a semaphore would stay taken, and stop every other worker for ever.
    """

    def __init__(self) -> None:
        self._threads = threading.Lock()
        self._file = _empty_file()
        if self._file is not None:
            weakref.finalize(self, os.close, self._file)

    @contextlib.contextmanager
    def held(self, number: int) -> Iterator[None]:
        """Hold lock ``number`` for as long as the block runs."""
        with self._threads, _record(self._file, number):
            yield


@contextlib.contextmanager
def _record(file: int | None, number: int) -> Iterator[None]:
    """The kernel's lock on one byte of ``file``; nothing where there is no file."""
    if sys.platform == "win32" or file is None:
        yield
    else:
        import fcntl

        fcntl.lockf(file, fcntl.LOCK_EX, 1, number)
        try:
            yield
        finally:
            fcntl.lockf(file, fcntl.LOCK_UN, 1, number)


def _empty_file() -> int | None:
    """The descriptor of a file without a name, never written to; none on Windows, where one process serves alone."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("kiemtin-locks")
    if os.name == "nt":
        return None
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def is_alive(process: int) -> bool:
    """Whether a process of this number runs."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # it is another user's
    return True
