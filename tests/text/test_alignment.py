"""Two names side by side."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.text.alignment import CHANGED, GAP, LOOKS_LIKE, MAX_ALIGNED, OPEN, TWO_READ_AS_ONE, Aligned, align

names = st.text("abmnrv1l.-", max_size=12)


def rows(forged: str, official: str) -> tuple[str, str]:
    """The alignment as two rows; ``·`` where a name has nothing, ``|`` between columns wider than one letter."""
    columns = align(forged, official)
    return "".join(c.forged or "·" for c in columns), "".join(c.official or "·" for c in columns)


@pytest.mark.parametrize(
    ("forged", "official", "expected"),
    [
        ("mau-bank.vn", "mau-bank.vn", ("mau-bank.vn", "mau-bank.vn")),
        ("nganhangd.cfd", "nganhang.com.vn", ("nganhangd.cfd···", "nganhang·.com.vn")),
        ("maubank.vn-pl.top", "maubank.com.vn", ("maubank····.vn-pl.top", "maubank.com.vn·······")),
        ("shb.com.vn-kps.top", "shb.com.vn", ("shb.com.vn-kps.top", "shb.com.vn········")),
        ("svip-acb.com", "acb.com.vn", ("svip-acb.com···", "·····acb.com.vn")),
        ("cho-tuyendung24h.com", "cho.vn", ("cho-tuyendung24h.com", "cho.vn··············")),
        ("", "a.vn", ("····", "a.vn")),
        ("", "", ("", "")),
    ],
)
def test_matching_runs_stay_together(forged: str, official: str, expected: tuple[str, str]) -> None:
    """What was added or changed stands in one stretch, not scattered between chance matches."""
    assert expected == rows(forged, official)


@pytest.mark.parametrize(("two", "one"), TWO_READ_AS_ONE.items())
def test_two_letters_that_read_as_one_share_a_column(two: str, one: str) -> None:
    """``rn`` faces ``m`` in one column, whichever of the two names has it."""
    assert Aligned(two, one) in align(f"xx{two}xx", f"xx{one}xx")
    assert Aligned(one, two) in align(f"xx{one}xx", f"xx{two}xx")


@pytest.mark.parametrize("other", ["vìetbank", "viеtbank", "v1etbank", "vietbanḳ"])
def test_letters_that_look_alike_face_each_other(other: str) -> None:
    """A letter with another mark, from another script, or like a digit faces the one it imitates."""
    differing = [column for column in align(other, "vietbank") if not column.same]
    assert [(1, 1)] == [(len(column.forged), len(column.official)) for column in differing]


@given(st.text(max_size=30), st.text(max_size=30))
def test_columns_give_back_both_names(forged: str, official: str) -> None:
    """Nothing is lost or invented, and no column is empty on both sides."""
    columns = align(forged, official)
    assert (forged, official) == ("".join(c.forged for c in columns), "".join(c.official for c in columns))
    assert all(column.forged or column.official for column in columns)


@given(names, names)
def test_no_alignment_is_cheaper(forged: str, official: str) -> None:
    """The price of the columns is the least there is, found by trying all."""
    assert cheapest(forged, official) == price(align(forged, official))


def price(columns: tuple[Aligned, ...]) -> int:
    """What an alignment costs: each difference, and each run of them."""
    starts = [not c.same and (index == 0 or columns[index - 1].same) for index, c in enumerate(columns)]
    return OPEN * sum(starts) + sum(column_price(c.forged, c.official) for c in columns)


def column_price(forged: str, official: str) -> int:
    """What one column costs."""
    if forged == official:
        return 0
    if not forged or not official:
        return GAP
    alike = len(forged) != len(official) or {forged, official} in ({"1", "l"}, {"1", "i"}, {"l", "i"})
    return LOOKS_LIKE if alike else CHANGED


def cheapest(forged: str, official: str) -> int:
    """The least price of any alignment, by trying every first column."""

    @cache
    def rest(row: int, column: int, in_run: bool) -> int:
        if row == len(forged) and column == len(official):
            return 0
        prices = []
        for used, facing in ((1, 1), (1, 0), (0, 1), (2, 1), (1, 2)):
            mine, theirs = forged[row : row + used], official[column : column + facing]
            if (len(mine), len(theirs)) != (used, facing):
                continue
            if used + facing == 3 and TWO_READ_AS_ONE.get(max(mine, theirs, key=len)) != min(mine, theirs, key=len):
                continue
            same = mine == theirs
            cost = column_price(mine, theirs) + (0 if same or in_run else OPEN)
            prices.append(cost + rest(row + used, column + facing, not same))
        return min(prices)

    return rest(0, 0, False)


def test_names_are_cut_at_the_limit() -> None:
    """At the limit a name is whole; one letter beyond it is cut."""
    assert MAX_ALIGNED == len(align("a" * MAX_ALIGNED, "a" * MAX_ALIGNED))
    assert MAX_ALIGNED == len(align("a" * (MAX_ALIGNED + 1), "a" * (MAX_ALIGNED + 1)))
