"""All the fact-checks that are searched together: the user's own collection, and the starter collection."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from kiemtin.errors import KiemtinError, OutOfReach
from kiemtin.factchecks.few import FewSearcher
from kiemtin.factchecks.starter import STARTER, worded_starter
from kiemtin.factchecks.values import Hit, Match
from kiemtin.storage import CURRENT, FILE, INDEX

if TYPE_CHECKING:
    from kiemtin.factchecks.search import Searcher

RANK = {Match.SAME: 0, Match.POSSIBLY_RELATED: 1, None: 2}


class FactChecks:
    """Collections searched as one; use as a context manager; threads take turns."""

    def __init__(self, searchers: Sequence[Searcher | FewSearcher]) -> None:
        self._searchers = tuple(searchers)
        self._one_at_a_time = Lock()

    @classmethod
    def of(cls, folder: Path, *, semantic: bool = True) -> FactChecks:
        """The collection in one folder, alone; raises what ``Collection`` raises."""
        return cls([_own(folder, semantic=semantic)])

    @classmethod
    def default(cls, folder: Path, *, semantic: bool = True) -> FactChecks:
        """The starter collection, and the user's own in ``folder`` where there is one."""
        own = [_own(folder, semantic=semantic)] if (folder / FILE).is_file() else []
        return cls([*own, starter_searcher()])

    def __enter__(self) -> FactChecks:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the collections."""
        for searcher in self._searchers:
            searcher.close()

    def __len__(self) -> int:
        return sum(map(len, self._searchers))

    def forget(self) -> None:
        """Forget the words of earlier questions."""
        with self._one_at_a_time:
            for searcher in self._searchers:
                searcher.forget()

    @property
    def has_own(self) -> bool:
        """Whether there is anything but the starter collection."""
        return len(self._searchers) > 1

    @property
    def version(self) -> str:
        """The edition of the starter collection, and how often the user's own was changed."""
        own = [f"+{searcher.changes}" for searcher in self._searchers[:-1]]
        return "".join([STARTER.retrieved.date().isoformat(), *own])

    @property
    def meaning(self) -> bool:
        """Whether meanings are compared in every collection."""
        return all(searcher.meaning for searcher in self._searchers)

    @property
    def encodes(self) -> bool:
        """Whether a question may be encoded for any collection, which takes a third of a second."""
        return any(searcher.encodes for searcher in self._searchers)

    def search(self, text: str, limit: int = 10, urls: tuple[str, ...] = (), *, near: bool = False) -> list[Hit]:
        """At most ``limit`` reviews for a message, best first; those that cite one of ``urls`` before all others.

        ``near``: of these only what has a match or cites an address; the rest is not even read.
        """
        with self._one_at_a_time:
            found = [searcher.search(text, limit, urls, near=near) for searcher in self._searchers]
        if len(found) == 1:
            return found[0]
        hits = [hit for some in found for hit in some]
        return sorted(hits, key=lambda hit: (not hit.cites, RANK[hit.match], -hit.confidence))[:limit]

    def worded(self, wording: bytes) -> list[Hit]:
        """The reviews that are about the very message which is known by ``wording``."""
        with self._one_at_a_time:
            return [hit for searcher in self._searchers for hit in searcher.worded(wording)]


def starter_searcher() -> FewSearcher:
    """A searcher over the starter collection."""
    return FewSearcher(worded_starter(), STARTER)


def _own(folder: Path, *, semantic: bool) -> Searcher:
    """The searcher of a collection on disk; raises ``OutOfReach`` where NumPy, which maps its index, is missing."""
    from kiemtin.factchecks.search import Searcher

    if find_spec("numpy") is None:
        raise OutOfReach("missing.semantic-extra")
    return Searcher.open(folder, semantic=semantic)


def edition_of(folder: Path) -> str | None:
    """What changes whenever a collection was indexed anew; ``None`` as long as it never was. Costs next to nothing."""
    try:
        return (folder / INDEX / CURRENT).read_text("utf-8")
    except (OSError, ValueError):
        return None


def open_factchecks(folder: Path) -> tuple[FactChecks, KiemtinError | None]:
    """The default collections; the starter alone, and what is wrong, where the user's own cannot be opened."""
    try:
        return FactChecks.default(folder), None
    except KiemtinError as error:
        return FactChecks([starter_searcher()]), error
