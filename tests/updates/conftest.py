"""A home whose operator trusts one key."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.updates.sealing import trust


@pytest.fixture
def key() -> Ed25519PrivateKey:
    """The operator's key."""
    return Ed25519PrivateKey.generate()


@pytest.fixture
def home(tmp_path: Path, key: Ed25519PrivateKey) -> Path:
    """A user's folder that trusts ``key``."""
    trust(tmp_path, key)
    return tmp_path
