"""Checkpoints of certificate logs (C2SP static-ct-api): signed as tree heads of RFC 6962, with the log's ECDSA key.

Such a signature covers size, root and time, but not the log's name: the name is only part of the key's id.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kiemtin.errors import Refused, Untrusted
from kiemtin.transparency.checkpoint import Checkpoint, checkpoint_in
from kiemtin.transparency.keys import KEY_ID_BYTES, TIME_BYTES, decoded
from kiemtin.transparency.notes import Note, read_note

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

TREE_HEAD = b"\x05"
"""The type of such signatures (C2SP signed-note)."""

SHA256_ECDSA = b"\x04\x03"
"""Hash and signature algorithm as TLS 1.2 numbers them (RFC 5246, section 7.4.1.4.1)."""

HEAD_BYTES = TIME_BYTES + len(SHA256_ECDSA) + 2

MAX_SIGNATURE = 128
"""Bytes of an ECDSA signature over P-256 in DER: 72 at most."""

MAX_KEY = 10_000
"""Characters of a public key's text or file; ours have about 200."""


@dataclass(frozen=True)
class LogKey:
    """A certificate log's public key (SubjectPublicKeyInfo, DER)."""

    spki: bytes

    @classmethod
    def parse(cls, text: str) -> LogKey:
        """The key in a text of base64, as log lists have it, or in PEM; raises ``Refused`` where it is no such key."""
        plain = "".join(line for line in text[:MAX_KEY].split() if line)
        body = "".join(line.strip() for line in text[:MAX_KEY].splitlines() if not line.startswith("-----"))
        raw = decoded(plain) or decoded("".join(body.split()))
        if raw is None:
            raise Refused("certificates.not-a-key", given=plain[:40])
        key = cls(raw)
        _ = key.public
        return key

    @cached_property
    def public(self) -> EllipticCurvePublicKey:
        """The key itself; raises ``Refused`` where it is not ECDSA on P-256."""
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
        from cryptography.hazmat.primitives.serialization import load_der_public_key

        try:
            key = load_der_public_key(self.spki)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise Refused("certificates.not-a-key", given=self.spki[:8].hex()) from error
        if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP256R1):
            raise Refused("certificates.not-a-key", given=self.spki[:8].hex())
        return key

    def key_id(self, name: str) -> bytes:
        """The id of this key where the log is called ``name``."""
        log_id = hashlib.sha256(self.spki).digest()
        return hashlib.sha256(name.encode() + b"\n" + TREE_HEAD + log_id).digest()[:KEY_ID_BYTES]

    def moment_signed(self, signature: bytes, checkpoint: Checkpoint) -> int | None:
        """When (milliseconds since 1970) this key signed exactly ``checkpoint``; ``None`` where it did not."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
        from cryptography.hazmat.primitives.hashes import SHA256

        moment, algorithms = signature[:TIME_BYTES], signature[TIME_BYTES : HEAD_BYTES - 2]
        raw = signature[HEAD_BYTES:]
        length = int.from_bytes(signature[HEAD_BYTES - 2 : HEAD_BYTES])
        if algorithms != SHA256_ECDSA or len(raw) != length or length > MAX_SIGNATURE:
            return None
        try:
            self.public.verify(raw, signed_bytes(checkpoint, int.from_bytes(moment)), ECDSA(SHA256()))
        except InvalidSignature:
            return None
        return int.from_bytes(moment)


@dataclass(frozen=True, slots=True)
class TreeHead:
    """A checkpoint as it was read; ``moment`` (milliseconds since 1970) is when a known key signed it, if one did."""

    checkpoint: Checkpoint
    note: Note
    moment: int | None

    @property
    def is_judged(self) -> bool:
        """Whether the signature was found good by a key that was given."""
        return self.moment is not None


def signed_bytes(checkpoint: Checkpoint, moment: int) -> bytes:
    """What a log signs (RFC 6962, section 3.5): version 1, the kind of signature, time, size and root."""
    return b"\x00\x01" + moment.to_bytes(8) + checkpoint.size.to_bytes(8) + checkpoint.root


def open_tree_head(raw: bytes, keys: Iterable[LogKey]) -> TreeHead:
    """The checkpoint in ``raw``; without any key its signature is left unjudged.

    1. The note is well-formed and holds a checkpoint without further lines. 2. With keys, one of them signed it under
    the checkpoint's own name. Raises ``Untrusted`` (1, 2).
    """
    note = read_note(raw)
    checkpoint = checkpoint_in(note)  # 1
    if checkpoint.extensions:
        raise Untrusted("log.not-a-checkpoint")
    known = {key.key_id(checkpoint.origin): key for key in keys}
    if not known:
        return TreeHead(checkpoint, note, None)
    for signature in note.signatures:  # 2
        key = known.get(signature.key_id) if signature.name == checkpoint.origin else None
        if key is None:
            continue
        moment = key.moment_signed(signature.raw, checkpoint)
        if moment is None:
            raise Untrusted("log.bad-signature", name=checkpoint.origin)
        return TreeHead(checkpoint, note, moment)
    raise Untrusted("log.no-known-signature")
