"""Where the files of a log are read from: a folder, or an address that the user named."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from kiemtin.answers.file_list import PLACES
from kiemtin.answers.verifying import Reader
from kiemtin.errors import OutOfReach, Refused

ADDRESSES = ("http://", "https://")

FOLDER = "log"
"""Where a site holds its log."""

SECONDS, SILENCE = 60.0, 20.0
"""What one file of a log may take; the largest is the feed of everything published."""

NOT_THERE = (404, 410)

TOO_MUCH = (429, 503)
"""A server that asks for patience: a log of hundreds of answers is more than a desk lets one reader have at once."""

WAITS = (1, 4, 15, 30, 30)
"""Seconds to wait before asking again; a desk's budget for readers fills up within a minute."""


def reader_of(place: str) -> Reader:
    """A reader for a site or its log, in a folder or at an address; raises ``OutOfReach`` where there is no folder."""
    if place.lower().startswith(ADDRESSES):
        return _AtAddress(place)
    folder = Path(place)
    if not folder.is_dir():
        raise OutOfReach("log.no-folder", name=place)
    return _InFolder(folder)


class _InFolder:
    """A static export: its root, or the log in it."""

    def __init__(self, folder: Path) -> None:
        is_log = not (folder / FOLDER).is_dir() and (folder / "checkpoint").exists()
        self._log = folder if is_log else folder / FOLDER
        self._site = folder.absolute().parent if is_log else folder

    def log(self, path: str, limit: int) -> bytes | None:
        return _file(self._log / path, limit)

    def site(self, path: str, limit: int) -> bytes | None:
        return _file(self._site / path, limit)

    def page(self, path: str, limit: int) -> bytes | None:
        return _file(self._site / path / "index.html", limit)

    def names(self) -> Iterator[str]:
        for place in PLACES:
            for folder, _, files in os.walk(self._site / place):
                yield from ((Path(folder) / name).relative_to(self._site).as_posix() for name in files)


def _file(path: Path, limit: int) -> bytes | None:
    from kiemtin.files import read_whole

    return read_whole(path, limit) if os.path.exists(path) else None  # noqa: PTH110 - False where it may not be asked


class _AtAddress:
    """A desk that answers, or an export on any web host: its own address, or its log's."""

    def __init__(self, address: str) -> None:
        if "?" in address or "#" in address:
            raise Refused("refused.not-a-web-address", name=address[:200])
        address = address.rstrip("/")
        is_log = address.endswith(f"/{FOLDER}")
        self._site = address.removesuffix(f"/{FOLDER}") if is_log else address

    def log(self, path: str, limit: int) -> bytes | None:
        return _fetched(f"{self._site}/{FOLDER}/{path}", limit)

    def site(self, path: str, limit: int) -> bytes | None:
        return _fetched(f"{self._site}/{path}", limit)

    def page(self, path: str, limit: int) -> bytes | None:
        return self.site(path, limit)

    def names(self) -> None:
        return None  # a host tells nobody what it holds


def _fetched(address: str, limit: int) -> bytes | None:
    for wait in (*WAITS, None):
        try:
            return _body(address, limit)
        except OutOfReach as error:
            status = error.values.get("status") if error.message_id == "missing.answer" else None
            if status in NOT_THERE:
                return None
            if status not in TOO_MUCH or wait is None:
                raise
            time.sleep(wait)
    return None


def _body(address: str, limit: int) -> bytes:
    from kiemtin.net import Limits, fetch

    return fetch(address, Limits(limit, SECONDS, SILENCE), typed_by_operator=True).body
