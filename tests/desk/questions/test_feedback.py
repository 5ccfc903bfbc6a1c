"""Whether answers helped: said with a receipt, counted once, changed, forgotten with the asking, and nobody's own."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest
from django.utils import timezone

from kiemtin.desk.answers import changes
from kiemtin.desk.configuration import Configuration
from kiemtin.desk.overview import feedback
from kiemtin.desk.overview.figures import current
from kiemtin.desk.overview.models import AnswerFeedback, DayOfWork, FeedbackMark
from kiemtin.desk.questions import following, purging, working
from kiemtin.desk.questions.models import Asking, Group
from kiemtin.desk.questions.receiving import Receipt
from kiemtin.errors import Refused
from tests.desk.answers.writing import about, published
from tests.desk.answers.writing import working as at_work
from tests.desk.questions.sending import FORGED, RUMOUR, sent
from tests.desk.questions.test_working import ALIKE, only


@pytest.fixture
def answer(tables: Configuration) -> Iterator[str]:
    """The id of an answer that is published."""
    with at_work(tables) as staff:
        yield published(staff, about(f"Chợ Hòa Mục đóng cửa, lần {secrets.randbelow(10**9)}")).id


def answered(answer: str, count: int) -> list[Receipt]:
    """The receipts of so many askings that ``answer`` is for."""
    receipts = [sent(RUMOUR) for _ in range(count)]
    working.link_answer([only()], answer, None)
    return receipts


def said(receipt: Receipt) -> str:
    """What this receipt shows as said."""
    found = following.follow(receipt.code)
    assert found is not None
    return found.said


def week() -> tuple[int | None, int | None, int | None]:
    """What was said this week, as it is shown."""
    period = current().weeks[-1]
    return period.yes, period.partly, period.no


def test_each_receipt_counts_once_and_may_change_its_mind(answer: str) -> None:
    """Said again it changes nothing; said otherwise it is moved; below five voices nothing is told."""
    receipts = answered(answer, 5)
    for receipt in receipts[:4]:
        assert feedback.give(receipt.code, "yes")
        assert feedback.give(receipt.code.lower(), "yes")
    assert ("yes", "", None) == (said(receipts[0]), said(receipts[4]), feedback.totals_of(answer))
    assert (None, None, None) == week()
    assert feedback.give(receipts[4].code, "no")
    assert feedback.Totals(4, 0, 1) == feedback.totals_of(answer)
    assert feedback.give(receipts[0].code, "partly")
    assert feedback.Totals(3, 1, 1) == feedback.totals_of(answer)
    assert ("partly", (3, 1, 1)) == (said(receipts[0]), week())
    assert None is current().days[-1].yes


def test_what_was_said_is_forgotten_with_the_asking_and_stays_counted(answer: str) -> None:
    """By its sender, and on time; no copy of the tables tells which asking a mark is of, or what it says."""
    receipts = answered(answer, 6)
    for receipt, word in zip(receipts, ("yes", "no", "partly", "yes", "no", "yes"), strict=True):
        assert feedback.give(receipt.code, word)
    marks = list(FeedbackMark.objects.all())
    hashes = set(Asking.objects.values_list("receipt_hash", flat=True))
    assert (6, 1) == (len({mark.belongs for mark in marks} - hashes), len({len(mark.sealed) for mark in marks}))
    assert [] == [
        mark for mark in marks if any(word in bytes(mark.sealed) for word in (b"yes", b"no ", answer.encode()))
    ]
    assert following.delete(receipts[0].code)
    assert 5 == FeedbackMark.objects.count()
    Asking.objects.update(expires=timezone.localdate())
    purging.purge()
    assert (0, 0) == (FeedbackMark.objects.count(), Group.objects.count())
    assert feedback.Totals(3, 1, 2) == feedback.totals_of(answer)
    assert (3, 1, 2) == week()


def test_of_another_answer_it_is_said_anew(answer: str, tables: Configuration) -> None:
    """What was said of the first one stays with it."""
    receipts = answered(answer, 5)
    for receipt in receipts:
        feedback.give(receipt.code, "no")
    with at_work(tables) as staff:
        other = published(staff, about(f"Chợ Hòa Mục, lần {secrets.randbelow(10**9)}")).id
    working.link_answer([only()], other, None)
    assert "" == said(receipts[0])
    for receipt in receipts:
        feedback.give(receipt.code, "yes")
    assert feedback.Totals(0, 0, 5) == feedback.totals_of(answer)
    assert feedback.Totals(5, 0, 0) == feedback.totals_of(other)


def test_led_to_another_answer_and_back_it_counts_once(answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often a group is moved between answers, and also past what a mark can know of."""
    monkeypatch.setattr(feedback, "stands", bool)
    monkeypatch.setattr(feedback, "MOST", 2)
    receipts = answered(answer, 5)

    def say(word: str, of: str) -> None:
        Group.objects.update(answer=of)
        for receipt in receipts:
            assert feedback.give(receipt.code, word)

    for word, of in (("no", answer), ("yes", "another-id"), ("no", answer), ("partly", "another-id"), ("yes", answer)):
        say(word, of)
    assert (5, 0, 0) == _said(answer)
    assert (0, 5, 0) == _said("another-id")
    assert (5, 5, 0) == week()
    say("no", "a-third-id")  # there is no room for three: the first goes, and is counted no more
    assert [(5, 0, 0), (0, 0, 0), (0, 0, 5)] == [_said(one) for one in (answer, "another-id", "a-third-id")]
    say("yes", "another-id")
    assert [(0, 0, 0), (5, 0, 0), (0, 0, 5)] == [_said(one) for one in (answer, "another-id", "a-third-id")]


def _said(answer: str) -> tuple[int, int, int]:
    row = AnswerFeedback.objects.get(answer=answer)
    return row.yes, row.partly, row.no


def test_only_who_sees_an_answer_says_something_of_it(answer: str) -> None:
    """Not who waits, whose question nobody confirmed or rated, whose answer was withdrawn, or who has no receipt."""
    first, alike = sent(RUMOUR), sent(ALIKE)
    with pytest.raises(Refused, match=r"no-answer"):
        feedback.give(first.code, "yes")
    working.link_answer([only()], answer, None)
    with pytest.raises(Refused, match=r"no-answer"):
        feedback.give(alike.code, "yes")
    opinion = sent(FORGED)
    working.close_as_not_checkable([Group.objects.get(danger=3).pk], None)
    with pytest.raises(Refused, match=r"no-answer"):
        feedback.give(opinion.code, "yes")
    for word in ("maybe", "", "yes' --", "id"):
        with pytest.raises(Refused, match=r"unknown-word"):
            feedback.give(first.code, word)
    assert not feedback.give("ABCD-EFGH-JKLM-NPQR-STUV", "yes")
    assert not feedback.give("?", "yes")
    changes.withdraw(answer, "Nguồn đã gỡ.")
    with pytest.raises(Refused, match=r"no-answer"):
        feedback.give(first.code, "yes")
    assert not FeedbackMark.objects.exists()
    assert not DayOfWork.objects.filter(what__startswith="said").exists()
