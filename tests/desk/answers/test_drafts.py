"""A draft becomes an answer when it is whole and somebody else has approved it, and never otherwise."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from kiemtin.answers.drafting import Typed
from kiemtin.answers.values import MAX_EXPLANATION, Change
from kiemtin.desk.answers import changes, drafts, reading
from kiemtin.desk.answers.drafts import KEEP_DONE, ROOM, Saving
from kiemtin.desk.answers.models import Draft, DraftWork, LogEntry, State
from kiemtin.errors import Refused, Stale, TooLarge
from tests.desk.answers.writing import ANSWER, about, published, released

Staff = tuple[int, int]


def test_what_one_writes_and_another_approves_is_published(staff: Staff) -> None:
    """The answer is read back from the log with the words of the draft, and the draft keeps none of them."""
    answer = published(staff, ANSWER)
    assert answer in reading.published()
    assert (ANSWER.claim, ANSWER.finding) == (answer.content.claim, answer.content.finding)
    assert f"uong-nuoc-la-oi-chua-khoi-sot-{answer.id}" == answer.slug
    draft = Draft.objects.get(answer=answer.id)
    assert (State.PUBLISHED, "", "", []) == (draft.state, draft.claim, draft.explanation, draft.sources)
    assert 0 == DraftWork.objects.filter(draft=draft).count()


def test_nobody_approves_their_own_work(staff: Staff) -> None:
    """Neither who began a draft, nor who only saved once, nor who submitted it; without reviews everybody may."""
    one, two = staff
    number = drafts.start(one, about("Tự duyệt"))
    drafts.submit(one, number)
    with pytest.raises(Refused, match="own-work"):
        drafts.approve(one, number, 1)
    version = drafts.save(two, number, Saving(1, about("Tự duyệt, sửa")))
    drafts.submit(one, number)
    with pytest.raises(Refused, match="own-work"):
        drafts.approve(two, number, version)
    with pytest.raises(Refused, match="not-approved"):
        drafts.publish(number)
    with override_settings(CONFIGURATION=replace(settings.CONFIGURATION, review=False)):
        assert "Tự duyệt, sửa" == drafts.publish(number).content.claim


def test_a_stale_save_is_refused_and_loses_nothing(staff: Staff) -> None:
    """Whoever saves over a version they have not seen is told which one there is; that one stays as it is."""
    one, two = staff
    number = drafts.start(one, about("Bản đầu"))
    assert 2 == drafts.save(one, number, Saving(1, about("Bản hai")))
    with pytest.raises(Stale) as refusal:
        drafts.save(two, number, Saving(1, about("Bản khác")))
    assert 2 == refusal.value.values["version"]
    assert about("Bản hai") == drafts.typed_in(drafts.find(number))
    assert 3 == drafts.save(two, number, Saving(2, about("Bản khác")))


def test_a_save_voids_an_approval(staff: Staff) -> None:
    """What was approved is what is published: a word changed afterwards wants another review."""
    one, two = staff
    number = drafts.start(one, about("Duyệt rồi sửa"))
    drafts.submit(one, number)
    drafts.approve(two, number, 1)
    drafts.save(one, number, Saving(1, about("Duyệt rồi sửa khác")))
    with pytest.raises(Refused, match="not-approved"):
        drafts.publish(number)
    drafts.submit(one, number)
    with pytest.raises(Stale):
        drafts.approve(two, number, 1)


def test_a_draft_that_lacks_something_is_not_submitted(staff: Staff) -> None:
    """Every field that keeps it from being published is named at once, and it stays a draft."""
    number = drafts.start(staff[0], Typed())
    found = drafts.submit(staff[0], number)
    assert ["claim", "finding", "rating", "explanation", "sources"] == [one.where for one in found.problems]
    assert State.DRAFT == drafts.find(number).state
    with pytest.raises(Refused, match="not-submitted"):
        drafts.approve(staff[1], number, 1)


def test_a_name_is_a_warning_and_no_bar(staff: Staff) -> None:
    """What looks like a private person's name is shown on submitting, and the draft is submitted all the same."""
    number = drafts.start(staff[0], about("Bà Nguyễn Thị Thử chữa được bách bệnh"))
    found = drafts.submit(staff[0], number)
    assert found.done
    assert [("claim", 3, 17)] == [(one.where, one.start, one.end) for one in found.names]


def test_a_reviewer_gives_back_with_a_note(staff: Staff) -> None:
    """The draft is open again with the note; a note without a word is refused."""
    one, two = staff
    number = drafts.start(one, about("Trả lại"))
    drafts.submit(one, number)
    with pytest.raises(Refused, match="note-missing"):
        drafts.give_back(two, number, 1, "  ")
    drafts.give_back(two, number, 1, "Thiếu nguồn.")
    draft = drafts.find(number)
    assert (State.DRAFT, "Thiếu nguồn.") == (draft.state, draft.review_note)


def test_an_opinion_is_closed_and_never_published(staff: Staff) -> None:
    """A closed draft is neither rated nor published, and may be taken up again."""
    number = drafts.start(staff[0], replace(about("Phở ngon hơn bún"), rating=""))
    size = reading.log_size()
    drafts.close(number)
    for change in (lambda: drafts.submit(staff[0], number), lambda: drafts.save(1, number, Saving(1, Typed()))):
        with pytest.raises(Refused, match="no-such-draft"):
            change()
    with pytest.raises(Refused, match="not-approved"):
        drafts.publish(number)
    assert size == reading.log_size()
    drafts.reopen(number)
    assert State.DRAFT == drafts.find(number).state


def test_publishing_twice_publishes_once(staff: Staff) -> None:
    """A second click gives the same answer, and the log has one entry of it."""
    number = drafts.start(staff[0], about("Bấm hai lần"))
    first = released(staff, number)
    assert first == drafts.publish(number)
    assert 1 == LogEntry.objects.filter(answer=first.id).count()


def test_a_correction_goes_the_same_way_with_a_reason(staff: Staff) -> None:
    """It begins with what is published, wants a reason and a review, and both versions stay readable."""
    one, _ = staff
    answer = published(staff, about("Sẽ được đính chính"))
    number = drafts.start_change(one, answer.id, Change.CORRECT)
    typed = drafts.typed_in(drafts.find(number))
    assert about("Sẽ được đính chính") == typed
    assert ["reason"] == [found.where for found in drafts.submit(one, number).problems]
    saving = Saving(1, replace(typed, rating="false"), reason="Có nguồn mới.", slug="sua-dia-chi")
    drafts.save(one, number, saving)
    changed = released(staff, number)
    assert ("false", f"sua-dia-chi-{answer.id}") == (changed.content.rating, changed.slug)
    history = [(record.version, record.change, record.reason) for record in changed.history]
    assert [(1, Change.PUBLISH, ""), (2, Change.CORRECT, "Có nguồn mới.")] == history


def test_two_corrections_cannot_pass_each_other(staff: Staff) -> None:
    """One draft of an answer is open at a time, and one that was begun before a change is not published after it."""
    answer = published(staff, about("Hai người cùng sửa"))
    number = drafts.start_change(staff[0], answer.id, Change.UPDATE)
    with pytest.raises(Refused, match="draft-open"):
        drafts.start_change(staff[1], answer.id, Change.CORRECT)
    drafts.save(staff[0], number, Saving(1, about("Hai người cùng sửa"), reason="Biết thêm."))
    changes.withdraw(answer.id, "Nguồn đã bị gỡ.")
    with pytest.raises(Refused, match="changed-meanwhile"):
        released(staff, number)


def test_done_drafts_are_forgotten_in_time(staff: Staff) -> None:
    """A closed one after its days, not before; an open one never."""
    closed, kept = drafts.start(staff[0], about("Đóng rồi quên")), drafts.start(staff[0], about("Còn mở"))
    drafts.close(closed)
    Draft.objects.update(changed=timezone.now() - KEEP_DONE + datetime.timedelta(minutes=1))
    assert 0 == drafts.purge()
    Draft.objects.update(changed=timezone.now() - KEEP_DONE - datetime.timedelta(minutes=1))
    assert drafts.purge() > 0
    assert {closed, kept} & set(Draft.objects.values_list("pk", flat=True)) == {kept}


def test_a_draft_is_no_place_to_keep_files_in(staff: Staff) -> None:
    """Twice what may be published is kept and complained about; one character more is refused."""
    number = drafts.start(staff[0], replace(ANSWER, explanation="x" * (ROOM * MAX_EXPLANATION)))
    assert ["explanation"] == [one.where for one in drafts.submit(staff[0], number).problems]
    with pytest.raises(TooLarge):
        drafts.save(staff[0], number, Saving(1, replace(ANSWER, explanation="x" * (ROOM * MAX_EXPLANATION + 1))))
