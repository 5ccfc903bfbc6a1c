"""A server that tests share where they leave nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.door.serving import Server, serve


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Two processes with budgets that no test uses up."""
    folder: Path = tmp_path_factory.mktemp("server")
    with serve(folder, WORKERS=2, ASKS_BURST=10_000, PAGES_BURST=10_000) as one:
        yield one
