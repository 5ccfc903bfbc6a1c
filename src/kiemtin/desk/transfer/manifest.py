"""What an archive says of itself: versions, counts, and the size and hash of each member."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from kiemtin.desk.transfer.rows import Content
from kiemtin.errors import Refused, Untrusted

SCHEMA = "kiemtin-backup/1"

MANIFEST = "manifest.json"
ROWS, FILES = "rows", "files"
"""Where the rows of each table stand (``rows/<table>.jsonl``), and the files of the data folder (``files/<path>``)."""

MAX_MANIFEST = 16 * 1024 * 1024
"""Bytes of the manifest: some 160 for each member."""

MAX_MEMBERS = 20_000
"""Members of one archive: a table or a file each."""

MAX_TOTAL = 64 * 1024**3
"""Bytes of all members together, unpacked: a thousand times what a large desk holds."""

MAX_PARTS, MAX_NAME = 6, 200
"""Folders in one another, and bytes of a name of one."""

TABLE = re.compile(r"[a-z][a-z0-9_]{0,62}")
HASH = re.compile(r"[0-9a-f]{64}")

NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
"""What some system or other reads as more than a letter."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an archive, unpacked: its size, and its SHA-256 in hexadecimal."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that an archive says of itself; ``reviews`` counts the fact-checks in the operator's own collection."""

    kiemtin: str
    created: str
    database: str
    address: str
    reviews: int
    migrations: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, Content]
    members: Mapping[str, Member]

    def packed(self) -> bytes:
        """The manifest as it stands in an archive."""
        return json.dumps({"schema": SCHEMA, **asdict(self)}, ensure_ascii=False, indent=1).encode()

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(content.rows for content in self.tables.values())

    @property
    def size(self) -> int:
        """Bytes of all members, unpacked."""
        return sum(member.bytes for member in self.members.values())


def read_manifest(raw: bytes) -> Manifest:
    """The manifest in ``raw``; raises ``Untrusted`` where it is none, ``Refused`` where a newer version wrote it."""
    try:
        data = json.loads(raw)
        if data["schema"] != SCHEMA:
            raise Refused("transfer.newer-version")
        return Manifest(
            kiemtin=_word(data["kiemtin"]),
            created=_word(data["created"]),
            database=_word(data["database"]),
            address=_word(data["address"]),
            reviews=_count(data["reviews"]),
            migrations={_word(name): tuple(map(_word, done)) for name, done in data["migrations"].items()},
            tables={
                _table(name): Content(_count(of["rows"]), _hash(of["digest"])) for name, of in data["tables"].items()
            },
            members={
                _place(name): Member(_count(of["bytes"]), _hash(of["sha256"])) for name, of in data["members"].items()
            },
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Untrusted("transfer.damaged") from error


def is_usable(place: str) -> bool:
    """Whether ``place`` may stand in an archive: names without tricks, so that it cannot lead out of a folder."""
    parts = place.split("/")
    return 2 <= len(parts) <= MAX_PARTS and all(
        part
        and part[0] not in ". "
        and part[-1] not in ". "
        and len(part.encode("utf-8", "replace")) <= MAX_NAME
        and not NOT_IN_A_NAME.search(part)
        for part in parts
    )


def place_of_rows(table: str) -> str:
    """Where the rows of a table stand in an archive."""
    return f"{ROWS}/{table}.jsonl"


def _word(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 300 or not value.isprintable():
        raise ValueError
    return value


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError
    return value


def _hash(value: Any) -> str:
    if not HASH.fullmatch(_word(value)):
        raise ValueError
    return str(value)


def _table(value: Any) -> str:
    if not TABLE.fullmatch(_word(value)):
        raise ValueError
    return str(value)


def _place(value: Any) -> str:
    if not isinstance(value, str) or not is_usable(value) or value.partition("/")[0] not in (ROWS, FILES):
        raise ValueError
    return value
