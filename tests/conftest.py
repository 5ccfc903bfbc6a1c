"""In continuous integration a test that is skipped has failed: whatever it needs is to be there.

On anyone's own machine a test whose platform or data is missing is skipped by name, and the run says so at its end.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import TypeVar

import pytest

IN_CI = os.environ.get("CI", "").lower() not in ("", "0", "false")

AnyReport = TypeVar("AnyReport", pytest.TestReport, pytest.CollectReport)


def as_failure(report: AnyReport) -> AnyReport:
    """The same report, failed where it was skipped; an expected failure stays what it is."""
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, but nothing may be missing here: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Judge each test."""
    return as_failure((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Judge each module that skips as a whole."""
    return as_failure((yield))
