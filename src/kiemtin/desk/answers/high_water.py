"""The high-water mark: the last checkpoint, in a file that no backup brings back.

A server that was restored from an older backup does not know what it has published since; signing then would give two
logs of one name. The mark lies outside the data folder and says how far the log had come.
"""

from __future__ import annotations

from pathlib import Path

from kiemtin.errors import OutOfReach, Untrusted
from kiemtin.files import read_whole, write_whole
from kiemtin.transparency.checkpoint import Checkpoint, open_checkpoint
from kiemtin.transparency.keys import Verifier

MAX_MARK = 16 * 1024
"""Bytes of the file: a checkpoint with a few signatures."""


def marked(path: Path | None, verifier: Verifier) -> Checkpoint | None:
    """The checkpoint in the file; ``None`` where no file is named, or there is none yet.

    Raises ``Untrusted`` where it is no checkpoint of this log, ``OutOfReach`` where it cannot be read.
    """
    try:
        if path is None or not path.exists():
            return None
    except OSError as error:
        raise OutOfReach("missing.file", name=str(path)) from error
    try:
        return open_checkpoint(read_whole(path, MAX_MARK), (verifier,))[0]
    except Untrusted as error:
        raise Untrusted("desk.log.high-water-damaged", name=str(path)) from error


def raise_mark(path: Path | None, note: str) -> None:
    """Put a newer checkpoint into the file, durably; raises ``OutOfReach`` where that fails."""
    if path is not None:
        write_whole(path, note.encode())
