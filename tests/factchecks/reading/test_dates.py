"""Days as publishers write them, in their own time zone."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.factchecks.reading.dates import Day, read_day
from kiemtin.factchecks.values import EARLIEST
from tests.factchecks.reading.reading import TODAY

MARCH = datetime.date(2021, 3, 6)


@pytest.mark.parametrize(
    "written",
    [
        *("2021-03-06", "2021-3-6", "2021/03/06", "20210306", " 2021-03-06 ", "2021-03-06T23:59:59-08:00"),
        *("2021-03-06T00:00:00+07:00", "2021-03-06 10:00:00", "2021-03-06T10:00:00.123Z", "06/03/2021", "6.3.2021"),
        *("March 6, 2021", "Mar 6th, 2021", "Saturday, March 6, 2021 10:00 AM", "6 March 2021", "6th of March 2021"),
        *("Sat, 06 Mar 2021 10:00:00 +0700", "06-Mar-2021", "6 tháng 3, 2021", "ngày 6 tháng 3 năm 2021"),
        *("Thứ Bảy, ngày 6 tháng 3 năm 2021", "1615003200", "1615003200000", 1615003200, 1615003200.5, 1615003200000),
        20210306,
    ],
)
def test_the_same_day_in_many_forms(written: object) -> None:
    """Numbers are a day, seconds or milliseconds; months have names in English and numbers in Vietnamese."""
    assert Day(MARCH) == read_day(written, TODAY)


def test_the_day_comes_before_the_month_unless_it_cannot() -> None:
    """As everywhere but in one country, whose dates are read where they can only be its own."""
    assert Day(datetime.date(2015, 5, 26)) == read_day("26/05/2015", TODAY) == read_day("05/26/2015", TODAY)


@pytest.mark.parametrize("written", ["2021-13-45", "0001-01-01", "2021-02-30", "1989-12-31", "9" * 10, -1_000_000_000])
def test_a_day_that_cannot_be(written: object) -> None:
    """No calendar has it, or no web had it."""
    assert Day(trouble="impossible") == read_day(written, TODAY)


@pytest.mark.parametrize("written", ["hôm qua", "2021", "March", "-", {"a": 1}, ["x"], "2021-03", "\ud800"])
def test_what_is_no_day(written: object) -> None:
    """It is told apart from a day that cannot be."""
    assert Day(trouble="unreadable") == read_day(written, TODAY)


@pytest.mark.parametrize("written", [None, "", "  ", True])
def test_no_day_at_all(written: object) -> None:
    """Nothing was said, so nothing is wrong."""
    assert Day() == read_day(written, TODAY)


def test_the_first_and_the_last_day() -> None:
    """The limits themselves, and one day beyond."""
    tomorrow = TODAY + datetime.timedelta(days=1)
    assert [Day(EARLIEST), Day(tomorrow)] == [read_day(day.isoformat(), TODAY) for day in (EARLIEST, tomorrow)]
    beyond = (EARLIEST - datetime.timedelta(days=1), tomorrow + datetime.timedelta(days=1))
    assert {"impossible"} == {read_day(day.isoformat(), TODAY).trouble for day in beyond}


@given(st.text() | st.integers() | st.floats() | st.from_regex(r"\A[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,5}.{0,9}\Z"))
def test_no_date_raises(written: object) -> None:
    """Whatever is written gives a day or a reason."""
    day = read_day(written, TODAY)
    assert day.day is None or EARLIEST <= day.day <= TODAY + datetime.timedelta(days=1)
