"""Sources as bytes: decompressed while they are read, and never more of them than a limit says."""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING, BinaryIO

from kiemtin.errors import TooLarge
from kiemtin.factchecks.reading.limits import MAX_RATIO, MAX_STREAM_BYTES, RATIO_FROM
from kiemtin.factchecks.reading.values import Source

if TYPE_CHECKING:
    from typing_extensions import Buffer  # of collections.abc itself from Python 3.12 on

GZIP = b"\x1f\x8b"
GZIP_MEMBER = 31
"""zlib's number for "a gzip header, the largest window"."""

CHUNK = 65_536
"""Bytes read, and unpacked, at once; also how much of a source is looked at to see what it is."""


class Unpacked(io.RawIOBase):
    """The bytes of a file, unpacked where they are gzip; raises ``TooLarge`` past the limits of a whole source.

    It ends where the file is damaged or cut off, and then says so in ``damage``.
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file, self._name = file, name
        self._waiting = file.read(CHUNK)
        self._came, self._went = len(self._waiting), 0
        self.damage = ""
        self._unpacker = zlib.decompressobj(GZIP_MEMBER) if self._waiting.startswith(GZIP) else None

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Fill ``buffer`` as far as the file goes."""
        space = memoryview(buffer).cast("B")
        filled = 0
        try:
            while filled < len(space) and (data := self._some(len(space) - filled)):
                space[filled : filled + len(data)] = data
                filled += len(data)
                self._count(len(data))
        except OSError as error:
            self.damage = str(error) or type(error).__name__
        return filled

    def _some(self, most: int) -> bytes:
        """Up to ``most`` bytes, none at the end; raises ``OSError`` where a compressed file is damaged or cut off."""
        if self._unpacker is None:
            data = self._more()[:most]
            self._waiting = self._waiting[len(data) :]
            return data
        try:
            while self._more():
                if self._unpacker.eof:
                    if not self._waiting.startswith(GZIP):
                        return b""  # what follows the last member is padding
                    self._unpacker = zlib.decompressobj(GZIP_MEMBER)
                data = self._unpacker.decompress(self._waiting, most)
                self._waiting = self._unpacker.unused_data if self._unpacker.eof else self._unpacker.unconsumed_tail
                if data:
                    return data
        except zlib.error as error:
            raise OSError(str(error)) from error
        if not self._unpacker.eof:
            raise OSError("cut off")
        return b""

    def _more(self) -> bytes:
        if not self._waiting:
            self._waiting = self._file.read(CHUNK)
            self._came += len(self._waiting)
        return self._waiting

    def _count(self, size: int) -> None:
        self._went += size
        if self._went > MAX_STREAM_BYTES:
            raise TooLarge("refused.source-too-large", name=self._name, size=self._went, limit=MAX_STREAM_BYTES)
        if self._unpacker is not None and self._went > max(RATIO_FROM, MAX_RATIO * self._came):
            raise TooLarge("refused.unpacks-too-far", name=self._name, size=self._went, limit=MAX_RATIO)


def read_all(source: Source, limit: int) -> bytes:
    """The bytes of a source that is read as a whole; raises ``TooLarge`` past ``limit``, without reading on."""
    data = source.stream.read(limit + 1)
    if len(data) > limit:
        raise TooLarge("refused.source-too-large", name=source.name, size=len(data), limit=limit)
    return data
