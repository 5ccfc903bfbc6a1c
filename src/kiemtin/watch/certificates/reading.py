"""Reading one certificate log from where it was left to its latest checkpoint, believing nothing that is not proven."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from kiemtin.domains import parse_domain
from kiemtin.errors import KiemtinError, OutOfReach, Refused, Untrusted
from kiemtin.lookalikes import SUSPICIOUS, Matcher, Verdict
from kiemtin.transparency.checkpoint import Checkpoint
from kiemtin.transparency.merkle import HASH_BYTES
from kiemtin.transparency.notes import MAX_NOTE
from kiemtin.transparency.tile_tree import TileTree
from kiemtin.transparency.tiles import WIDTH, Tile
from kiemtin.transparency.tree_heads import LogKey, TreeHead, open_tree_head
from kiemtin.watch.certificates.alerts import Alert, Fault, Place, Proof
from kiemtin.watch.certificates.der import Malformed
from kiemtin.watch.certificates.entries import MAX_TILE, DataTile, data_path, read_data_tile, unpacked
from kiemtin.watch.certificates.issuers import Issuers
from kiemtin.watch.certificates.sources import Source
from kiemtin.watch.certificates.store import Progress, Reached, Store

TILES_AT_ONCE = 32
"""Data tiles whose names are matched together, and then kept in one transaction: 8,192 entries."""

HISTORY = frozenset({"certificates.rolled-back", "certificates.rewritten", "certificates.other-log"})
"""What says that a log contradicts what it said before: no later answer of it makes that good."""

MAX_CHARACTERS = 200
"""Of an issuer's name that are kept."""

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)

Row = dict[str, str | float | None]


@dataclass(frozen=True, slots=True)
class Watched:
    """What is looked for: names that ``matcher`` says to imitate, from the probability ``least`` on."""

    matcher: Matcher
    today: Callable[[], datetime.date]
    least: float = SUSPICIOUS

    def imitations(self, names: Sequence[str]) -> list[Row]:
        """The rows of those ``names`` that imitate an organisation; all others are forgotten here."""
        if not names:
            return []
        rows = self.matcher.match_table(pa.table({"domain": names})).to_pylist()
        return [row for row in rows if row["verdict"] == Verdict.IMPERSONATES and row["score"] >= self.least]

    def subject(self, name: str, organisation: str) -> str:
        """What an alert about ``name`` is about: the name that was registered, where that imitates by itself too."""
        parsed = parse_domain(name)
        registrable = parsed.registrable if parsed else ""
        said = self.matcher.assess(registrable) if registrable and registrable != name else None
        alike = said is not None and said.verdict is Verdict.IMPERSONATES and said.organisation == organisation
        return registrable if alike else name.removeprefix("www.")


@dataclass(frozen=True, slots=True)
class Batch:
    """What some tiles of a log brought: new alerts, what was looked at, and where reading stands now.

    ``names`` are host names, each once; of ``entries`` there were ``unreadable`` ones.
    """

    alerts: tuple[Alert, ...]
    entries: int
    unreadable: int
    names: int
    place: int
    size: int


@dataclass(frozen=True, slots=True)
class _Read:
    """A proven data tile, and the first of its entries that was not looked at before."""

    index: int
    tile: DataTile
    skip: int


class LogReading:
    """One log under watch. ``start`` is the entry to begin with where it was never read; ``None``: its present end."""

    def __init__(
        self, source: Source, store: Store, watched: Watched, keys: Sequence[LogKey], start: int | None = None
    ) -> None:
        self.source = source
        self.began: int | None = None
        """Where reading began, if it began with this look."""
        self._store, self._watched, self._keys, self._start = store, watched, keys, start
        self._issuers = Issuers(source, store)
        self._head: TreeHead | None = None
        self._tree: TileTree | None = None

    @property
    def is_judged(self) -> bool:
        """Whether the signature of the checkpoint in use was found good by a key that was given."""
        return self._head is not None and self._head.is_judged

    def look(self) -> None:
        """Take the log's latest checkpoint.

        1. Its signature is good, where a key is known. 2. It has not shrunk, and is the same log. 3. Its tiles make its
        root. 4. It begins with what was seen before. Then it is remembered, in place of the one before.

        Raises ``Untrusted`` (1 to 4; those of 2 and 4 are in ``HISTORY``) and ``OutOfReach``.
        """
        raw = self.source.read("checkpoint", MAX_NOTE)
        if raw is None:
            raise OutOfReach("certificates.no-checkpoint", name=self.source.name)
        self._head = open_tree_head(raw, self._keys)  # 1
        new = self._head.checkpoint
        known = self._store.reached(self.source.name)
        if known is not None:
            _refuse_older(known, new)  # 2
        tree = TileTree(new.size, new.root, self._read_tile)  # 3
        if known is not None and known.size < new.size and tree.root(known.size) != known.root:  # 4
            raise Untrusted("certificates.rewritten", known=known.size, size=new.size)
        self._tree = tree
        reached = Reached(new.origin, new.size, new.root, str(self._head.note), self._first(new.size, known))
        if known is None:
            self.began = reached.place
            self._store.begin(self.source.name, reached)
        else:
            self._store.saw(self.source.name, reached)

    def read(self) -> Iterator[Batch]:
        """Look at every entry up to the latest checkpoint; each batch is kept before it is given.

        Where a tile is missing or bad, what came before it is kept, then the error is raised.
        """
        reached = self._store.reached(self.source.name)
        if reached is None or self._tree is None:
            return
        place, tiles = reached.place, self._tiles(reached.place)
        trouble: KiemtinError | None = None
        while trouble is None and place < len(self._tree):
            some: list[_Read] = []
            try:
                while len(some) < TILES_AT_ONCE and (one := next(tiles, None)) is not None:
                    some.append(one)
            except KiemtinError as error:
                trouble = error
            if some:
                batch = self._kept(some, place)
                place = batch.place
                if batch.alerts:  # before anybody is told: evidence that is written then has its chain
                    self._fetch_issuers()
                yield batch
        if trouble is not None:
            raise trouble
        self._fetch_issuers()

    def _fetch_issuers(self) -> None:
        for name in self._issuers.fetch():
            self._store.note(self.fault(Untrusted("certificates.issuer-altered", name=name)))

    def fault(self, error: KiemtinError) -> Fault:
        """What is wrong, with the two checkpoints that contradict each other where there are two."""
        known = self._store.reached(self.source.name)
        has_two = error.message_id in HISTORY and known is not None and self._head is not None
        pair = (known.checkpoint, str(self._head.note)) if has_two and known and self._head else ("", "")
        return Fault(self.source.name, error.message_id, tuple(error.values.items()), self._watched.today(), *pair)

    def _first(self, size: int, known: Reached | None) -> int:
        if known is not None:
            return known.place
        if self._start is not None and self._start > size:
            raise Refused("certificates.start-beyond", start=self._start, size=size)
        return size if self._start is None else self._start

    def _read_tile(self, tile: Tile) -> bytes | None:
        return self.source.read(tile.path, WIDTH * HASH_BYTES)

    def _tiles(self, place: int) -> Iterator[_Read]:
        """The data tiles from the entry ``place`` on, each proven; ``Untrusted`` where one is not the tree's."""
        tree = self._tree or TileTree(0, b"", self._read_tile)
        size = len(tree)
        first, last = place // WIDTH, (size - 1) // WIDTH
        widths = ((index, min(WIDTH, size - index * WIDTH)) for index in range(first, last + 1))
        contents = self.source.ahead((data_path(index, width), MAX_TILE) for index, width in widths)
        for index, raw in zip(range(first, last + 1), contents, strict=True):
            width = min(WIDTH, size - index * WIDTH)
            name, content = data_path(index, width), raw
            if content is None and width < WIDTH:  # it may have become full since
                content = self.source.read(data_path(index), MAX_TILE)
            if content is None:
                raise OutOfReach("certificates.tile-missing", name=name)
            tile = read_data_tile(unpacked(content, name), name, width)
            tree.admit(index, tile.hashes, name)
            yield _Read(index, tile, max(0, place - index * WIDTH))

    def _kept(self, some: Sequence[_Read], place: int) -> Batch:
        """Match the names in these tiles, and keep what was found together with how far that is."""
        where: dict[str, tuple[_Read, int]] = {}
        unreadable = 0
        for one in some:
            for entry in range(one.skip, len(one.tile.entries)):
                try:
                    names = one.tile.names(entry)
                except Malformed:
                    unreadable += 1
                    continue
                for name in names:
                    if name not in where:
                        where[name] = one, entry
        alerts: dict[str, Alert] = {}
        for row in self._watched.imitations(list(where)):
            alert = self._alert(row, *where[str(row["domain"])])
            alerts.setdefault(alert.id, alert)
        after = some[-1].index * WIDTH + len(some[-1].tile.entries)
        new = self._store.advance(self.source.name, Progress(place, after, unreadable, tuple(alerts.values())))
        self._issuers.add(new)
        return Batch(tuple(new), after - place, unreadable, len(where), after, len(self._tree) if self._tree else after)

    def _alert(self, row: Row, one: _Read, entry: int) -> Alert:
        tree, head = self._tree, self._head
        if tree is None or head is None:
            raise Refused("certificates.no-checkpoint", name=self.source.name)
        name, organisation = str(row["domain"]), str(row["organisation"])
        tree.admit(one.index, one.tile.hashes, data_path(one.index))
        index, leaf = one.index * WIDTH + entry, one.tile.leaf(entry)
        return Alert(
            domain=name,
            under=self._watched.subject(name, organisation),
            organisation=organisation,
            technique=str(row["technique"]),
            score=float(row["score"] or 0.0),
            matched=str(row["matched"]),
            official=str(row["official"]) if row["official"] else None,
            issuer=one.tile.issuer(entry)[:MAX_CHARACTERS],
            first_seen=self._watched.today(),
            place=Place(self.source.name, head.checkpoint.origin, index, _moment(leaf)),
            proof=Proof(leaf, tree.inclusion_proof(index), str(head.note), head.is_judged),
        )


def _refuse_older(known: Reached, new: Checkpoint) -> None:
    if new.origin != known.origin:
        raise Untrusted("certificates.other-log", known=known.origin, name=new.origin)
    if new.size < known.size:
        raise Untrusted("certificates.rolled-back", known=known.size, size=new.size)
    if new.size == known.size and new.root != known.root:
        raise Untrusted("certificates.rewritten", known=known.size, size=new.size)


def _moment(leaf: bytes) -> datetime.datetime:
    """When the log took an entry in; the beginning of time where it says something impossible."""
    try:
        return EPOCH + datetime.timedelta(milliseconds=int.from_bytes(leaf[:8]))
    except OverflowError:
        return EPOCH
