"""The engine as it ships, and one over a fictional register."""

from __future__ import annotations

import pytest

from kiemtin.lookalikes import Matcher
from kiemtin.lookalikes.aliases import AliasIndex
from kiemtin.organisations import bundled_register
from tests.organisations.fictional import REGISTER


@pytest.fixture(scope="session")
def matcher() -> Matcher:
    """The matcher over the bundled register."""
    return Matcher(bundled_register())


@pytest.fixture(scope="session")
def fictional_matcher() -> Matcher:
    """The matcher over organisations that do not exist."""
    return Matcher(REGISTER)


@pytest.fixture(scope="session")
def fictional_index() -> AliasIndex:
    """The compiled names of organisations that do not exist."""
    return AliasIndex(REGISTER)
