"""What goes between a run and the process that speaks with Ray: pieces with a kind and a length, over two pipes."""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

import pyarrow as pa

HEAD = struct.Struct(">cI")
"""Before each piece: its kind, and how many bytes follow."""

SETTINGS = b"S"
SOUGHT = b"O"
NAMES = b"N"
END = b"E"
"""To the other process: how to reach a cluster, whom to look for (pickled), names, and that no more names come."""

READY = b"R"
ROWS = b"T"
PROBLEM = b"P"
"""From it: what the cluster has, the rows of the names in their order, and why it goes no further."""


def send(stream: BinaryIO, kind: bytes, data: bytes = b"") -> None:
    """One piece, at once."""
    stream.write(HEAD.pack(kind, len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: BinaryIO) -> tuple[bytes, bytes] | None:
    """The next piece; ``None`` where the other side has ended, or died in the middle of one."""
    head = stream.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    kind, size = HEAD.unpack(head)
    data = stream.read(size)
    return (kind, data) if len(data) == size else None


def send_json(stream: BinaryIO, kind: bytes, value: dict[str, Any]) -> None:
    """One piece of JSON."""
    send(stream, kind, json.dumps(value).encode())


def packed(table: pa.Table) -> bytes:
    """A table as bytes (Arrow's stream format), its letters squeezed: they go over a network."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def unpacked(data: bytes) -> pa.Table:
    """The table that was ``packed``."""
    with pa.ipc.open_stream(data) as reader:
        return reader.read_all()
