"""Generations of an index: each in a folder of its own, made beside the one in use and put in its place in one step.

Whoever has opened a generation keeps it: it is never changed, and its files stay open. A process that dies while it
makes one leaves a folder that nobody points at, which the next one removes.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiemtin.errors import OutOfReach
from kiemtin.files import write_whole
from kiemtin.storage import CURRENT, INDEX

META = "meta.json"
"""What a generation says of itself."""

NAME_DIGITS = 16
"""Hexadecimal digits of SHA-256 in a name: enough that no two contents of one collection meet."""


def current_generation(folder: Path) -> Path:
    """The generation in use of the collection in ``folder``; raises ``OSError`` or ``ValueError`` where none is."""
    home = folder / INDEX
    return home / Path(home.joinpath(CURRENT).read_text("utf-8")).name


def read_meta(place: Path) -> dict[str, Any]:
    """What a generation says of itself; raises ``OSError``, ``ValueError`` or ``TypeError`` where it is damaged."""
    return dict(json.loads(place.joinpath(META).read_text("utf-8")))


def write_meta(place: Path, meta: dict[str, Any]) -> None:
    """Write what a generation says of itself."""
    write_whole(place / META, json.dumps(meta, sort_keys=True).encode())


def replace_generation(folder: Path, build: Callable[[Path], None]) -> Path:
    """Have ``build`` fill a new folder, and put it in use for the collection in ``folder``: where it is now.

    It is named after its content, so an index that is made again is the same, byte for byte and by name. To be called
    by one process at a time. Raises ``OutOfReach`` where it cannot be written; then the old one is as it was.
    """
    home = folder / INDEX
    building = home / f".building-{secrets.token_hex(8)}"
    try:
        building.mkdir(parents=True)
        build(building)
        place = _put(building, home)
        write_whole(home / CURRENT, place.name.encode())
    except OSError as error:
        shutil.rmtree(building, ignore_errors=True)
        raise OutOfReach("missing.cannot-write", name=str(home)) from error
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    _tidy(home, place.name)
    return place


def _put(building: Path, home: Path) -> Path:
    """Give what was built the name of its content; what has the name already is replaced, for it may be damaged."""
    digest = hashlib.sha256()
    for file in sorted(one for one in building.rglob("*") if one.is_file()):
        digest.update(f"{file.relative_to(building).as_posix()}\0".encode())
        with file.open("rb") as opened:
            digest.update(hashlib.file_digest(opened, "sha256").digest())
    place = home / digest.hexdigest()[:NAME_DIGITS]
    if place.exists():
        place.rename(home / f".old-{secrets.token_hex(8)}")
    building.rename(place)
    return place


def _tidy(home: Path, used: str) -> None:
    """Remove what earlier builds left; a folder that another process still holds open stays where it must."""
    for one in home.iterdir():
        if one.is_dir() and one.name != used:
            with contextlib.suppress(OSError):
                shutil.rmtree(one)
