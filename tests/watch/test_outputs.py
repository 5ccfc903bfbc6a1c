"""Results: whole whatever happens, safe to open, and gone on with where a run was cut off."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kiemtin.errors import OutOfReach, Refused
from kiemtin.lookalikes.columns import SCHEMA
from kiemtin.watch.outputs import Output


def _rows(*names: str) -> pa.Table:
    row = {"verdict": "impersonates", "organisation": "tiki", "score": 0.123456789012345, "matched": "tiki"}
    return pa.Table.from_pylist([{"domain": name, **row} for name in names], schema=SCHEMA)


def _read(path: Path) -> list[str]:
    if path.suffix == ".parquet":
        return [str(name) for name in pq.read_table(path)["domain"].to_pylist()]
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return [row["domain"] for row in csv.DictReader(file)]
    return [json.loads(line)["domain"] for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".parquet"])
def test_rows_are_written_and_read_again(ending: str, tmp_path: Path) -> None:
    """In every format, replacing what was there, with nothing left beside it."""
    path = tmp_path / f"out{ending}"
    path.write_bytes(b"something older and longer than what comes now" * 100)
    output = Output(path, resume=False)
    output.write(_rows("a.com"))
    output.note("feed", 1)
    output.write(_rows("b.com"))
    output.note("feed", 2, finished=True)
    output.finish()
    assert ["a.com", "b.com"] == _read(path)
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".parquet"])
def test_a_run_that_was_cut_off_is_gone_on_with(ending: str, tmp_path: Path) -> None:
    """What was written after the last whole batch is written again, once."""
    path = tmp_path / f"out{ending}"
    cut = Output(path, resume=False)
    cut.write(_rows("a.com"))
    cut.note("feed", 10)
    cut.write(_rows("half.com"))
    cut.close()
    resumed = Output(path, resume=True)
    assert {"feed": 10} == resumed.state.inputs
    resumed.write(_rows("b.com"))
    resumed.note("feed", 20, finished=True)
    resumed.finish()
    assert ["a.com", "b.com"] == _read(path)


def test_nothing_to_resume_begins_anew(tmp_path: Path) -> None:
    """Without notes, with broken ones, and where the file is shorter than they say."""
    for notes in (None, "{", '{"inputs": {}, "finished": [], "written": 99999}', "[]", '{"written": "x"}'):
        path = tmp_path / "out.jsonl"
        path.write_text("old\n")
        if notes is not None:
            Path(f"{path}.progress").write_text(notes)
        output = Output(path, resume=True)
        output.write(_rows("a.com"))
        output.finish()
        assert ["a.com"] == _read(path)


@pytest.mark.parametrize("name", ["=cmd()", "+1.com", "-a.com", "@b.com", "\tc.com"])
def test_no_cell_is_a_formula(name: str, tmp_path: Path) -> None:
    """An apostrophe before it, in tables alone."""
    for ending, expected in ((".csv", f"'{name}"), (".jsonl", name)):
        output = Output(tmp_path / f"out{ending}", resume=False)
        output.write(_rows(name))
        output.finish()
        assert [expected] == _read(output.path)


def test_a_table_without_rows_has_its_heading(tmp_path: Path) -> None:
    """And a Parquet file its columns."""
    for ending in (".csv", ".parquet"):
        Output(tmp_path / f"out{ending}", resume=False).finish()
    assert ",".join(SCHEMA.names) == (tmp_path / "out.csv").read_text("utf-8").strip()
    assert SCHEMA.names == pq.read_table(tmp_path / "out.parquet").column_names


def test_scores_are_not_rounded(tmp_path: Path) -> None:
    """A threshold set later must find what it means."""
    output = Output(tmp_path / "out.csv", resume=False)
    output.write(_rows("a.com"))
    output.finish()
    assert "0.123456789012345" in output.path.read_text("utf-8")


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    """An ending nobody knows, and a place that is none."""
    with pytest.raises(Refused):
        Output(tmp_path / "out.xlsx", resume=False)
    with pytest.raises(OutOfReach):
        Output(tmp_path / "nowhere" / "out.csv", resume=False)
