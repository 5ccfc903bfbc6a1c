"""The dump as whoever verifies a log reads it: every record with its salt, in one file instead of one for each."""

from __future__ import annotations

from itertools import islice
from typing import Any

from kiemtin.answers.feeds import DUMP, DUMP_FILE
from kiemtin.answers.logged_records import parsed
from kiemtin.answers.site import page_of

MAX_DUMP = 512_000_000
"""Bytes of a dump: 10,000 answers take about 20 MB. Past this the records are read one by one."""

MOST_MISSING = 20
"""Missing records that are named: where there are more, it is another dump."""

BESIDE = frozenset({"index", "salt", "url"})
"""What a line holds besides its record."""

__all__ = ["DUMP_FILE", "MAX_DUMP", "document_in", "lines_of", "missing_from"]


def lines_of(raw: bytes, size: int) -> list[bytes] | None:
    """The line of each of ``size`` records; ``None`` where this is no dump, or one of another number of records."""
    lines = raw.split(b"\n")
    head = parsed(lines[0])
    is_dump = isinstance(head, dict) and head.get("schema") == DUMP
    return lines[1:-1] if is_dump and lines[-1] == b"" and len(lines) == size + 2 else None


def missing_from(raw: bytes, size: int) -> list[int]:
    """Which of ``size`` records have no line in what is a dump all the same; none where more than ``MOST_MISSING``."""
    documents = map(parsed, raw.split(b"\n"))
    head = next(documents)
    if not isinstance(head, dict) or head.get("schema") != DUMP:
        return []
    there = {one["index"] for one in documents if isinstance(one, dict) and isinstance(one.get("index"), int)}
    missing = list(islice((index for index in range(size) if index not in there), MOST_MISSING + 1))
    return missing if len(missing) <= MOST_MISSING else []


def document_in(line: bytes) -> Any:
    """What the file of this record alone would hold; ``None`` where the line is none, or names another page."""
    document = parsed(line)
    if not isinstance(document, dict) or "erased" in document:
        return document
    record = {name: value for name, value in document.items() if name not in BESIDE}
    content, url = record.get("content"), document.get("url")
    language = content.get("language") if isinstance(content, dict) else "vi"
    path = page_of(str(record.get("slug")), "en" if language == "en" else "vi")
    if not isinstance(url, str) or not url.endswith(path):
        return None
    return {"index": document.get("index"), "salt": document.get("salt"), "record": record}
