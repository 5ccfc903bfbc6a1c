"""Thousands of cases made from the OpenAPI document, sent to a real server: it never fails, and keeps its word."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.desk.running import Desk

CASES, MANY = 100, 2_000

HOOKS = """
import schemathesis

@schemathesis.hook
def filter_case(context, case):
    form = case.body if case.media_type == "multipart/form-data" and isinstance(case.body, dict) else {}
    return isinstance(form.get("text", ""), str)
"""
"""On the wire of a form ``true`` is a text like any other, and an empty list is nothing: neither is to be refused."""

SETTINGS = """
[checks.negative_data_rejection]
expected-statuses = [400, 401, 404, 405, 413, 414, 415, 422]

[[operations]]
include-path = "/api/v1/check"

[operations.checks.positive_data_acceptance]
expected-statuses = ["2xx", 401, 413, 422]

[[operations]]
include-path = "/api/v1/questions"

[operations.checks.positive_data_acceptance]
expected-statuses = ["2xx", 401, 404, 413, 422]

[[operations]]
include-path = "/api/v1/questions/feedback"

[operations.checks.positive_data_acceptance]
expected-statuses = ["2xx", 401, 404, 422]
"""
"""A text that is too long is refused as such (413), which the tool does not expect by itself; what it makes up for a
picture is none, which no schema can say (422)."""


def run(desk: Desk, folder: Path, *arguments: str) -> dict[str, Any]:
    """What schemathesis reports of one run; its own output is shown where it found something."""
    report, settings = folder / "report.json", folder / "schemathesis.toml"
    settings.write_text(SETTINGS, "utf-8")
    (folder / "forms.py").write_text(HOOKS, "utf-8")
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(settings), "run"]
    command += [f"{desk.address}/api/v1/openapi.json", "--no-color", "--output-truncate", "true"]
    # A picture whose asker gives up is still at work, and the next waits behind it.
    command += ["--request-timeout", "120"]
    command += ["--report", "json", "--report-json-path", str(report), *arguments]
    environment = os.environ | {"SCHEMATHESIS_HOOKS": "forms", "PYTHONPATH": str(folder)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, env=environment)
    assert 0 == done.returncode, done.stdout[:3_000] + done.stdout[-3_000:] + done.stderr[-1_000:]
    made: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return made


def test_a_hundred_cases_keep_to_the_document(patient: Desk, tmp_path: Path) -> None:
    """Valid and broken requests of every operation: no failure of ours, and every answer as it is described."""
    report = run(patient, tmp_path, "--phases", "examples,fuzzing", "--max-examples", "27", "--seed", "1")
    assert CASES <= report["test_cases"]["generated"]
    assert (8, 8) == (report["operations"]["total"], report["operations"]["tested"])


@pytest.mark.soak
def test_thousands_of_cases_keep_to_the_document(patient: Desk, tmp_path: Path) -> None:
    """Every phase, with another seed each time, until there were two thousand cases."""
    cases = 0
    for seed in range(1, 21):
        cases += run(patient, tmp_path, "--max-examples", "400", "--seed", str(seed))["test_cases"]["generated"]
        if cases >= MANY:
            break
    assert MANY <= cases
