"""Tables of fact-checks."""

from __future__ import annotations

import pytest

from kiemtin.errors import Refused
from kiemtin.factchecks.addresses import address_hash
from kiemtin.factchecks.reading.limits import MAX_CELL
from kiemtin.factchecks.values import Rating
from tests.factchecks.reading.reading import CLAIM, messages, one, read, reviews

ROW = f"mau-1,{CLAIM},Không có căn cứ,Báo Mẫu,https://kiem-chung.example/1,06/03/2021"
TABLE = f"id,claim,rating,publisher,url,published\n{ROW}\n"


@pytest.mark.parametrize(
    "table",
    [
        *(
            TABLE,
            TABLE.replace(",", ";"),
            TABLE.replace(",", "\t"),
            "\ufeff" + TABLE,
            TABLE.replace("\n", "\r\n") + "\r\n",
        ),
        TABLE.replace("id,claim", "ID, ClaimReviewed").replace("rating", "Verdict"),
        TABLE.replace(CLAIM, f'"{CLAIM}"').rstrip(),
    ],
)
def test_tables_of_every_shape(table: str) -> None:
    """Commas, semicolons, tabs, marks, headings in other words."""
    review = one(table)
    assert ("mau-1", CLAIM, "Báo Mẫu", "2021-03-06") == (
        review.id,
        review.claim,
        review.publisher,
        str(review.published),
    )


def test_a_table_in_utf_16() -> None:
    """As spreadsheets write "Unicode text"."""
    assert CLAIM == one(TABLE.replace(",", "\t").encode("utf-16"), kind="csv").claim


def test_columns_as_the_operator_names_them() -> None:
    """Their headings, whatever they are; numbers keep their scale and addresses become hashes."""
    table = "Phát biểu|Điểm|Thấp|Cao|Nơi gặp\n" + CLAIM + "|1,5|1|5|https://mang-xa-hoi.example/1 khong\n"
    named = {"claim": "phát biểu", "value": "Điểm", "worst": "Thấp", "best": "Cao", "cited": "Nơi gặp"}
    review = one(table, columns=named, publisher="Báo Mẫu")
    assert Rating("1,5", 1.5, 1.0, 5.0) == review.rating
    assert (address_hash("https://mang-xa-hoi.example/1"),) == review.cited


def test_columns_that_are_not_there() -> None:
    """The message names those that are."""
    with pytest.raises(Refused, match=r"refused\.no-such-column.*id, claim"):
        read(TABLE, columns={"rating": "diem"})
    with pytest.raises(Refused, match=r"refused\.no-claim-column"):
        read("a,b\n1,2\n", kind="csv")


def test_a_bad_row_loses_only_itself() -> None:
    """Rows that are short, and a quotation mark that swallows more than a cell may hold."""
    swallowing = 'x,"' + "a\n" * (MAX_CELL // 2 + 1)
    found = read(TABLE + "chi-co-id\n" + swallowing + ROW + "\n")
    assert [CLAIM] * 2 == [entry.claim for entry in reviews(found)]
    assert "factchecks.no-claim" == messages(found)[0]
    assert "factchecks.not-a-row" in messages(found)
    assert "-:3" == found[1].where
