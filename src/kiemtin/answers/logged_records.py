"""Records against the entries of their log: each is whole and hashes to its entry, or was erased by an entry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kiemtin.answers.fold import published_answers
from kiemtin.answers.record import log_entry, read_record, record_document
from kiemtin.answers.values import ANSWER_ID, Change, Logged, PublishedAnswer, Record
from kiemtin.organisations.plain import plain_json

MAX_RECORD = 2_000_000
"""Bytes of one record's file: every text of an answer at its limit, and its sources, each letter escaped."""

FIELDS = frozenset({"index", "salt", "record"})


class RecordCheck:
    """Looks at records in the order of the log, and keeps what they say."""

    def __init__(self) -> None:
        self._log: list[Logged] = []
        self._entries: dict[int, str] = {}
        self._allowed: set[tuple[int, str]] = set()
        self.erased: list[int] = []
        self.lost = False
        """Whether a record was not there or not whole, so that what is published cannot be told."""

    def look(self, index: int, entry: bytes, raw: bytes) -> Iterator[tuple[str, str]]:
        """What is wrong with the file of the record at ``index``: a message id, and the slug where it has one."""
        self._entries[index] = answer_in(entry)
        document = parsed(raw)
        if document == {"index": index, "erased": True}:
            self.erased.append(index)
            return
        held = held_in(document, index, entry)
        if held is None:
            self.lost = True
            yield "log.record-differs", slug_in(document)
            return
        record, salt = held
        self._log.append(Logged(index, salt, record))
        if record.change is Change.ERASE and record.erases is not None:
            if not 0 <= record.erases < index:
                yield "log.erases-nothing", record.slug
            self._allowed.add((record.erases, record.answer))

    @property
    def erased_without_reason(self) -> tuple[int, ...]:
        """Places of records that are gone although no entry of the same answer says that they were erased."""
        return tuple(index for index in self.erased if (index, self._entries[index]) not in self._allowed)

    @property
    def pictures(self) -> dict[str, tuple[int, Record]]:
        """The SHA-256 of each picture that was published and is not erased, with the place of a record that has it."""
        held = ((one.index, one.record, one.record.content) for one in self._log if one.record is not None)
        return {
            picture.sha256: (index, record)
            for index, record, content in held
            for picture in (content.pictures if content is not None else ())
            if picture.shown
        }

    @property
    def answers(self) -> tuple[PublishedAnswer, ...]:
        """The answers as their records leave them."""
        return published_answers(self._log)


def parsed(raw: bytes) -> Any:
    """Strict JSON; ``None`` where it is none."""
    try:
        return plain_json(raw)
    except ValueError:
        return None


def held_in(document: Any, index: int, entry: bytes) -> tuple[Record, bytes] | None:
    """The record and salt that ``entry`` was made of; ``None`` where anything is missing, added or written otherwise.

    A field that we do not know would not be in the hash, and could say anything.
    """
    if not isinstance(document, dict) or set(document) != FIELDS or document["index"] != index:
        return None
    try:
        salt = bytes.fromhex(document["salt"])
        record = read_record(document["record"])
        is_same = record_document(record) == document["record"] and salt.hex() == document["salt"]
        is_whole = is_same and has_texts(record) and log_entry(record, salt) == entry
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return (record, salt) if is_whole else None


def has_texts(record: Record) -> bool:
    """Whether every text of ``record`` is one: a desk can sign a list where a title belongs, and we would stumble."""
    texts: list[object] = [record.slug, record.reason]
    if record.content is not None:
        content = record.content
        texts += [content.claim, content.finding, content.explanation]
        texts += [part for one in content.pictures for part in (one.alternative, one.caption)]
        texts += [part for one in content.sources for part in (one.url, one.title, one.publisher, one.archive or "")]
    languages = {content.language for content in (record.content,) if content is not None}
    are_numbers = all(type(number) is int for number in (record.version, record.erases or 0))
    return all(isinstance(text, str) for text in texts) and languages <= {"vi", "en"} and are_numbers


def answer_in(entry: bytes) -> str:
    """The answer that an entry says it is about; empty where it says none."""
    document = parsed(entry)
    found = document.get("answer") if isinstance(document, dict) else None
    return found if isinstance(found, str) and ANSWER_ID.match(found) else ""


def slug_in(document: Any) -> str:
    """The slug that a file claims, for whoever looks for it; nothing of it is proven."""
    record = document.get("record") if isinstance(document, dict) else None
    slug = record.get("slug") if isinstance(record, dict) else None
    return slug[:200] if isinstance(slug, str) else ""
