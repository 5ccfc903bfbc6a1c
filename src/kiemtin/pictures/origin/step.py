"""The reading of an origin as a step of the child process that looks at strangers' bytes."""

from __future__ import annotations

import contextlib
import importlib
from typing import Any

from kiemtin.pictures.origin.credentials import open_context
from kiemtin.pictures.origin.reading import read_origin

LIBRARIES = ("defusedxml.ElementTree", "encodings.utf_16_le", "encodings.utf_16_be", "encodings.latin_1")
"""What is imported only when it is needed, and could not be any more once the child has given up its files."""

SEALED = "sealed"
"""The option that says whether there may be a credential in the bytes; without it there may."""

KINDS = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (4, b"ftypavi", "image/avif"),
    (4, b"ftyphei", "image/heic"),
    (4, b"ftypmif1", "image/heif"),
    (4, b"ftyphev", "image/heic"),
)
"""First bytes, at which place, and the media type; a file of another kind has no credential that is read."""


def prepare(options: dict[str, Any]) -> None:
    """Load everything before the bytes are looked at; a missing library is no error."""
    for name in LIBRARIES:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    if options.get(SEALED, True):
        open_context(options.get("trust"))


def read(data: bytes, options: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """What ``data`` says about its origin, as JSON.

    ``trust`` among the options are certificates in PEM; ``sealed`` is false where no credential is to be looked for.
    """
    sealed = bool(options.get(SEALED, True))
    return read_origin(data, media_type_of(data), options.get("trust"), sealed=sealed).to_json(), b""


def media_type_of(data: bytes) -> str:
    """The media type by the first bytes; ``application/octet-stream`` for what is not known."""
    found = (kind for at, head, kind in KINDS if data[at : at + len(head)] == head)
    return next(found, "application/octet-stream")
