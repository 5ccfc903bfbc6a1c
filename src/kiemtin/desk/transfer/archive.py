"""One ZIP archive with a manifest: written beside its place and put there whole; read with limits and without trust.

ZIP, not tar: its directory can be read and judged before a byte of any member is unpacked, and every desktop opens it.
"""

from __future__ import annotations

import hashlib
import io
import os
import secrets
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from kiemtin.desk.transfer.manifest import (
    MANIFEST,
    MAX_MANIFEST,
    MAX_MEMBERS,
    MAX_TOTAL,
    Manifest,
    Member,
    is_usable,
    read_manifest,
)
from kiemtin.desk.transfer.rows import MAX_LINE
from kiemtin.errors import OutOfReach, Refused, TooLarge, Untrusted

CHUNK = 1 << 20
"""Bytes that are read in one go."""

PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

ENCRYPTED = 0x1

SPOILT = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    ValueError,
    LookupError,
    RuntimeError,
)
"""What Python's reader raises for what is no sound archive."""


class Writer:
    """Puts members into an archive and notes what each of them comes to."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.members: dict[str, Member] = {}

    def add(self, place: str, chunks: Iterable[bytes]) -> None:
        """One member; raises ``Refused`` for a name that no archive may hold, ``TooLarge`` past a limit."""
        if not is_usable(place):
            raise Refused("backup.odd-name", name=place[:200])
        if len(self.members) == MAX_MEMBERS:
            raise TooLarge("backup.too-many", limit=MAX_MEMBERS)
        digest, size = hashlib.sha256(), 0
        with self._archive.open(place, "w", force_zip64=True) as member:
            for chunk in chunks:
                if len(chunk) > MAX_LINE:
                    raise TooLarge("backup.row-too-large", name=place, limit=MAX_LINE)
                digest.update(chunk)
                size += len(chunk)
                member.write(chunk)
        self.members[place] = Member(size, digest.hexdigest())


@contextmanager
def written(
    path: Path, *, replace: bool, verify: Callable[[Path], None]
) -> Iterator[tuple[Writer, Callable[[Manifest], None]]]:
    """An archive that stands at ``path`` once ``verify`` has read it, readable by its owner alone, or not at all."""
    if path.exists() and not replace:
        raise Refused("backup.exists", name=str(path))
    beside = path.parent / f".{path.name}.{secrets.token_hex(8)}"
    try:
        descriptor = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except (OSError, ValueError) as error:
        raise OutOfReach("missing.cannot-write", name=str(path)) from error
    try:
        with os.fdopen(descriptor, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                yield Writer(archive), lambda manifest: archive.writestr(zipfile.ZipInfo(MANIFEST), manifest.packed())
            file.flush()
            os.fsync(file.fileno())
        verify(beside)
        beside.replace(path)
    except OSError as error:
        raise OutOfReach("missing.cannot-write", name=str(path)) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


class Archive:
    """An archive whose directory has been judged; each member is checked against the manifest while it is read."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._archive = archive
        self.manifest = manifest

    def chunks(self, place: str) -> Iterator[bytes]:
        """The bytes of a member in pieces; raises ``Untrusted`` where they are not those that were packed."""
        yield from self._checked(place, lambda member: iter(lambda: member.read(CHUNK), b""))

    def lines(self, place: str) -> Iterator[bytes]:
        """The lines of a member, as ``chunks``; raises ``Untrusted`` for one that is too long to be a row."""

        def short(member: IO[bytes]) -> Iterator[bytes]:
            while line := member.readline(MAX_LINE + 1):
                if len(line) > MAX_LINE:
                    raise Untrusted("transfer.damaged")
                yield line

        yield from self._checked(place, short)

    def verify(self) -> None:
        """Read every member; raises ``Untrusted`` where one is not what was packed."""
        for place in self.manifest.members:
            for _ in self.chunks(place):
                pass

    def _checked(self, place: str, read: Callable[[IO[bytes]], Iterator[bytes]]) -> Iterator[bytes]:
        promised = self.manifest.members.get(place)
        if promised is None:
            raise Untrusted("transfer.damaged")
        digest, size = hashlib.sha256(), 0
        with _sound(), self._archive.open(place) as member:
            for piece in read(member):
                size += len(piece)
                if size > promised.bytes:
                    raise Untrusted("transfer.damaged")
                digest.update(piece)
                yield piece
        if Member(size, digest.hexdigest()) != promised:
            raise Untrusted("transfer.damaged")


@contextmanager
def opened_archive(path: Path) -> Iterator[Archive]:
    """The archive at ``path``, once its directory and its manifest agree.

    Raises ``OutOfReach`` where there is no file, ``Untrusted`` where it is no sound archive, ``Refused`` where a newer
    version wrote it, ``TooLarge`` past a limit.
    """
    try:
        file = _Bounded(path)
    except (OSError, ValueError) as error:
        raise OutOfReach("missing.file", name=str(path)) from error
    with file:
        with _sound():
            archive = zipfile.ZipFile(file)
        with archive:
            yield Archive(archive, _judged(archive))


def _judged(archive: zipfile.ZipFile) -> Manifest:
    listed = archive.infolist()
    if len(listed) > MAX_MEMBERS + 1:
        raise TooLarge("backup.too-many", limit=MAX_MEMBERS)
    with _sound():
        about = archive.getinfo(MANIFEST)
        if about.file_size > MAX_MANIFEST:
            raise Untrusted("transfer.damaged")
        with archive.open(about) as member:
            manifest = read_manifest(member.read(MAX_MANIFEST + 1))
    if manifest.size > MAX_TOTAL:
        raise TooLarge("backup.too-large", limit=MAX_TOTAL)
    sizes: Mapping[str, int] = {one.filename: one.file_size for one in listed}
    promised = {MANIFEST: about.file_size, **{place: member.bytes for place, member in manifest.members.items()}}
    odd = [one for one in listed if one.flag_bits & ENCRYPTED or one.compress_type not in PACKING]
    if odd or len(listed) != len(sizes) or sizes != promised:
        raise Untrusted("transfer.damaged")
    return manifest


@contextmanager
def _sound() -> Iterator[None]:
    """What an unsound archive makes Python's reader raise, as one error of ours."""
    try:
        yield
    except SPOILT as error:
        raise Untrusted("transfer.damaged") from error


class _Bounded(io.FileIO):
    """A file of which nobody reads more at once than a directory or a piece may be long.

    A directory that claims gigabytes would be read into memory before anything of it can be judged.
    """

    def read(self, size: int | None = -1, /) -> Any:
        """At most ``MAX_MANIFEST`` bytes; raises ``ValueError`` where more are wanted."""
        wanted = MAX_MANIFEST + 1 if size is None or size < 0 else size
        if wanted > MAX_MANIFEST + 1:
            raise ValueError
        return super().read(wanted)
