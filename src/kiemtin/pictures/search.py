"""Which known pictures a picture contains: likely ones are looked up, and each is held against it.

1. The hash of the whole picture, in eight orientations, finds copies; hashes of the photos in it find copies in frames.
2. Its local features find pictures that are cropped, written on, or a part of it.
3. What was found is compared place by place. Only what agrees there is said to be contained; the rest may be related.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kiemtin.errors import Refused
from kiemtin.items.boxes import Box
from kiemtin.items.overlap import Overlap
from kiemtin.pictures.agreement import compare
from kiemtin.pictures.candidates import candidates
from kiemtin.pictures.collection import Collection
from kiemtin.pictures.features import Features, describe, from_bytes
from kiemtin.pictures.found import Found, Method, Relation
from kiemtin.pictures.index import Index, Progress, current_index, no_progress, open_index
from kiemtin.pictures.known import Known
from kiemtin.pictures.matching import Match, is_page, says_the_same, verify
from kiemtin.pictures.pdq import NEAR, Hashes, pdq_all
from kiemtin.pictures.placing import overlap_of, turned
from kiemtin.pictures.regions import propose
from kiemtin.pictures.whole import is_the_same, laid_over

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_NEAR = 20
"""Pictures with a near hash that are compared: a picture may have been added many times over."""

LIMIT = 10
"""Results unless told otherwise."""


@dataclass(frozen=True, slots=True)
class _Near:
    """A hash that is near: of which picture, in how many bits, turned how, and of which part."""

    number: int
    distance: int
    orientation: int
    box: Box


class Searcher:
    """A collection and its index, opened to be asked; a context manager, for one thread at a time."""

    def __init__(self, collection: Collection, index: Index) -> None:
        self.collection = collection
        self.index = index

    @classmethod
    def open(cls, folder: Path, progress: Progress = no_progress) -> Searcher:
        """The collection in ``folder``, its index brought up to date; raises what ``Collection`` raises."""
        collection = Collection(folder, create=False)
        try:
            return cls(collection, open_index(collection, progress))
        except BaseException:
            collection.close()
            raise

    def __enter__(self) -> Searcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the collection."""
        self.collection.close()

    def refresh(self) -> None:
        """Take the index that another process has built since, where there is one."""
        if self.index.meta.changes != self.collection.changes:
            self.index = current_index(self.collection.folder) or self.index

    def search(self, pixels: NDArray[np.uint8], limit: int = LIMIT) -> list[Found]:
        """The known pictures in RGB ``pixels`` [h, w, 3], best first: those contained, then those possibly related."""
        self.refresh()
        near = self._near(pixels)
        asked = describe(pixels)
        alike = self._alike(asked)
        numbers = list(dict.fromkeys([*list(near)[:MOST_NEAR], *alike]))
        known = self.collection.get(numbers)
        kept = []
        for number in numbers:
            one = self._compared(asked, known[number], near.get(number), alike.get(number)) if number in known else None
            if one is not None:
                kept.append(one)
        kept.sort(key=lambda one: (one.match is not Relation.CONTAINS, -one.score, one.known.number))
        return kept[:limit]

    def with_previews(self, found: Iterable[Found]) -> list[Found]:
        """What was found, each with a small copy of its known picture, to be shown beside the one asked about."""
        return [
            replace(one, overlap=replace(one.overlap, preview=self.collection.thumbnail(one.known.number)))
            if one.overlap is not None
            else one
            for one in found
        ]

    def _near(self, pixels: NDArray[np.uint8]) -> dict[int, _Near]:
        """The pictures whose hashes are near, by number, the nearest first."""
        height, width = pixels.shape[:2]
        whole = Box(0, 0, width, height)
        found: dict[int, _Near] = {}
        for box in (whole, *propose(pixels)):
            part = np.ascontiguousarray(pixels[box.y : box.bottom, box.x : box.right])
            for one in self._near_hashes(pdq_all(part), box):
                if one.number not in found or one.distance < found[one.number].distance:
                    found[one.number] = one
        return dict(sorted(found.items(), key=lambda item: item[1].distance))

    def _near_hashes(self, hashes: Hashes, box: Box) -> list[_Near]:
        if not hashes.telling:
            return []
        table = self.index.hashes
        hits = table.near(hashes.all, NEAR)
        return [
            _Near(int(table.numbers[row]), int(distance), int(orientation), box)
            for orientation, row, distance in zip(hits.queries, hits.rows, hits.distances, strict=True)
        ]

    def _alike(self, asked: Features) -> dict[int, bool]:
        """The pictures whose local features are likest, best first, and whether as seen in a mirror."""
        return {int(self.index.numbers[one.picture]): one.mirrored for one in candidates(self.index.points, asked)}

    def _compared(self, asked: Features, known: Known, near: _Near | None, mirror: bool | None) -> Found | None:
        """What is said of one known picture; ``None`` where there is nothing to say.

        ``mirror``: in which way alone it is looked for; both where that is not known.
        """
        features = self._features(known.number)
        if features is None:
            return None
        match = verify(asked, features, mirror=mirror)
        if match is not None and match.contains:
            return _by_features(known, match, near, overlap_of(match.polygon, asked, features))
        if near is None:
            if match is None:
                return None
            return _by_features(known, match, None, overlap_of(match.polygon, asked, features))
        laid = laid_over(asked, features, near.orientation, near.box)
        same = is_the_same(compare(features.preview, asked.preview, laid))
        same = same and (not is_page(features) or says_the_same(asked, features, laid))
        relation = Relation.CONTAINS if same else Relation.POSSIBLY_RELATED
        overlap = overlap_of(turned(near.orientation, near.box), asked, features)
        return Found(known, relation, Method.PDQ, _score(near), near.box, near.distance, overlap)

    def _features(self, number: int) -> Features | None:
        data = self.collection.features(number)
        try:
            return None if data is None else from_bytes(data)
        except Refused:
            return None


def _by_features(known: Known, match: Match, near: _Near | None, overlap: Overlap | None) -> Found:
    relation = Relation.CONTAINS if match.contains else Relation.POSSIBLY_RELATED
    score = max(match.score, _score(near)) if near is not None else match.score
    return Found(known, relation, Method.FEATURES, score, match.box, near.distance if near else None, overlap)


def _score(near: _Near) -> float:
    """1 for equal hashes, 0.5 for those that are only just near."""
    return round(1 - near.distance / (2 * (NEAR + 1)), 4)
