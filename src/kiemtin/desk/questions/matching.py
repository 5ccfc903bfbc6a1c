"""Finding the group that a new question resembles, among all that are kept, by their terms in the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from kiemtin.desk.questions.asked import Asked
from kiemtin.desk.questions.likeness import (
    ALIKE,
    ALIKE_BESIDE_PICTURES,
    FEW_TERMS,
    NEAR,
    distance,
    likeness,
    terms_of,
)
from kiemtin.desk.questions.models import Question, QuestionPicture, QuestionTerm, State

PER_TERM = 200
"""Questions looked at for one term: one that many have says little, and the others find what is really alike."""

SHARED = 2
"""Terms that two messages share at least; those that are alike share most of sixteen."""

CANDIDATES = 12
"""Questions that are compared whole: each is some milliseconds of reading."""


@dataclass(frozen=True, slots=True)
class Similar:
    """A group that a question resembles, by how much (0 to 1), and what became of it."""

    group: int
    likeness: float
    state: str


def similar_group(asked: Asked) -> Similar | None:
    """The group that ``asked`` resembles most; of those that do equally, one that is open."""
    candidates = _candidates(asked.terms)
    if not candidates:
        return None
    terms = terms_of(asked.text)
    pictures = _pictures_of(candidates) if asked.pictures else {}
    rows = Question.objects.filter(pk__in=candidates).exclude(group__state=State.MERGED)
    found = [
        Similar(group, alike, state)
        for question, text, group, state in rows.values_list("id", "text", "group_id", "group__state")
        if (alike := _alike(terms, text, asked, pictures.get(question, ()))) is not None
    ]
    return max(found, key=lambda one: (one.likeness, one.state == State.OPEN), default=None)


def _candidates(terms: Sequence[int]) -> list[int]:
    """The questions that share most terms: one statement for all of them, each bounded by itself."""
    if not terms:
        return []
    table = connection.ops.quote_name(QuestionTerm._meta.db_table)
    one = f"SELECT question_id FROM (SELECT question_id FROM {table} WHERE term = %s LIMIT {PER_TERM}) AS found"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([one] * len(terms)), list(terms))
        shared = Counter(question for (question,) in cursor.fetchall())
    least = min(SHARED, len(terms))
    return [question for question, count in shared.most_common(CANDIDATES) if count >= least]


def _pictures_of(questions: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for question, pdq in QuestionPicture.objects.filter(question__in=questions).values_list("question_id", "pdq"):
        found.setdefault(question, []).append(pdq)
    return found


def _alike(terms: dict[str, float], text: str, asked: Asked, pictures: Sequence[str]) -> float | None:
    """How much alike two questions are, by words or by pictures; ``None`` where they are not."""
    others = terms_of(text)
    words = likeness(terms, others)
    if words >= ALIKE:
        return words
    telling = [picture.pdq for picture in asked.pictures if picture.telling]
    near = min((distance(some, other) for some in telling for other in pictures), default=NEAR + 1)
    says_little = min(len(terms), len(others)) < FEW_TERMS
    if near > NEAR or not (says_little or words >= ALIKE_BESIDE_PICTURES):
        return None
    return max(words, ALIKE + (1 - ALIKE) * (1 - near / (NEAR + 1)))
