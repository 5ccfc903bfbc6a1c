"""One desk with people of every role, for all tests about them."""

from __future__ import annotations

import pytest

from tests.desk.people.working import Staff, staffed
from tests.desk.running import Desk


@pytest.fixture(scope="session")
def staff(desk: Desk, database_of_desk: str) -> Staff:
    """The desk's own people."""
    return staffed(desk, database_of_desk)
