"""The library's front door."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

import kiemtin
from kiemtin import Kiemtin
from kiemtin.errors import RegisterInvalid, TooLarge
from kiemtin.factchecks.collection import Collection
from kiemtin.factchecks.index import update_index
from kiemtin.factchecks.values import ClaimReview, Feed, Rating
from kiemtin.messages import bundled_pattern_edition


def test_a_text_gives_a_report(tmp_path: Path) -> None:
    """``Kiemtin().check("…")`` answers, with the editions of the data it used."""
    report = Kiemtin(tmp_path).check("Vietcombank: https://vietcombank-xacthuc.top")

    assert ("danger", kiemtin.__version__) == (report.outcome, report.data.kiemtin)
    assert (Kiemtin(tmp_path).register.version, bundled_pattern_edition()) == (
        report.data.organisations,
        report.data.patterns,
    )


def test_a_file_gives_a_report(tmp_path: Path) -> None:
    """``check_file`` reads what it is given."""
    path = tmp_path / "tin.txt"
    path.write_text("Chào bạn", "utf-8")

    assert "unsettled" == Kiemtin(tmp_path).check_file(path).outcome


def test_what_is_too_large_is_refused(tmp_path: Path) -> None:
    """Past a limit there is no report but an error of ours."""
    with pytest.raises(TooLarge):
        Kiemtin(tmp_path).check("a" * 10_000_000)


def test_the_home_is_the_one_that_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a home of its own, ``KIEMTIN_HOME`` is used; its register counts."""
    monkeypatch.setenv("KIEMTIN_HOME", str(tmp_path))
    (tmp_path / "organisations").mkdir()
    (tmp_path / "organisations" / "a.yaml").write_text("{}", "utf-8")
    with pytest.raises(RegisterInvalid):
        Kiemtin().check("a")


def test_fact_checks_that_come_while_it_runs_are_found(tmp_path: Path) -> None:
    """A front door that stays open, as in a server, sees what was imported, and what was removed again."""
    kiemtin_here = Kiemtin(tmp_path)
    text = "Cầu Ví Dụ bắc qua sông Mẫu sập lúc nửa đêm, hai mươi xe rơi xuống nước"
    review = ClaimReview(id="cau", claim=text, url="", publisher="Báo Ví Dụ", rating=Rating("Sai"), lang="vi")
    assert not kiemtin_here.check(text).findings
    with Collection(tmp_path / "factchecks") as collection:
        collection.add([review], Feed("mau", datetime.datetime.now(datetime.UTC)), trust=True)
        update_index(collection)
    kiemtin_here.renew()
    assert ["published-claims"] == [finding.check for finding in kiemtin_here.check(text).findings]
    with Collection(tmp_path / "factchecks") as collection:
        collection.remove(["cau"])
        update_index(collection)
    kiemtin_here.renew()
    assert not kiemtin_here.check(text).findings


def test_the_package_names_what_it_offers() -> None:
    """The front door is imported when it is asked for; other names do not exist."""
    assert all(hasattr(kiemtin, name) for name in kiemtin.__all__)
    with pytest.raises(AttributeError):
        _ = kiemtin.Other
