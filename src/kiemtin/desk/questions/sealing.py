"""Keys and seals for questions, all of them made from the desk's secret: a copy of the database alone opens nothing."""

from __future__ import annotations

import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


def keyed(purpose: str, *parts: bytes) -> bytes:
    """32 bytes that ``parts`` lead to for ``purpose``, and that nobody without the secret can find from guesses."""
    digest = hashlib.blake2b(digest_size=32, key=_key(purpose))
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()


def seal(purpose: str, plain: bytes) -> bytes:
    """``plain``, encrypted (AES-256-GCM) for ``purpose``; the same twice looks different each time."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(_key(purpose)).encrypt(nonce, plain, None)


def unseal(purpose: str, sealed: bytes) -> bytes:
    """What was sealed; raises ``ValueError`` where it was sealed with another secret, or was changed since."""
    try:
        return AESGCM(_key(purpose)).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)
    except InvalidTag as error:
        raise ValueError("not sealed here") from error


def _key(purpose: str) -> bytes:
    person = b"kiemtin question"
    return hashlib.blake2b(purpose.encode(), digest_size=32, key=_secret(), person=person).digest()


def _secret() -> bytes:
    return hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32).digest()
