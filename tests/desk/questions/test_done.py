"""The list of what was done to groups: what it says, what can be undone from it, and why the rest cannot."""

from __future__ import annotations

import ast
import inspect

import pytest
from django.utils import timezone

from kiemtin.desk.configuration import Configuration
from kiemtin.desk.questions import done, operations, purging, queue, reading, working
from kiemtin.desk.questions.done import last_done
from kiemtin.desk.questions.models import Asking, Group, Operation, Question, State
from kiemtin.desk.questions.operations import Hindrance
from kiemtin.desk.questions.queue import Wanted
from kiemtin.desk.workshop.wording import HINDRANCES, OPERATIONS
from kiemtin.errors import Refused
from tests.desk.questions.sending import FORGED, RUMOUR, sent
from tests.desk.questions.test_working import ALIKE, account, only


def listed() -> list[tuple[str, int, str | None]]:
    """What the list says: kind, how many groups, what hinders undoing; the last first."""
    return [(one.kind, one.groups, one.hindrance) for one in last_done()[0]]


def test_every_kind_of_operation_and_hindrance_has_words() -> None:
    """One that is added comes past the catalogues."""
    calls = (node for node in ast.walk(ast.parse(inspect.getsource(working))) if isinstance(node, ast.Call))
    given = [call.args for call in calls if getattr(call.func, "id", "") in ("record", "_close")]
    names = {one.value for some in given for one in some[:2] if isinstance(one, ast.Constant)}
    assert {*names, "release", "undo"} == set(OPERATIONS)
    assert {one.value for one in Hindrance} == set(HINDRANCES)


def test_the_list_says_what_can_be_undone_and_what_cannot(tables: Configuration) -> None:
    """The last thing done to a group can; what came before it not until that is undone; nothing twice."""
    sent(RUMOUR)
    sent(FORGED)
    some, other = (one.id for one in queue.groups(Wanted()).rows)
    mine = account()
    working.assign([some, other], mine, mine)
    working.assign([some], None, None)
    assert [("release", 1, None), ("assign", 2, Hindrance.CHANGED)] == listed()
    row = last_done()[0][1]
    assert (mine, timezone.localdate()) == (row.by, row.day)
    assert (row.group, row.excerpt) in {(some, FORGED), (other, RUMOUR)}
    operations.undo(last_done()[0][0].id, mine)
    assert [("undo", 1, None), ("release", 1, Hindrance.UNDONE), ("assign", 2, None)] == listed()
    working.merge(some, [other], mine)
    assert ("merge", 2, None) == listed()[0]


def test_what_was_forgotten_cannot_be_undone(tables: Configuration) -> None:
    """Nor is undoing it written down as if something had been done."""
    sent(RUMOUR)
    closing = working.close_as_not_checkable([only()], None)
    Asking.objects.update(expires=timezone.localdate())
    purging.purge()
    assert [("not-checkable", 1, Hindrance.FORGOTTEN)] == listed()
    with pytest.raises(Refused, match=r"cannot-undo"):
        operations.undo(closing, None)
    assert 1 == Operation.objects.count()


def test_a_group_that_something_was_put_into_since_is_not_taken_away(tables: Configuration) -> None:
    """Undoing a split would leave what came since in a group that nobody sees."""
    sent(RUMOUR)
    sent(ALIKE)
    splitting = working.split([one.id for one in reading.suggested(only())], None)
    new = Question.objects.get(text=ALIKE).group_id
    sent(FORGED)
    Question.objects.filter(text=FORGED).update(group=new, confirmed=False)
    assert Hindrance.CHANGED == last_done()[0][0].hindrance
    with pytest.raises(Refused, match=r"changed-since"):
        operations.undo(splitting, None)
    assert State.OPEN == Group.objects.get(pk=new).state


def test_pages_follow_one_another(tables: Configuration, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every operation once, and no more of them asked about than a page shows."""
    monkeypatch.setattr(done, "PAGE", 2)
    sent(RUMOUR)
    numbers = [working.assign([only()], account(f"người {number}"), None) for number in range(5)]
    seen, before = [], None
    for _ in range(3):
        rows, before = last_done(before)
        seen += [one.id for one in rows]
    assert (numbers[::-1], None) == (seen, before)
