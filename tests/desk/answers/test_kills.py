"""Killed at any moment while two processes publish: never two roots for one size, nothing lost, nothing doubled."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from kiemtin.desk.answers import log, reading
from kiemtin.desk.answers.models import LogCheckpoint
from kiemtin.transparency.checkpoint import checkpoint_in
from kiemtin.transparency.merkle import leaf_hash, root
from kiemtin.transparency.notes import read_note
from tests.cli.running import environment
from tests.desk.answers.writing import working
from tests.desk.conftest import SQLITE
from tests.desk.transfer.filling import configuration_of

FEW, MANY = 3, 100

AT_ONCE = 2
"""Processes that publish at the same time."""

WORK = 0.0, 1.0
"""Seconds between the first answer of a process and its end."""


def publishers(home: Path, mark: Path, round_: int) -> list[subprocess.Popen[str]]:
    """Processes that publish over one folder."""
    given = environment(home, KIEMTIN_HIGH_WATER=str(mark))
    command = [sys.executable, "-m", "tests.desk.answers.publishing"]
    return [
        subprocess.Popen([*command, f"{round_}-{one}"], stdout=subprocess.PIPE, text=True, env=given)
        for one in range(AT_ONCE)
    ]


def endure(home: Path, database: str, kills: int) -> None:
    """Kill all publishers so many times, and look at everything afterwards."""
    chance = random.Random(kills)
    mark = home.parent / "mark"
    told: list[dict[str, str]] = []
    marks: list[str] = []
    for number in range(kills):
        running = publishers(home, mark, number)
        heads = [process.stdout.readline() for process in running if process.stdout]
        time.sleep(chance.uniform(*WORK))
        for process in running:
            process.kill()
        rests = [process.communicate()[0] for process in running]
        for head, rest in zip(heads, rests, strict=True):
            told += [json.loads(line) for line in (head + rest).splitlines() if line.endswith("}")]
        marks.append(mark.read_text("utf-8"))
    assert len(told) >= kills * AT_ONCE
    with working(replace(configuration_of(home, database), high_water=mark)):
        log.complete()
        judge(told, marks)


def judge(told: list[dict[str, str]], marks: list[str]) -> None:
    """What was told and marked while they were killed agrees with the log as it is now."""
    size = reading.log_size()
    hashes = [leaf_hash(entry) for entry in reading.entries(0, size)]
    notes = [one["note"] for one in told] + marks + list(LogCheckpoint.objects.values_list("note", flat=True))
    for checkpoint in (checkpoint_in(read_note(note.encode())) for note in set(notes)):
        assert root(hashes[: checkpoint.size]) == checkpoint.root
        assert checkpoint.size <= size
    claims = Counter(one.content.claim for one in reading.published() if one.content)
    assert {1} == set(claims.values())
    assert set() == {one["claim"] for one in told} - set(claims)


def test_a_few_kills(tmp_path: Path, database: str) -> None:
    """Three times two processes are killed at random moments."""
    endure(tmp_path / "home", database, FEW)


@pytest.mark.soak
@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_a_hundred_kills(tmp_path: Path, database: str) -> None:
    """And a hundred times."""
    endure(tmp_path / "home", database, MANY)
