"""Whose signatures count: the release keys in this package, and those that the operator put beside the data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from kiemtin.errors import KiemtinError, Refused
from kiemtin.files import read_whole

KEYS_FOLDER = "keys"
"""Folder under the user's data folder whose ``*.pub`` files hold the operator's own keys."""

KEY_ID_LENGTH = 32
"""Hexadecimal digits of a key's id: 128 bits of SHA-256, so that nobody finds a second key with the same id."""

MAX_KEY_BYTES = 4_096
MAX_KEYS = 64


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An Ed25519 public key (32 raw bytes) and where it comes from. Its id is computed, never believed."""

    raw: bytes
    name: str
    bundled: bool

    @property
    def id(self) -> str:
        """The first 32 hexadecimal digits of the SHA-256 of the raw key."""
        return key_id(self.raw)

    def accepts(self, signature: bytes, data: bytes) -> bool:
        """Whether ``signature`` is this key's over exactly ``data`` (RFC 8032)."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, data)
        except (InvalidSignature, ValueError):
            return False
        return True


def key_id(raw: bytes) -> str:
    """The id of a raw public key."""
    return hashlib.sha256(raw).hexdigest()[:KEY_ID_LENGTH]


def read_key(pem: bytes, name: str, *, bundled: bool = False) -> PublicKey:
    """The key in a PEM file (``-----BEGIN PUBLIC KEY-----``); raises ``Refused`` for anything but Ed25519."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(pem)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise Refused("refused.not-a-key", name=name) from error
    if not isinstance(key, Ed25519PublicKey):
        raise Refused("refused.not-a-key", name=name)
    return PublicKey(key.public_bytes_raw(), name, bundled)


@lru_cache(maxsize=1)
def bundled_keys() -> tuple[PublicKey, ...]:
    """The release keys that came with the installation."""
    folder = files("kiemtin.updates").joinpath(KEYS_FOLDER)
    entries = sorted((one for one in folder.iterdir() if one.name.endswith(".pub")), key=lambda one: one.name)
    return tuple(read_key(one.read_bytes(), one.name, bundled=True) for one in entries)


def trusted_keys(home: Path) -> tuple[PublicKey, ...]:
    """All keys that count: the bundled ones first, then the operator's; an unreadable file of theirs is no key."""
    return bundled_keys() + tuple(_own_keys(home))


def _own_keys(home: Path) -> Iterable[PublicKey]:
    folder = home / KEYS_FOLDER
    paths = sorted(folder.glob("*.pub"))[:MAX_KEYS] if folder.is_dir() else []
    for path in paths:
        try:
            yield read_key(read_whole(path, MAX_KEY_BYTES), path.name)
        except KiemtinError:
            continue  # one spoilt file must not keep the others from counting; no key is ever gained by it
