"""Whole sources: what they are, packed or not, folders, standard input, and the limits of all of it."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from kiemtin.errors import KiemtinError, OutOfReach, Refused, TooLarge
from kiemtin.factchecks.reading import read_source
from kiemtin.factchecks.reading.limits import MAX_RATIO, MIN_DATED, RATIO_FROM
from kiemtin.factchecks.values import ClaimReview
from tests.factchecks.reading.reading import CLAIM, OPTIONS, REVIEW, messages, page, read, reviews

WRITTEN = json.dumps(REVIEW)
LINES = f"{WRITTEN}\n{WRITTEN}\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", page(WRITTEN)),
        ("a", page(WRITTEN)),
        ("a.txt", f"<?xml version='1.0'?><html><head><script type='application/ld+json'>{WRITTEN}</script>"),
        ("a.html", WRITTEN),
        ("a.dat", LINES),
        ("a.json", LINES),
        ("a.jsonl", WRITTEN),
        ("a.csv", f"claim,rating,publisher\n{CLAIM},Sai,M\n"),
        ("a", f"claim\trating\tpublisher\n{CLAIM}\tSai\tM\n"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_source_is_what_its_bytes_are(name: str, text: str, packed: bool, tmp_path: Path) -> None:
    """Then what its name says; packed or not."""
    path = tmp_path / (name + ".gz" if packed else name)
    path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    assert {CLAIM} == {entry.claim for entry in reviews(list(read_source(path, OPTIONS)))}


@pytest.mark.parametrize(
    "data", [b"", b"  \n", b"xin chao", b"\x89PNG\r\n\x1a\n\0\0", b"PK\x03\x04\0", gzip.compress(b"x", mtime=0)]
)
def test_what_is_no_source_is_refused(data: bytes) -> None:
    """The message names what is read."""
    with pytest.raises(Refused, match=r"refused\.unknown-source"):
        read(data)


def test_a_kind_can_be_given() -> None:
    """Then nothing is guessed; only kinds that exist are taken."""
    assert ["factchecks.not-json"] == messages(read("xin chao", kind="jsonl"))
    with pytest.raises(Refused, match=r"refused\.unknown-kind"):
        read("{}", kind="pdf")


def test_a_folder_is_read_in_order_without_what_is_hidden_or_elsewhere(tmp_path: Path) -> None:
    """What cannot be read in it is a problem with its name, and loses nothing else."""
    folder = tmp_path / "nguon"
    (folder / "b" / ".an").mkdir(parents=True)
    (tmp_path / "ngoai.json").write_text(WRITTEN)
    for name, text in {
        "b/1.json": WRITTEN,
        "a.json": WRITTEN,
        ".c.json": WRITTEN,
        "b/.an/d.json": WRITTEN,
        "e.png": "x",
    }.items():
        (folder / name).write_text(text)
    (folder / "lien-ket.json").symlink_to(tmp_path / "ngoai.json")
    (folder / "trong.json").symlink_to(folder / "a.json")
    (folder / "vong").symlink_to(folder)
    found = list(read_source(folder, OPTIONS))
    assert [("e.png", "refused.unknown-source")] == [
        (entry.where, entry.message_id) for entry in found if not isinstance(entry, ClaimReview)
    ]
    assert 3 == len(reviews(found))


def test_a_folder_up_to_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One file more is refused."""
    monkeypatch.setattr("kiemtin.factchecks.reading.sources.MAX_FILES", 2)
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(WRITTEN)
    assert 2 == len(list(read_source(tmp_path, OPTIONS)))
    (tmp_path / "c.json").write_text(WRITTEN)
    with pytest.raises(TooLarge, match=r"refused\.too-many-files"):
        list(read_source(tmp_path, OPTIONS))


def test_what_is_not_there_and_what_is_no_file(tmp_path: Path) -> None:
    """A pipe would keep us waiting."""
    for path in (tmp_path / "khong-co", tmp_path / "a\0b"):
        with pytest.raises(OutOfReach, match=r"missing\.file"):
            list(read_source(path, OPTIONS))
    os.mkfifo(tmp_path / "ong")
    with pytest.raises(Refused, match=r"refused\.not-a-source"):
        list(read_source(tmp_path / "ong", OPTIONS))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """``-`` reads it, from a pipe as well; without one it says so."""
    code = (
        "import datetime, pathlib; from kiemtin.factchecks.reading import *;"
        "print(len(list(read_source(pathlib.Path('-'), ReadOptions(datetime.date(2026, 11, 22))))))"
    )
    done = subprocess.run([sys.executable, "-c", code], input=LINES.encode(), capture_output=True, check=True)
    assert b"2" == done.stdout.strip()
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(Refused, match=r"refused\.nothing-given"):
        list(read_source(Path("-"), OPTIONS))


def test_items_up_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """One more is refused, problems counted, notes not."""
    monkeypatch.setattr("kiemtin.factchecks.reading.sources.MAX_ITEMS", 3)
    late = json.dumps({**REVIEW, "datePublished": "2099-01-01"})
    assert 4 == len(read(f"{WRITTEN}\n{late}\n{{}}\n"))
    with pytest.raises(TooLarge, match=r"refused\.too-many-items"):
        read(f"{LINES}{LINES}")


def test_a_source_whose_dates_are_impossible_is_damaged() -> None:
    """Half of them may be, one more may not; fewer items than a damaged source would have say nothing."""
    late = json.dumps({**REVIEW, "datePublished": "2099-01-01"})
    half = [WRITTEN] * (MIN_DATED // 2) + [late] * (MIN_DATED // 2)
    assert MIN_DATED == len(reviews(read("\n".join(half))))
    assert MIN_DATED - 1 == len(reviews(read("\n".join([late] * (MIN_DATED - 1)))))
    with pytest.raises(Refused, match=r"refused\.impossible-dates"):
        read("\n".join([late, *half]))


def test_a_bomb_is_refused_before_it_unpacks() -> None:
    """Repetition beyond any log's is no source; the same bytes within the harmless size are read."""
    line = b" " * 100_000 + b"\n"
    assert ["factchecks.no-review"] == messages(read(gzip.compress(line * 100 + b"{}", mtime=0), kind="jsonl"))
    bomb = gzip.compress(line * (RATIO_FROM // len(line) + 100))
    assert len(bomb) * MAX_RATIO < RATIO_FROM
    with pytest.raises(TooLarge, match=r"refused\.unpacks-too-far"):
        read(bomb, kind="jsonl")


def test_a_damaged_gz_is_read_up_to_the_damage() -> None:
    """Cut off, or altered; what follows a whole one is passed over, a second one is read."""
    lines = "".join(
        json.dumps({**REVIEW, "claimReviewed": f"{CLAIM} {number}", "x": os.urandom(40).hex()}) + "\n"
        for number in range(2_000)
    )
    packed = gzip.compress(lines.encode())
    for broken in (packed[:-20_000], packed[:50_000] + b"\xff" * 50 + packed[50_050:]):
        found = read(broken)
        assert "factchecks.damaged" == messages(found)[-1]
        assert 100 < len(reviews(found)) < 2_000
    assert 2_000 == len(reviews(read(packed + b"\0" * 512)))
    assert 4_000 == len(reviews(read(packed + packed)))


def test_what_the_system_refuses_is_told(tmp_path: Path) -> None:
    """A stream that breaks is a problem, not a crash."""

    def broken(_: int) -> bytes:
        raise OSError("hỏng")

    with pytest.raises(KiemtinError):
        list(read_source(tmp_path / "x", OPTIONS))
    assert ["factchecks.damaged"] == messages(list(read_source(SimpleNamespace(read=broken), OPTIONS)))  # type: ignore[arg-type]
