"""The key that signs checkpoints: made once, kept beside the desk's other secret, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from kiemtin.desk.configuration import Configuration
from kiemtin.errors import OutOfReach, Refused, Untrusted
from kiemtin.files import flush_folder
from kiemtin.transparency.keys import Kind, Signer

KEY_FILE = "log.key"
"""In the desk's folder; a backup takes it along, or a restored desk could never sign again."""

MAX_KEY = 1_000
"""Characters of the file: a name and a key."""


def signer(configuration: Configuration, *, begun: bool) -> Signer:
    """The key of this desk's log; made now where there is none and the log has not ``begun``.

    The name is part of the key: ``KIEMTIN_LOG_NAME``, else the public address without its scheme, else one drawn at
    random. Once the log has begun it stays, since others know the log by it. Raises ``Untrusted`` where the key of a
    log that has begun is gone: another one would make another log of it. ``OutOfReach`` where the file is not usable.
    """
    path = configuration.folder / KEY_FILE
    try:
        if not path.exists():
            if begun:
                raise Untrusted("desk.log.key-missing", name=str(path))
            make_key(path, name_of_log(configuration, f"kiemtin-{secrets.token_hex(8)}"))
        key = read_key(path)
        if not begun and key.name != name_of_log(configuration, key.name):
            path.unlink(missing_ok=True)
            make_key(path, name_of_log(configuration, f"kiemtin-{secrets.token_hex(8)}"))
            key = read_key(path)
        return key
    except (OSError, UnicodeDecodeError) as error:
        raise OutOfReach("missing.file", name=str(path)) from error
    except Refused as error:
        raise Untrusted("desk.log.key-damaged", name=str(path)) from error


def name_of_log(configuration: Configuration, otherwise: str) -> str:
    """What a log that begins now is called; ``otherwise`` where the configuration does not say."""
    if configuration.log_name:
        return configuration.log_name
    if configuration.address is not None:
        return configuration.address.netloc.lower()
    return otherwise


def make_key(path: Path, name: str, kind: Kind = Kind.NOTE) -> None:
    """Make a key whole or not at all, for its owner alone; where another process was quicker, its key stays."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.parent / f".{path.name}.{secrets.token_hex(8)}"
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(Signer.generate(name, kind).stored + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(beside, path)  # never over a key that is there
        except FileExistsError:
            return
        flush_folder(path.parent)
    finally:
        beside.unlink(missing_ok=True)


def read_key(path: Path) -> Signer:
    """The key in a file; raises what reading it raises, ``Refused`` where it is none."""
    return Signer.parse(path.read_text("utf-8")[:MAX_KEY].strip())
