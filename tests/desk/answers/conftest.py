"""A desk with staff for the tests of a module, on each database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.desk.answers.writing import working
from tests.desk.conftest import new_database
from tests.desk.transfer.filling import configuration_of


@pytest.fixture(scope="module")
def place(engine: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> object:
    """The configuration of the desk of this module: its tests share one log, as everybody does."""
    return configuration_of(tmp_path_factory.mktemp("answers") / "home", new_database(engine, request))


@pytest.fixture
def staff(place: object) -> Iterator[tuple[int, int]]:
    """Two accounts of a desk that this process works for."""
    from kiemtin.desk.configuration import Configuration

    assert isinstance(place, Configuration)
    with working(place) as accounts:
        yield accounts
