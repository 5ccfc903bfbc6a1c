"""The user's own folder, and files written whole or not at all: a crash or a full disk leaves the old one as it was."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path

from kiemtin.errors import OutOfReach, Refused, TooLarge


def default_home() -> Path:
    """Where a user's own data lives: ``KIEMTIN_HOME``, else the platform's folder for application data."""
    named = os.environ.get("KIEMTIN_HOME")
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("kiemtin", appauthor=False)


def write_whole(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Put ``data`` at ``path``, making its folder where it is missing; raises ``OutOfReach`` where that fails.

    Written beside it, flushed to the disk, then renamed over it: a reader sees the old file or the new one. Without
    ``durable`` nothing is flushed: for one of many files that are looked at again, since a disk flushes some hundred a
    second.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.parent / f".{path.name}.{secrets.token_hex(8)}"
        # 0o666 less the user's umask, as any program would: a data folder may be shared by several accounts.
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except (OSError, ValueError) as error:
        raise OutOfReach("missing.cannot-write", name=str(path)) from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        beside.replace(path)
        if durable:
            flush_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise OutOfReach("missing.cannot-write", name=str(path)) from error


def read_whole(path: Path, limit: int) -> bytes:
    """The bytes of the regular file at ``path``.

    Raises ``OutOfReach`` where there is none to read, ``Refused`` where it is a folder, a pipe or a device, and
    ``TooLarge`` past ``limit`` bytes, without reading on.
    """
    try:
        # A pipe would keep us waiting for whoever writes to it, so its kind is asked before it is opened.
        if not stat.S_ISREG(path.stat().st_mode):
            raise Refused("refused.not-a-file", name=str(path))
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise OutOfReach("missing.file", name=str(path)) from error
    if len(data) > limit:
        raise TooLarge("refused.data-too-large", name=str(path), limit=limit)
    return data


def flush_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the platform can open one."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
