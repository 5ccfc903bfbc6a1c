"""Verifying a corrections log from outside: from its files and a key to what is wrong with it.

Nothing here fetches: whoever calls reads the files. ``docs/log.md`` describes them.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from kiemtin.answers.feed_agreement import MAX_FEED, disagreements
from kiemtin.answers.file_list import LIST, MAX_LIST, NOTE, need_signed, read_list, unlisted
from kiemtin.answers.logged_records import MAX_RECORD, RecordCheck, answer_in
from kiemtin.answers.page_agreement import page_says, path_of_page
from kiemtin.answers.page_reading import MAX_PAGE_BYTES
from kiemtin.answers.site import picture_at
from kiemtin.answers.values import PublishedAnswer
from kiemtin.errors import OutOfReach, Refused, TooLarge, Untrusted
from kiemtin.transparency.checkpoint import Checkpoint, checkpoint_in, open_checkpoint
from kiemtin.transparency.keys import Verifier
from kiemtin.transparency.merkle import EMPTY_ROOT, Tree, leaf_hash
from kiemtin.transparency.notes import MAX_NOTE, read_note
from kiemtin.transparency.tiles import (
    LENGTH_BYTES,
    TILE_BYTES,
    WIDTH,
    Tile,
    bundles_of,
    read_bundle,
    read_tile,
    tile_bytes,
    tiles_of,
)
from kiemtin.transparency.witnessing import Cosignature, cosignatures

MAX_ENTRIES = 1_000_000
"""Entries of a log that are verified: a hundred times the largest desk; a checkpoint may claim any number."""

MAX_LOG_ENTRY = 1_000
"""Bytes of one entry; ours have about 200, whatever the answer says."""

MAX_BUNDLE = WIDTH * (LENGTH_BYTES + MAX_LOG_ENTRY)

MAX_PICTURE = 8_000_000
"""Bytes of a published picture; a desk's own copies have some hundred thousand."""

MAX_FAULTS = 100
"""Faults that are told; after as many, nobody believes the log anyway, and a hostile one would have no end."""

MAX_RECORDS = 1_000_000_000
"""Bytes of all records together: the memory of the machine that verifies has an end too."""

Tell = Callable[[int, int], None]
"""Is told how many entries of how many are done."""


class Reader(Protocol):
    """The files of a log and of the site around it, from a folder or an address.

    All give ``None`` where there is no such file, and raise ``TooLarge`` past ``limit`` bytes.
    """

    def log(self, path: str, limit: int) -> bytes | None:
        """A file below the log's own place, such as ``checkpoint`` or ``tile/0/000``."""

    def site(self, path: str, limit: int) -> bytes | None:
        """A file below the site's own place, such as ``claimreview.json``."""

    def page(self, path: str, limit: int) -> bytes | None:
        """A page below the site's own place, such as ``answers/uong-la-oi-abcdefghij``."""

    def names(self) -> Iterable[str] | None:
        """The paths of all files below the places of ``file_list.PLACES``; ``None`` where nobody can tell."""


@dataclass(frozen=True, slots=True)
class Trusted:
    """All that is believed beforehand: the log's ``key``, and ``saved`` notes of checkpoints verified earlier.

    Each of ``witnesses`` must have cosigned the checkpoint.
    """

    key: Verifier | None = None
    saved: tuple[bytes, ...] = ()
    witnesses: tuple[Verifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: a message and its values; ``index``, ``answer`` and ``slug`` where it is about one."""

    message_id: str
    values: tuple[tuple[str, str | int], ...] = ()
    file: str = ""
    index: int | None = None
    answer: str = ""
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of it: the ``checkpoint`` and its ``note`` as served, what was counted, and every fault found.

    ``signature_judged`` is false where no key was given. ``checkpoint`` is ``None`` where there is none to read.
    """

    checkpoint: Checkpoint | None
    note: bytes
    signature_judged: bool
    published: int
    erased: int
    continued: tuple[int, ...]
    witnessed: tuple[Cosignature, ...]
    faults: tuple[Fault, ...]

    @property
    def good(self) -> bool:
        """Whether everything that could be judged is as it must be."""
        return not self.faults


def verify(reader: Reader, trusted: Trusted, tell: Tell = lambda _done, _total: None) -> Verified:
    """Verify a whole log.

    1. The checkpoint is signed with the key, and cosigned by each witness. 2. The entries of the bundles hash to the
    tiles of level 0, and these to all above. 3. Their root is the checkpoint's. 4. The log begins with the entries of
    each saved checkpoint. 5. The record of each entry is there and hashes to it, and so is each picture it publishes;
    an erased one has an entry that says so. 6. What is published, the feed and each answer's page, is exactly what the
    records say. 7. Of a folder, every file is, byte for byte, the one in its signed list, and none is beside them.

    Raises ``OutOfReach`` where there is no log at all, ``Untrusted`` where a saved checkpoint is not one of the key's.
    """
    saved = tuple(_opened(raw, trusted.key) for raw in trusted.saved)
    run = _Run(reader, tell)
    with contextlib.suppress(_Enough):
        run.all(trusted, saved)
    return Verified(
        run.checkpoint,
        run.note,
        trusted.key is not None,
        run.published,
        run.erased,
        tuple(one.size for one in saved),
        run.witnessed,
        tuple(run.faults),
    )


def _opened(raw: bytes, key: Verifier | None) -> Checkpoint:
    return open_checkpoint(raw, [key])[0] if key is not None else checkpoint_in(read_note(raw))


class _Enough(Exception):
    """No more faults are looked for."""


class _Run:
    """One verification under way."""

    def __init__(self, reader: Reader, tell: Tell) -> None:
        self._reader, self._tell = reader, tell
        self.checkpoint: Checkpoint | None = None
        self.note = b""
        self.published = self.erased = 0
        self.witnessed: tuple[Cosignature, ...] = ()
        self.faults: list[Fault] = []

    def all(self, trusted: Trusted, saved: Sequence[Checkpoint]) -> None:
        """The procedure of ``verify``."""
        checkpoint = self._checkpoint(trusted)  # 1
        if checkpoint is None:
            return
        entries = list(self._entries(checkpoint.size))  # 2
        tree = Tree(leaf_hash(entry) for entry in entries)
        self._tiles(tree, [leaf_hash(entry) for entry in entries], checkpoint.size)
        if len(tree) == checkpoint.size and tree.root() != checkpoint.root:  # 3
            self._fault(Fault("log.root-differs", (("size", checkpoint.size),), "checkpoint"))
        for one in saved:  # 4
            self._continues(one, checkpoint, tree)
        self._records(entries, are_all=len(entries) == checkpoint.size)  # 5, 6
        names = self._reader.names()
        if names is not None:
            self._files(checkpoint, trusted.key, names)  # 7

    def _fault(self, fault: Fault) -> None:
        self.faults.append(fault)
        if len(self.faults) >= MAX_FAULTS:
            raise _Enough

    def _read(self, path: str, limit: int) -> bytes | None:
        """A file of the log; where it is missing or too large, that is a fault."""
        try:
            raw = self._reader.log(path, limit)
        except TooLarge:
            self._fault(Fault("log.file-too-large", (("name", path), ("limit", limit)), path))
            return None
        if raw is None:
            self._fault(Fault("log.file-missing", (("name", path),), path))
        return raw

    def _checkpoint(self, trusted: Trusted) -> Checkpoint | None:
        """The checkpoint, as far as it can be verified at all."""
        try:
            raw = self._reader.log("checkpoint", MAX_NOTE)
        except TooLarge:
            raw = b"\x00" * (MAX_NOTE + 1)
        if raw is None:
            raise OutOfReach("log.none-here")
        try:
            note = read_note(raw)
            self.checkpoint, self.note = checkpoint_in(note), raw
            if trusted.key is not None:
                open_checkpoint(raw, [trusted.key])
            self.witnessed = cosignatures(note, trusted.witnesses)
        except Untrusted as error:
            self._fault(Fault(error.message_id, tuple(error.values.items()), "checkpoint"))
        for witness in set(trusted.witnesses) - {one.witness for one in self.witnessed}:
            self._fault(Fault("log.not-cosigned", (("name", witness.name),), "checkpoint"))
        found = self.checkpoint
        if found is not None and found.size > MAX_ENTRIES:
            self._fault(Fault("log.too-long", (("size", found.size), ("limit", MAX_ENTRIES)), "checkpoint"))
            return None
        return found

    def _entries(self, size: int) -> Iterator[bytes]:
        """The entries of all bundles; past the first that cannot be read, no entry has a place any more."""
        for bundle in bundles_of(size):
            raw = self._read(bundle.path, MAX_BUNDLE)
            if raw is None:
                return
            try:
                yield from read_bundle(bundle, raw)
            except Untrusted as error:
                self._fault(Fault(error.message_id, tuple(error.values.items()), bundle.path))
                return

    def _tiles(self, tree: Tree, hashes: list[bytes], size: int) -> None:
        for tile in tiles_of(size):
            raw = self._read(tile.path, TILE_BYTES)
            if raw is None or not self._has_hashes(tile, len(tree)):
                continue
            try:
                served = read_tile(tile, raw)
            except Untrusted as error:
                self._fault(Fault(error.message_id, tuple(error.values.items()), tile.path))
                continue
            expected = read_tile(tile, tile_bytes(tile, hashes))
            place = next((at for at, pair in enumerate(zip(served, expected, strict=True)) if pair[0] != pair[1]), None)
            if place is not None:
                first = (tile.start + place) * WIDTH**tile.level
                self._fault(Fault("log.tile-differs", (("name", tile.path), ("index", first)), tile.path, first))

    def _has_hashes(self, tile: Tile, size: int) -> bool:
        """Whether the entries that were read reach as far as ``tile``."""
        held: int = (tile.start + tile.width) * WIDTH**tile.level
        return held <= size

    def _continues(self, old: Checkpoint, new: Checkpoint, tree: Tree) -> None:
        """Whether the log begins with what was saved: all its entries are here, so no proof is needed."""
        if old.origin != new.origin:
            self._fault(Fault("log.other-origin", (("name", new.origin), ("known", old.origin)), "checkpoint"))
        elif old.size > new.size:
            self._fault(Fault("log.shorter", (("size", new.size), ("old_size", old.size)), "checkpoint"))
        elif len(tree) == new.size and tree.root(old.size) != old.root:
            self._fault(Fault("log.not-grown", (("size", new.size), ("old_size", old.size)), "checkpoint"))

    def _records(self, entries: Sequence[bytes], *, are_all: bool) -> None:
        check, taken = RecordCheck(), 0
        check.lost = not are_all
        for index, entry in enumerate(entries):
            path = f"records/{index}.json"
            raw = self._read(path, MAX_RECORD)
            if raw is None:
                check.lost = True
                self.faults[-1] = _about(self.faults[-1], index, answer_in(entry))
                continue
            taken += len(raw)
            if taken > MAX_RECORDS:
                self._fault(Fault("log.too-much", (("limit", MAX_RECORDS),), path))
                return
            self._tell(index + 1, len(entries))
            for message_id, slug in check.look(index, entry, raw):
                self._fault(Fault(message_id, (("index", index),), path, index, answer_in(entry), slug))
        for index in check.erased_without_reason:
            path = f"records/{index}.json"
            self._fault(Fault("log.erased-silently", (("index", index),), path, index, answer_in(entries[index])))
        self.erased = len(check.erased)
        self._pictures(check)
        self._published(check)

    def _published(self, check: RecordCheck) -> None:
        standing = [answer for answer in check.answers if answer.content is not None]
        self.published = len(standing)
        if check.lost:
            return  # what is published cannot be told from records that are not whole; that was said already
        try:
            raw = self._reader.site("claimreview.json", MAX_FEED)
        except TooLarge:
            raw = b""
        if raw is None and not standing:
            return
        for message_id, slug, answer in disagreements(standing, raw):
            self._fault(Fault(message_id, (("slug", slug),), "claimreview.json", None, answer, slug))
        for answered in standing:
            self._page(answered)

    def _page(self, answer: PublishedAnswer) -> None:
        path = path_of_page(answer)
        try:
            raw = self._reader.page(path, MAX_PAGE_BYTES)
        except TooLarge:
            raw = b""
        if raw is None or not page_says(raw, answer):
            message_id = "log.no-page" if raw is None else "log.page-says-otherwise"
            self._fault(Fault(message_id, (("slug", answer.slug),), path, None, answer.id, answer.slug))

    def _pictures(self, check: RecordCheck) -> None:
        """Whether each published picture is there, and is the one whose hash its record has."""
        for sha256, (index, record) in check.pictures.items():
            path = picture_at(sha256).lstrip("/")
            raw = self._bytes(path, MAX_PICTURE)
            if raw is None or hashlib.sha256(raw).hexdigest() != sha256:
                message_id = "log.picture-missing" if raw is None else "log.picture-differs"
                self._fault(Fault(message_id, (("name", path),), path, index, record.answer, record.slug))

    def _files(self, checkpoint: Checkpoint, key: Verifier | None, names: Iterable[str]) -> None:
        files, note = self._bytes(LIST, MAX_LIST), self._bytes(NOTE, MAX_NOTE)
        if files is None or note is None:
            self._fault(Fault("log.no-list", (("name", LIST if files is None else NOTE),), LIST))
            return
        try:
            need_signed(files, note, checkpoint, key)
            listed = read_list(files)
        except Untrusted as error:
            self._fault(Fault(error.message_id, tuple(error.values.items()), LIST))
            return
        told = {fault.file for fault in self.faults}
        for path, digest in listed.items():
            raw = self._bytes(path, MAX_FEED)
            is_told = path.removesuffix("/index.html") in told or path.removeprefix("log/") in told
            if not is_told and (raw is None or hashlib.sha256(raw).hexdigest() != digest):
                message_id = "log.file-missing" if raw is None else "log.file-differs"
                self._fault(Fault(message_id, (("name", path),), path, slug=_slug_in(path)))
        for path in unlisted(names, listed):
            self._fault(Fault("log.file-unlisted", (("name", path),), path))

    def _bytes(self, path: str, limit: int) -> bytes | None:
        """A file of the site; what cannot be read is as good as missing."""
        try:
            return self._reader.site(path, limit)
        except (TooLarge, Refused, OutOfReach):
            return None


def _slug_in(path: str) -> str:
    """The slug of the answer whose page lies at ``path``; empty for other files."""
    inside = path.removeprefix("en/").removesuffix("/index.html")
    return inside.removeprefix("answers/") if inside.startswith("answers/") and inside + "/index.html" in path else ""


def _about(fault: Fault, index: int, answer: str) -> Fault:
    return Fault(fault.message_id, fault.values, fault.file, index, answer, fault.slug)


def as_data(verified: Verified) -> dict[str, Any]:
    """``verified`` for programs, without the words of its faults."""
    point, seen = verified.checkpoint, verified.witnessed
    return {
        "good": verified.good,
        "origin": point.origin if point else None,
        "size": point.size if point else None,
        "root": point.root.hex() if point else None,
        "empty": point is not None and (point.size, point.root) == (0, EMPTY_ROOT),
        "signature_judged": verified.signature_judged,
        "continues": list(verified.continued),
        "witnesses": [{"key": one.witness.vkey, "name": one.witness.name, "seen": one.moment} for one in seen],
        "published": verified.published,
        "erased": verified.erased,
    }
