"""One desk for all tests that only ask it; those that stop, kill or set it up start their own."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.desk.running import Desk, serving

django = pytest.importorskip("django", reason="the extra desk is not installed")

os.environ["DJANGO_SETTINGS_MODULE"] = "kiemtin.desk.settings"
django.setup()


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk over a folder of its own."""
    with serving(tmp_path_factory.mktemp("desk") / "home") as running:
        yield running
