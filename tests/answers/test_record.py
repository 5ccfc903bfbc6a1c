"""A record has one form in bytes, its hash needs its salt, and what is published follows from the log alone."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace

import pytest

from kiemtin.answers.fold import published_answers
from kiemtin.answers.record import SALT_BYTES, canonical, log_entry, read_record, record_document, record_hash
from kiemtin.answers.scale import BEST, WORST, Rating
from kiemtin.answers.values import Change, Content, Logged, Record, Source

SALT = bytes(range(SALT_BYTES))
SOURCE = Source("https://co-quan.vn/thong-bao", "Thông báo số 1", "Cơ quan thử nghiệm", datetime.date(2026, 11, 20))
CONTENT = Content("vi", "Uống nước lá ổi chữa khỏi sốt", "Chưa có bằng chứng.", Rating.UNPROVEN, "Vì …", (SOURCE,))
FIRST = Record("abcdefghij", 1, Change.PUBLISH, datetime.date(2026, 11, 21), "nuoc-la-oi-abcdefghij", CONTENT)
MENDED = replace(
    FIRST, version=2, change=Change.CORRECT, reason="Sửa lỗi đánh máy.", content=replace(CONTENT, explanation="Vì")
)
WITHDRAWN = replace(FIRST, version=3, change=Change.WITHDRAW, reason="Nguồn đã bị gỡ.", content=None)


def test_a_record_survives_json() -> None:
    """What is written as JSON is read back as the same record, for each kind of change."""
    for record in (FIRST, MENDED, WITHDRAWN):
        assert read_record(json.loads(canonical(record_document(record)))) == record


def test_the_canonical_form_does_not_depend_on_the_order_of_keys() -> None:
    """The same document gives the same bytes however its keys are ordered."""
    document = record_document(FIRST)
    assert canonical(dict(reversed(document.items()))) == canonical(document)


def test_an_entry_holds_no_word_of_the_answer() -> None:
    """The log keeps a hash: neither the claim, nor the slug made of its words, nor the salt is in the entry."""
    entry = log_entry(FIRST, SALT)
    assert json.loads(entry)["hash"] == record_hash(SALT, canonical(record_document(FIRST))).hex()
    assert b"nuoc" not in entry
    assert SALT.hex().encode() not in entry


def test_every_byte_of_a_record_counts() -> None:
    """Another salt or any other byte gives another hash."""
    record = canonical(record_document(FIRST))
    hashes = {record_hash(SALT, record[:place] + b"#" + record[place + 1 :]) for place in range(len(record))}
    assert len(hashes) == len(record)
    assert record_hash(SALT[::-1], record) != record_hash(SALT, record)


def test_what_is_published_follows_from_the_log() -> None:
    """The last change says what an answer says; a withdrawn answer keeps its history and says nothing."""
    log = [Logged(0, SALT, FIRST), Logged(1, SALT, MENDED)]
    (answer,) = published_answers(log)
    assert answer.content == MENDED.content
    assert answer.history == (FIRST, MENDED)
    (answer,) = published_answers([*log, Logged(2, SALT, WITHDRAWN)])
    assert answer.content is None
    assert len(answer.history) == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": 0},
        {"answer": "ABC"},
        {"content": None},
        {"reason": "không có lý do nào"},
        {"change": Change.CORRECT},
        {"change": Change.WITHDRAW, "reason": "gỡ"},
        {"change": Change.ERASE, "reason": "luật", "content": None},
    ],
)
def test_an_impossible_record_cannot_be_built(wrong: dict[str, object]) -> None:
    """A change of another kind than its content, or without its public reason, is refused."""
    with pytest.raises(ValueError, match=r"\w"):
        replace(FIRST, **wrong)  # type: ignore[arg-type]


def test_ratings_lie_on_the_published_scale() -> None:
    """Each rating has a place of its own, from the worst to the best."""
    assert [rating.place for rating in Rating] == list(range(WORST, BEST + 1))
