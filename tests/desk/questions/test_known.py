"""Exactly the same message again: its published answer is found, once enough people sent it for nobody to be meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from kiemtin.answers.values import PublishedAnswer
from kiemtin.app import Kiemtin
from kiemtin.desk.answers import changes
from kiemtin.desk.configuration import Configuration
from kiemtin.desk.published.matching import bring_in_step
from kiemtin.desk.published.public import Public
from kiemtin.desk.published.terms import site_at
from kiemtin.desk.questions import following, known, operations, purging, wordings, working
from kiemtin.desk.questions.limits import LEAST_SHOWN
from kiemtin.desk.questions.models import Asking, Group, KnownWording, Question, Upkeep
from kiemtin.desk.questions.receiving import Receipt
from kiemtin.desk.questions.wordings import LEAST_WORDS, least_askings, wording_of
from kiemtin.evidence import FindingKind, Report
from tests.desk.answers.writing import about, published
from tests.desk.answers.writing import working as at_work
from tests.desk.questions.sending import RUMOUR, sent
from tests.desk.questions.test_working import ALIKE, ANSWER, only

MOST = 2 * LEAST_SHOWN - 1
"""Askings with which every wording is known."""

PRIVATE = "Nghe nói từ tháng sau chợ Hòa Mục đóng cửa, ai muốn hỏi thì gọi cô Bình số 0912345678 nhé bà con"


def often(text: str, count: int = MOST) -> list[Receipt]:
    """The receipts of so many who send ``text``."""
    return [sent(text) for _ in range(count)]


def test_a_wording_is_known_as_long_as_it_is_answered(tables: Configuration) -> None:
    """Not before, and not once that is undone; done again it is known again."""
    often(RUMOUR)
    assert (0, {}) == (known.learn(), known.wordings())
    linking = working.link_answer([only()], ANSWER, None)
    assert {ANSWER: (wording_of(RUMOUR),)} == known.wordings()
    before = known.edition()
    undone = operations.undo(linking, None)
    assert {} == known.wordings()
    assert Upkeep.objects.get().pending  # what was deleted goes from the disk too
    operations.undo(undone, None)
    assert {ANSWER: (wording_of(f"Fwd: {RUMOUR.upper()} !!"),)} == known.wordings()
    assert before != known.edition()
    working.reopen([only()], None)
    assert {} == known.wordings()


def test_what_could_be_somebodys_own_is_never_known(tables: Configuration, monkeypatch: pytest.MonkeyPatch) -> None:
    """What few sent, what nobody confirmed, what has private numbers in it, what is short: answered or not."""
    monkeypatch.setattr(wordings, "keyed", lambda *_: bytes(32))  # so that five are enough for each
    assert LEAST_SHOWN == least_askings(b"")
    often(RUMOUR, LEAST_SHOWN - 1)
    often(ALIKE, LEAST_SHOWN)
    often(PRIVATE, LEAST_SHOWN)
    often("Chợ Hòa Mục đóng cửa à", LEAST_SHOWN)
    for group in Group.objects.values_list("pk", flat=True):
        working.link_answer([group], ANSWER, None)
    assert 2 <= Question.objects.filter(group__answer=ANSWER).count()
    assert {} == known.wordings()
    sent(RUMOUR)
    assert {} == known.wordings()  # not as askings come: nobody sees that theirs was the one
    assert (1, 1) == (known.learn(), KnownWording.objects.count())


def test_from_how_many_a_wording_is_known_is_not_to_be_guessed(tables: Configuration) -> None:
    """It is drawn for each, so that whoever sends one until it is known has not counted the others."""
    drawn = {least_askings(bytes([number])) for number in range(100)}
    assert set(range(LEAST_SHOWN, MOST + 1)) == drawn
    assert (None, None) == (wording_of(" ".join(["chợ"] * (LEAST_WORDS - 1))), wording_of("chợ " * 10_001))


@pytest.fixture
def answer(tables: Configuration) -> PublishedAnswer:
    """An answer whose claim none of the messages resembles."""
    with at_work(tables) as staff:
        found = next((one for one in Public().edition().standing if one.content and "Uống" in one.content.claim), None)
        return found or published(staff, about("Uống nước lá ổi chữa khỏi sốt"))


def test_the_next_who_asks_with_it_finds_the_answer(
    tables: Configuration, answer: PublishedAnswer, tmp_path: Path
) -> None:
    """However it is spelt, and once every question is forgotten; not by other words, and not without the secret."""
    receipts = often(RUMOUR)
    working.link_answer([only()], answer.id, None)
    assert following.delete(receipts[0].code)
    Asking.objects.update(expires=timezone.localdate())
    purging.purge()
    assert (0, 0) == (Question.objects.count(), known.learn())

    def reports(secretly: Kiemtin) -> list[Report]:
        return [secretly.check(text) for text in (f"Chuyển tiếp: {RUMOUR.lower()}…", RUMOUR + " Thật không?")]

    with at_work(tables):
        site = site_at("https://kiemtin.example")
        assert bring_in_step(Public().edition(), site, tmp_path, known.wordings())
        same, other = reports(Kiemtin(tmp_path, wording_of))
        (finding,) = (one for one in same.findings if one.check == "published-claims")
        assert ("published.worded-dated", FindingKind.PUBLISHED) == (finding.reason.id, finding.kind)
        assert site.of(answer) == finding.sources[0].url
        for report in (other, *reports(Kiemtin(tmp_path))):
            assert not [one for one in report.findings if "worded" in one.reason.id]
        changes.withdraw(answer.id, "Sai nguồn.")
        assert (1, {}) == (known.learn(), known.wordings())
        assert bring_in_step(Public().edition(), site, tmp_path, known.wordings())
        assert not [one for one in reports(Kiemtin(tmp_path, wording_of))[0].findings if "worded" in one.reason.id]
