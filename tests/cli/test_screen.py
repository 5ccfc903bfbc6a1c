"""``kiemtin screen`` as a user runs it."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pytest

from kiemtin.cli.screen import FEW_BYTES, _prepare
from kiemtin.lookalikes import Matcher
from kiemtin.organisations import bundled_register
from tests.cli.running import TIMEOUT, environment, kiemtin, printed, said

FEED = "vietcombank-vn.top\nexample.com\nBIDV-xacthuc.vip\nvietcombank-luadao.com\nvietcombank.com.vn\n"


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    """Compiled before the first command, which has less time than that takes."""
    Matcher(bundled_register()).match_table(pa.table({"domain": ["example.com"]}))


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    path = tmp_path / "feed.txt"
    path.write_text(FEED)
    return path


def _rows(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_it_says_which_names_imitate_whom(feed: Path, tmp_path: Path) -> None:
    """With the official name beside each, and what was done on standard error."""
    result = kiemtin("screen", str(feed), "--lang", "en", home=tmp_path)
    assert 0 == result.returncode
    lines = printed(result).splitlines()
    assert 3 == len(lines)
    assert "imitates" in lines[0]
    assert lines[0].endswith("vietcombank-vn.top  vietcombank  (official: vietcombank.com.vn)")
    assert "5 names read" in said(result)
    assert "2 imitate, 1 bear a name" in said(result)


def test_results_are_lines_of_json(feed: Path, tmp_path: Path) -> None:
    """The fields of the contract, names exactly as they were read."""
    rows = _rows(printed(kiemtin("screen", str(feed), "--json", "--min-score", "0", home=tmp_path)))
    assert ["domain", "verdict", "organisation", "technique", "score", "matched", "official"] == list(rows[0])
    assert ["vietcombank-vn.top", "BIDV-xacthuc.vip", "vietcombank-luadao.com", "vietcombank.com.vn"] == [
        row["domain"] for row in rows
    ]
    assert ["impersonates", "impersonates", "bears-name", "official"] == [row["verdict"] for row in rows]


def test_standard_input_and_several_files(feed: Path, tmp_path: Path) -> None:
    """One after the other; a list that is missing does not keep the others from being read."""
    packed = tmp_path / "more.csv.gz"
    packed.write_bytes(gzip.compress(b"domain,seen\nagribank-vay.top,1\n"))
    missing = tmp_path / "missing.txt"
    result = kiemtin("screen", "-", str(missing), str(packed), "--json", home=tmp_path, given=FEED.encode())
    assert 3 == result.returncode
    assert "missing.txt" in said(result)
    assert "agribank-vay.top" in [row["domain"] for row in _rows(printed(result))]


def test_one_organisation_alone(feed: Path, tmp_path: Path) -> None:
    """By its id; an unknown one is refused with those that resemble it."""
    rows = _rows(printed(kiemtin("screen", str(feed), "--json", "--organisation", "bidv", home=tmp_path)))
    assert ["BIDV-xacthuc.vip"] == [row["domain"] for row in rows]
    wrong = kiemtin("screen", str(feed), "--organisation", "vietcombnak", home=tmp_path)
    assert 2 == wrong.returncode
    assert "vietcombank" in said(wrong)


def test_several_ids_follow_one_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before or after the lists; a word that is the name of a file is a file."""
    (tmp_path / "agribank").write_text(f"{FEED}agribank-vay.top\n")
    monkeypatch.chdir(tmp_path)
    both = ["--organisation", "bidv", "vietcombank"]
    expected = ["vietcombank-vn.top", "BIDV-xacthuc.vip"]
    for arguments in (["agribank", *both], [*both, "agribank"], ["--organisation=bidv", "vietcombank", "agribank"]):
        result = kiemtin("screen", *arguments, "--json", home=tmp_path)
        assert expected == [row["domain"] for row in _rows(printed(result)) if row["verdict"] == "impersonates"]


def test_entries_of_ones_own(feed: Path, tmp_path: Path) -> None:
    """Over the register, from any file."""
    own = tmp_path / "own.yaml"
    own.write_text(
        "organisations:\n- id: vidubank\n  name: {vi: Ngân hàng Ví Dụ, en: Example Bank}\n  sector: bank\n"
        "  domains:\n  - {value: vidubank.vn, confirmed: no}\n  aliases:\n  - {value: vidubank, strength: strong}\n"
    )
    feed.write_text("vidubank-dangnhap.top\n")
    result = kiemtin("screen", str(feed), "--json", "--own", str(own), home=tmp_path)
    assert 0 == result.returncode, said(result)
    assert ["vidubank"] == [row["organisation"] for row in _rows(printed(result))]


def test_only_what_is_new(feed: Path, tmp_path: Path) -> None:
    """Since an earlier result, whatever the case of its letters."""
    before = tmp_path / "before.jsonl"
    kiemtin("screen", str(feed), "-o", str(before), home=tmp_path)
    feed.write_text(FEED.upper() + "techcombank-app.xyz\n")
    rows = _rows(printed(kiemtin("screen", str(feed), "--json", "--since", str(before), home=tmp_path)))
    assert ["techcombank-app.xyz"] == [row["domain"] for row in rows]


def test_a_run_is_gone_on_with(feed: Path, tmp_path: Path) -> None:
    """A file that was done is not read again, and the result is whole."""
    out = tmp_path / "out.csv"
    other = tmp_path / "other.txt"
    cut = kiemtin("screen", str(feed), str(other), "-o", str(out), home=tmp_path)
    assert 3 == cut.returncode
    other.write_text("techcombank-app.xyz\n")
    feed.write_text("")
    result = kiemtin("screen", str(feed), str(other), "-o", str(out), "--resume", home=tmp_path)
    assert 0 == result.returncode
    lines = out.read_text("utf-8").splitlines()
    assert ["domain", "vietcombank-vn.top", "BIDV-xacthuc.vip", "vietcombank-luadao.com", "techcombank-app.xyz"] == [
        line.partition(",")[0] for line in lines
    ]


def test_a_missing_list_loses_nothing_of_the_others(feed: Path, tmp_path: Path) -> None:
    """Whatever the format of the result: what was found can be read, and a later run goes on."""
    for ending in (".jsonl", ".csv", ".parquet"):
        out, missing = tmp_path / f"out{ending}", tmp_path / f"missing{ending}.txt"
        assert 3 == kiemtin("screen", str(feed), str(missing), "-o", str(out), home=tmp_path).returncode
        assert out.stat().st_size
        before = kiemtin("screen", str(feed), "--json", "--since", str(out), home=tmp_path)
        assert "" == printed(before)
        missing.write_text("techcombank-app.xyz\n")
        assert 0 == kiemtin("screen", str(feed), str(missing), "-o", str(out), "--resume", home=tmp_path).returncode
        assert not [path for path in tmp_path.iterdir() if path.name.startswith(f"{out.name}.")]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--min-score", "1.5"], 2),
        (["--min-score", "nan"], 2),
        (["--min-score", "x"], 2),
        (["--resume"], 2),
        (["-o", "out.xls"], 2),
        (["--html"], 2),
        (["--html", "page"], 2),
        (["--since", "missing.txt"], 3),
        (["--own", "missing.yaml"], 3),
    ],
)
def test_wrong_use_is_explained(options: list[str], code: int, feed: Path, tmp_path: Path) -> None:
    """Before anything is read."""
    result = kiemtin("screen", str(feed), *options, home=tmp_path)
    assert code == result.returncode
    assert said(result).strip()
    assert "" == printed(result)


def test_a_summary_to_look_at(feed: Path, tmp_path: Path) -> None:
    """One page, beside the results."""
    page = tmp_path / "summary.html"
    result = kiemtin("screen", str(feed), "--html", str(page), "--lang", "en", home=tmp_path)
    assert 0 == result.returncode
    assert "Summary written to" in said(result)
    assert "<b>bidv</b>" in page.read_text("utf-8")
    nowhere = kiemtin("screen", str(feed), "--html", str(tmp_path / "no" / "page.html"), home=tmp_path)
    assert 3 == nowhere.returncode


def test_numbers_are_written_as_the_language_does(tmp_path: Path) -> None:
    """With dots in Vietnamese, with commas in English."""
    feed = tmp_path / "feed.txt"
    feed.write_text("".join(f"name{n}.com\n" for n in range(1234)) + "two words\n")
    assert "Đã đọc 1.234 tên" in said(kiemtin("screen", str(feed), home=tmp_path))
    english = said(kiemtin("screen", str(feed), "--lang", "en", home=tmp_path))
    assert "1,234 names read" in english
    assert "line 1,235" in english


def test_web_addresses_are_explained(tmp_path: Path) -> None:
    """Beside the count of lines that hold no name: what to leave out."""
    result = kiemtin("screen", "-", "--lang", "en", home=tmp_path, given=b"https://tiki-a.top/x\nexample.com\n")
    assert 0 == result.returncode
    assert "1 of these lines are web addresses" in said(result)


@pytest.mark.parametrize(
    "options",
    [["-o", "feed.csv"], ["--html", "feed.html"], ["-o", "./feed.csv"], ["--own", "own.html", "--html", "own.html"]],
)
def test_nothing_that_is_read_is_written_over(
    options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the lists nor entries of one's own."""
    monkeypatch.chdir(tmp_path)
    for name in ("feed.csv", "feed.html"):
        Path(name).write_text("domain\ntiki-a.top\n")
    result = kiemtin("screen", "feed.csv", "feed.html", "--lang", "en", *options, home=tmp_path)
    assert 2 == result.returncode
    assert "already used" in said(result)
    assert "domain\ntiki-a.top\n" == Path("feed.csv").read_text() == Path("feed.html").read_text()


def test_a_result_may_be_compared_with_the_one_it_replaces(feed: Path, tmp_path: Path) -> None:
    """It is read before it is written."""
    out = tmp_path / "out.jsonl"
    kiemtin("screen", str(feed), "-o", str(out), home=tmp_path)
    feed.write_text(FEED + "techcombank-app.xyz\n")
    kiemtin("screen", str(feed), "-o", str(out), "--since", str(out), home=tmp_path)
    assert ["techcombank-app.xyz"] == [row["domain"] for row in _rows(out.read_text("utf-8"))]


def test_a_damaged_earlier_result_is_said(feed: Path, tmp_path: Path) -> None:
    """And the exit code says that something was out of reach."""
    (tmp_path / "before.parquet").write_bytes(b"PAR1 nothing of the kind")
    result = kiemtin("screen", str(feed), "--since", str(tmp_path / "before.parquet"), home=tmp_path)
    assert 3 == result.returncode
    assert "before.parquet" in said(result)


def test_a_run_that_is_interrupted_says_how_to_go_on(tmp_path: Path) -> None:
    """Where the first of two inputs was done: its rows are kept, and a later run takes up the second."""
    feed, pipe, out = tmp_path / "feed.txt", tmp_path / "pipe.txt", tmp_path / "out.jsonl"
    feed.write_text(FEED)
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "kiemtin", "screen", str(feed), str(pipe), "-o", str(out), "--lang", "en"]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, env=environment(tmp_path))
    with pipe.open("wb"):
        deadline = time.monotonic() + TIMEOUT
        while 'finished": ["' not in _text_of(Path(f"{out}.progress")) and time.monotonic() < deadline:
            time.sleep(0.05)
        run.send_signal(signal.SIGINT)
    _, error = run.communicate(timeout=TIMEOUT)
    assert 130 == run.returncode
    assert "with --resume" in error.decode()
    pipe.unlink()
    pipe.write_text("techcombank-app.xyz\n")
    assert 0 == kiemtin(*command[3:], "--resume", home=tmp_path).returncode
    assert 4 == len(_rows(out.read_text("utf-8")))


def _text_of(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def test_standard_error_that_is_no_terminal_shows_no_progress(feed: Path, tmp_path: Path) -> None:
    """Nothing but sentences: a log must stay readable."""
    text = said(kiemtin("screen", str(feed), "-o", str(tmp_path / "out.csv"), "--lang", "en", home=tmp_path))
    assert 2 == len(text.splitlines())
    assert "\x1b" not in text


def test_a_long_list_is_worth_a_minute_of_preparation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Said before it begins, and once; a short list is matched at once without."""
    monkeypatch.setattr("kiemtin.lookalikes.compiled.jit.is_ready", lambda: False)
    matcher, short, long = Matcher(bundled_register()), tmp_path / "short.txt", tmp_path / "long.txt"
    short.write_bytes(b"a" * FEW_BYTES)
    long.write_bytes(b"a" * (FEW_BYTES + 1))
    packed = tmp_path / "packed.txt.gz"
    packed.write_bytes(gzip.compress(FEED.encode()))
    assert not _prepare((short,), matcher)
    assert "" == capsys.readouterr().err
    for files in ((long,), (packed,), (short, Path("-"))):
        assert _prepare(files, matcher)
        assert capsys.readouterr().err.strip()
    monkeypatch.setattr("kiemtin.lookalikes.compiled.jit.is_ready", lambda: True)
    assert _prepare((short,), matcher)
    assert "" == capsys.readouterr().err
