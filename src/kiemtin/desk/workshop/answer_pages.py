"""What is published, as those who work here see it: what it is for, how it changes, and how it is withdrawn."""

from __future__ import annotations

from django.http import HttpResponse

from kiemtin.answers.values import MAX_REASON, Change
from kiemtin.desk.answers import changes, drafts, reading
from kiemtin.desk.answers.models import OPEN
from kiemtin.desk.overview import feedback
from kiemtin.desk.people.staff import StaffVisit
from kiemtin.desk.questions import queue
from kiemtin.desk.workshop.linking import draft_of
from kiemtin.desk.workshop.telling import told

PAGE = 50
"""Answers on one page of the list."""


@told
def listed(visit: StaffVisit) -> HttpResponse:
    """Everything published, withdrawn answers included, the last published first."""
    asked = str(visit.request.GET.get("page", "1"))
    number = int(asked) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 7 else 1
    every = tuple(reversed(reading.published()))
    start = max(number - 1, 0) * PAGE
    more = number + 1 if len(every) > start + PAGE else None
    return visit.page("staff_answers", answers=every[start : start + PAGE], more=more)


@told
def answer(visit: StaffVisit, answer: str) -> HttpResponse:
    """One answer, and what can be done about it."""
    found = reading.need_answer(answer)
    draft = draft_of(answer)
    return visit.page(
        "staff_answer",
        answer=found,
        draft=draft if draft is not None and draft.state in OPEN else None,
        asked=queue.asked_about(answer),
        feedback=feedback.totals_of(answer),
        longest=MAX_REASON,
    )


@told
def change(visit: StaffVisit, answer: str) -> HttpResponse:
    """Begin a correction or an update, which is a draft like any other."""
    wanted = visit.field("change")
    kind = Change.UPDATE if wanted == Change.UPDATE else Change.CORRECT
    number = drafts.start_change(visit.account.pk, reading.need_answer(answer).id, kind)
    visit.done("started-draft", "draft", number)
    return visit.go("desk-draft-edit", number=number)


@told
def withdraw(visit: StaffVisit, answer: str) -> HttpResponse:
    """Withdraw an answer, with a reason that everybody reads."""
    found = changes.withdraw(answer, visit.field("reason"))
    visit.done("withdrew-answer", "answer", found.id)
    return visit.go("desk-answer", "desk.work.withdrawn", answer=found.id)
