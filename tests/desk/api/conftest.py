"""A desk for the tests of the API, which ask it more than any one client may."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.desk.running import Desk, serving

WITHOUT_HASTE = {
    f"KIEMTIN_{name}_{per}": "100000" for name in ("ASKS", "SENDS", "PAGES") for per in ("BURST", "PER_MINUTE")
}
"""Budgets so large that nobody uses them up."""


@pytest.fixture(scope="session")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk that lets one client ask as often as it likes."""
    with serving(tmp_path_factory.mktemp("api") / "home", **WITHOUT_HASTE) as running:
        yield running
