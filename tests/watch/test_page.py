"""The summary page: what was found at a glance, safe whatever the names hold."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from kiemtin.evidence.messages import LANGUAGES
from kiemtin.lookalikes.table import SCHEMA
from kiemtin.watch.feeds import Trouble
from kiemtin.watch.page import SHOWN, Tally, to_page
from kiemtin.watch.screen import Summary


def _table(*rows: tuple[str, str, float]) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "domain": domain,
                "verdict": verdict,
                "organisation": "tiki",
                "technique": "combosquat",
                "score": score,
                "matched": "tiki",
                "official": "tiki.vn",
            }
            for domain, verdict, score in rows
        ],
        schema=SCHEMA,
    )


def _page(tally: Tally) -> str:
    summary = Summary(read=10, troubles=[Trouble(Path("feed.txt"), lines=3)])
    return to_page(tally, summary, {"tiki": "Tiki"}, "en")


def test_imitations_are_counted_and_the_worst_come_first() -> None:
    """By organisation, technique, ending and file; what only bears a name is not among them."""
    tally = Tally()
    tally.add(_table(("tiki-a.top", "impersonates", 0.5), ("review-tiki.com", "bears-name", 0.9)), "monday.txt")
    tally.add(_table(("Tiki-B.vip.", "impersonates", 0.99)), "tuesday.txt")
    assert {"tiki": 2} == tally.organisations
    assert {".top": 1, ".vip": 1} == tally.endings
    assert {"monday.txt": 1, "tuesday.txt": 1} == tally.feeds
    page = _page(tally)
    assert page.index("-B.vip.") < page.index("-a.top")
    assert "<mark>Tiki</mark>-B.vip." in page
    assert "tiki.vn" in page
    assert "monday.txt" in page
    assert "3 lines" in page
    assert "review-tiki" not in page


def test_nothing_in_a_name_is_markup_or_a_link() -> None:
    """A name may hold anything; the page asks for nothing and runs nothing."""
    tally = Tally()
    tally.add(_table(("<script>tiki.com", "impersonates", 0.9), ("tiki\u202e.com", "impersonates", 0.9)), "<b>.txt")
    page = _page(tally)
    assert "<script" not in page
    assert "<b>" not in page
    assert "\u202e" not in page
    assert "href" not in page
    assert "default-src 'none'" in page


def test_only_the_worst_are_kept() -> None:
    """However many there are, the page stays small."""
    tally = Tally()
    tally.add(_table(*((f"tiki{n}.top", "impersonates", n / 1000) for n in range(900))), "feed.txt")
    assert SHOWN == len(tally.worst)
    assert "tiki899.top" == tally.worst[0]["domain"]
    assert 900 == tally.organisations["tiki"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_run_that_found_nothing_has_a_page_too(language: str) -> None:
    """In both languages."""
    page = to_page(Tally(), Summary(read=5), {}, language)  # type: ignore[arg-type]
    assert f'<html lang="{language}">' in page
    assert "<table" not in page
