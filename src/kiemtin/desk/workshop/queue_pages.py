"""The queue and one group of it, as they are looked at."""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.utils import timezone

from kiemtin.desk.answers import reading as log
from kiemtin.desk.people.staff import StaffVisit
from kiemtin.desk.questions import queue, reading
from kiemtin.desk.questions.done import last_done
from kiemtin.desk.questions.limits import MAX_NOTE, MAX_QUERY
from kiemtin.desk.questions.queue import NOBODY, Place, Row, Wanted
from kiemtin.desk.questions.wording import in_words
from kiemtin.desk.workshop.linking import draft_of
from kiemtin.desk.workshop.telling import MOST_DIGITS, names_of, told
from kiemtin.desk.workshop.wording import OPERATIONS, STATES, WHOSE
from kiemtin.errors import Refused

AFTER = re.compile(r"(-?\d{1,12})\.(\d{1,16})\Z", re.ASCII)
"""Where the page before ended: the need and the number of its last group."""

UNDO = "undo"
"""Where a session keeps the operation that the next page offers to undo."""


@told
def groups(visit: StaffVisit) -> HttpResponse:
    """A page of the queue. What is searched for comes in a form, so that it stands in no address and no log."""
    given = visit.request.POST if visit.posted else visit.request.GET
    state, whose = str(given.get("state", "")), str(given.get("whose", ""))
    state, whose = state if state in STATES else STATES[0], whose if whose in WHOSE else WHOSE[0]
    search = visit.field("search")[:MAX_QUERY].strip()
    assigned = {"mine": visit.account.pk, "nobody": NOBODY}.get(whose)
    found = queue.groups(Wanted(state, assigned, search, _after(str(given.get("after", "")))))
    return visit.page(
        "staff_queue",
        found=found,
        states=STATES,
        state=state,
        whose=whose,
        every_whose=WHOSE,
        search=search,
        longest=MAX_QUERY,
        after=f"{found.next.need}.{found.next.group}" if found.next else "",
        names=names_of(row.assigned for row in found.rows),
        **shared(visit),
    )


@told
def group(visit: StaffVisit, number: int) -> HttpResponse:
    """One group: its questions, covered unless it is one's own, what can be done with it, and notes."""
    row = _row(number)
    questions, notes = reading.questions(number), reading.notes(number)
    own = row.assigned == visit.account.pk
    whole = {one.id: reading.whole_text(one.id, visit.account.pk) for one in questions if own and one.masked}
    answer = next((one for one in log.published() if one.id == row.answer), None)
    return visit.page(
        "staff_group",
        row=row,
        questions=questions,
        whole=whole,
        own=own,
        notes=notes,
        draft=draft_of(row.answer),
        answer=answer,
        longest=MAX_NOTE,
        names=names_of([row.assigned, *(one.by for one in notes)]),
        **shared(visit),
    )


@told
def operations(visit: StaffVisit) -> HttpResponse:
    """What was done to groups last, by whom, and what of it can still be undone."""
    given = str(visit.request.GET.get("before", ""))
    before = int(given) if given.isascii() and given.isdigit() and len(given) <= MOST_DIGITS else None
    rows, further = last_done(before)
    return visit.page(
        "staff_operations",
        rows=rows,
        further=further,
        kinds=OPERATIONS,
        names=names_of(row.by for row in rows),
        **shared(visit),
    )


@told
def picture(visit: StaffVisit, number: int) -> HttpResponse:
    """A picture of a question, with personal data covered."""
    return HttpResponse(reading.picture(number), "image/jpeg")


@told
def whole_picture(visit: StaffVisit, number: int) -> HttpResponse:
    """A picture with nothing covered, for whoever has taken its group on."""
    return HttpResponse(reading.whole_picture(number, visit.account.pk), "image/jpeg")


def shared(visit: StaffVisit) -> dict[str, object]:
    """What both pages show: today, what can be undone, and masks in words."""

    def masked(text: str) -> str:
        return in_words(text, visit.language)

    return {"today": timezone.localdate(), "undo": visit.session.pop(UNDO, None), "masked": masked}


def _row(number: int) -> Row:
    row = queue.group(number)
    if row is None or row.state not in STATES:
        raise Refused("desk.queue.not-there")
    return row


def _after(given: str) -> Place | None:
    found = AFTER.match(given)
    return Place(int(found[1]), int(found[2])) if found else None
