"""A certificate log made here: real certificates, entries, tiles and signed checkpoints, as files in a folder."""

from __future__ import annotations

import base64
import datetime
import hashlib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from kiemtin.transparency.checkpoint import Checkpoint
from kiemtin.transparency.merkle import Tree
from kiemtin.transparency.tile_tree import TILE_LEVELS
from kiemtin.transparency.tiles import WIDTH, tiles_of
from kiemtin.transparency.tree_heads import SHA256_ECDSA, LogKey, signed_bytes
from kiemtin.watch.certificates.entries import data_path

ORIGIN = "log.vidu.test/2026h2"
CA = "Trung tâm Chứng thực Ví Dụ"
MOMENT = 1_790_000_000_000

_KEY = ec.generate_private_key(ec.SECP256R1())
_ISSUER = x509.Name(
    [x509.NameAttribute(NameOID.ORGANIZATION_NAME, CA), x509.NameAttribute(NameOID.COMMON_NAME, "Ví Dụ R1")]
)
_BEGIN = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


def _authorities() -> tuple[bytes, bytes]:
    """Who issues the certificates here, and the root above."""
    root_key, root = ec.generate_private_key(ec.SECP256R1()), x509.Name(_ISSUER.rdns[:1])
    made = []
    for subject, key in ((_ISSUER, _KEY), (root, root_key)):
        unsigned = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(root)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(_BEGIN)
            .not_valid_after(_BEGIN + datetime.timedelta(days=900))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        )
        made.append(unsigned.sign(root_key, hashes.SHA256()).public_bytes(serialization.Encoding.DER))
    return made[0], made[1]


CHAIN = _authorities()
"""Issuer and root, in DER."""


def builder(names: Sequence[str], common: str | None = None) -> x509.CertificateBuilder:
    """A certificate for ``names`` (no extension where there are none), still to be signed."""
    subject = [x509.NameAttribute(NameOID.COMMON_NAME, common)] if common is not None else []
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name(subject))
        .issuer_name(_ISSUER)
        .public_key(_KEY.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_BEGIN)
        .not_valid_after(_BEGIN + datetime.timedelta(days=90))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(_KEY.public_key()), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    )
    if not names:
        return made
    alternatives = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
    return made.add_extension(alternatives, critical=not subject)


def certificate(names: Sequence[str], common: str | None = None) -> bytes:
    """A real certificate, in DER."""
    return builder(names, common).sign(_KEY, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def leaf_of(certificate: bytes, index: int = 0, moment: int = MOMENT) -> bytes:
    """The entry of a log for a certificate in DER, whatever its bytes are."""
    return _leaf(0, certificate, b"", index, moment)


def precertificate_leaf(names: Sequence[str], index: int = 0) -> bytes:
    """The entry for a precertificate: what is to be signed, and what was handed in, with its poison."""
    made = builder(names)
    signed = made.sign(_KEY, hashes.SHA256()).tbs_certificate_bytes
    poisoned = made.add_extension(x509.PrecertPoison(), critical=True).sign(_KEY, hashes.SHA256())
    return _leaf(1, signed, poisoned.public_bytes(serialization.Encoding.DER), index, MOMENT)


def _leaf(kind: int, body: bytes, handed_in: bytes, index: int, moment: int) -> bytes:
    head = moment.to_bytes(8) + kind.to_bytes(2) + (hashlib.sha256(b"issuer").digest() if kind else b"")
    extension = b"\x00\x08\x00\x00\x05" + index.to_bytes(5)
    behind = len(handed_in).to_bytes(3) + handed_in if kind else b""
    chain = b"".join(hashlib.sha256(one).digest() for one in CHAIN)
    return head + len(body).to_bytes(3) + body + extension + behind + len(chain).to_bytes(2) + chain


def hashed_part(leaf: bytes) -> bytes:
    """What the tree holds of an entry."""
    kind = leaf[9]
    length = 10 + 32 * kind
    body = length + 3 + int.from_bytes(leaf[length : length + 3])
    return b"\x00\x00" + leaf[: body + 2 + int.from_bytes(leaf[body : body + 2])]


@dataclass
class MadeLog:
    """A log in ``folder``, with a key of its own; what is added is seen once it is published."""

    folder: Path
    origin: str = ORIGIN
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    leaves: list[bytes] = field(default_factory=list)
    tree: Tree = field(default_factory=Tree)
    _written: int = 0

    @property
    def log_key(self) -> LogKey:
        """Its public key."""
        spki = serialization.PublicFormat.SubjectPublicKeyInfo
        return LogKey(self.key.public_key().public_bytes(serialization.Encoding.DER, spki))

    @property
    def key_text(self) -> str:
        """Its public key as log lists have it."""
        return base64.b64encode(self.log_key.spki).decode()

    def add(self, *leaves: bytes) -> None:
        """More entries."""
        for leaf in leaves:
            self.leaves.append(leaf)
            self.tree.append(hashlib.sha256(b"\x00" + hashed_part(leaf)).digest())

    def publish(self) -> None:
        """Write what is new, tiles before the checkpoint that speaks of them."""
        for path, content in self.files(self._written):
            place = self.folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        self._written = len(self.leaves)

    def files(self, since: int = 0) -> Iterator[tuple[str, bytes]]:
        """Each file that is another than when the log had ``since`` entries."""
        size = len(self.leaves)
        for tile in tiles_of(size):
            below = WIDTH**tile.level
            if (tile.start + tile.width) * below > since:
                yield tile.path, b"".join(self._row(tile.level, tile.start, tile.width))
                if tile.level == 0:
                    entries = self.leaves[tile.start : tile.start + tile.width]
                    yield data_path(tile.index, tile.width), b"".join(entries)
        yield from ((f"issuer/{hashlib.sha256(one).hexdigest()}", one) for one in CHAIN if not since)
        yield "checkpoint", self.checkpoint()

    def _row(self, level: int, start: int, width: int) -> Iterator[bytes]:
        for index in range(start, start + width):
            yield self.tree._full(TILE_LEVELS * level, index)

    def checkpoint(self, size: int | None = None, moment: int = MOMENT) -> bytes:
        """The signed checkpoint of the first entries, or of all."""
        size = len(self.leaves) if size is None else size
        point = Checkpoint(self.origin, size, self.tree.root(size))
        signature = self.key.sign(signed_bytes(point, moment), ec.ECDSA(hashes.SHA256()))
        raw = moment.to_bytes(8) + SHA256_ECDSA + len(signature).to_bytes(2) + signature
        line = base64.b64encode(self.log_key.key_id(self.origin) + raw).decode()
        return f"{point.text}\n— {self.origin} {line}\n".encode()


def ordinary_names(count: int, seed: int = 0) -> Iterator[list[str]]:
    """Names that resemble nobody's, one to three in a certificate."""
    words = ("harbour", "quartz", "meadow", "lantern", "orchid", "gravel", "walnut", "copper", "velvet", "thistle")
    pairs = itertools.cycle(itertools.product(words, words))
    for number, (one, other) in zip(range(seed, seed + count), pairs, strict=False):
        name = f"{one}-{other}{number}.example"
        yield [name, f"www.{name}", f"*.cdn.{name}"][: 1 + number % 3]
