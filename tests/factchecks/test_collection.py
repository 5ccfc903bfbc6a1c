"""The collection: whole or not at all, never from less trusted hands, and nothing of people."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiemtin.errors import OutOfReach, Refused
from kiemtin.factchecks.collection import Collection
from kiemtin.factchecks.values import ClaimReview, Rating
from kiemtin.factchecks.writing import Added
from kiemtin.storage import FILE
from tests.factchecks.reviews import FEED, OTHER_FEED, all_reviews, review


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    """An empty collection on disk."""
    with Collection(tmp_path / "bộ sưu tập") as opened:
        yield opened


def test_what_is_stored_comes_back_as_it_was(collection: Collection) -> None:
    """Every field of a review survives, but for the hashes of what it cites, which are only ever asked for."""
    full = review(
        title="Sự thật về nước chanh",
        body="Không có nghiên cứu nào.",
        published=datetime.date(2025, 3, 1),
        rating=Rating("Sai", 1, 1, 5),
        licence="CC BY 4.0",
        cited=(b"0123456789abcdef",),
    )
    collection.add([full], FEED)
    stored = collection.by_id(full.id)
    assert stored is not None
    assert replace(full, cited=()) == stored.review
    assert ("mau.jsonl", "2026-11-22T08:00:00+00:00", False) == (stored.feed, stored.retrieved, stored.trusted)
    assert [stored.number] == collection.citing(b"0123456789abcdef")


def test_the_same_source_twice_changes_nothing(collection: Collection) -> None:
    """Importing again is idempotent, and does not make the index stale."""
    assert Added(new=12) == collection.add(all_reviews(), FEED)
    changes = collection.changes
    assert Added(unchanged=12) == collection.add(all_reviews(), FEED)
    assert (12, changes) == (len(collection), changes)


def test_a_changed_review_replaces_the_old_one(collection: Collection) -> None:
    """A correction by the publisher arrives with the next import, under a new number."""
    collection.add([review(0), review(1)], FEED)
    before = collection.by_id("mau-0")
    assert Added(updated=1, unchanged=1) == collection.add([review(0, rating=Rating("Đúng")), review(1)], FEED)
    after = collection.by_id("mau-0")
    assert before is not None
    assert after is not None
    assert "Đúng" == after.review.rating.text
    assert after.number > before.number
    assert 2 == len(collection)


def test_a_source_that_breaks_off_leaves_all_as_it_was(collection: Collection) -> None:
    """What raises while a source is read takes back everything that the source brought."""
    collection.add([review(0)], FEED)
    changes = collection.changes

    def broken() -> Iterator[ClaimReview]:
        yield review(1)
        yield review(0, rating=Rating("Đúng"))
        raise Refused("refused.impossible-dates", size=1, count=1)

    with pytest.raises(Refused):
        collection.add(broken(), OTHER_FEED)
    stored = collection.by_id("mau-0")
    assert stored is not None
    assert ("Sai", 1, changes) == (stored.review.rating.text, len(collection), collection.changes)
    assert ["mau.jsonl"] == [one.feed for one in collection.publishers()]


def test_an_untrusted_feed_cannot_speak_over_a_trusted_one(collection: Collection) -> None:
    """A stranger's file with a trusted publisher's ids and name changes nothing of what the trusted feed said."""
    collection.add([review(0)], FEED, trust=True)
    assert Added(held_back=1) == collection.add([review(0, rating=Rating("Đúng"))], OTHER_FEED)
    stored = collection.by_id("mau-0")
    assert stored is not None
    assert ("Sai", True) == (stored.review.rating.text, stored.trusted)


def test_a_publisher_is_trusted_only_as_a_feed_brings_it(collection: Collection) -> None:
    """Who trusts a publisher does not trust every file that uses its name."""
    collection.add([review(0)], FEED)
    assert 1 == collection.trust("Kiểm Chứng Mẫu")
    collection.add([review(1)], OTHER_FEED)
    trusted = {one.review.id: one.trusted for one in collection}
    assert {"mau-0": True, "mau-1": False} == trusted
    assert 1 == collection.trust("Kiểm Chứng Mẫu", "khac.jsonl")
    assert 2 == collection.trust("Kiểm Chứng Mẫu", trusted=False)
    assert [False, False] == [one.trusted for one in collection]


def test_ratings_of_different_publishers_stay_apart(collection: Collection) -> None:
    """Two publishers on one claim are two reviews, each with its own words."""
    collection.add([review(0), review(1, claim=review(0).claim, publisher="Báo Ví Dụ", rating=Rating("Đúng"))], FEED)
    assert {"Sai", "Đúng"} == {one.review.rating.text for one in collection}


def test_reviews_are_removed_by_id_publisher_or_feed(collection: Collection) -> None:
    """What is removed is gone with what it cited, and so is a publisher without reviews."""
    collection.add([review(0, cited=(b"x" * 16,)), review(1, publisher="Báo Ví Dụ")], FEED)
    collection.add([review(2)], OTHER_FEED)
    assert 1 == collection.remove(["mau-0", "không có"])
    assert [] == collection.citing(b"x" * 16)
    assert 1 == collection.remove(publisher="Báo Ví Dụ", feed="mau.jsonl")
    assert ["khac.jsonl"] == [one.feed for one in collection.publishers()]
    assert 1 == collection.count(None, "khac.jsonl") == collection.remove(feed="khac.jsonl")
    assert 0 == len(collection)


def test_the_newest_come_first_and_those_without_a_day_last(collection: Collection) -> None:
    """Lists are in the order in which people look for news."""
    days = {0: datetime.date(2024, 1, 1), 1: None, 2: datetime.date(2025, 1, 1)}
    collection.add([review(number, published=day) for number, day in days.items()], FEED)
    assert ["mau-2", "mau-0", "mau-1"] == [one.review.id for one in collection.newest(5)]
    assert ["mau-2"] == [one.review.id for one in collection.newest(1, "Kiểm Chứng Mẫu")]


def test_the_tables_have_no_room_for_people(collection: Collection) -> None:
    """No column names who wrote, shared or was meant by a claim, and an address that was cited is not kept."""
    collection.add([review(0, cited=(b"y" * 16,))], FEED)
    collection.close()
    database = sqlite3.connect(collection.folder / FILE)
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    columns = {row[1] for table in tables for row in database.execute(f"PRAGMA table_info({table})")}
    database.close()
    people = {"author", "account", "handle", "follower", "stance", "sentiment", "appearance", "sharer", "user"}
    assert {"cited", "claim_review"} <= set(tables)
    assert set() == columns & people


@pytest.mark.parametrize("content", [b"not a database, but long enough to be read as one" * 40, b""])
def test_a_file_that_is_something_else_is_refused(tmp_path: Path, content: bytes) -> None:
    """Another program's file is named and left alone; an empty one becomes a collection."""
    tmp_path.joinpath(FILE).write_bytes(content)
    if not content:
        Collection(tmp_path).close()
        return
    with pytest.raises(Refused, match="not-a-collection"):
        Collection(tmp_path)
    assert content == tmp_path.joinpath(FILE).read_bytes()


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    """Tables are not made beside a stranger's."""
    database = sqlite3.connect(tmp_path / FILE)
    database.execute("CREATE TABLE theirs (a)")
    database.close()
    with pytest.raises(Refused, match="not-a-collection"):
        Collection(tmp_path)


def test_a_collection_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    """What a newer Kiểm Tin wrote is not guessed at."""
    Collection(tmp_path).close()
    database = sqlite3.connect(tmp_path / FILE)
    database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(Refused, match="newer-collection"):
        Collection(tmp_path)


def test_a_folder_that_is_not_there_is_out_of_reach_unless_it_may_be_made(tmp_path: Path) -> None:
    """Reading makes no folders; a file where the folder should be is named."""
    with pytest.raises(OutOfReach, match=r"missing\.collection"):
        Collection(tmp_path / "none", create=False)
    assert not (tmp_path / "none").exists()
    tmp_path.joinpath("file").write_text("x")
    with pytest.raises(OutOfReach, match=r"missing\.collection"):
        Collection(tmp_path / "file")


def test_two_processes_may_open_a_new_collection_at_once(tmp_path: Path) -> None:
    """Whoever comes second finds the tables of the first."""
    with Collection(tmp_path) as first, Collection(tmp_path) as second:
        first.add([review(0)], FEED)
        second.add([review(1)], OTHER_FEED)
        assert 2 == len(first) == len(second)
