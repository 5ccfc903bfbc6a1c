"""Looking organisations up by what somebody knows of them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.organisations import bundled_register
from kiemtin.organisations.search import Fit, near_ids, search
from kiemtin.organisations.values import Alias, Fact, Organisation, Register, Sector, Strength

MAU = Organisation(
    "ngan-hang-mau",
    "Ngân hàng Thương mại Mẫu",
    "Sample Bank",
    "Mẫu Bank",
    Sector.BANK,
    domains=(Fact("nganhangmau.vn"),),
    hotlines=(Fact("19001234", "2026-11-22"), Fact("19009999")),
    aliases=(Alias("maubank"), Alias("nhm", Strength.WEAK)),
)
KHAC = Organisation("maubank-ao", "Công ty Khác", "Other", "Khác", Sector.OTHER, domains=(Fact("khac.vn"),))
REGISTER = Register((KHAC, MAU), "2026-11-22")


@pytest.mark.parametrize(
    ("query", "fit"),
    [
        ("ngan-hang-mau", Fit.ID),
        ("ngan hang mau", Fit.ID),
        ("  MẪU BANK ", Fit.EXACT),
        ("mau bank", Fit.EXACT),
        ("NHM", Fit.EXACT),
        ("1900 1234", Fit.EXACT),
        ("https://the.nganhangmau.vn/x?y", Fit.OWN_ADDRESS),
        ("nganhangmau.vn", Fit.OWN_ADDRESS),
        ("ngan hang m", Fit.START),
        ("thuong mai ngân hàng", Fit.WORDS),
        ("hàng thương", Fit.WORDS),
        ("ganhangma", Fit.INSIDE),
        ("nganhangmua", Fit.ALIKE),
    ],
)
def test_what_fits_comes_with_how_it_fits(query: str, fit: Fit) -> None:
    """Every way to know the organisation finds it, first of all, with or without diacritics."""
    first = search(REGISTER, query)[0]

    assert ("ngan-hang-mau", fit) == (first.organisation.id, first.fit)


@pytest.mark.parametrize("query", ["19009999", "", "   ", "…", "🙂", "zzzz"])
def test_what_fits_nothing_finds_nothing(query: str) -> None:
    """Emptiness, strangers and the digits of an unconfirmed number find nobody."""
    assert () == search(REGISTER, query)


def test_an_exact_fit_comes_before_a_longer_name() -> None:
    """``maubank`` is one organisation's alias and the beginning of another's id."""
    assert ["ngan-hang-mau", "maubank-ao"] == [hit.organisation.id for hit in search(REGISTER, "maubank")]


def test_organisations_are_found_by_their_ids() -> None:
    """In the bundled register an id finds its organisation first (every seventh, for time)."""
    register = bundled_register()
    some = [one.id for one in register][::7]

    assert some == [search(register, one)[0].organisation.id for one in some]


def test_near_ids_are_few() -> None:
    """A mistyped id is answered with at most three."""
    assert "vietcombank" in near_ids(bundled_register(), "vietcombnk")
    assert 3 >= len(near_ids(bundled_register(), "bank"))


@given(st.text(max_size=300))
def test_any_text_may_be_asked(query: str) -> None:
    """No query raises, and the best fit comes first."""
    fits = [hit.fit for hit in search(REGISTER, query)]

    assert sorted(fits) == fits


def test_a_huge_query_is_cut() -> None:
    """A megabyte costs no more than a line."""
    started = time.process_time()
    search(bundled_register(), "a" * 1_000_000)

    assert 1 > time.process_time() - started
