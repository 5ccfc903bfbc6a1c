"""Makes keys, and signs data files that ``kiemtin data update`` takes in (``docs/data.md``).

    python tools/sign_data.py new-key ~/keys/kiemtin-release.pem
    python tools/sign_data.py sign ~/keys/kiemtin-release.pem kiemtin-data.json --version 2026-12-01 --suffixes LIST.dat

The private key never belongs in the repository: this tool refuses to write it there.
"""

from __future__ import annotations

import argparse
import base64
import datetime
import json
import os
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from compile_register import compiled
from kiemtin.updates.envelope import SCHEMA, open_envelope, require_clean
from kiemtin.updates.keys import PublicKey, key_id

REPOSITORY = Path(__file__).resolve().parent.parent


def new_key(path: Path) -> str:
    """Write a new private key to ``path`` (readable by its owner only, never over another file); its public half."""
    if path.resolve().is_relative_to(REPOSITORY):
        raise SystemExit(f"{path} is inside the repository: choose another place for a private key")
    private = Ed25519PrivateKey.generate()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return public_half(private)


def public_half(private: Ed25519PrivateKey) -> str:
    """The public key as PEM, the form of ``*.pub`` files."""
    return private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")


def read_private(path: Path) -> Ed25519PrivateKey:
    """The private key in ``path``."""
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise SystemExit(f"{path} holds no Ed25519 key")
    return key


def payload(version: str, *, organisations: bool, suffixes: Path | None) -> bytes:
    """The bytes to sign: the register of this checkout and a public suffix list, each where it is wanted."""
    content = {
        "version": version,
        "organisations": compiled()["organisations"] if organisations else None,
        "suffixes": suffixes.read_text("utf-8") if suffixes else None,
        "patterns": None,
    }
    return json.dumps(content, ensure_ascii=False, default=_date, separators=(",", ":")).encode()


def sealed(content: bytes, private: Ed25519PrivateKey) -> bytes:
    """The signed data file around ``content``."""
    envelope = {
        "schema": SCHEMA,
        "payload": base64.b64encode(content).decode("ascii"),
        "signature": base64.b64encode(private.sign(content)).decode("ascii"),
        "key": key_id(private.public_key().public_bytes_raw()),
    }
    return json.dumps(envelope, separators=(",", ":")).encode() + b"\n"


def _date(value: object) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("new-key", help="make a key pair; prints the public half for a .pub file")
    make.add_argument("private", type=Path)
    show = commands.add_parser("public", help="print the public half of a private key")
    show.add_argument("private", type=Path)
    sign = commands.add_parser("sign", help="sign a data file made from this checkout's register")
    sign.add_argument("private", type=Path)
    sign.add_argument("out", type=Path)
    sign.add_argument("--version", required=True, help="the edition's date, such as 2026-12-01")
    sign.add_argument("--suffixes", type=Path, help="a public_suffix_list.dat to include")
    sign.add_argument("--no-organisations", action="store_true", help="leave the register out")
    return parser.parse_args()


def main() -> None:
    """Run the command."""
    wanted = _arguments()
    if wanted.command == "new-key":
        print(new_key(wanted.private), end="")
        return
    private = read_private(wanted.private)
    if wanted.command == "public":
        print(public_half(private), end="")
        return
    content = payload(wanted.version, organisations=not wanted.no_organisations, suffixes=wanted.suffixes)
    data = sealed(content, private)
    # What nobody could take in is not written.
    require_clean(open_envelope(data, [PublicKey(private.public_key().public_bytes_raw(), "signer", bundled=False)]))
    wanted.out.write_bytes(data)
    print(f"{wanted.out}: {len(data)} bytes, edition {wanted.version}", file=sys.stderr)


if __name__ == "__main__":
    main()
