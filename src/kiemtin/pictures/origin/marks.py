"""Whether a file can hold a Content Credential at all: the library that verifies one costs more to load than a look."""

from __future__ import annotations

BOX = b"jumb"
"""The type of the box that every embedded credential stands in (ISO 19566-5), in each piece of a JPEG anew."""

ELSEWHERE = "provenance"
"""The property of XMP that leads to a credential kept elsewhere (C2PA 2.1, 11.5)."""

PACKED_XMP = b"XML:com.adobe.xmp\x00\x01"
"""XMP of a PNG that is compressed, so that nothing in it can be seen without unpacking."""

MARKS = (BOX, b"c2pa", b"C2PA", b"caBX", PACKED_XMP, *(ELSEWHERE.encode(form) for form in ("ascii", "utf-16-le")))


def may_hold_credential(data: bytes) -> bool:
    """Whether ``data`` holds, or names, a credential, as far as its bytes show; it may be none, but none is missed."""
    return any(mark in data for mark in MARKS)
