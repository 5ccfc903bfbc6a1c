"""Tables of names: the columns of the contract, and the same words as of one name alone."""

from __future__ import annotations

import polars as pl
import pyarrow as pa
import pytest

from kiemtin.lookalikes import Matcher
from kiemtin.lookalikes.columns import SCHEMA, OneByOne, column_of
from kiemtin.organisations import bundled_register
from tests.shared_data import shared_data

NAMES = [
    "Vietcombank-VN.top",
    "vietcombank.com.vn",
    "mail.vietcombank.com.vn.",
    "b1dv-xacthuc.com",
    "vietcombnak.com",
    "vay-mb247.top",
    "vietcombank-luadao.com",
    "example.com",
    "xn--80ak6aa92e.com",
]


def _matched(matcher: Matcher, names: list[str | None]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = matcher.match_table(pa.table({"domain": pa.array(names, pa.string())})).to_pylist()
    return rows


def test_a_table_of_names_gives_a_table_of_likenesses(matcher: Matcher) -> None:
    """The columns of the contract, names as they were given, in their order; a null is no name."""
    table = matcher.match_table(pa.table({"domain": [*NAMES, None]}))
    assert SCHEMA == table.schema
    verdicts = {row["domain"]: row["verdict"] for row in table.to_pylist()}
    assert verdicts["Vietcombank-VN.top"] == "impersonates"
    assert verdicts["mail.vietcombank.com.vn."] == "official"
    assert verdicts["vietcombank-luadao.com"] == "bears-name"
    assert "example.com" not in verdicts
    assert [name for name in NAMES if name in verdicts] == table["domain"].to_pylist()


def test_a_table_says_of_a_name_what_is_said_of_it_alone(matcher: Matcher) -> None:
    """One engine for one and for millions."""
    for row in _matched(matcher, list(NAMES)):
        match = matcher.match(str(row["domain"]))
        if match is not None:
            assert (match.verdict, match.organisation, match.score) == (
                row["verdict"],
                row["organisation"],
                row["score"],
            )


def test_official_names_have_no_technique_and_no_score(matcher: Matcher) -> None:
    """Nothing imitates there."""
    (row,) = _matched(matcher, ["vietcombank.com.vn"])
    assert (None, 0.0, "vietcombank") == (row["technique"], row["score"], row["organisation"])


def test_the_column_of_names_is_found() -> None:
    """``domain``, or the first of text; a table without any is refused."""
    assert "domain" == column_of(pa.table({"a": ["x"], "domain": ["y"]}))
    assert "name" == column_of(pa.table({"count": [1], "name": ["y"]}))
    with pytest.raises(ValueError, match="no column of text"):
        column_of(pa.table({"count": [1]}))


def test_empty_tables_give_empty_tables(matcher: Matcher) -> None:
    """Without a row, and without a likeness."""
    assert [] == _matched(matcher, [])
    assert [] == _matched(matcher, ["example.com", "xn--", "", ".", "-", "\u0000"])


def test_only_some_organisations_may_be_looked_for() -> None:
    """The whole register still says whose a name is."""
    only = Matcher(bundled_register(), only=["bidv"])
    rows = _matched(only, ["bidv-vn.top", "vietcombank-vn.top", "bidv.vietcombank.com.vn", "bidv.com.vn"])
    assert ["bidv-vn.top", "bidv.com.vn"] == [row["domain"] for row in rows]


def test_an_empty_register_finds_nothing() -> None:
    """And raises nothing."""
    assert [] == _matched(Matcher(bundled_register(), only=[]), list(NAMES))


def test_stage_one_stops_nearly_all_popular_names(matcher: Matcher) -> None:
    """A few in a hundred are looked at; official names are never said to imitate."""
    names = pl.read_csv(shared_data("links/popular_dev.tsv.gz"), separator="\t")["domain"].sample(50_000, seed=7)
    assert len(_matched(matcher, names.to_list())) / len(names) < 0.04
    officials = pl.read_csv(shared_data("links/officials.tsv"), separator="\t")["domain"].to_list()
    below = [f"dang-nhap.{name}" for name in officials]
    assert [] == [row for row in _matched(matcher, [*officials, *below]) if row["verdict"] == "impersonates"]


def test_without_a_compiler_the_rows_are_the_same(matcher: Matcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Numba has no wheel, names are matched one by one."""
    plain = Matcher(bundled_register())
    monkeypatch.setattr("kiemtin.lookalikes.matcher.find_spec", lambda _: None)
    assert _matched(matcher, list(NAMES)) == _matched(plain, list(NAMES))
    assert isinstance(plain.tables, OneByOne)
