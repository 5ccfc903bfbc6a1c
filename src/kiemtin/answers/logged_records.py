"""Records against the entries of their log: each is whole and hashes to its entry, or was erased by an entry."""

from __future__ import annotations

from typing import Any

from kiemtin.answers.fold import published_answers
from kiemtin.answers.record import log_entry, read_record, record_document
from kiemtin.answers.values import ANSWER_ID, Change, Logged, PublishedAnswer, Record
from kiemtin.answers.verified import Leaves
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

    def look(self, index: int, entry: bytes, document: Any) -> list[tuple[str, str]] | None:
        """What else is wrong with the record at ``index``, as its file has it: message ids, each with the slug.

        ``None`` where it is not the record of ``entry``: then nothing of it is kept.
        """
        self._entries[index] = answer_in(entry)
        if document == {"index": index, "erased": True}:
            self.erased.append(index)
            return []
        held = held_in(document, index, entry)
        if held is None:
            return None
        record, salt = held
        self._log.append(Logged(index, salt, record))
        if record.change is not Change.ERASE or record.erases is None:
            return []
        self._allowed.add((record.erases, record.answer))
        return [] if 0 <= record.erases < index else [("log.erases-nothing", record.slug)]

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
    def leaves(self) -> Leaves:
        """What became of each record that was looked at and is whole."""
        kept = [one.record for one in self._log if one.record is not None]
        changes = [record for record in kept if record.change is not Change.ERASE]
        last = {record.answer: record for record in changes}
        standing = sum(record.content is not None for record in last.values())
        return Leaves(
            standing=standing,
            superseded=len(changes) - len(last),
            withdrawn=len(last) - standing,
            erasing=len(kept) - len(changes),
            erased=len(self.erased),
        )

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
