"""The day a message gives as its own."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.factchecks.dates import quoted_day


@pytest.mark.parametrize(
    "text",
    [
        "Footage — Center (@Center) January 4, 2020",
        "posted on 4 January 2020 by a friend",
        "posted 4 Jan 2020",
        "Jan. 4, 2020",
        "tin ngày 4/1/2020 nhé",
        "tin ngày 04-01-2020",
        "tin ngày 4.1.2020.",
        "2020-01-04: tin mới",
        "Hà Nội, ngày 4 tháng 1 năm 2020",
        "ha noi, ngay 04 thang 01 nam 2020",
        "từ 3/1/2020 đến 4/1/2020",
    ],
)
def test_a_whole_date_is_read_however_it_is_written(text: str) -> None:
    """Names of months, figures, and words lead to one day; of several dates the last counts."""
    assert datetime.date(2020, 1, 4) == quoted_day(text)


@pytest.mark.parametrize(
    "text", ["", "31/2/2020", "13/13/2020", "4/1", "năm 2020", "1/2/3/2020", "10.1.2.2020", "May 2020"]
)
def test_what_is_no_whole_date_gives_no_day(text: str) -> None:
    """A date that cannot be, a part of one, and a number that looks like one are left alone."""
    assert quoted_day(text) is None


@given(st.text(alphabet="0123456789/.- Janury,ngàthám", max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    """Whatever stands there, a day or nothing comes out."""
    assert isinstance(quoted_day(text), datetime.date | None)
