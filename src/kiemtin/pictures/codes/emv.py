"""EMVCo payment codes as fields: tag, length, value, inside one another, closed by a checksum."""

from __future__ import annotations

import re
from binascii import crc_hqx
from dataclasses import dataclass, field

from kiemtin.pictures.codes.limits import MAX_DEPTH, MAX_FIELDS, MAX_PAYLOAD
from kiemtin.pictures.codes.values import Fault

LOOKS_LIKE_PAYMENT = re.compile(r"0002[0-9]{2}[0-9]{2}")
"""Field 00 (version, two digits), with which every payment code must begin, and the tag behind it."""

DIGITS = re.compile(r"[0-9]{2}")
VERSION, BENEFICIARY, CHECKSUM = "00", "01", "63"
CHECKSUM_HEAD, CHECKSUM_TAIL = "6304", 8
CHECKSUM_DIGITS = re.compile(r"[0-9A-Fa-f]{4}")
CRC_START = 0xFFFF
"""CRC-16/CCITT-FALSE (polynomial 0x1021, this start), which ISO/IEC 13239 and EMVCo's specification (4.7.3) name."""

TEMPLATES = frozenset(str(tag) for tag in range(26, 52)) | {"62", "64"} | {str(tag) for tag in range(80, 100)}
"""Fields that hold fields at the first level: accounts of schemes, additional data, language, unreserved templates."""

STRICT_TEMPLATES = frozenset(str(tag) for tag in range(26, 52)) | {"62", "64"}
"""Those that must. Unreserved ones (80 to 99) hold plain text in real codes: MoMo puts three digits there."""


class Broken(Exception):
    """A payment code breaks a rule; stays inside this engine."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one level: values by tag, and for those that hold fields, these."""

    values: dict[str, str]
    inner: dict[str, Fields] = field(default_factory=dict)

    def get(self, *tags: str) -> str:
        """The value at the end of a path of tags; empty where there is none."""
        here = self
        for tag in tags[:-1]:
            if tag not in here.inner:
                return ""
            here = here.inner[tag]
        return here.values.get(tags[-1], "")


@dataclass(slots=True)
class _Budget:
    left: int = MAX_FIELDS

    def spend(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Broken(Fault.TOO_MANY_FIELDS)


def looks_like_payment(text: str) -> bool:
    """Whether ``text`` begins as every payment code does."""
    return LOOKS_LIKE_PAYMENT.match(text) is not None


def read_fields(text: str) -> Fields:
    """The fields of a payment code, its checksum verified.

    Lengths count characters (EMVCo 4.2); some banks count bytes of UTF-8, so a text with other letters that breaks the
    first way is read the second way. Raises ``Broken`` with the first rule that is broken.
    """
    payload = text.strip()
    if len(payload) > MAX_PAYLOAD:
        raise Broken(Fault.TOO_LONG)
    _require_checksum(payload)
    try:
        return _first_level(payload)
    except Broken:
        if payload.isascii():
            raise
        as_bytes = _first_level(payload.encode("utf-8", "surrogatepass").decode("latin-1"))
        return _from_bytes(as_bytes)


def _require_checksum(payload: str) -> None:
    head, checksum = payload[:-4], payload[-4:]
    if payload[-CHECKSUM_TAIL:-4] != CHECKSUM_HEAD or not CHECKSUM_DIGITS.fullmatch(checksum):
        raise Broken(Fault.NO_CHECKSUM)
    if crc_hqx(head.encode("utf-8", "surrogatepass"), CRC_START) != int(checksum, 16):
        raise Broken(Fault.WRONG_CHECKSUM)


def _first_level(payload: str) -> Fields:
    fields = _level(payload, 1, _Budget())
    tags = list(fields.values)
    if tags[0] != VERSION or fields.values[VERSION] != "01":
        raise Broken(Fault.BAD_VERSION)
    if tags[-1] != CHECKSUM:
        raise Broken(Fault.NO_CHECKSUM)
    return fields


def _level(text: str, depth: int, budget: _Budget) -> Fields:
    """The fields of ``text``, which must fill it to its last character; ``depth`` counts from 1."""
    values: dict[str, str] = {}
    inner: dict[str, Fields] = {}
    at = 0
    while at < len(text):
        budget.spend()
        tag, value = _field(text, at)
        if tag in values:
            raise Broken(Fault.DUPLICATE)
        values[tag] = value
        at += 4 + len(value)
        below = _below(tag, value, depth, budget)
        if below is not None:
            inner[tag] = below
    if not values:
        raise Broken(Fault.CUT_SHORT)
    return Fields(values, inner)


def _field(text: str, at: int) -> tuple[str, str]:
    """The tag and the value that begin at ``at``."""
    tag, length = text[at : at + 2], text[at + 2 : at + 4]
    if len(length) < 2:
        raise Broken(Fault.CUT_SHORT)
    if not DIGITS.fullmatch(tag):
        raise Broken(Fault.BAD_TAG)
    if not DIGITS.fullmatch(length) or length == "00":
        raise Broken(Fault.BAD_LENGTH)
    value = text[at + 4 : at + 4 + int(length)]
    if len(value) < int(length):
        raise Broken(Fault.CUT_SHORT)
    return tag, value


def _below(tag: str, value: str, depth: int, budget: _Budget) -> Fields | None:
    """The fields inside a value: where the specification says so, and NAPAS's beneficiary one level deeper."""
    if depth >= MAX_DEPTH or (tag not in TEMPLATES if depth == 1 else tag != BENEFICIARY):
        return None
    left = budget.left
    try:
        return _level(value, depth + 1, budget)
    except Broken as broken:
        if (depth == 1 and tag in STRICT_TEMPLATES) or broken.fault is Fault.TOO_MANY_FIELDS:
            raise
        budget.left = left
        return None


def _from_bytes(fields: Fields) -> Fields:
    """The same fields with their values as text again; a value cut inside a letter breaks the code."""
    try:
        values = {tag: value.encode("latin-1").decode("utf-8") for tag, value in fields.values.items()}
    except UnicodeDecodeError:
        raise Broken(Fault.BAD_LENGTH) from None
    return Fields(values, {tag: _from_bytes(below) for tag, below in fields.inner.items()})
