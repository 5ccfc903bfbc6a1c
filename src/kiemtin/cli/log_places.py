"""Where the files of a log are read from: a folder, or an address that the user named."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from kiemtin.answers.file_list import PLACES
from kiemtin.answers.site_agreement import Reader
from kiemtin.errors import OutOfReach, Refused

if TYPE_CHECKING:
    from kiemtin.net import Limits
    from kiemtin.net.visits import Answer

ADDRESSES = ("http://", "https://")

FOLDER = "log"
"""Where a site holds its log."""

SECONDS, SILENCE = 60.0, 20.0
"""What one file may take, and how long a server may say nothing."""

SLOWEST = 500_000
"""Bytes of a large file that come in a second at least: the feed of everything published has many millions."""

NOT_THERE = frozenset({404, 410})

SENT_ON = frozenset({301, 302, 303, 307, 308})

TOO_MUCH = frozenset({429, 503})
"""A server that asks for patience: a site of hundreds of pages is more than a desk lets one reader have at once."""

WAITS = (1, 2, 4, 15, 30, 30)
"""Seconds to wait before asking again, unless the server says how many; a budget for readers fills up in a minute."""

LONGEST_WAIT = 60

MOST_STEPS = 5
"""Times that one file may be sent on."""


def is_address(place: str) -> bool:
    """Whether ``place`` is an address and no folder."""
    return place.lower().startswith(ADDRESSES)


def reader_of(place: str) -> Reader:
    """A reader for a site or its log, in a folder or at an address; raises ``OutOfReach`` where there is no folder."""
    if is_address(place):
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

    def listing(self, path: str, number: int, limit: int) -> bytes | None:
        return self.page(path, limit) if number == 1 else self.site(f"{path}/page-{number}.html", limit)

    def names(self) -> Iterator[str]:
        for place in PLACES:
            for folder, _, files in os.walk(self._site / place):
                yield from ((Path(folder) / name).relative_to(self._site).as_posix() for name in files)


def _file(path: Path, limit: int) -> bytes | None:
    from kiemtin.files import read_whole

    return read_whole(path, limit) if os.path.exists(path) else None  # noqa: PTH110 - False where it may not be asked


class _AtAddress:
    """A desk that answers, or an export on any web host: its own address, or its log's. No other host is asked."""

    def __init__(self, address: str) -> None:
        from kiemtin.net.visits import Visit

        if "?" in address or "#" in address:
            raise Refused("refused.not-a-web-address", name=address[:200])
        self._visit = Visit(address.rstrip("/").removesuffix(f"/{FOLDER}"))
        self._site = self._visit.address
        self._end = ""  # of the paths of pages: web hosts send "page" on to "page/", each time anew
        self._is_static: bool | None = None
        self._has_answered = False

    def log(self, path: str, limit: int) -> bytes | None:
        return self.site(f"{FOLDER}/{path}", limit)

    def site(self, path: str, limit: int) -> bytes | None:
        return self._file(path, limit)[1]

    def page(self, path: str, limit: int) -> bytes | None:
        found, raw = self._file(path + self._end, limit)
        self._end = "/" if found == f"{path}/" else ""
        return raw

    def listing(self, path: str, number: int, limit: int) -> bytes | None:
        if number == 1:
            return self.page(path, limit)
        raw = self.site(f"{path}/page-{number}.html", limit) if self._is_static is not False else None
        if self._is_static is None:
            self._is_static = raw is not None
        return raw if self._is_static else self.site(f"{path}?page={number}", limit)

    def names(self) -> None:
        return None  # a host tells nobody what it holds

    def _file(self, path: str, limit: int) -> tuple[str, bytes | None]:
        """A file, and the path it was found at, within this site; ``None`` where there is none."""
        from kiemtin.net import Limits

        limits = Limits(limit, SECONDS + limit / SLOWEST, SILENCE)
        for _ in range(MOST_STEPS):
            answer = self._patient(path, limits)
            if answer.status in NOT_THERE:
                return path, None
            if answer.status not in SENT_ON:
                break
            path = self._within(path, answer.location)
        if answer.status != 200:
            raise OutOfReach("missing.answer", name=urlsplit(self._site).hostname or "", status=answer.status)
        return path, answer.body

    def _patient(self, path: str, limits: Limits) -> Answer:
        """What is answered at ``path``, after a while where the server asks for patience, or falls silent meanwhile."""
        for wait in WAITS:
            try:
                answer = self._visit.get(path, limits)
            except OutOfReach:
                if not self._has_answered:
                    raise
                time.sleep(wait)  # one file of thousands may be cut off: a line falters, a desk is started anew
                continue
            self._has_answered = True
            if answer.status not in TOO_MUCH:
                return answer
            asked = int(answer.retry_after[:6]) if answer.retry_after.isdecimal() else wait
            time.sleep(min(max(asked, wait), LONGEST_WAIT))
        return self._visit.get(path, limits)

    def _within(self, path: str, location: str) -> str:
        """Where ``path`` is sent on to; raises ``OutOfReach`` unless that is below this site's own address.

        From http to https of the very same host it is, and all that comes after is asked for there.
        """
        from kiemtin.net.visits import Visit

        there = urljoin(f"{self._site}/{path}", location)
        secure = f"https://{self._site.removeprefix('http://')}"
        if self._site.startswith("http://") and there.startswith(f"{secure}/"):
            self._visit.close()
            self._site, self._visit = secure, Visit(secure)
        if not there.startswith(f"{self._site}/"):
            name = urlsplit(there)
            raise OutOfReach("log.sent-elsewhere", name=f"{name.scheme}://{name.netloc}"[:200])
        return there.removeprefix(f"{self._site}/")
