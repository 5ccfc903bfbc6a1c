"""Days: read from the names of files, and from nothing else."""

from __future__ import annotations

import datetime

import pytest

from kiemtin.watch.days import MAX_DAYS, Count, by_day, date_in

DAY = datetime.date(2026, 11, 22)


@pytest.mark.parametrize(
    "name",
    [
        "newdomains-2026-11-22.txt.gz",
        "nrd_20261122.csv",
        "2026-11-22",
        "ct.2026-11-22T0300.jsonl",
        "20261122-20261122.txt",
    ],
)
def test_a_day_is_read_in_both_spellings(name: str) -> None:
    """Wherever in the name it stands."""
    assert DAY == date_in(name)


@pytest.mark.parametrize(
    "name",
    [
        "feed.txt",
        "2026-13-01.txt",
        "2026-02-30.txt",
        "20260230.csv",
        "2026-1122.txt",
        "202611-22.txt",
        "2026_11_22.txt",
        "22-11-2026.txt",
        "2026-11.txt",
        "120261122.txt",
        "202611221.txt",
        "16000101.txt",
        "98765432.txt",
        "2026-11-01_2026-11-30.txt",
        "２０２６-11-22.txt",
    ],
)
def test_what_is_no_day_or_not_one_day_is_not_guessed(name: str) -> None:
    """Other numbers, days that do not exist, other orders, and spans."""
    assert date_in(name) is None


def test_every_day_has_its_place() -> None:
    """In order, with the feeds of one day added up and days without a feed among them."""
    days = by_day([(DAY, Count(10, 1)), (DAY - datetime.timedelta(2), Count(5, 0)), (DAY, Count(30, 1))])
    assert [Count(5, 0), None, Count(40, 2)] == [day.count for day in days]
    assert DAY == days[-1].date
    assert 5000 == Count(40, 2).share


def test_only_the_latest_days_are_kept() -> None:
    """However far apart the files are."""
    days = by_day([(DAY, Count(1, 0)), (DAY - datetime.timedelta(5000), Count(1, 0))])
    assert MAX_DAYS == len(days)
    assert DAY == days[-1].date
    assert [] == by_day([])
