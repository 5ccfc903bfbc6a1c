"""The signed data file: an envelope of JSON around the exact bytes that somebody signed.

``docs/data.md`` describes the format, ``kiemtin-data/1``. Nothing of the payload is looked at before its signature
is found good.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kiemtin.domains.suffixes import Suffixes, list_version
from kiemtin.errors import Refused, RegisterInvalid, Untrusted
from kiemtin.organisations import Register, lint, organisations_from
from kiemtin.organisations.format import is_date
from kiemtin.organisations.plain import plain_json
from kiemtin.updates.keys import PublicKey

SCHEMA = "kiemtin-data/1"
ENVELOPE_FIELDS = frozenset({"schema", "payload", "signature", "key"})
SIGNATURE_BYTES = 64

MIN_SUFFIX_RULES = 1_000
"""Rules of a public suffix list; the real one has over 9,000. A stub would turn every domain into an unknown one."""

NEEDED_SUFFIXES = ("com", "vn", "com.vn", "gov.vn")
"""Suffixes without which a list cannot serve here."""


@dataclass(frozen=True, slots=True)
class Payload:
    """What a verified file holds: an edition's date, and the parts that are in it; ``key`` signed it."""

    version: str
    register: Register | None
    suffixes: Suffixes | None
    key: PublicKey


def open_envelope(raw: bytes, keys: Iterable[PublicKey]) -> Payload:
    """The content of a signed data file.

    1. The envelope is strict JSON with exactly its four fields. 2. Its key is one of ``keys``. 3. The signature is
    that key's over exactly the payload's bytes. 4. Only then the payload is read.

    Raises ``Refused`` where the file is malformed (1, 4), ``Untrusted`` where it is well-formed and bad (2, 3, 4).
    """
    envelope = _envelope(raw)  # 1
    payload = _bytes_of(envelope, "payload")
    signature = _bytes_of(envelope, "signature")
    key = _key(envelope, keys)  # 2
    if len(signature) != SIGNATURE_BYTES or not key.accepts(signature, payload):  # 3
        raise Untrusted("data.bad-signature", key=key.id)
    return _payload(payload, key)  # 4


def require_clean(payload: Payload) -> None:
    """Raise ``Untrusted`` where the linter refuses the register: asked once, before anything is stored."""
    problems = lint(payload.register, payload.suffixes) if payload.register else ()
    if problems:
        raise Untrusted("data.register-invalid", **_first(problems))


def _envelope(raw: bytes) -> dict[str, Any]:
    envelope = _parsed(raw)
    if not isinstance(envelope, dict) or envelope.get("schema") != SCHEMA:
        raise Refused("data.not-a-data-file", schema=SCHEMA)
    if set(envelope) != ENVELOPE_FIELDS or not all(isinstance(value, str) for value in envelope.values()):
        raise Refused("data.malformed", detail=f"fields: {', '.join(sorted(ENVELOPE_FIELDS))}")
    return envelope


def _parsed(raw: bytes) -> Any:
    try:
        return plain_json(raw)
    except ValueError as error:
        raise Refused("data.malformed", detail=str(error)[:200]) from error


def _bytes_of(envelope: dict[str, Any], field: str) -> bytes:
    """Base64 read strictly: one text for one content, so that a file has one form."""
    try:
        data = base64.b64decode(envelope[field], validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("data.malformed", detail=field) from error
    if base64.b64encode(data).decode("ascii") != envelope[field]:
        raise Refused("data.malformed", detail=field)
    return data


def _key(envelope: dict[str, Any], keys: Iterable[PublicKey]) -> PublicKey:
    for key in keys:
        if key.id == envelope["key"]:
            return key
    raise Untrusted("data.unknown-key", key=envelope["key"][:64])


def _payload(raw: bytes, key: PublicKey) -> Payload:
    data = _parsed(raw)
    if not isinstance(data, dict) or not isinstance(data.get("version"), str) or not is_date(data["version"]):
        raise Refused("data.malformed", detail="version")
    suffixes = _suffixes(data.get("suffixes"))
    register = _register(data)
    if register is None and suffixes is None:
        raise Refused("data.nothing-in-it")
    return Payload(data["version"], register, suffixes, key)


def _suffixes(lines: object) -> Suffixes | None:
    if lines is None:
        return None
    if not isinstance(lines, str) or not is_date(list_version(lines)):
        raise Refused("data.malformed", detail="suffixes")
    rules = sum(1 for line in lines.splitlines() if line and not line.startswith("//"))
    suffixes = Suffixes(lines, list_version(lines))
    if rules < MIN_SUFFIX_RULES or any(suffixes.suffix(f"a.{name}") != name for name in NEEDED_SUFFIXES):
        raise Untrusted("data.suffixes-incomplete")
    return suffixes


def _register(data: dict[str, Any]) -> Register | None:
    if data.get("organisations") is None:
        return None
    try:
        entries = organisations_from(data["organisations"])
    except RegisterInvalid as error:
        raise Untrusted("data.register-invalid", **_first(error.problems)) from error
    return Register(entries, data["version"])


def _first(problems: tuple[Any, ...]) -> dict[str, str | int]:
    return {"count": len(problems), "where": problems[0].where}
