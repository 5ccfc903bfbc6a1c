"""The collection: claim reviews in one SQLite file, which is the truth; search indexes are derived from it.

What one source brings is stored whole or not at all. A row's number only grows, and a changed review gets a new one:
whoever built an index from the rows up to a number knows what is new, and what is gone.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kiemtin.errors import OutOfReach, Refused
from kiemtin.factchecks.values import ClaimReview, Feed, Rating, Stored
from kiemtin.factchecks.writing import COLUMNS, Added, Writer, stamp
from kiemtin.storage.database import Database, Kind

APPLICATION = 0x4B54_4643
"""``PRAGMA application_id`` of a collection ("KTFC"), so that another program's file is never written to."""

LAYOUT = 1
"""``PRAGMA user_version``: the layout of the tables below."""

BATCH = 500
"""Ids in one query."""

SCHEMA = """
CREATE TABLE feed (
    name TEXT PRIMARY KEY, licence TEXT, retrieved TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE publisher (
    name TEXT NOT NULL, feed TEXT NOT NULL REFERENCES feed(name), trusted INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (name, feed)
) STRICT, WITHOUT ROWID;
CREATE TABLE claim_review (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, claim TEXT NOT NULL, title TEXT, body TEXT,
    url TEXT NOT NULL, publisher TEXT NOT NULL, rating TEXT NOT NULL, rating_value REAL, rating_worst REAL,
    rating_best REAL, published TEXT, lang TEXT NOT NULL, licence TEXT, feed TEXT NOT NULL REFERENCES feed(name),
    retrieved TEXT NOT NULL, digest BLOB NOT NULL
) STRICT;
CREATE INDEX claim_review_publisher ON claim_review(publisher, feed);
CREATE TABLE cited (
    hash BLOB NOT NULL, number INTEGER NOT NULL REFERENCES claim_review(number) ON DELETE CASCADE,
    PRIMARY KEY (hash, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX cited_number ON cited(number);
"""

KIND = Kind(
    APPLICATION,
    LAYOUT,
    SCHEMA,
    missing=partial(OutOfReach, "missing.collection"),
    not_ours=partial(Refused, "refused.not-a-collection"),
    newer=partial(Refused, "refused.newer-collection"),
    cannot_write=partial(OutOfReach, "missing.cannot-write-collection"),
)


@dataclass(frozen=True, slots=True)
class PublisherOfFeed:
    """A publisher as one feed brings it, with the number of its reviews."""

    name: str
    feed: str
    trusted: bool
    reviews: int


class Collection:
    """A folder with claim reviews, or (``None``) one in memory; a context manager, for one thread at a time.

    Raises ``OutOfReach`` where the folder cannot be read or written, ``Refused`` where the file in it is something
    else or of a newer version.
    """

    def __init__(self, folder: Path | None, *, create: bool = True) -> None:
        self._file = Database(folder, KIND, create=create)
        self.folder = self._file.folder
        self._database = self._file.connection

    def __enter__(self) -> Collection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def writing(self) -> AbstractContextManager[None]:
        """One transaction, as ``storage.database.Database.writing`` keeps it."""
        return self._file.writing()

    @property
    def changes(self) -> int:
        """How often the reviews changed: an index built at this count is up to date."""
        return self._file.changes

    def __len__(self) -> int:
        return self._file.number("SELECT count(*) FROM claim_review")

    # Writing

    def add(self, reviews: Iterable[ClaimReview], feed: Feed, *, trust: bool = False) -> Added:
        """Store what one feed brings, whole or not at all, and count what that changed.

        A review with a known id is replaced where its content differs, unless a trusted publisher of another feed
        brought it and this feed is not trusted. What raises while ``reviews`` is read leaves all as it was.
        """
        with self.writing():
            self._database.execute(
                "INSERT INTO feed VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET "
                "licence = coalesce(excluded.licence, licence), retrieved = excluded.retrieved",
                (feed.name, feed.licence, stamp(feed)),
            )
            writer = Writer(self._database, feed, trust=trust)
            for review in reviews:
                writer.store(review)
            added = writer.added
            if added.new or added.updated:
                self._file.changed()
        return added

    def remove(self, ids: Iterable[str] = (), publisher: str | None = None, feed: str | None = None) -> int:
        """Forget reviews: those with these ids, and those of a publisher, a feed, or both where both are named."""
        with self.writing():
            gone = 0
            for one in ids:
                gone += self._database.execute("DELETE FROM claim_review WHERE id = ?", (one,)).rowcount
            if publisher is not None or feed is not None:
                gone += self._database.execute(
                    "DELETE FROM claim_review WHERE (?1 IS NULL OR publisher = ?1) AND (?2 IS NULL OR feed = ?2)",
                    (publisher, feed),
                ).rowcount
            self._database.execute(
                "DELETE FROM publisher WHERE NOT EXISTS (SELECT 1 FROM claim_review AS r "
                "WHERE r.publisher = publisher.name AND r.feed = publisher.feed)"
            )
            if gone:
                self._file.changed()
        return gone

    def count(self, publisher: str | None, feed: str | None) -> int:
        """How many reviews are a publisher's, or a feed's, or both where both are named."""
        return self._file.number(
            "SELECT count(*) FROM claim_review WHERE (?1 IS NULL OR publisher = ?1) AND (?2 IS NULL OR feed = ?2)",
            (publisher, feed),
        )

    def trust(self, publisher: str, feed: str | None = None, *, trusted: bool = True) -> int:
        """Trust a publisher as the feeds known today bring it (or one of them), or no longer; the number of feeds."""
        with self.writing():
            return self._database.execute(
                "UPDATE publisher SET trusted = ?1 WHERE name = ?2 AND (?3 IS NULL OR feed = ?3)",
                (int(trusted), publisher, feed),
            ).rowcount

    # Reading

    def get(self, numbers: Sequence[int]) -> dict[int, Stored]:
        """The reviews with these numbers; what is gone is left out."""
        found: dict[int, Stored] = {}
        for start in range(0, len(numbers), BATCH):
            some = numbers[start : start + BATCH]
            places = ", ".join("?" * len(some))
            found |= {one.number: one for one in self._stored(f"WHERE r.number IN ({places})", [*some])}
        return found

    def by_id(self, review_id: str) -> Stored | None:
        """The review with this id."""
        return next(self._stored("WHERE r.id = ?", [review_id]), None)

    def newest(self, limit: int, publisher: str | None = None) -> list[Stored]:
        """Reviews, the last published first."""
        return list(
            self._stored(
                "WHERE (?1 IS NULL OR r.publisher = ?1) "
                "ORDER BY r.published IS NULL, r.published DESC, r.number LIMIT ?2",
                [publisher, limit],
            )
        )

    @property
    def cites(self) -> bool:
        """Whether any review cites any address."""
        return bool(self._file.number("SELECT EXISTS (SELECT 1 FROM cited)"))

    def citing(self, address: bytes) -> list[int]:
        """Numbers of the reviews that cite the address with this hash."""
        rows = self._database.execute("SELECT number FROM cited WHERE hash = ? ORDER BY number", (address,))
        return [number for (number,) in rows]

    def after(self, number: int) -> Iterator[tuple[int, str, str, str]]:
        """Number, title, claim and body of each review past ``number``, in that order."""
        rows = self._database.execute(
            "SELECT number, coalesce(title, ''), claim, coalesce(body, '') FROM claim_review WHERE number > ? "
            "ORDER BY number",
            (number,),
        )
        yield from rows

    def numbers(self) -> list[int]:
        """The number of every review, rising."""
        return [number for (number,) in self._database.execute("SELECT number FROM claim_review ORDER BY number")]

    def dates(self) -> dict[int, datetime.date]:
        """The day of publication of each review that has one, by number."""
        rows = self._database.execute("SELECT number, published FROM claim_review WHERE published IS NOT NULL")
        return {number: datetime.date.fromisoformat(published) for number, published in rows}

    def publishers(self) -> list[PublisherOfFeed]:
        """Every publisher as each feed brings it, those with most reviews first."""
        rows = self._database.execute(
            "SELECT p.name, p.feed, p.trusted, count(r.number) AS reviews "
            "FROM publisher AS p LEFT JOIN claim_review AS r "
            "ON r.publisher = p.name AND r.feed = p.feed GROUP BY p.name, p.feed ORDER BY reviews DESC, p.name, p.feed"
        )
        return [PublisherOfFeed(name, feed, bool(trusted), reviews) for name, feed, trusted, reviews in rows]

    def __iter__(self) -> Iterator[Stored]:
        """Every review, in the order of their numbers."""
        return self._stored("ORDER BY r.number", [])

    def _stored(self, condition: str, values: list[str | int | None]) -> Iterator[Stored]:
        columns = ", ".join(f"r.{name.strip()}" for name in COLUMNS.split(","))
        query = (
            f"SELECT {columns}, coalesce(p.trusted, 0) FROM claim_review AS r "  # noqa: S608 - no stranger's words in it
            f"LEFT JOIN publisher AS p ON p.name = r.publisher AND p.feed = r.feed {condition}"
        )
        with closing(self._database.cursor()) as cursor:
            for row in cursor.execute(query, values):
                yield _from_row(row)


def _from_row(row: tuple[object, ...]) -> Stored:
    number, review_id, claim, title, body, url, publisher = row[:7]
    rating, value, worst, best, published, lang, licence, feed, retrieved, trusted = row[7:]
    review = ClaimReview(
        id=str(review_id),
        claim=str(claim),
        url=str(url),
        publisher=str(publisher),
        rating=Rating(str(rating), _real(value), _real(worst), _real(best)),
        lang=str(lang),
        title=_text(title),
        body=_text(body),
        published=datetime.date.fromisoformat(str(published)) if published is not None else None,
        licence=_text(licence),
    )
    return Stored(int(str(number)), review, str(feed), str(retrieved), bool(trusted))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _real(value: object) -> float | None:
    return None if value is None else float(str(value))
