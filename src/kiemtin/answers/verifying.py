"""Verifying a corrections log from outside: from its files and a key to what is wrong with it.

Nothing here fetches: whoever calls reads the files. ``docs/log.md`` describes them.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kiemtin.answers.dump_reading import DUMP_FILE, MAX_DUMP, document_in, lines_of, missing_from
from kiemtin.answers.feed_agreement import MAX_FEED
from kiemtin.answers.file_list import LIST, MAX_LIST, NOTE, need_signed, read_list, unlisted
from kiemtin.answers.logged_records import MAX_RECORD, RecordCheck, answer_in, parsed, slug_in
from kiemtin.answers.site_agreement import Held, Kind, Pick, Reader, Single, SiteCheck
from kiemtin.answers.tree_checking import CHECKPOINT, TreeCheck
from kiemtin.answers.verified import Fault, Leaves, Looked, Seen, Trusted, Verified
from kiemtin.errors import OutOfReach, Refused, TooLarge, Untrusted
from kiemtin.transparency.checkpoint import Checkpoint, checkpoint_in, open_checkpoint
from kiemtin.transparency.keys import Verifier
from kiemtin.transparency.notes import MAX_NOTE, read_note

MAX_FAULTS = 100
"""Faults that are told; after as many, nobody believes the log anyway, and a hostile one would have no end."""

MAX_RECORDS = 1_000_000_000
"""Bytes of all records together: the memory of the machine that verifies has an end too."""

MOST_TIMES = 3
"""Times that a log is looked at anew because it has grown: a desk publishes now and then, not all the time."""

Tell = Callable[[int, int], None]
"""Is told how many records, and then how many pages, of how many are done."""


def nobody(_done: int, _total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How far to look: at all single files of the site, or where there are many at those that ``pick`` takes."""

    tell: Tell = nobody
    pick: Pick | None = None


def verify(reader: Reader, trusted: Trusted, extent: Extent | None = None) -> Verified:
    """Verify a whole log.

    1. The checkpoint is signed with the key, and cosigned by each witness. 2. The entries of the bundles hash to the
    tiles of level 0, and these to all above. 3. Their root is the checkpoint's, and the log begins with the entries of
    each saved checkpoint. 4. The record of each entry is there, in the dump or else in its file, and hashes to it; an
    erased one has an entry that says so. 5. What is published, in feeds, sitemap and dump, is what the records say.
    6. So is each page, list, picture and file of a record, or those that ``extent`` picks. 7. Of a folder, every file
    is, byte for byte, the one in its signed list, and none is beside them.

    A log that has grown while it was read, so that its pages are newer than its checkpoint, is looked at anew.
    Raises ``OutOfReach`` where there is no log at all, ``Untrusted`` where a saved checkpoint is not one of the key's.
    """
    saved = tuple(_opened(raw, trusted.key) for raw in trusted.saved)
    known = saved
    run = _Run(reader, extent or Extent())
    run.all(trusted, known)
    for _ in range(MOST_TIMES):
        grown_from = run.grown_from()
        if grown_from is None:
            break
        known = (*known, grown_from)
        run = run.anew()
        run.all(trusted, known)
    return Verified(
        run.tree.checkpoint,
        run.tree.note,
        trusted.key is not None,
        run.leaves,
        run.looked or Looked(),
        tuple(one.size for one in saved),
        run.tree.witnessed,
        tuple(run.faults),
    )


def _opened(raw: bytes, key: Verifier | None) -> Checkpoint:
    return open_checkpoint(raw, [key])[0] if key is not None else checkpoint_in(read_note(raw))


class _Enough(Exception):
    """No more faults are looked for."""


class _Run:
    """One look at a log; ``only``: the single files that a look before this one found wrong."""

    def __init__(self, reader: Reader, extent: Extent, only: frozenset[str] | None = None) -> None:
        self._reader, self._extent, self._only = reader, extent, only
        self.tree = TreeCheck(reader, self._fault)
        self.leaves = Leaves()
        self.looked: Looked | None = None
        self.faults: list[Fault] = []
        self._wrong: set[str] = set()

    def all(self, trusted: Trusted, saved: Sequence[Checkpoint]) -> None:
        """The procedure of ``verify``."""
        with contextlib.suppress(_Enough):
            checkpoint = self.tree.opened(trusted)  # 1
            if checkpoint is None:
                return
            entries = self.tree.entries(checkpoint, saved)  # 2, 3
            self._published(entries, checkpoint.size)  # 4, 5, 6
            names = self._reader.names()
            if names is not None:
                self._files(checkpoint, trusted.key, names)  # 7

    def grown_from(self) -> Checkpoint | None:
        """The checkpoint that was read, where there is a longer log by now and the faults may come from that."""
        may_be = self.faults and not any(fault.file == CHECKPOINT for fault in self.faults)
        return self.tree.checkpoint if may_be and self.tree.has_grown() else None

    def anew(self) -> _Run:
        """The next look: at everything, but of the single files at those alone that were wrong, if it came to them."""
        later = _Run(self._reader, self._extent, frozenset(self._wrong) if self.looked is not None else None)
        later.looked = self.looked
        return later

    def _fault(self, fault: Fault) -> None:
        self.faults.append(fault)
        if len(self.faults) >= MAX_FAULTS:
            raise _Enough

    def _published(self, entries: Sequence[bytes], size: int) -> None:
        check, held = RecordCheck(), dict[int, Held]()
        dump = self._dump(entries, size)
        are_whole = dump is not None and self._records(entries, check, dump, held)
        for index in check.erased_without_reason:
            path = f"records/{index}.json"
            self._fault(Fault("log.erased-silently", (("index", index),), path, index, answer_in(entries[index])))
        self.leaves = check.leaves
        if not are_whole or len(entries) < size:
            return  # what is published cannot be told from records that are not whole; that was said already
        site = SiteCheck(self._reader, check.answers)
        for fault in site.feeds():
            self._fault(fault)
        if self.grown_from() is None:
            self._singles(list(site.kinds(held, check.pictures)), (*site.whole, *([DUMP_FILE] if dump else [])))

    def _dump(self, entries: Sequence[bytes], size: int) -> list[bytes] | None:
        """The line of each record in the dump, none where a site has no dump.

        ``None`` where what is there is no dump of this log, and looking at records one by one would take long.
        """
        try:
            raw = self._reader.site(DUMP_FILE, MAX_DUMP)
        except TooLarge:
            raw = b""
        lines = lines_of(raw, size) if raw is not None else []
        if lines is None:
            self._fault(Fault("log.dump-differs", (("name", DUMP_FILE), ("size", size)), DUMP_FILE))
            for index in missing_from(raw or b"", len(entries)):
                about = (("name", DUMP_FILE), ("index", index))
                self._fault(Fault("log.dump-lacks", about, DUMP_FILE, index, answer_in(entries[index])))
            return [] if self._extent.pick is None else None
        return lines

    def _records(
        self, entries: Sequence[bytes], check: RecordCheck, dump: Sequence[bytes], held: dict[int, Held]
    ) -> bool:
        """Whether each record is whole, in the dump or else in its file; ``held`` takes those of the dump."""
        are_whole, taken = True, 0
        for index, entry in enumerate(entries):
            self._extent.tell(index + 1, len(entries))
            line = dump[index] if dump else b""
            taken += len(line)
            document = document_in(line)
            wrong = check.look(index, entry, document) if dump else None
            if wrong is not None:
                held[index] = Held(line, answer_in(entry))
            elif dump:
                self._differs(DUMP_FILE, index, entry, document)
            if wrong is None:
                path, raw = f"records/{index}.json", self._record(index, entry)
                taken += len(raw or b"")
                wrong = check.look(index, entry, parsed(raw)) if raw is not None else None
                if raw is not None and wrong is None:
                    self._differs(path, index, entry, parsed(raw))
            are_whole = are_whole and wrong is not None
            if taken > MAX_RECORDS:
                self._fault(Fault("log.too-much", (("limit", MAX_RECORDS),), f"records/{index}.json"))
                return False
            for message_id, slug in wrong or ():
                self._fault(
                    Fault(message_id, (("index", index),), f"records/{index}.json", index, answer_in(entry), slug)
                )
        return are_whole

    def _record(self, index: int, entry: bytes) -> bytes | None:
        """The file of one record."""
        path = f"records/{index}.json"
        try:
            raw = self._reader.log(path, MAX_RECORD)
        except TooLarge:
            values = (("name", path), ("limit", MAX_RECORD))
            self._fault(Fault("log.file-too-large", values, path, index, answer_in(entry)))
            return None
        if raw is None:
            self._fault(Fault("log.file-missing", (("name", path),), path, index, answer_in(entry)))
        return raw

    def _differs(self, path: str, index: int, entry: bytes, document: Any) -> None:
        values = (("index", index),)
        self._fault(Fault("log.record-differs", values, path, index, answer_in(entry), slug_in(document)))

    def _singles(self, kinds: Sequence[Kind], whole: tuple[str, ...]) -> None:
        """Compare the files of the site one by one: all, or so many of each kind as are to be picked."""
        pick, seen = self._extent.pick, Counter[str]()
        total = Counter(dict.fromkeys(("pages", "pictures", "records"), 0))
        chosen: list[tuple[str, Single]] = []
        for kind in kinds:
            total[kind.name] += len(kind.files)
            some = kind.files if pick is None or len(kind.files) <= kind.most else pick(kind.files, kind.most)
            chosen += [(kind.name, one) for one in some]
        if self._only is not None:
            every = [one for kind in kinds for one in kind.files]
            chosen = [("again", one) for one in every if one.path in self._only]
        try:
            for number, (name, single) in enumerate(chosen, 1):
                self._extent.tell(number, len(chosen))
                is_there = self._single(single)
                seen[name] += is_there
                total[name] -= not is_there
        finally:  # also where there are more faults than anybody wants to know
            looked = Looked(whole, *(Seen(seen[name], total[name]) for name in ("pages", "pictures", "records")))
            self.looked = self.looked or looked

    def _single(self, single: Single) -> bool:
        """Compare one file; whether it is there, or has to be."""
        try:
            raw = single.read()
        except TooLarge:
            raw = b""
        faults = list(single.compare(raw)) if raw is not None else [single.missing] if single.missing else []
        if faults:
            self._wrong.add(single.path)
        for fault in faults:
            self._fault(fault)
        return raw is not None or bool(faults)

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
                self._fault(Fault(message_id, (("name", path),), path, slug=_slug_of(path)))
        for path in unlisted(names, listed):
            self._fault(Fault("log.file-unlisted", (("name", path),), path))

    def _bytes(self, path: str, limit: int) -> bytes | None:
        """A file of the site; what cannot be read is as good as missing."""
        try:
            return self._reader.site(path, limit)
        except (TooLarge, Refused, OutOfReach):
            return None


def _slug_of(path: str) -> str:
    """The slug of the answer whose page lies at ``path``; empty for other files."""
    inside = path.removeprefix("en/").removesuffix("/index.html")
    return inside.removeprefix("answers/") if inside.startswith("answers/") and inside + "/index.html" in path else ""
