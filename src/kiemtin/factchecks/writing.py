"""Writing the reviews of one feed into a collection, inside a transaction."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass, replace

from kiemtin.factchecks.values import ClaimReview, Feed

COLUMNS = (
    "number, id, claim, title, body, url, publisher, rating, rating_value, rating_worst, rating_best, published, "
    "lang, licence, feed, retrieved"
)


@dataclass(frozen=True, slots=True)
class Added:
    """What storing a source came to; ``held_back`` differ from what a trusted feed says and were not stored."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    held_back: int = 0


def stamp(feed: Feed) -> str:
    """When a feed was read, as it is stored."""
    return feed.retrieved.isoformat(timespec="seconds")


class Writer:
    """Stores the reviews of one feed, inside a transaction; ``added`` counts them."""

    def __init__(self, database: sqlite3.Connection, feed: Feed, *, trust: bool) -> None:
        self._database, self._feed, self._trust = database, feed, trust
        self._publishers: dict[str, bool] = {}
        self.added = Added()

    def store(self, review: ClaimReview) -> None:
        """Store one review, and count what that came to in ``added``."""
        trusted = self._trusted(review.publisher)
        digest = _digest(review)
        known = self._database.execute(
            "SELECT r.number, r.digest, r.feed, coalesce(p.trusted, 0) FROM claim_review AS r LEFT JOIN publisher AS p "
            "ON p.name = r.publisher AND p.feed = r.feed WHERE r.id = ?",
            (review.id,),
        ).fetchone()
        if known is None:
            self._insert(review, digest)
            self.added = replace(self.added, new=self.added.new + 1)
            return
        number, known_digest, known_feed, known_trusted = known
        if known_digest == digest and (known_feed == self._feed.name or known_trusted or not trusted):
            self.added = replace(self.added, unchanged=self.added.unchanged + 1)
        elif known_trusted and not trusted:
            self.added = replace(self.added, held_back=self.added.held_back + 1)
        else:
            self._database.execute("DELETE FROM claim_review WHERE number = ?", (number,))
            self._insert(review, digest)
            self.added = replace(self.added, updated=self.added.updated + 1)

    def _trusted(self, publisher: str) -> bool:
        known = self._publishers.get(publisher)
        if known is None:
            self._database.execute(
                "INSERT INTO publisher VALUES (?, ?, ?) ON CONFLICT (name, feed) DO UPDATE "
                "SET trusted = max(trusted, excluded.trusted)",
                (publisher, self._feed.name, int(self._trust)),
            )
            row = self._database.execute(
                "SELECT trusted FROM publisher WHERE name = ? AND feed = ?", (publisher, self._feed.name)
            )
            known = self._publishers[publisher] = bool(row.fetchone()[0])
        return known

    def _insert(self, review: ClaimReview, digest: bytes) -> None:
        rating = review.rating
        cursor = self._database.execute(
            f"INSERT INTO claim_review ({COLUMNS.removeprefix('number, ')}, digest) "  # noqa: S608 - column names
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                review.id,
                review.claim,
                review.title,
                review.body,
                review.url,
                review.publisher,
                rating.text,
                rating.value,
                rating.worst,
                rating.best,
                review.published.isoformat() if review.published else None,
                review.lang,
                review.licence,
                self._feed.name,
                stamp(self._feed),
                digest,
            ),
        )
        if review.cited:
            hashes = [(address, cursor.lastrowid) for address in dict.fromkeys(review.cited)]
            self._database.executemany("INSERT INTO cited VALUES (?, ?)", hashes)


def _digest(review: ClaimReview) -> bytes:
    """What tells whether a review changed since it was stored."""
    return hashlib.sha256(repr(review).encode("utf-8", "replace")).digest()[:16]
