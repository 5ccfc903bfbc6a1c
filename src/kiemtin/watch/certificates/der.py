"""The host names of a certificate, read from its DER (X.690) without building anything else of it.

A strict walk: definite lengths in their shortest form, each value inside the one around it, the parts of a certificate
in their order (RFC 5280, section 4.1). Nothing recurses, and no step goes back, so any bytes are read in linear time.
"""

from __future__ import annotations

from dataclasses import dataclass

SEQUENCE, SET, INTEGER, OBJECT, BOOLEAN, OCTETS = 0x30, 0x31, 0x02, 0x06, 0x01, 0x04
VERSION, ISSUER_ID, SUBJECT_ID, EXTENSIONS = 0xA0, 0x81, 0x82, 0xA3
DNS_NAME = 0x82

ALTERNATIVE_NAMES = b"\x06\x03\x55\x1d\x11"
"""subjectAltName (2.5.29.17), with its tag and length."""

COMMON_NAME = b"\x06\x03\x55\x04\x03"
ORGANISATION = b"\x06\x03\x55\x04\x0a"

TEXTS = {0x0C: "utf-8", 0x13: "ascii", 0x16: "ascii", 0x14: "latin-1", 0x1E: "utf-16-be"}
"""How the kinds of text in a name are encoded: UTF8String, PrintableString, IA5String, TeletexString, BMPString."""

SHORT = 0x80
"""Lengths below are written in one byte; from here on the byte says how many follow."""

MAX_LENGTH_BYTES = 4

MAX_NAMES = 10_000
"""Names of one certificate; those who issue them allow 100, or 1,000."""


class Malformed(ValueError):
    """The bytes are no certificate that this can read."""


@dataclass(frozen=True, slots=True)
class Names:
    """What stands in a certificate: host names as bytes, and the texts of its common names."""

    hosts: list[bytes]
    common: list[str]


def read_names(data: bytes, start: int, end: int, *, is_certificate: bool) -> Names:
    """The names in the certificate, or in the part of it that is signed, at ``data[start:end]``; raises ``Malformed``.

    Host names are those of every subjectAltName; each common name comes as text, whether or not it is a host name.
    """
    try:
        place, end = _signed_part(data, start, end, is_certificate=is_certificate)
        for _ in range(4):  # serial number, algorithm, issuer, validity
            _, _, place = _value(data, place, end)
        tag, subject, place = _value(data, place, end)
        if tag != SEQUENCE:
            raise Malformed
        common = [text for text in _texts(data, subject, place, COMMON_NAME) if text]
        _, _, place = _value(data, place, end)  # public key
        while place < end and data[place] in (ISSUER_ID, ISSUER_ID | 0x20, SUBJECT_ID, SUBJECT_ID | 0x20):
            _, _, place = _value(data, place, end)
        if place == end:
            return Names([], common)
        tag, inside, place = _value(data, place, end)
        if tag != EXTENSIONS or place != end:
            raise Malformed
        return Names(_hosts(data, inside, place), common)
    except IndexError as error:
        raise Malformed from error


def issuer_of(data: bytes, start: int, end: int, *, is_certificate: bool) -> str:
    """The organisation that issued the certificate, or the issuer's common name; ``""`` where neither can be read."""
    try:
        place, end = _signed_part(data, start, end, is_certificate=is_certificate)
        for _ in range(2):
            _, _, place = _value(data, place, end)
        _, inside, place = _value(data, place, end)
        found = _texts(data, inside, place, ORGANISATION) or _texts(data, inside, place, COMMON_NAME)
    except (IndexError, Malformed):
        return ""
    return next((text for text in found if text), "")


def _signed_part(data: bytes, start: int, end: int, *, is_certificate: bool) -> tuple[int, int]:
    """Where the part that is signed has its serial number, and where it ends."""
    tag, place, close = _value(data, start, end)
    if tag != SEQUENCE or close != end:
        raise Malformed
    if is_certificate:
        tag, place, end = _value(data, place, close)
        if tag != SEQUENCE:
            raise Malformed
    if data[place] == VERSION:
        _, _, place = _value(data, place, end)
    if place >= end or data[place] != INTEGER:
        raise Malformed
    return place, end


def _value(data: bytes, place: int, end: int) -> tuple[int, int, int]:
    """The tag of the value at ``place``, where its content begins, and where it ends, at ``end`` at the latest."""
    tag, length = data[place], data[place + 1]
    start = place + 2
    if length >= SHORT:
        count = length - SHORT
        if not 1 <= count <= MAX_LENGTH_BYTES:
            raise Malformed
        start += count
        length = int.from_bytes(data[place + 2 : start])
        if length < SHORT or length >> (8 * (count - 1)) == 0:  # not the shortest form
            raise Malformed
    close = start + length
    if close > end or tag & 0x1F == 0x1F:
        raise Malformed
    return tag, start, close


def _hosts(data: bytes, place: int, end: int) -> list[bytes]:
    """The host names among the extensions; every list of alternative names counts, should there be several."""
    tag, place, close = _value(data, place, end)
    if tag != SEQUENCE or close != end:
        raise Malformed
    found: list[bytes] = []
    while place < end:
        tag, inside, place = _value(data, place, end)
        if tag != SEQUENCE or inside == place or data[inside] != OBJECT:
            raise Malformed
        if data[inside : inside + 5] == ALTERNATIVE_NAMES:
            _alternatives(data, inside + 5, place, found)
    return found


def _alternatives(data: bytes, place: int, end: int, found: list[bytes]) -> None:
    """Add the host names of one extension, whose value stands in a string of octets behind its criticality."""
    tag, inside, close = _value(data, place, end)
    if tag == BOOLEAN:
        tag, inside, close = _value(data, close, end)
    if tag != OCTETS or close != end:
        raise Malformed
    tag, inside, close = _value(data, inside, end)
    if tag != SEQUENCE or close != end:
        raise Malformed
    while inside < end:
        tag, start, inside = _value(data, inside, end)
        if tag == DNS_NAME:
            found.append(data[start:inside])
            if len(found) > MAX_NAMES:
                raise Malformed


def _texts(data: bytes, place: int, end: int, kind: bytes) -> list[str]:
    """The texts of one kind in a name (a sequence of sets of pairs), the last first: the most specific."""
    found: list[str] = []
    while place < end:
        tag, inside, place = _value(data, place, end)
        if tag != SET:
            raise Malformed
        while inside < place:
            tag, pair, inside = _value(data, inside, place)
            if tag != SEQUENCE or pair == inside:
                raise Malformed
            if data[pair : pair + 5] == kind:
                tag, start, close = _value(data, pair + 5, inside)
                found.append(_text(data[start:close], tag))
    return found[::-1]


def _text(raw: bytes, tag: int) -> str:
    """A text in its encoding; ``""`` where it is none."""
    try:
        return raw.decode(TEXTS[tag])
    except (KeyError, UnicodeDecodeError):
        return ""
