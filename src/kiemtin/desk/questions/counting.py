"""What a group is counted as: everything in its row that follows from its questions."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Max, Min, Sum
from django.utils import timezone

from kiemtin.desk.questions.likeness import normalised
from kiemtin.desk.questions.limits import MAX_SEARCHED
from kiemtin.desk.questions.models import Group, Question
from kiemtin.desk.questions.need import stored_need

EXCERPT = 300
"""Characters of a message that stand for a group in a list."""

SEARCHED_QUESTIONS = 10
"""Questions of a group that it is found by, the most asked first: more would not fit into what is searched."""


def recount(groups: Iterable[int]) -> None:
    """Bring the rows of ``groups`` in step with their questions; those that are not there are passed over."""
    for group in Group.objects.filter(pk__in=set(groups)):
        questions = Question.objects.filter(group=group)
        found = questions.aggregate(
            asked=Sum("asked"), danger=Max("danger"), first=Min("first_day"), last=Max("last_day")
        )
        texts = list(questions.order_by("-asked", "id").values_list("text", flat=True)[:SEARCHED_QUESTIONS])
        group.asked = found["asked"] or 0
        group.danger = found["danger"] or 0
        group.first_day = found["first"] or group.first_day
        group.last_day = found["last"] or group.last_day
        group.excerpt = texts[0][:EXCERPT] if texts else ""
        group.words = searched(texts)
        group.need = stored_need(group.asked, group.danger, group.first_day)
        group.save()


def one_more(group: int) -> None:
    """Count one more asking of a group, in place of counting all of it again."""
    row = Group.objects.get(pk=group)
    asked, today = row.asked + 1, timezone.localdate()
    need = stored_need(asked, row.danger, row.first_day)
    Group.objects.filter(pk=group).update(asked=asked, last_day=max(today, row.last_day), need=need)


def searched(texts: Iterable[str]) -> str:
    """What a search looks through: folded words with a space before each."""
    words = " ".join(normalised(text[:MAX_SEARCHED]) for text in texts)
    return f" {words}"[:MAX_SEARCHED]
