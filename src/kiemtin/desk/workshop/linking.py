"""Groups and the answers that are for them: from the first word of a draft until it is published.

A group that is open and has the id of an answer is one for which that answer is being written.
"""

from __future__ import annotations

from kiemtin.answers.drafting import Typed
from kiemtin.answers.values import ANSWER_ID, PublishedAnswer
from kiemtin.desk.answers import drafts, reading
from kiemtin.desk.answers.models import OPEN, Draft
from kiemtin.desk.questions import queue, working
from kiemtin.desk.questions.limits import MAX_BULK
from kiemtin.desk.questions.models import Group, State
from kiemtin.desk.questions.transactions import writing
from kiemtin.errors import Refused


def begin(group: int, by: int, language: str) -> tuple[int, bool]:
    """The number of the draft for ``group``, and whether it is new; raises ``Refused`` unless the group is open."""
    with writing():
        row = queue.group(group)
        if row is None or row.state != State.OPEN:
            raise Refused("desk.queue.not-open")
        draft = draft_of(row.answer)
        if draft is not None and draft.state in OPEN:
            return int(draft.pk), False
        number = drafts.start(by, Typed(language=language))
        working.begin_answer([group], drafts.find(number).answer, by)
        return number, True


def draft_of(answer: str) -> Draft | None:
    """The last draft of an answer, whatever became of it."""
    return Draft.objects.filter(answer=answer).order_by("-pk").first() if answer else None


def groups_for(answer: str) -> tuple[int, ...]:
    """The open groups that ``answer`` is being written for."""
    return tuple(Group.objects.filter(answer=answer, state=State.OPEN).values_list("id", flat=True)[:MAX_BULK])


def answer_groups(answer: str, by: int) -> None:
    """Let those who asked see ``answer``, which is published, with their receipts."""
    groups = groups_for(answer)
    if groups:
        working.link_answer(groups, answer, by)


def published_at(written: str) -> PublishedAnswer:
    """The answer with this id, or at this address; raises ``Refused`` unless it is published and says something."""
    name = written.strip().split("?")[0].rstrip("/").rpartition("/")[2]
    known = name.rpartition("-")[2] if ANSWER_ID.match(name.rpartition("-")[2]) else name
    found = reading.answer_of(known)
    if found is None or found.content is None:
        raise Refused("desk.queue.no-such-answer")
    return found
