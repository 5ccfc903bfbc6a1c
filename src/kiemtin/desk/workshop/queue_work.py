"""What is done to groups of the queue; each can be undone from the next page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse

from kiemtin.desk.people.staff import StaffVisit
from kiemtin.desk.questions import operations, queue, working
from kiemtin.desk.questions.models import State
from kiemtin.desk.workshop import linking
from kiemtin.desk.workshop.queue_pages import UNDO
from kiemtin.desk.workshop.telling import numbers_in, told
from kiemtin.errors import Refused

Work = Callable[[tuple[int, ...], int], int]
"""From groups and whoever acts to the number of the operation."""


def _join(groups: tuple[int, ...], by: int) -> int:
    if len(groups) < 2:
        raise Refused("desk.work.choose-two")
    return working.merge(groups[0], groups[1:], by)


WORK: dict[str, Work] = {
    "take": lambda groups, by: working.assign(groups, by, by),
    "release": lambda groups, by: working.assign(groups, None, by),
    "join": _join,
    "not-checkable": working.close_as_not_checkable,
    "reopen": working.reopen,
}
"""What can be done to several groups at once, by the value of its button."""


LIST = "operations"
"""Where undoing from the list leads back to."""


@told
def work(visit: StaffVisit) -> HttpResponse:
    """Do to the chosen groups what the pressed button says."""
    chosen, wanted = numbers_in(visit, "group"), WORK.get(visit.field("action"))
    if not chosen or wanted is None:
        raise Refused("desk.work.choose")
    return _done(visit, wanted(chosen, visit.account.pk))


@told
def confirm(visit: StaffVisit, number: int) -> HttpResponse:
    """The suggested questions belong to this group."""
    return _done(visit, working.confirm(number, visit.account.pk), number)


@told
def split(visit: StaffVisit, number: int) -> HttpResponse:
    """The chosen questions become a group of their own."""
    return _done(visit, working.split(numbers_in(visit, "question"), visit.account.pk), number)


@told
def undo(visit: StaffVisit) -> HttpResponse:
    """Put back what was done last, or what was chosen from the list."""
    operation = next(iter(numbers_in(visit, "operation")), 0)
    operations.undo(operation, visit.account.pk)
    if visit.field("to") == LIST:
        return visit.go("desk-operations", "desk.work.undone")
    return _on(visit, "desk.work.undone")


@told
def note(visit: StaffVisit, number: int) -> HttpResponse:
    """Note something for the others of the desk."""
    working.note(number, visit.field("text"), visit.account.pk)
    return visit.go("desk-group", "desk.work.noted", number=number)


@told
def begin(visit: StaffVisit, number: int) -> HttpResponse:
    """Begin an answer for this group, or go on with the one that is being written."""
    draft, is_new = linking.begin(number, visit.account.pk, visit.language)
    if is_new:
        visit.done("started-draft", "draft", draft)
    return visit.go("desk-draft-edit", number=draft)


@told
def link(visit: StaffVisit, number: int) -> HttpResponse:
    """Let this group be answered by what is published already."""
    answer = linking.published_at(visit.field("answer"))
    return _done(visit, working.link_answer([number], answer.id, visit.account.pk), number)


def _done(visit: StaffVisit, operation: int, number: int | None = None) -> HttpResponse:
    visit.session[UNDO] = operation
    return _on(visit, "desk.work.done", number)


def _on(visit: StaffVisit, notice: str, number: int | None = None) -> HttpResponse:
    """Back to the group where somebody came from, as long as it is one, else to the queue."""
    back = number or next(iter(numbers_in(visit, "back")), 0)
    row = queue.group(back)
    if row is None or row.state == State.MERGED:
        return visit.go("desk-queue", notice)
    return visit.go("desk-group", notice, number=back)
