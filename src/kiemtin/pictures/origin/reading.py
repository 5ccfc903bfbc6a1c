"""Puts together what a picture file says about its origin."""

from __future__ import annotations

import struct
from pathlib import Path

from kiemtin.errors import TooLarge, Unreadable
from kiemtin.pictures.origin.blocks import Blocks, read_blocks
from kiemtin.pictures.origin.credentials import Verified, read_credential
from kiemtin.pictures.origin.exif import Exif, read_exif
from kiemtin.pictures.origin.generators import generator_in
from kiemtin.pictures.origin.limits import MAX_BYTES, MAX_TRUST_BYTES
from kiemtin.pictures.origin.values import Credential, Origin, SourceType
from kiemtin.pictures.origin.xmp import Xmp, read_xmp

TRUST_FILE = Path("trust") / "content-credentials.pem"
"""The user's trust list inside the folder of Kiểm Tin; none is shipped."""

CERTIFICATE = "-----BEGIN CERTIFICATE-----"


def read_origin(data: bytes, media_type: str, trust: str | None = None, *, sealed: bool = True) -> Origin:
    """What the file says about its origin, from its bytes alone: no connection, no pixel decoded.

    ``media_type`` is what the bytes are (``image/jpeg``), ``trust`` the certificates, in PEM, whose signatures count;
    ``sealed`` is false where it is known that the bytes hold no credential (``marks.may_hold_credential``).
    """
    if len(data) > MAX_BYTES:
        return Origin(credential=Credential.NOT_CHECKED, unread=True)
    blocks = read_blocks(data)
    exif, xmp = _exif(blocks), _xmp(blocks)
    verified = read_credential(data, media_type, trust) if sealed else Verified(Credential.NONE)
    software = exif.software or next((one.software for one in xmp if one.software), None) or _software(blocks)
    generator = generator_in(_texts(blocks, exif, xmp, software))
    return Origin(
        credential=verified.credential,
        signer=verified.signer,
        signed=verified.signed,
        claim_generator=verified.claim_generator,
        problems=verified.problems,
        actions=verified.actions,
        sources=_sources(verified, xmp),
        generator=generator,
        taken=exif.taken,
        device=exif.device,
        software=software,
        has_location=exif.has_location or any(one.has_location for one in xmp),
        unread=blocks.damaged,
    )


def read_trust(home: Path) -> str | None:
    """The user's trust list in their folder ``home``, or ``None`` where they have none.

    Raises ``TooLarge``, or ``Unreadable`` for a file without a certificate.
    """
    path = home / TRUST_FILE
    if not path.is_file():
        return None
    size = path.stat().st_size
    if size > MAX_TRUST_BYTES:
        raise TooLarge("refused.trust-too-large", path=str(path), size=size, limit=MAX_TRUST_BYTES)
    text = path.read_text("ascii", errors="replace")
    if CERTIFICATE not in text:
        raise Unreadable("refused.trust-without-certificate", path=str(path))
    return text


def _exif(blocks: Blocks) -> Exif:
    """The first block of EXIF that can be read."""
    for block in blocks.exif:
        try:
            return read_exif(block)
        except (struct.error, ValueError, IndexError, OverflowError):
            blocks.damaged = True
    return Exif()


def _xmp(blocks: Blocks) -> list[Xmp]:
    """Every packet that can be read."""
    found: list[Xmp] = []
    for packet in blocks.xmp:
        try:
            found.append(read_xmp(packet))
        except (ValueError, RecursionError):
            blocks.damaged = True
    return found


def _software(blocks: Blocks) -> str | None:
    return next((text for keyword, text in blocks.texts if keyword == "software" and text.strip()), None)


def _texts(blocks: Blocks, exif: Exif, xmp: list[Xmp], software: str | None) -> list[tuple[str, str]]:
    """Everything in which a generator may have left its settings."""
    return [
        *blocks.texts,
        ("parameters" if "Negative prompt:" in exif.comment else "comment", exif.comment),
        *(("description", one.description) for one in xmp),
        ("software", software or ""),
    ]


def _sources(verified: Verified, xmp: list[Xmp]) -> tuple[SourceType, ...]:
    """The credential's own word first; a broken one has none."""
    return (*verified.sources, *(kind for one in xmp for kind in one.sources))
