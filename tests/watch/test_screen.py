"""A run over feeds: progress that does not run ahead of the work, names read once, and what was known before."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiemtin.app import Kiemtin
from kiemtin.lookalikes import Matcher
from kiemtin.watch import screen as module
from kiemtin.watch.engines.local import Local
from kiemtin.watch.outputs import Output
from kiemtin.watch.screen import Found, Summary, Wanted, known_names, screen
from kiemtin.watch.tally import Tally


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    kiemtin = Kiemtin()
    return Matcher(kiemtin.register, kiemtin.suffixes, only={"vietcombank"})


def _names(results: list[Found | Summary]) -> list[str]:
    return [name for one in results if isinstance(one, Found) for name in one.rows["domain"].to_pylist()]


def test_progress_follows_the_names_that_were_looked_at(
    matcher: Matcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not the bytes that were read: a file is done when its last name is."""
    monkeypatch.setattr(module, "SLICE", 100)
    feed = tmp_path / "feed.txt"
    feed.write_text("".join(f"name{n:03}.com\n" for n in range(250)))
    told: list[tuple[int, int]] = []
    list(screen([feed], Local(matcher), Wanted(), tell=lambda count, names: told.append((count, names))))
    size = feed.stat().st_size
    assert [100, 100, 50] == [names for _, names in told]
    assert [0.4, 0.4, 0.2] == [round(count / size, 2) for count, _ in told]


def test_each_file_is_read_once(matcher: Matcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where it is named twice, or otherwise in the run that goes on with an earlier one."""
    (tmp_path / "feed.txt").write_text("vietcombank-vn.top\n")
    monkeypatch.chdir(tmp_path)
    for twice in ([Path("feed.txt")] * 2, [Path("feed.txt"), tmp_path / "feed.txt"]):
        assert ["vietcombank-vn.top"] == _names(list(screen(twice, Local(matcher), Wanted())))
    output = Output(tmp_path / "out.jsonl", resume=False)
    list(screen([Path("feed.txt")], Local(matcher), Wanted(), output))
    output.close()
    resumed = Output(tmp_path / "out.jsonl", resume=True)
    assert [] == _names(list(screen([tmp_path / "feed.txt"], Local(matcher), Wanted(), resumed)))
    resumed.close()


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".parquet"])
def test_a_run_that_goes_on_knows_what_was_found_before(
    ending: str, matcher: Matcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut off anywhere, the counts and the rows are in the end those of a run in one piece."""
    monkeypatch.setattr(module, "SLICE", 3)
    feeds = [tmp_path / "one.txt", tmp_path / "two.txt"]
    for feed in feeds:
        feed.write_text(
            "".join(f"vietcombank-{feed.stem}{n}.top\nexample{n}.com\n-vietcombank-{n}.xyz\n" for n in range(4))
        )
    whole = Tally()
    results = list(screen(feeds, Local(matcher), Wanted()))
    for result in results:
        if isinstance(result, Found):
            whole.add(result.rows, result.feed, result.read)
    for stop in range(1, 8):
        path = tmp_path / f"out{stop}{ending}"
        cut = Output(path, resume=False)
        run = screen(feeds, Local(matcher), Wanted(), cut)
        for _ in range(stop):
            next(run)
        cut.close()
        resumed, tally = Output(path, resume=True), Tally()
        for name, rows, read in resumed.before():
            tally.add(rows, name, read)
        for result in screen(feeds, Local(matcher), Wanted(), resumed):
            if isinstance(result, Found):
                tally.add(result.rows, result.feed, result.read)
        resumed.finish()
        assert whole.feeds == tally.feeds
        assert whole.worst() == tally.worst()
        assert not list(tmp_path.glob(f"{path.name}.*"))


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".parquet"])
def test_names_of_an_earlier_result_are_known(ending: str, matcher: Matcher, tmp_path: Path) -> None:
    """Whatever its format, the case of letters, the dot of the root, or the sign of a formula before a name."""
    feed = tmp_path / "feed.txt"
    feed.write_text("Vietcombank-VN.top.\n-vietcombank-vn.xyz\n")
    output = Output(tmp_path / f"out{ending}", resume=False)
    list(screen([feed], Local(matcher), Wanted(0), output))
    output.finish()
    known, trouble = known_names(output.path)
    assert {"vietcombank-vn.top", "-vietcombank-vn.xyz"} == known
    assert 0 == trouble.lines
    feed.write_text("vietcombank-vn.TOP\n-vietcombank-vn.xyz\nvietcombank-new.top\n")
    assert ["vietcombank-new.top"] == _names(list(screen([feed], Local(matcher), Wanted(0, known))))


def test_an_earlier_result_that_is_damaged_is_not_taken_for_whole(tmp_path: Path) -> None:
    """Else everything would look new, and nobody would know why."""
    (tmp_path / "before.parquet").write_bytes(b"PAR1 nothing of the kind")
    known, trouble = known_names(tmp_path / "before.parquet")
    assert not known
    assert trouble.damage


def test_names_are_given_back_as_they_were_read(matcher: Matcher, tmp_path: Path) -> None:
    """In capitals, with the dot of the root, or as a certificate's wildcard."""
    names = ["VIETCOMBANK-VN.TOP.", "*.vietcombank-vn.xyz"]
    (tmp_path / "feed.txt").write_text("\n".join(names))
    assert names == _names(list(screen([tmp_path / "feed.txt"], Local(matcher), Wanted())))
