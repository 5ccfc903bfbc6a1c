"""Data tiles (C2SP static-ct-api): the entries of a certificate log, 256 in a tile, and the host names in them."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from kiemtin.errors import Untrusted
from kiemtin.transparency.tiles import ENTRIES, WIDTH, Tile
from kiemtin.watch.certificates.der import issuer_of, read_names

CERTIFICATE, PRECERTIFICATE = 0, 1
"""Kinds of entry (RFC 6962, section 3.1)."""

HEAD = b"\x00\x00\x00"
"""Before the hashed content: a leaf of the tree, of version 1, that is an entry with its time."""

TIME_AND_KIND, KEY_HASH, LENGTH, SHORT_LENGTH = 10, 32, 3, 2
"""Bytes: time (8) and kind (2); the hash of the issuer's key; a certificate's length; another's."""

FINGERPRINT = 32

GZIP = b"\x1f\x8b"
"""How a packed file begins."""

MAX_TILE = 64_000_000
"""Bytes of a data tile: 256 entries of 250 kB; usual ones have one million in all."""

HOST = r"(?:[a-z0-9_-]{1,63}+\.)+[a-z0-9-]{2,63}"
HOSTS = re.compile(rf"{HOST}(?:\n{HOST})*")
ONE_HOST = re.compile(HOST)

MAX_HOST = 253
"""Characters of a host name (RFC 1035)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a tile: where it stands in the tile's bytes, and where its certificate does."""

    kind: int
    start: int
    end: int
    body: int
    body_end: int


@dataclass(frozen=True, slots=True)
class DataTile:
    """A data tile as it was read: its bytes, the entries in it, and the hashes of the leaves that they make."""

    raw: bytes
    entries: tuple[Entry, ...]
    hashes: tuple[bytes, ...]

    def names(self, place: int) -> list[str]:
        """The host names of an entry, in lower case and once each; raises ``Malformed`` for a broken certificate."""
        entry = self.entries[place]
        found = read_names(self.raw, entry.body, entry.body_end, is_certificate=entry.kind == CERTIFICATE)
        hosts = _hosts(found.hosts) if found.hosts else []
        return hosts if not found.common else list(dict.fromkeys((*hosts, *filter(None, map(_common, found.common)))))

    def issuer(self, place: int) -> str:
        """The organisation that issued the certificate of an entry."""
        entry = self.entries[place]
        return issuer_of(self.raw, entry.body, entry.body_end, is_certificate=entry.kind == CERTIFICATE)

    def leaf(self, place: int) -> bytes:
        """All that the log says of an entry."""
        return self.raw[self.entries[place].start : self.entries[place].end]


def data_path(index: int, width: int = WIDTH) -> str:
    """Where a data tile lies below the log's own address."""
    return Tile(ENTRIES, index, width).path.replace("tile/entries/", "tile/data/")


def unpacked(raw: bytes, name: str) -> bytes:
    """A data tile as it was before a log packed it for its disk; raises ``Untrusted`` where it is cut or too large.

    Logs keep data tiles packed and say so in a header when serving them; a folder copied from one has no headers. An
    entry begins with its time, so that what begins as gzip does (RFC 1952) is no entry.
    """
    if not raw.startswith(GZIP):
        return raw
    unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        content = unpacking.decompress(raw, MAX_TILE)
    except zlib.error as error:
        raise Untrusted("certificates.tile-malformed", name=name) from error
    if not unpacking.eof:
        raise Untrusted("certificates.tile-cut", name=name)
    return content


def read_data_tile(raw: bytes, name: str, width: int) -> DataTile:
    """The first ``width`` entries in ``raw``; raises ``Untrusted`` where there are not as many, or bytes are left over.

    More entries than asked for are left alone: a full tile may stand where a partial one was. Whether the log has
    these entries is for whoever knows its tree: nothing is proven here.
    """
    entries: list[Entry] = []
    hashes: list[bytes] = []
    sha256, place, total = hashlib.sha256, 0, len(raw)
    try:
        while place < total and len(entries) < width:
            kind = raw[place + 8] << 8 | raw[place + 9]
            if kind > PRECERTIFICATE:
                raise Untrusted("certificates.tile-malformed", name=name)
            length = place + TIME_AND_KIND + (KEY_HASH if kind else 0)
            body = length + LENGTH
            body_end = body + int.from_bytes(raw[length:body])
            hashed = body_end + SHORT_LENGTH + (raw[body_end] << 8 | raw[body_end + 1])
            end = hashed
            if kind:
                end += LENGTH + int.from_bytes(raw[hashed : hashed + LENGTH])
            chain = raw[end] << 8 | raw[end + 1]
            end += SHORT_LENGTH + chain
            if end > total:
                raise Untrusted("certificates.tile-cut", name=name)
            entries.append(Entry(kind, place, end, body, body_end))
            hashes.append(sha256(HEAD + raw[place:hashed]).digest())
            place = end
    except IndexError as error:
        raise Untrusted("certificates.tile-cut", name=name) from error
    if len(entries) < width:
        raise Untrusted("certificates.tile-cut", name=name)
    return DataTile(raw, tuple(entries), tuple(hashes))


@dataclass(frozen=True, slots=True)
class Parts:
    """What is in an entry: the certificate that was handed in, what the tree holds of it, its issuers' fingerprints."""

    certificate: bytes
    hashed: bytes
    chain: tuple[bytes, ...]


def parts_of(leaf: bytes) -> Parts:
    """The parts of one entry (``DataTile.leaf``); raises ``Untrusted`` where it is none."""
    (entry,) = read_data_tile(leaf, "entry", 1).entries
    extensions = int.from_bytes(leaf[entry.body_end : entry.body_end + SHORT_LENGTH])
    hashed = end = entry.body_end + SHORT_LENGTH + extensions
    certificate = leaf[entry.body : entry.body_end]
    if entry.kind == PRECERTIFICATE:
        start = hashed + LENGTH
        end = start + int.from_bytes(leaf[hashed:start])
        certificate = leaf[start:end]
    prints = leaf[end + SHORT_LENGTH : entry.end]
    whole = len(prints) - len(prints) % FINGERPRINT  # the tree does not hold them, so nothing hangs on the rest
    chain = tuple(prints[at : at + FINGERPRINT] for at in range(0, whole, FINGERPRINT))
    return Parts(certificate, leaf[:hashed], chain)


def _hosts(found: Sequence[bytes]) -> list[str]:
    """Host names without the mark of a wildcard; what is no host name (``HOST``) is left out."""
    names = [name[2:] if name.startswith(b"*.") else name for name in found]
    text = b"\n".join(names).decode("ascii", "replace").lower()
    if HOSTS.fullmatch(text):
        return list(dict.fromkeys(text.split("\n")))
    plain = (name.decode("ascii", "replace").lower().removesuffix(".") for name in names)
    return list(dict.fromkeys(name for name in plain if len(name) <= MAX_HOST and ONE_HOST.fullmatch(name)))


def _common(text: str) -> str:
    """A common name as a host name; ``""`` where it is none, as where it names a body or anything else."""
    name = text.lower().removeprefix("*.").removesuffix(".")
    try:
        plain = name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return plain if len(plain) <= MAX_HOST and ONE_HOST.fullmatch(plain) else ""
