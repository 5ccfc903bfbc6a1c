"""Signed data files for tests: our own fictional organisations, keys made on the spot."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiemtin.domains.suffixes import bundled_list
from kiemtin.updates.keys import key_id

SAMPLE = {
    "id": "ngan-hang-mau",
    "name": {"vi": "Ngân hàng Mẫu", "en": "Sample Bank"},
    "sector": "bank",
    "confirmed": False,
    "domains": [{"value": "nganhangmau.vn", "confirmed": False}],
    "aliases": [{"value": "nganhangmau"}],
}


def payload(version: str = "2999-01-01", **changes: Any) -> bytes:
    """The bytes to sign: one fictional organisation, no suffix list."""
    content = {"version": version, "organisations": [SAMPLE], "suffixes": None, "patterns": None}
    return json.dumps({**content, **changes}).encode()


def sealed(content: bytes, signer: Ed25519PrivateKey, /, **changes: Any) -> bytes:
    """The signed file around ``content``, with any field of the envelope changed."""
    envelope = {
        "schema": "kiemtin-data/1",
        "payload": base64.b64encode(content).decode(),
        "signature": base64.b64encode(signer.sign(content)).decode(),
        "key": key_id(signer.public_key().public_bytes_raw()),
    }
    return json.dumps({**envelope, **changes}).encode()


def pem(key: Ed25519PrivateKey) -> bytes:
    """The public half of a key, as ``*.pub`` files hold it."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def trust(home: Path, key: Ed25519PrivateKey, name: str = "operator.pub") -> None:
    """Put a key where the operator of ``home`` would."""
    (home / "keys").mkdir(parents=True, exist_ok=True)
    (home / "keys" / name).write_bytes(pem(key))


def suffix_list(*more: str, date: str = "2999-01-01") -> str:
    """The real list under another date, with more suffixes."""
    body = bundled_list().replace("// VERSION:", "// WAS:", 1)
    return f"// VERSION: {date}_00-00-00_UTC\n" + "\n".join(more) + "\n" + body


def tree(home: Path) -> dict[str, bytes]:
    """Every file under ``home`` with its bytes, to see whether anything changed."""
    return {str(path.relative_to(home)): path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()}
