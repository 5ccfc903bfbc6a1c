"""Work on groups: confirm, split, join, assign, close, answer; each is one operation that can be undone, and notes.

Every function takes many groups where that makes sense, and raises ``Refused`` for one that is not there or does not
fit, with nothing done.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils import timezone

from kiemtin.answers.values import ANSWER_ID
from kiemtin.desk.questions.limits import MAX_BULK, MAX_NOTE
from kiemtin.desk.questions.models import Group, Note, Question, State
from kiemtin.desk.questions.operations import Touched, record
from kiemtin.desk.questions.transactions import writing
from kiemtin.errors import Refused, TooLarge


def confirm(group: int, by: int | None) -> int:
    """Say that every question suggested for ``group`` belongs to it; the number of the operation."""
    with writing():
        _require([group], State.OPEN)
        suggested = _suggested([group])

        def work() -> None:
            Question.objects.filter(pk__in=suggested).update(confirmed=True)

        return record("confirm", by, Touched((group,), suggested), work)


def split(questions: Iterable[int], by: int | None) -> int:
    """Take these questions, all of one group, out into a group of their own; the number of the operation."""
    numbers = tuple(questions)
    with writing():
        groups = {*Question.objects.filter(pk__in=numbers).values_list("group_id", flat=True)}
        if len(groups) != 1 or Question.objects.filter(pk__in=numbers).count() != len(set(numbers)):
            raise Refused("desk.queue.not-one-group")
        (group,) = groups
        if not Question.objects.filter(group=group).exclude(pk__in=numbers).exists():
            raise Refused("desk.queue.nothing-left")
        new = _new_group(group)

        def work() -> None:
            Group.objects.filter(pk=new).update(state=State.OPEN)
            Question.objects.filter(pk__in=numbers).update(group=new, confirmed=True)

        return record("split", by, Touched((group, new), numbers), work)


def merge(into: int, others: Sequence[int], by: int | None) -> int:
    """Make ``others`` part of ``into``, with their notes; the number of the operation."""
    with writing():
        groups = _require([into, *others])
        if into in others:
            raise Refused("desk.queue.not-there")
        # A group that was answered is joined by what is answered with it; one that is open by what is open.
        if {groups[one].state for one in others} - {State.OPEN, groups[into].state}:
            raise Refused("desk.queue.not-open")
        questions = tuple(Question.objects.filter(group__in=others).values_list("id", flat=True))
        notes = tuple(Note.objects.filter(group__in=others).values_list("id", flat=True))

        def work() -> None:
            Question.objects.filter(pk__in=questions).update(group=into, confirmed=True)
            Note.objects.filter(pk__in=notes).update(group=into)
            Group.objects.filter(pk__in=others).update(state=State.MERGED, assigned=None, answer="", closed=None)

        return record("merge", by, Touched((into, *others), questions, notes), work)


def assign(groups: Sequence[int], to: int | None, by: int | None) -> int:
    """Give groups to an account, or to nobody; the number of the operation."""
    with writing():
        _require(groups)
        return record("assign", by, Touched(tuple(groups)), lambda: _update(groups, assigned=to))


def close_as_not_checkable(groups: Sequence[int], by: int | None) -> int:
    """Close groups that hold no claim to check, such as opinions: unrated and unpublished. The operation's number."""
    with writing():
        return _close(groups, "not-checkable", by, {"state": State.NOT_CHECKABLE, "answer": ""})


def begin_answer(groups: Sequence[int], answer: str, by: int | None) -> int:
    """Note that the answer with this id is being written for groups, which stay open; the number of the operation."""
    if not ANSWER_ID.match(answer):
        raise Refused("desk.queue.no-such-answer")
    with writing():
        _require(groups, State.OPEN)
        return record("begin", by, Touched(tuple(groups)), lambda: _update(groups, answer=answer))


def link_answer(groups: Sequence[int], answer: str, by: int | None) -> int:
    """Let groups be answered by the published answer with this id; the number of the operation.

    Whether it is published is the caller's business, who knows the log. Questions that nobody has confirmed are not
    answered by it: they stay open, in a group of their own that says which one it resembles.
    """
    if not ANSWER_ID.match(answer):
        raise Refused("desk.queue.no-such-answer")
    with writing():
        return _close(groups, "answer", by, {"state": State.ANSWERED, "answer": answer})


def reopen(groups: Sequence[int], by: int | None) -> int:
    """Take groups up again that were answered or closed, as when an answer is withdrawn; the operation's number."""
    with writing():
        _require(groups)
        return record(
            "reopen", by, Touched(tuple(groups)), lambda: _update(groups, state=State.OPEN, answer="", closed=None)
        )


def note(group: int, text: str, by: int | None) -> int:
    """Note something about ``group`` for the others of the desk; the note's number."""
    written = text.strip()
    if len(written) > MAX_NOTE:
        raise TooLarge("refused.note-too-long", size=len(written), limit=MAX_NOTE)
    if not written:
        raise Refused("desk.queue.empty-note")
    with writing():
        _require([group])
        return Note.objects.create(group_id=group, by_id=by, day=timezone.localdate(), text=written).pk


def _close(groups: Sequence[int], kind: str, by: int | None, changes: dict[str, str]) -> int:
    """Close groups; what is only suggested for them is first put into groups of its own."""
    _require(groups)
    apart = {group: (_suggested([group]), _new_group(group)) for group in groups if _suggested([group])}
    questions = tuple(one for suggested, _ in apart.values() for one in suggested)
    touched = Touched((*groups, *(new for _, new in apart.values())), questions)

    def work() -> None:
        for group, (suggested, new) in apart.items():
            Question.objects.filter(pk__in=suggested).update(group=new)
            first = Question.objects.filter(group=new).order_by("-asked", "id").values_list("id", flat=True)[:1]
            Question.objects.filter(pk__in=list(first)).update(confirmed=True)
            Group.objects.filter(pk=new).update(state=State.OPEN, resembles=group)
        _update(groups, closed=timezone.localdate(), **changes)

    return record(kind, by, touched, work)


def _update(groups: Sequence[int], **changes: object) -> None:
    names = {"assigned": "assigned_id"}
    Group.objects.filter(pk__in=groups).update(**{names.get(name, name): value for name, value in changes.items()})


def _suggested(groups: Sequence[int]) -> tuple[int, ...]:
    return tuple(Question.objects.filter(group__in=groups, confirmed=False).values_list("id", flat=True))


def _new_group(beside: int) -> int:
    """An empty group, of the days of another one; it counts as merged until something is put into it."""
    other = Group.objects.get(pk=beside)
    return Group.objects.create(state=State.MERGED, first_day=other.first_day, last_day=other.last_day).pk


def _require(groups: Sequence[int], state: str | None = None) -> dict[int, Group]:
    """The rows of ``groups``; raises ``Refused`` where one is missing or in another state, or they are too many."""
    if len(groups) > MAX_BULK:
        raise TooLarge("refused.too-many-groups", size=len(groups), limit=MAX_BULK)
    found = {one.pk: one for one in Group.objects.filter(pk__in=groups).exclude(state=State.MERGED)}
    if not groups or len(found) != len(groups):
        raise Refused("desk.queue.not-there")
    if state is not None and any(one.state != state for one in found.values()):
        raise Refused("desk.queue.not-open")
    return found
