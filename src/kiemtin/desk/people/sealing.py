"""Secrets of second steps, encrypted in the database with a key of the desk that lies beside it in a file."""

from __future__ import annotations

import base64
import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


def sealed(text: str) -> str:
    """``text``, encrypted, in letters that fit into JSON."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return base64.b64encode(nonce + AESGCM(_key()).encrypt(nonce, text.encode(), None)).decode("ascii")


def opened(stored: str) -> str:
    """What was sealed; raises ``ValueError`` where this desk has not sealed it."""
    try:
        raw = base64.b64decode(stored.encode("ascii"), validate=True)
        return AESGCM(_key()).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None).decode()
    except InvalidTag as error:
        raise ValueError("not sealed here") from error


def _key() -> bytes:
    return hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"kiemtin people").digest()
