"""Sealing: a stored result is encrypted with a key made of its link, so that no copy of the database can be read."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import zlib
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

TOKEN_BYTES = 16
"""Random bytes of a token, 128 bits: nobody guesses one, so its hash and its key need neither salt nor slowness."""

TOKEN = re.compile("[A-Za-z0-9_-]{22}")
"""What a token looks like."""

NONCE = bytes(12)
"""A key seals one document and no other, so its nonce need not change."""


def new_token() -> str:
    """A fresh token, of letters that need no escape in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_of(token: str) -> str:
    """By what a token is known again."""
    return _derived(token, b"kiemtin found").hex()


def sealed(document: dict[str, Any], token: str) -> bytes:
    """``document``, compressed and encrypted for whoever has ``token``."""
    plain = zlib.compress(json.dumps(document, ensure_ascii=True, separators=(",", ":")).encode("ascii"), 9)
    return AESGCM(_derived(token, b"kiemtin sealed")).encrypt(NONCE, plain, None)


def opened(stored: bytes, token: str) -> dict[str, Any]:
    """What was sealed; raises ``ValueError`` where it was sealed for another token, or was changed since."""
    try:
        plain = AESGCM(_derived(token, b"kiemtin sealed")).decrypt(NONCE, stored, None)
    except InvalidTag as error:
        raise ValueError("not sealed with this token") from error
    document: dict[str, Any] = json.loads(zlib.decompress(plain))
    return document


def _derived(token: str, purpose: bytes) -> bytes:
    return hashlib.blake2b(token.encode("ascii", "replace"), digest_size=32, person=purpose).digest()
