"""Stage 1: letter by letter, with digits, short names, slips, and other alphabets."""

from __future__ import annotations

import polars as pl
import pytest

from kiemtin.lookalikes.aliases import AliasIndex
from kiemtin.lookalikes.sieve import Sieve, slips
from kiemtin.organisations import bundled_register

SIEVE = Sieve(AliasIndex(bundled_register()))


def _through(*names: str) -> list[str]:
    given = pl.Series(names, dtype=pl.String)
    return given.filter(SIEVE.look(given).worth_looking).to_list()


@pytest.mark.parametrize(
    "name",
    [
        "vietcombank-vn.top",
        "xac-thuc.vietcombank.example.com",
        "viet-com-bank.com",
        "vietc0mbank.com",
        "techcornbank.com",
        "bankvietcornbank.top",
        "vietcombnak.com",
        "vietconbank-login.com",
        "garrena.vn",
        "gajrena.com",
        "mb247.top",
        "nhanquatiki.vip",
        "tiki.top",
        "xn--anything.com",
        "viẹtcombank.com",
    ],
)
def test_what_may_be_a_lookalike_comes_through(name: str) -> None:
    """Each kind of likeness."""
    assert [name] == _through(name)


@pytest.mark.parametrize("name", ["example.com", "cloud.example", "macbook.com", "weather-report.net", "shoppers.org"])
def test_what_merely_holds_common_letters_does_not(name: str) -> None:
    """Everyday words that a slip turns a name into, and short names inside longer words."""
    assert [] == _through(name)


def test_names_keep_their_places() -> None:
    """Among others, and in an empty column."""
    assert ["vietcombank-vn.top", "garrena.vn"] == _through("a.com", "vietcombank-vn.top", "b.com", "garrena.vn")
    assert [] == _through()


def test_a_slip_is_one_slip() -> None:
    """Lost, doubled, swapped, replaced, added: each once; a letter next to its like is not swapped."""
    found = set(slips("abba", every_letter=False))
    assert {"bba", "aabba", "baba", "abab", "sbba", "abbaa"} <= found
    assert "abba" not in found
    assert len(set(slips("abc", every_letter=True))) > len(set(slips("abc", every_letter=False)))
