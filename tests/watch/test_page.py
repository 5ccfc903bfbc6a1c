"""The summary page: what was found at a glance, safe whatever the names hold."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa
import pytest

from kiemtin.app import Kiemtin
from kiemtin.evidence.messages import LANGUAGES, Language
from kiemtin.lookalikes.columns import SCHEMA
from kiemtin.organisations import Register
from kiemtin.watch.beside import PIECE, pieces
from kiemtin.watch.feeds import Trouble
from kiemtin.watch.page import to_page
from kiemtin.watch.screen import Summary
from kiemtin.watch.tally import SHOWN, Tally


def _table(*rows: tuple[str, str, float], organisation: str = "tiki") -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "domain": domain,
                "verdict": verdict,
                "organisation": organisation,
                "technique": "combosquat",
                "score": score,
                "matched": "tiki",
                "official": "tiki.vn",
            }
            for domain, verdict, score in rows
        ],
        schema=SCHEMA,
    )


@pytest.fixture(scope="module")
def register() -> Register:
    return Kiemtin().register


def _page(tally: Tally, register: Register, language: Language = "en") -> str:
    summary = Summary(troubles=[Trouble(Path("feed.txt"), lines=3000)])
    return to_page(tally, summary, register, language)


def _text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


def test_imitations_are_shown_beside_the_official_name(register: Register) -> None:
    """The worst first; what only bears a name is not among them."""
    tally = Tally()
    tally.add(_table(("tiki-a.top", "impersonates", 0.5), ("review-tiki.com", "bears-name", 0.9)), "monday.txt", 5)
    tally.add(_table(("Tiki-B.vip.", "impersonates", 0.99)), "tuesday.txt", 5)
    page = _page(tally, register)
    assert page.index("tiki-b.vip") < page.index("tiki-a.top")
    assert "The organisation’s own: tiki.vn" in page
    assert "Tiki-B.vip." in page, "exactly as it was read, where that differs"
    assert "monday.txt" in page
    assert "3,000 lines" in page
    assert "review-tiki" not in page


def test_letters_that_differ_are_marked() -> None:
    """In pieces that give back both names; a letter more has nothing beneath it."""
    found = pieces({"domain": "TIKl-vn.top", "official": "tiki.vn"})
    assert "tikl-vn.top" == "".join(piece.forged for piece in found)
    assert "tiki.vn" == "".join(piece.official for piece in found)
    assert "tik" == found[0].forged == found[0].official
    assert not found[1].same


def test_no_piece_is_wider_than_a_phone() -> None:
    """However many letters are the same, added, or written out because they cannot be seen."""
    for domain in (
        "vietcombank-xacthuc-thongtin-khachhang.top",
        "viet" + "\u200b" * 9 + "combank.com.vn",
        "vietcombank.top",
    ):
        row = {"domain": domain, "official": "vietcombank.com.vn"}
        found = pieces(row)
        assert found
        assert all(len(one.forged) <= PIECE and len(one.official) <= PIECE for one in found)
        assert "vietcombank.com.vn" == "".join(one.official for one in found)


def test_names_with_little_in_common_are_not_set_side_by_side(register: Register) -> None:
    """What recalls the organisation is marked instead, as for a game of Garena's."""
    row = {"domain": "sukientrianfreefirevietnam.club", "official": "garena.vn", "matched": "freefire"}
    assert [] == pieces(row)
    full = {**row, "verdict": "impersonates", "organisation": "garena", "technique": "combosquat", "score": 0.9}
    tally = Tally()
    tally.add(pa.Table.from_pylist([full], schema=SCHEMA), "feed.txt", 1)
    assert "sukientrian<mark>freefire</mark>vietnam.club" in _page(tally, register)


def test_a_name_in_other_letters_is_shown_as_a_browser_shows_it(register: Register) -> None:
    """And as it was read beneath."""
    tally = Tally()
    tally.add(_table(("xn--tii-ded.vn", "impersonates", 0.9)), "feed.txt", 1)
    page = _page(tally, register)
    assert "Found: ti" in page
    assert "Found: xn--" not in page
    assert "xn--tii-ded.vn" in page


def test_nothing_in_a_name_is_markup_or_a_link(register: Register) -> None:
    """A name may hold anything; the page asks for nothing and runs nothing."""
    tally = Tally()
    names = ("<script>tiki.com", "tiki\u202e.com", "ti<b>ki.vn")
    tally.add(_table(*((name, "impersonates", 0.9) for name in names)), "<s>.txt", 3)
    tally.add(_table(), "<s>2.txt", 3)
    page = _page(tally, register)
    assert "<script" not in page
    assert "<s>" not in page
    assert "ti<b>ki" not in page
    assert "\u202e" not in page
    assert "href" not in page
    assert "default-src 'none'" in page


def test_the_page_stays_small(register: Register) -> None:
    """With 100,000 names it says how many are shown, of how many, and where the rest is."""
    rows = _table(*((f"tiki{n:05}.top", "impersonates", n / 100_000) for n in range(50_000)))
    tally = Tally()
    tally.add(rows, "feed.txt", 60_000)
    for count in range(100):
        some = _table(*((f"tiki-{count}-{n}.top", "impersonates", 0.9) for n in range(500)), organisation=f"o{count}")
        tally.add(some, "more.txt", 500)
    page = to_page(tally, Summary(), register, "vi", Path("out.csv"))
    assert len(page) < 500_000
    assert f"Hiện {SHOWN} trong 100.000 tên." in page
    assert "nằm trong tệp out.csv" in page
    assert "hãy chạy lại với --output" in _page(tally, register, "vi")


def test_days_are_drawn_in_order_with_those_without_a_feed(register: Register) -> None:
    """Without a script, with words and a table for whoever cannot see the drawing; files without a day come after."""
    tally = Tally()
    tally.add(_table(("tiki-a.top", "impersonates", 0.9)), "nrd_20261105.csv", 2_000)
    tally.add(_table(("tiki-b.top", "impersonates", 0.9)), "new-2026-11-01.txt.gz", 1_000)
    tally.add(_table(), "2026-11-02.txt", 1_234_567)
    tally.add(_table(("tiki-c.top", "impersonates", 0.9)), "list.txt", 10)
    page = _page(tally, register, "vi")
    text = _text(page)
    days = ["01/11/2026 1.000 1 100", "02/11/2026 1.234.567 0 0", "03/11/2026 không có tệp", "05/11/2026 2.000 1 50"]
    places = [text.index(day) for day in [*days, "list.txt 10 1 10.000"]]
    assert sorted(places) == places
    assert 2 == page.count("<path"), "one stretch of days without a feed in each of two drawings"
    assert "Từ 01/11/2026 đến 05/11/2026. Cao nhất là 100, vào 01/11/2026." in page
    assert 2 == page.count('role="img"')


def test_one_day_is_not_drawn(register: Register) -> None:
    """There is nothing to compare it with."""
    tally = Tally()
    tally.add(_table(("tiki-a.top", "impersonates", 0.9)), "2026-11-01.txt", 10)
    assert 'role="img"' not in _page(tally, register)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_run_that_found_nothing_has_a_page_too(language: Language, register: Register) -> None:
    """In both languages, however little was read."""
    for read, feeds in ((0, ()), (0, ("a.txt",)), (5, ("2026-11-01.txt", "2026-11-02.txt"))):
        tally = Tally()
        for feed in feeds:
            tally.add(_table(), feed, read)
        page = to_page(tally, Summary(), register, language)
        assert f'<html lang="{language}">' in page
        assert "<ol" not in page


def test_a_name_that_is_not_in_the_register_as_confirmed_is_not_called_official(register: Register) -> None:
    """It is said that it is probable."""
    one = next(one for one in register if one.main_domain and not one.main_domain.confirmed)
    tally = Tally()
    tally.add(_table(("tiki-a.top", "impersonates", 0.9), organisation=one.id), "feed.txt", 1)
    assert "Probably, unconfirmed: " in _page(tally, register)
