"""Withdrawing and erasing leave their mark for ever, and the log verifies as before."""

from __future__ import annotations

import pytest

from kiemtin.answers.values import Change
from kiemtin.desk.answers import changes, drafts, log, reading
from kiemtin.desk.answers.drafts import Saving
from kiemtin.desk.answers.models import LogEntry
from kiemtin.desk.configuration import SQLITE_FILE, Configuration
from kiemtin.errors import Refused
from tests.desk.answers.writing import about, published, released

Staff = tuple[int, int]


def test_a_withdrawn_answer_says_nothing_and_says_why(staff: Staff) -> None:
    """Its history and the reason stay; it is not withdrawn twice, and not without a reason."""
    answer = published(staff, about("Sẽ được rút"))
    with pytest.raises(Refused, match="reason-needed"):
        changes.withdraw(answer.id, " ")
    gone = changes.withdraw(answer.id, "Nguồn đã bị gỡ.")
    assert (None, "Nguồn đã bị gỡ.") == (gone.content, gone.history[-1].reason)
    with pytest.raises(Refused, match="withdrawn-already"):
        changes.withdraw(answer.id, "Lần nữa.")
    with pytest.raises(Refused, match="no-such-answer"):
        changes.withdraw("aaaaaaaaaa", "Không có.")


def test_a_withdrawn_answer_comes_back_by_a_correction(staff: Staff) -> None:
    """Its draft begins with what it last said."""
    answer = published(staff, about("Rút rồi đăng lại"))
    changes.withdraw(answer.id, "Nhầm.")
    number = drafts.start_change(staff[0], answer.id, Change.CORRECT)
    typed = drafts.typed_in(drafts.find(number))
    drafts.save(staff[0], number, Saving(1, typed, reason="Đã xem lại."))
    assert "Rút rồi đăng lại" == released(staff, number).content.claim


def test_erased_words_are_gone_and_the_log_still_holds(staff: Staff, place: Configuration) -> None:
    """What is said now is not erased; an old version is, with its address and every byte of it, and its hash stays."""
    answer = published(staff, about("Chim xanh mang bí mật"))
    (first,) = (one.index for one in reading.history(answer.id))
    with pytest.raises(Refused, match="still-said"):
        changes.erase(first, "Theo yêu cầu của toà.")
    changes.withdraw(answer.id, "Theo yêu cầu của toà.")
    entry = reading.entries(first, first + 1)
    changes.erase(first, "Theo yêu cầu của toà.")
    history = reading.history(answer.id)
    assert [None, Change.WITHDRAW, Change.ERASE] == [one.record and one.record.change for one in history]
    assert (b"", first) == (history[0].salt, history[2].record.erases)
    assert entry == reading.entries(first, first + 1)
    assert answer.id == history[2].record.slug
    assert log.complete().size == reading.log_size()
    with pytest.raises(Refused, match="nothing-to-erase"):
        changes.erase(first, "Lần nữa.")
    assert LogEntry.objects.get(index=first).record is None
    if place.database is None:
        for path in place.folder.glob(f"{SQLITE_FILE}*"):
            assert "Chim xanh mang bí mật".encode() not in path.read_bytes()


def test_what_a_process_remembers_forgets_erased_words(staff: Staff) -> None:
    """The answers read before an erasing are not given afterwards."""
    answer = published(staff, about("Nhớ rồi quên"))
    assert answer in reading.published()
    changes.withdraw(answer.id, "Rút.")
    (first, _) = (one.index for one in reading.history(answer.id))
    changes.erase(first, "Xoá.")
    (left,) = (one for one in reading.published() if one.id == answer.id)
    assert [Change.WITHDRAW, Change.ERASE] == [record.change for record in left.history]
