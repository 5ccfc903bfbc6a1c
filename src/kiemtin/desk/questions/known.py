"""Wordings that a published answer is for: whoever asks with exactly such a message is led to it at once.

A wording is known once a person has confirmed that it belongs to a group, the group is answered, and it was sent often
enough for nobody to be meant by it (``wordings.least_askings``). Not where private numbers were masked in it, or where
it came with pictures. It outlives the questions, for rumours come back; it ends with its answer, or when what was done
is undone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Mod

from kiemtin.desk.answers import reading
from kiemtin.desk.questions.limits import LEAST_SHOWN
from kiemtin.desk.questions.models import KnownWording, Question, State
from kiemtin.desk.questions.transactions import writing
from kiemtin.desk.questions.upkeep import to_be_erased
from kiemtin.desk.questions.wordings import least_askings, wording_of

AT_ONCE = 500
"""Rows looked for in one statement: databases take only so many values at a time."""

PRIME = 1_000_003
"""By what numbers of rows are divided, so that their sum fits into a database's integer."""


def settle(groups: Sequence[int], questions: Sequence[int]) -> None:
    """Bring what is known in step with these, after something was done to them. Within ``writing()``."""
    found = [
        row
        for name, numbers in (("group__in", groups), ("pk__in", questions))
        for start in range(0, len(numbers), AT_ONCE)
        for row in _told(Question.objects.filter(**{name: numbers[start : start + AT_ONCE]}))
    ]
    _replace({wording for wording, _ in found}, {wording: answer for wording, answer in found if answer})


def learn() -> int:
    """Know the wordings that were asked often enough by now, and forget those of answers that do not stand any more.

    To be done once a day: whoever sends one message after the other learns little from it. How many changed.
    """
    often = Question.objects.filter(asked__gte=LEAST_SHOWN, group__state=State.ANSWERED)
    with writing():
        wanted = {wording: answer for wording, answer in _told(often) if answer}
        known = dict(KnownWording.objects.values_list("wording", "answer"))
        standing = {one.id for one in reading.published() if one.content is not None} if known else set()
        gone = {wording for wording, answer in known.items() if answer not in standing}
        new = {wording: answer for wording, answer in wanted.items() if known.get(wording) != answer}
        _replace(gone | set(new), new)
    return len(gone | set(new))


def wordings() -> dict[str, tuple[bytes, ...]]:
    """By answer, what its wordings are known by."""
    found: dict[str, list[bytes]] = defaultdict(list)
    for wording, answer in KnownWording.objects.order_by("pk").values_list("wording", "answer"):
        found[answer].append(bytes.fromhex(wording))
    return {answer: tuple(some) for answer, some in found.items()}


def edition() -> tuple[int, int]:
    """What changes whenever another wording is known, or one is not any more; costs next to nothing."""
    found = KnownWording.objects.aggregate(count=Count("pk"), numbers=Sum(Mod(F("pk"), PRIME)))
    return found["count"], found["numbers"] or 0


def _told(found: QuerySet[Question]) -> Iterator[tuple[str, str]]:
    """Each wording that may be known at all, with the id of the answer that it leads to; empty where to none."""
    rows = found.filter(sealed=None, questionpicture=None)
    for text, asked, confirmed, state, answer in rows.values_list(
        "text", "asked", "confirmed", "group__state", "group__answer"
    ).iterator():
        wording = wording_of(text)
        if wording is not None:
            leads = confirmed and state == State.ANSWERED and asked >= least_askings(wording)
            yield wording.hex(), answer if leads else ""


def _replace(gone: Iterable[str], new: dict[str, str]) -> None:
    listed = sorted(gone)
    for start in range(0, len(listed), AT_ONCE):
        if KnownWording.objects.filter(wording__in=listed[start : start + AT_ONCE]).delete()[0]:
            to_be_erased()
    KnownWording.objects.bulk_create(
        [KnownWording(wording=wording, answer=answer) for wording, answer in new.items()], batch_size=AT_ONCE
    )
