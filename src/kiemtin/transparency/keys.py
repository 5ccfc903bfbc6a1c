"""Keys with names: Ed25519 keys as logs and witnesses write them (C2SP signed-note, "verifier keys").

A key's text is ``name+id+base64``; the id is computed from the name and the key, so a mistyped text is no key at all.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property

from kiemtin.errors import Refused

KEY_BYTES = 32
"""Bytes of an Ed25519 key, public or private (RFC 8032)."""

SIGNATURE_BYTES = 64

KEY_ID_BYTES = 4

TIME_BYTES = 8

MAX_NAME = 255
"""Bytes of a key's name or a log's origin: other signature types of C2SP give it one byte of length."""

MAX_KEY_TEXT = 1_000
"""Characters of a key's text; ours have at most 320."""

LATEST_TIME = 2**63 - 1
"""The last second that a cosignature can name."""

PRIVATE = "PRIVATE+KEY+"
"""What stands before a private key's text, so that nobody takes it for the public one."""

FORBIDDEN = re.compile(r"[\s+\x00-\x1f\ud800-\udfff]")


class Kind(IntEnum):
    """What a key signs: a note as it stands, or a witness's statement of when it saw a checkpoint."""

    NOTE = 0x01
    COSIGNATURE = 0x04


def is_name(name: str) -> bool:
    """Whether ``name`` can name a key: not empty, without spaces, plus signs and control characters."""
    return bool(name) and not FORBIDDEN.search(name) and len(name.encode()) <= MAX_NAME


def decoded(text: str) -> bytes | None:
    """The bytes of a base64 text, read strictly: one text for one content; ``None`` where it is none."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if base64.b64encode(raw).decode("ascii") == text else None


def encoded(raw: bytes) -> str:
    """``raw`` as base64."""
    return base64.b64encode(raw).decode("ascii")


@dataclass(frozen=True)
class Verifier:
    """A public key (32 raw bytes) with its name: whose signature it is, and whether it is good."""

    name: str
    raw: bytes
    kind: Kind = Kind.NOTE

    def __post_init__(self) -> None:
        if not is_name(self.name) or len(self.raw) != KEY_BYTES:
            raise ValueError("a key needs a name without spaces or plus signs, and 32 bytes")

    @classmethod
    def parse(cls, text: str) -> Verifier:
        """The key in ``name+id+base64``; raises ``Refused`` where the text is not one of a kind known here."""
        name, raw = _parsed(text.strip(), text)
        return cls(name, raw[1:], Kind(raw[0]))

    @cached_property
    def key_id(self) -> bytes:
        """The first 4 bytes of the SHA-256 of name, kind and key."""
        return _key_id(self.name, self._material)

    @property
    def _material(self) -> bytes:
        return bytes([self.kind]) + self.raw

    @property
    def vkey(self) -> str:
        """The key as text: to be published, and given to ``parse``."""
        return f"{self.name}+{self.key_id.hex()}+{encoded(self._material)}"

    def accepts(self, signature: bytes, text: bytes) -> bool:
        """Whether ``signature`` (without the key's id) is this key's over exactly ``text``.

        A cosignature begins with its time, 8 bytes, which is signed too.
        """
        if self.kind is Kind.COSIGNATURE:
            moment = time_of(signature)
            if moment is None:
                return False
            signature, text = signature[TIME_BYTES:], cosigned(text, moment)
        return len(signature) == SIGNATURE_BYTES and self._is_signed(signature, text)

    def _is_signed(self, signature: bytes, text: bytes) -> bool:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, text)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True)
class Signer:
    """A private key with its name; ``stored`` is the only way to see it, so that no log or error shows it."""

    name: str
    seed: bytes = field(repr=False)
    kind: Kind = Kind.NOTE

    def __post_init__(self) -> None:
        if not is_name(self.name) or len(self.seed) != KEY_BYTES:
            raise ValueError("a key needs a name without spaces or plus signs, and 32 bytes")

    @classmethod
    def generate(cls, name: str, kind: Kind = Kind.NOTE) -> Signer:
        """A new key from this machine's source of randomness."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw(), kind)

    @classmethod
    def parse(cls, text: str) -> Signer:
        """The key that ``stored`` wrote; raises ``Refused``, without a word of it, where it is none."""
        stripped = text.strip()
        if not stripped.startswith(PRIVATE):
            raise Refused("log.not-a-private-key")
        name, identity, material = _split(stripped.removeprefix(PRIVATE))
        raw = decoded(material)
        if raw is None or not _is_key(name, raw):
            raise Refused("log.not-a-private-key")
        signer = cls(name, raw[1:], Kind(raw[0]))
        if signer.verifier.key_id.hex() != identity:
            raise Refused("log.not-a-private-key")
        return signer

    @property
    def stored(self) -> str:
        """The key as text, to be kept where nobody else can read it; the form of Go's ``note`` package."""
        material = encoded(bytes([self.kind]) + self.seed)
        return f"{PRIVATE}{self.name}+{self.verifier.key_id.hex()}+{material}"

    @cached_property
    def verifier(self) -> Verifier:
        """The public half."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key()
        return Verifier(self.name, public.public_bytes_raw(), self.kind)

    def sign(self, text: bytes, moment: int = 0) -> bytes:
        """The signature over ``text``, always the same; ``moment`` (seconds since 1970) is for cosignatures alone."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        key = Ed25519PrivateKey.from_private_bytes(self.seed)
        if self.kind is Kind.NOTE:
            return key.sign(text)
        return moment.to_bytes(TIME_BYTES) + key.sign(cosigned(text, moment))


def cosigned(text: bytes, moment: int) -> bytes:
    """What a witness signs of a checkpoint's ``text`` (C2SP tlog-cosignature, ``cosignature/v1``)."""
    return f"cosignature/v1\ntime {moment}\n".encode() + text


def time_of(signature: bytes) -> int | None:
    """The second at which a cosignature was made; ``None`` where it is none."""
    moment = int.from_bytes(signature[:TIME_BYTES])
    return moment if len(signature) == TIME_BYTES + SIGNATURE_BYTES and moment <= LATEST_TIME else None


def _parsed(text: str, given: str) -> tuple[str, bytes]:
    """The name and the material of a public key's text."""
    name, identity, material = _split(text)
    raw = decoded(material)
    if raw is None or not _is_key(name, raw) or _key_id(name, raw).hex() != identity:
        raise Refused("log.not-a-key", given=given[:80])
    return name, raw


def _split(text: str) -> tuple[str, str, str]:
    """The three parts of a key's text; base64 may hold plus signs of its own."""
    name, _, rest = text[:MAX_KEY_TEXT].partition("+")
    identity, _, material = rest.partition("+")
    return name, identity, material


def _is_key(name: str, raw: bytes) -> bool:
    return is_name(name) and len(raw) == 1 + KEY_BYTES and raw[0] in tuple(Kind)


def _key_id(name: str, material: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + material).digest()[:KEY_ID_BYTES]
