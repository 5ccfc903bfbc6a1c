"""Pictures signed for tests, with certificates made on the spot."""

from __future__ import annotations

import datetime
import io
import json
import zlib
from dataclasses import dataclass
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

YEAR = datetime.timedelta(days=365)
Key = ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class Signer:
    """A certificate chain in PEM with the key of its first, and the root alone."""

    chain: bytes
    key: bytes
    root: str


def name(organisation: str, common: str) -> x509.Name:
    """A subject: an organisation, and a person's or machine's name."""
    parts = ((NameOID.ORGANIZATION_NAME, organisation), (NameOID.COMMON_NAME, common))
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in parts])


def pem(certificate: x509.Certificate) -> bytes:
    """A certificate as text."""
    return certificate.public_bytes(serialization.Encoding.PEM)


def builder(subject: x509.Name, issuer: x509.Name, key: Key, by: Key) -> x509.CertificateBuilder:
    """What every certificate has."""
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now - YEAR).not_valid_after(now + YEAR)
    made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    return made.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)


def new_signer(ocsp: str | None = None) -> Signer:
    """A signer of a fictional newspaper below a root of its own; ``ocsp`` is where its state could be asked for."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name, subject = name("Viện Ví Dụ", "Root"), name("Báo Ví Dụ", "Nguyễn Văn Ví Dụ")
    root = builder(root_name, root_name, root_key, root_key)
    root = root.add_extension(x509.BasicConstraints(ca=True, path_length=1), critical=True)
    root = root.add_extension(_usage(is_root=True), critical=True)
    leaf = builder(subject, root_name, key, root_key).add_extension(_usage(is_root=False), critical=True)
    leaf = leaf.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    leaf = leaf.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    if ocsp is not None:
        where = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(ocsp))
        leaf = leaf.add_extension(x509.AuthorityInformationAccess([where]), critical=False)
    signed_root, signed_leaf = root.sign(root_key, hashes.SHA256()), leaf.sign(root_key, hashes.SHA256())
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Signer(pem(signed_leaf) + pem(signed_root), secret, pem(signed_root).decode())


def _usage(*, is_root: bool) -> x509.KeyUsage:
    wanted = {"key_cert_sign": is_root, "crl_sign": is_root, "digital_signature": not is_root}
    others = ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    return x509.KeyUsage(**wanted, **dict.fromkeys((*others, "encipher_only", "decipher_only"), False))


def chunk(kind: bytes, body: bytes) -> bytes:
    """One chunk of a PNG."""
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def png(*chunks: bytes, side: int = 24) -> bytes:
    """A small PNG with ``chunks`` behind its head."""
    head = chunk(b"IHDR", side.to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0]))
    rows = b"".join(b"\x00" + bytes((row * 7 + column) % 251 for column in range(side * 3)) for row in range(side))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


MANIFEST: dict[str, Any] = {
    "claim_generator_info": [{"name": "Ví Dụ", "version": "1"}],
    "title": "x.png",
    "format": "image/png",
    "assertions": [
        {
            "label": "c2pa.actions",
            "data": {
                "actions": [
                    {
                        "action": "c2pa.created",
                        "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
                    }
                ]
            },
        },
        {
            "label": "stds.schema-org.CreativeWork",
            "data": {"@context": "http://schema.org/", "@type": "CreativeWork", "author": [{"name": "Tác Giả Bí Mật"}]},
        },
    ],
}


def signed_png(signer: Signer, remote: str | None = None) -> bytes:
    """A PNG with a credential inside, or, with ``remote``, one that says where its credential stands."""
    import c2pa

    info = c2pa.C2paSignerInfo(b"es256", signer.chain, signer.key, None)
    made = c2pa.Builder(json.dumps(MANIFEST))
    if remote is not None:
        made.set_no_embed()
        made.set_remote_url(remote)
    target = io.BytesIO()
    made.sign(c2pa.Signer.from_info(info), "image/png", io.BytesIO(png()), target)
    return target.getvalue()
