"""A result that the answer's own page carries: what pictures came to, sealed by this desk.

Pictures are gone once they are answered, so to share their result they would have to be sent again. Instead the page
holds, in a hidden field, what each choice of sharing would store: words alone, no pixel. It is sealed with a key of
this desk, so nobody can make up a result; the desk itself keeps nothing of it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
import zlib
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from kiemtin.desk.sharing.document import Shows, to_document
from kiemtin.evidence import Report

NONCE_BYTES = 12

SECONDS = 86_400
"""For how long a page that was left open can still make a link: a day. After that it would share yesterday's answer."""


def carry(report: Report) -> str:
    """What ``report`` comes to for every choice of what to share, sealed, in letters that fit into a form."""
    documents = {shows.value: to_document(report, shows) for shows in Shows}
    held = json.dumps({"at": int(time.time()), "documents": documents}, separators=(",", ":")).encode("ascii")
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(_key()).encrypt(nonce, zlib.compress(held, 9), None)
    return base64.urlsafe_b64encode(nonce + sealed).decode("ascii")


def carried(written: str, shows: Shows) -> dict[str, Any]:
    """What ``shows`` chooses of a result; raises ``ValueError`` for what this desk has not sealed within the day."""
    try:
        raw = base64.urlsafe_b64decode(written.encode("ascii"))
        held = json.loads(zlib.decompress(AESGCM(_key()).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None)))
    except InvalidTag as error:
        raise ValueError("not sealed here") from error
    if not 0 <= time.time() - held["at"] <= SECONDS:
        raise ValueError("too long ago")
    document: dict[str, Any] = held["documents"][shows.value]
    return document


def _key() -> bytes:
    return hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"kiemtin carried").digest()
