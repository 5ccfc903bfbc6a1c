"""Keys: the bundled release key, the operator's own, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from kiemtin.errors import Refused
from kiemtin.updates.keys import bundled_keys, key_id, read_key, trusted_keys
from tests.updates.sealing import pem, trust

DOCS = Path(__file__).parents[2] / "docs" / "data.md"
BUNDLED = Path(__file__).parents[2] / "src/kiemtin/updates/keys"


def test_the_documentation_prints_every_release_key() -> None:
    """The page and the package hold the same keys with the same ids."""
    page = DOCS.read_text("utf-8")
    for path in BUNDLED.glob("*.pub"):
        assert path.read_text("ascii").strip() in page
    assert 1 <= len(bundled_keys())
    assert all(key.id in page for key in bundled_keys())


def test_no_private_key_is_in_the_repository() -> None:
    """Only public halves are kept here."""
    assert all(b"PRIVATE" not in path.read_bytes() for path in BUNDLED.iterdir())


def test_the_operators_keys_come_after_ours(tmp_path: Path) -> None:
    """Keys in the user's folder count too; their ids are computed from the keys themselves."""
    key = Ed25519PrivateKey.generate()
    trust(tmp_path, key)

    assert [*(one.id for one in bundled_keys()), key_id(key.public_key().public_bytes_raw())] == [
        one.id for one in trusted_keys(tmp_path)
    ]


def test_other_kinds_of_key_are_no_keys() -> None:
    """An elliptic-curve key, a private key, and text are refused."""
    curve = ec.generate_private_key(ec.SECP256R1()).public_key()
    private = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    for content in (curve.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), private, b"", b"key"):
        with pytest.raises(Refused):
            read_key(content, "x.pub")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_spoilt_key_file_spoils_no_other(tmp_path: Path) -> None:
    """Broken, huge, empty or strange files among the keys are passed over; the good one counts."""
    folder = tmp_path / "keys"
    trust(tmp_path, Ed25519PrivateKey.generate(), "good.pub")
    (folder / "a.pub").write_bytes(b"\xff")
    (folder / "b.pub").write_bytes(pem(Ed25519PrivateKey.generate()) + b"x" * 10_000)
    (folder / "c.pub").mkdir()
    os.mkfifo(folder / "d.pub")
    (folder / "not-a-key.txt").write_bytes(pem(Ed25519PrivateKey.generate()))

    assert ["good.pub"] == [one.name for one in trusted_keys(tmp_path) if not one.bundled]
