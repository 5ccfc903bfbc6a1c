"""Work on groups: each step does what it says, can be undone, and leaves alone what changed since."""

from __future__ import annotations

import pytest

from kiemtin.desk.configuration import Configuration
from kiemtin.desk.questions import following, operations, queue, reading, replies, working
from kiemtin.desk.questions.limits import MAX_BULK, MAX_NOTE, PAGE
from kiemtin.desk.questions.models import Group, Question, QuestionPicture, State
from kiemtin.desk.questions.queue import NOBODY, Wanted
from kiemtin.desk.questions.sealing import seal
from kiemtin.errors import Refused, TooLarge
from tests.desk.conftest import SQLITE
from tests.desk.questions.sending import FORGED, RUMOUR, sent

ANSWER = "abcdefgh23"
ALIKE = RUMOUR.replace("năm cây số", "3 cây số").replace("bà con nhớ", "mọi người nhớ")


def account(name: str = "mai") -> int:
    """Somebody of the desk."""
    from kiemtin.desk.accounts.models import Account

    return Account.objects.create(name=name, password="x").pk  # noqa: S106


def stand() -> list[tuple[str, int, int, str]]:
    """Every group as the queue shows it, those that were joined to others left out."""
    rows = [queue.group(number) for number in Group.objects.exclude(state=State.MERGED).values_list("id", flat=True)]
    return sorted((row.state, row.asked, row.suggested, row.answer) for row in rows if row is not None)


def only() -> int:
    """The one group there is."""
    return Group.objects.exclude(state=State.MERGED).get().pk


def test_a_suggestion_is_confirmed_or_split_and_either_is_undone(tables: Configuration) -> None:
    """The counts follow each step, there and back."""
    sent(RUMOUR)
    sent(ALIKE)
    group, before = only(), stand()
    assert [("open", 2, 1, "")] == before
    confirming = working.confirm(group, None)
    assert [("open", 2, 0, "")] == stand()
    operations.undo(confirming, None)
    assert before == stand()
    splitting = working.split([one.id for one in reading.suggested(group)], None)
    assert [("open", 1, 0, ""), ("open", 1, 0, "")] == stand()
    operations.undo(splitting, None)
    assert before == stand()


def test_groups_are_joined_with_their_notes_and_parted_again(tables: Configuration) -> None:
    """Undoing a join brings back both groups as they were; undoing that joins them again."""
    sent(RUMOUR)
    sent(FORGED)
    some, other = (one.id for one in queue.groups(Wanted()).rows)
    working.note(other, "Đã hỏi ủy ban xã.", None)
    joining = working.merge(some, [other], None)
    assert ([("open", 2, 0, "")], 1) == (stand(), len(reading.notes(some)))
    parting = operations.undo(joining, None)
    assert ([("open", 1, 0, "")] * 2, 1) == (stand(), len(reading.notes(other)))
    operations.undo(parting, None)
    assert [("open", 2, 0, "")] == stand()


def test_what_changed_since_is_not_undone(tables: Configuration) -> None:
    """Nor is anything undone twice."""
    sent(RUMOUR)
    assigning = working.assign([only()], account(), None)
    closing = working.close_as_not_checkable([only()], None)
    with pytest.raises(Refused, match=r"changed-since"):
        operations.undo(assigning, None)
    operations.undo(closing, None)
    operations.undo(assigning, None)
    with pytest.raises(Refused, match=r"cannot-undo"):
        operations.undo(assigning, None)
    assert None is queue.group(only()).assigned


def test_an_answer_reaches_who_asked_and_not_what_is_only_suggested(tables: Configuration) -> None:
    """The receipt shows each step; a question that nobody confirmed goes on waiting in a group of its own."""
    first, alike = sent(RUMOUR), sent(ALIKE)
    working.assign([only()], account(), None)
    found = [following.follow(one.code) for one in (first, alike)]
    assert ["looked-at", "waiting"] == [one.standing for one in found if one]
    answered = only()
    working.link_answer([answered], ANSWER, None)
    found = [following.follow(one.code) for one in (first, alike)]
    assert [("answered", ANSWER), ("waiting", "")] == [(one.standing, one.answer) for one in found if one]
    assert [answered] == [row.resembles for row in queue.groups(Wanted()).rows]
    assert "answered" == following.follow(sent(RUMOUR).code).standing


def test_what_comes_later_and_is_alike_is_not_answered_by_itself(tables: Configuration) -> None:
    """It begins a group that names the answered one."""
    sent(RUMOUR)
    working.link_answer([only()], ANSWER, None)
    later = sent(ALIKE)
    assert "waiting" == following.follow(later.code).standing
    assert [True] == [row.resembles is not None for row in queue.groups(Wanted()).rows]


def test_an_opinion_is_closed_unrated(tables: Configuration) -> None:
    """Its sender is told so, and there is no answer."""
    receipt = sent("Tôi thấy phường mình làm đường chậm quá, ai cũng than.")
    working.close_as_not_checkable([only()], None)
    found = following.follow(receipt.code)
    assert found is not None
    assert ("not-checkable", "") == (found.standing, found.answer)
    working.reopen([only()], None)
    assert "waiting" == following.follow(receipt.code).standing


def test_only_the_one_assigned_sees_what_is_covered(tables: Configuration) -> None:
    """Everybody else of the desk is refused, also who was assigned before."""
    text = "Bác tổ trưởng 0912 345 678 nói mai cúp nước cả phường, có đúng không?"
    sent(text)
    mine, another = account(), account("hoa")
    question = Question.objects.get()
    assert "0912" not in question.text
    for reader in (mine, another):
        working.assign([only()], reader, None)
        assert text == reading.whole_text(question.pk, reader)
        with pytest.raises(Refused, match=r"not-assigned"):
            reading.whole_text(question.pk, mine + another - reader)


def test_only_the_one_assigned_sees_what_is_covered_in_a_picture(tables: Configuration) -> None:
    """Also by its number, which somebody may guess or have noted when it was theirs."""
    sent("Bác tổ trưởng nói mai cúp nước cả phường, có đúng không?")
    mine, another = account(), account("hoa")
    picture = QuestionPicture.objects.create(
        question=Question.objects.get(), place=0, pdq="e" * 64, shown=b"covered", sealed=seal("whole", b"whole")
    )
    working.assign([only()], mine, None)
    assert (b"covered", b"whole") == (reading.picture(picture.pk), reading.whole_picture(picture.pk, mine))
    for number, reader in ((picture.pk, another), (picture.pk + 1, mine)):
        with pytest.raises(Refused):
            reading.whole_picture(number, reader)


def test_the_queue_is_sorted_by_need_and_searched_however_it_is_typed(tables: Configuration) -> None:
    """Danger before few askings, many before one; words folded, or their beginnings; by whom it is worked on."""
    harmless = "Ngày mai trường Hoa Sen nghỉ học vì bão phải không các bác?"
    sent(harmless)
    for _ in range(3):
        sent(RUMOUR)
    sent(FORGED)
    assert [FORGED, RUMOUR, harmless] == [row.excerpt for row in queue.groups(Wanted()).rows]
    assert [RUMOUR] == [row.excerpt for row in queue.groups(Wanted(search="CHO hoà Mụ")).rows]
    assert () == queue.groups(Wanted(search="chợ hoa sen")).rows
    worked_on = queue.groups(Wanted()).rows[0].id
    mine = account()
    working.assign([worked_on], mine, None)
    assert [worked_on] == [row.id for row in queue.groups(Wanted(assigned=mine)).rows]
    assert 2 == len(queue.groups(Wanted(assigned=NOBODY)).rows)


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_a_search_goes_through_the_queues_own_index(tables: Configuration) -> None:
    """The words stand in the index that the queue is read by: no row is fetched that is not shown."""
    from django.db import connection

    found = Group.objects.filter(state=State.OPEN, words__contains=" cho").order_by("-need", "id")
    assert "INDEX queue_by_need" in found.explain()
    assert "TEMP B-TREE" not in found.explain()
    with connection.cursor() as cursor:
        index = connection.introspection.get_constraints(cursor, "questions_group")["queue_by_need"]
    assert ["state", "need", "id", "words"] == index["columns"]


def test_pages_follow_one_another_without_gaps(tables: Configuration) -> None:
    """Every group once, the neediest first, whatever is equal."""
    from django.utils import timezone

    today = timezone.localdate()
    Group.objects.bulk_create(
        Group(first_day=today, last_day=today, need=number // 7, asked=1) for number in range(2 * PAGE + 1)
    )
    seen, place = [], None
    for _ in range(3):
        page = queue.groups(Wanted(after=place))
        seen += [row.id for row in page.rows]
        place = page.next
    assert (None, 2 * PAGE + 1) == (place, len(set(seen)))
    needs = dict(Group.objects.values_list("id", "need"))
    assert sorted(needs.values(), reverse=True) == [needs[one] for one in seen]


def test_few_askings_are_never_told(tables: Configuration) -> None:
    """Four are nobody's business; five are a number."""
    for _ in range(4):
        sent(RUMOUR)
    working.link_answer([only()], ANSWER, None)
    assert None is queue.asked_about(ANSWER)
    sent(RUMOUR)
    assert 5 == queue.asked_about(ANSWER)


def test_replies_are_owed_by_an_answer_and_for_what_was_confirmed_alone(tables: Configuration) -> None:
    """Whoever sends letters finds the addresses, and forgets each once its letter was taken."""
    sent(RUMOUR, reply_to="lan@mail.example")
    sent(ALIKE, reply_to="hoa@mail.example")
    assert {} == replies.owed()
    working.link_answer([only()], ANSWER, None)
    owed = replies.owed()
    assert [("lan@mail.example", ANSWER)] == [(replies.address_of(one), answer) for one, answer in owed.items()]
    replies.forget_sent(*owed)
    assert ({}, [""]) == (replies.owed(), [replies.address_of(one) for one in owed])
    assert 1 == len(replies.waiting())


def test_limits_hold_at_the_limit_and_one_beyond(tables: Configuration) -> None:
    """Of a note, and of how many groups one action is for."""
    from django.utils import timezone

    sent(RUMOUR)
    working.note(only(), "a" * MAX_NOTE, None)
    with pytest.raises(TooLarge):
        working.note(only(), "a" * (MAX_NOTE + 1), None)
    today = timezone.localdate()
    many = [Group.objects.create(first_day=today, last_day=today).pk for _ in range(MAX_BULK + 1)]
    working.assign(many[:MAX_BULK], account(), None)
    with pytest.raises(TooLarge):
        working.assign(many, account("hoa"), None)


@pytest.mark.parametrize("wrong", [lambda: working.confirm(1, None), lambda: working.merge(1, [2], None)])
def test_what_is_not_there_is_refused(tables: Configuration, wrong: object) -> None:
    """In words, with nothing done."""
    with pytest.raises(Refused, match=r"not-there"):
        wrong()  # type: ignore[operator]
    with pytest.raises(Refused, match=r"no-such-answer"):
        working.link_answer([1], "'; DROP", None)
