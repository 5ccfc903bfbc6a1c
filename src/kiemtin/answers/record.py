"""The canonical form of a record, its salted hash, and the entry that goes into the log.

The entry holds no word of the answer: if a text must be erased by law, its record and salt go and the entry stays.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import asdict
from typing import Any

from kiemtin.answers.scale import Rating
from kiemtin.answers.values import Change, Content, Picture, Record, Source

RECORD = "kiemtin-record/1"
ENTRY = "kiemtin-log-entry/1"

SALT_BYTES = 32
"""As long as the hash, so that nobody can guess an erased text and try it."""


def canonical(document: dict[str, Any]) -> bytes:
    """``document`` as the one sequence of bytes that is hashed: JSON as RFC 8785 writes it.

    There are no fractions in our documents and every key is ASCII, so sorted keys without spaces are all it takes.
    """
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def record_document(record: Record) -> dict[str, Any]:
    """``record`` as JSON; ``read_record`` reads it back."""
    return {
        "schema": RECORD,
        "answer": record.answer,
        "version": record.version,
        "change": record.change.value,
        "date": record.date.isoformat(),
        "slug": record.slug,
        "reason": record.reason,
        "erases": record.erases,
        "content": None if record.content is None else _content_document(record.content),
    }


def read_record(document: dict[str, Any]) -> Record:
    """The record that ``document`` holds; raises ``ValueError``, ``KeyError`` or ``TypeError`` where it is none."""
    if document["schema"] != RECORD:
        raise ValueError(f"not a {RECORD}")
    content = document["content"]
    return Record(
        answer=document["answer"],
        version=document["version"],
        change=Change(document["change"]),
        date=datetime.date.fromisoformat(document["date"]),
        slug=document["slug"],
        reason=document["reason"],
        erases=document["erases"],
        content=None if content is None else _read_content(content),
    )


def record_hash(salt: bytes, record: bytes) -> bytes:
    """The salted hash of a record in its canonical form: SHA-256 of salt and record."""
    if len(salt) != SALT_BYTES:
        raise ValueError("a salt has 32 bytes")
    return hashlib.sha256(salt + record).digest()


def log_entry(record: Record, salt: bytes) -> bytes:
    """What the log keeps for ever of ``record``: whose it is, which change, and the salted hash."""
    return canonical(
        {
            "schema": ENTRY,
            "answer": record.answer,
            "version": record.version,
            "change": record.change.value,
            "hash": record_hash(salt, canonical(record_document(record))).hex(),
        }
    )


def _content_document(content: Content) -> dict[str, Any]:
    document = _texts_document(content)
    # Only where there are any: records from before there were pictures are hashed as they were written.
    return document | ({"pictures": [asdict(one) for one in content.pictures]} if content.pictures else {})


def _texts_document(content: Content) -> dict[str, Any]:
    return {
        "language": content.language,
        "claim": content.claim,
        "finding": content.finding,
        "rating": content.rating.value,
        "explanation": content.explanation,
        "sources": [
            {
                "url": source.url,
                "title": source.title,
                "publisher": source.publisher,
                "accessed": source.accessed.isoformat(),
                "archive": source.archive,
            }
            for source in content.sources
        ],
    }


def _read_content(document: dict[str, Any]) -> Content:
    sources = (
        Source(
            url=source["url"],
            title=source["title"],
            publisher=source["publisher"],
            accessed=datetime.date.fromisoformat(source["accessed"]),
            archive=source["archive"],
        )
        for source in document["sources"]
    )
    return Content(
        language=document["language"],
        claim=document["claim"],
        finding=document["finding"],
        rating=Rating(document["rating"]),
        explanation=document["explanation"],
        sources=tuple(sources),
        pictures=tuple(Picture(**one) for one in document.get("pictures", ())),
    )
