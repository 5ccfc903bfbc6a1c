"""What is public now, in the memory of this process: read again as far as the log has grown, and no further."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock

from kiemtin.answers.claim_review import data_feed
from kiemtin.answers.edition import Edition
from kiemtin.answers.feeds import DUMP_FILE, atom, dump, json_feed, sitemap
from kiemtin.answers.log_files import LogFiles
from kiemtin.answers.site import Site
from kiemtin.answers.values import Change, Logged
from kiemtin.desk.answers import reading

MOST_KEPT = 40
"""Documents kept ready; a desk without a fixed address has some for each address that it is asked under."""


@dataclass(frozen=True, slots=True)
class Document:
    """Something that programs read, ready to be sent; ``packed`` is the same, compressed.

    It was made of ``log``: when the log has grown it is made anew, and not when only a witness has signed.
    """

    log: tuple[Logged, ...]
    body: bytes
    packed: bytes
    media_type: str
    tag: str


def _ready(log: tuple[Logged, ...], body: bytes, media_type: str) -> Document:
    return Document(log, body, gzip.compress(body, 6, mtime=0), media_type, tag_of(body))


def tag_of(body: bytes) -> str:
    """An ``ETag`` for ``body``; weak, as one tag stands for the packed and the plain form."""
    return f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'


Made = Callable[[Edition, Site], Iterable[str]]
"""Makes a document of everything published, in pieces: together they are text only once, and in bytes."""

DOCUMENTS: dict[str, tuple[str, Made]] = {
    "feed.atom": ("application/atom+xml; charset=utf-8", lambda edition, site: (atom(edition, site),)),
    "feed.json": ("application/feed+json", lambda edition, site: (_json(json_feed(edition, site)),)),
    "claimreview.json": ("application/ld+json", data_feed),
    "sitemap.xml": ("application/xml; charset=utf-8", sitemap),
    DUMP_FILE: ("application/jsonl; charset=utf-8", dump),
}
"""What is made of all answers together, by its path: its type, and how it is made."""


def together(pieces: Iterable[str]) -> bytes:
    """The bytes of a document that was made in pieces."""
    return b"".join(piece.encode("utf-8") for piece in pieces)


class Public:
    """The edition of this process; threads take turns. Its functions use the database: call them through ``reach``."""

    def __init__(self) -> None:
        self._one_at_a_time = Lock()
        self._making = Lock()  # of its own: a feed of all answers takes a second, and no page waits for it
        self._edition = Edition()
        self._files: LogFiles | None = None
        self._documents: dict[tuple[str, Site], Document] = {}

    def edition(self) -> Edition:
        """Everything that is public now."""
        with self._one_at_a_time:
            return self._now()

    def document(self, path: str, site: Site) -> Document:
        """One of ``DOCUMENTS``, made once for each edition."""
        edition = self.edition()
        known = self._documents.get((path, site))
        if known is not None and known.log is edition.log:
            return known
        with self._making:
            known = self._documents.get((path, site))  # somebody else has made it meanwhile
            if known is None or known.log is not edition.log:
                media_type, make = DOCUMENTS[path]
                if len(self._documents) >= MOST_KEPT:
                    self._documents.clear()
                known = _ready(edition.log, together(make(edition, site)), media_type)
                if edition.log is self._edition.log:  # else it may hold words that were erased meanwhile
                    self._documents[path, site] = known
            return known

    def log_file(self, path: str) -> bytes | None:
        """A file of the log; ``None`` where there is none."""
        with self._one_at_a_time:
            edition = self._now()
            if self._files is None:
                self._files = LogFiles(edition)
            return self._files.read(path)

    def _now(self) -> Edition:
        note = reading.checkpoint()
        if note != self._edition.checkpoint:
            before, self._files = self._edition.log, None
            self._edition = _read_on(self._edition, note)
            if self._edition.log is not before:
                self._documents.clear()
        return self._edition


def _read_on(known: Edition, note: str | None) -> Edition:
    """The edition that the checkpoint ``note`` covers; what is ``known`` of it is not read again."""
    size = int(note.split("\n")[1]) if note is not None else 0
    start = len(known.entries) if _goes_on(known, size) else 0
    new = reading.logged(start, size)
    if known.checkpoint is not None and not new and size == start:
        return replace(known, checkpoint=note)
    if start and any(one.record is not None and one.record.change is Change.ERASE for one in new):
        start, new = 0, reading.logged(0, size)  # what was erased leaves this memory too
    log, entries = known.log[:start] + new, known.entries[:start] + reading.entries(start, size)
    return Edition(log, entries, note)


def _goes_on(known: Edition, size: int) -> bool:
    """Whether a log with ``size`` entries begins with the known ones; a restored one may be another."""
    last = len(known.entries)
    return last == 0 or (size >= last and reading.entries(last - 1, last) == known.entries[-1:])


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False)


@lru_cache(maxsize=1)
def public() -> Public:
    """The one of this process."""
    return Public()
