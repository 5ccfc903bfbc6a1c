"""The few files that pages link: style, script, icon. Named after their content, kept in memory, packed once.

They are read from the installed package at the start: nothing is collected, nothing is written, and a wheel in a
read-only place serves them as well. WhiteNoise would be the library for this, but it is synchronous: under ASGI it
takes every request, not only those for files, through one thread.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import PurePath
from types import MappingProxyType

from kiemtin.formats.html import pictures_stylesheet, stylesheet

PREFIX = "static/"

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
"""What is served; anything else in the folder, such as a licence, is not."""

PACKED = frozenset({".css", ".js", ".svg"})

LETTERS_OF_HASH = 12
"""Hexadecimal digits of SHA-256 in a name: two editions of one file never share it."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent; ``packed`` is the same, compressed, where that is shorter."""

    name: str
    media_type: str
    body: bytes
    packed: bytes | None


@lru_cache(maxsize=1)
def assets() -> Mapping[str, Asset]:
    """Every file by the name that pages ask for it: ``desk.0123456789ab.css``."""
    return MappingProxyType({asset.name: asset for asset in _by_plain_name().values()})


def address_of(plain_name: str) -> str:
    """The address of a file, such as ``desk.css``; raises ``KeyError`` where there is none."""
    return f"/{PREFIX}{_by_plain_name()[plain_name].name}"


@lru_cache(maxsize=1)
def _by_plain_name() -> Mapping[str, Asset]:
    folder = files("kiemtin.desk").joinpath("static")
    bodies = {entry.name: entry.read_bytes() for entry in folder.iterdir() if PurePath(entry.name).suffix in TYPES}
    # One style for the report wherever it stands: the page's own comes after it, in the same file.
    bodies["desk.css"] = (stylesheet() + pictures_stylesheet()).encode("utf-8") + bodies["desk.css"]
    return MappingProxyType({name: _asset(name, body) for name, body in bodies.items()})


def _asset(name: str, body: bytes) -> Asset:
    stem, suffix = PurePath(name).stem, PurePath(name).suffix
    digest = hashlib.sha256(body).hexdigest()[:LETTERS_OF_HASH]
    packed = gzip.compress(body, 9, mtime=0) if suffix in PACKED else None
    return Asset(
        f"{stem}.{digest}{suffix}", TYPES[suffix], body, packed if packed and len(packed) < len(body) else None
    )


def file_of(plain_name: str) -> bytes:
    """The content of a file, such as ``desk.css``; raises ``KeyError`` where there is none."""
    return _by_plain_name()[plain_name].body
