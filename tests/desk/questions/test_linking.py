"""Somebody has a copy of every table, and tries to find out which questions came from one hand."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise
from typing import Any

import pytest
from django.db import connection

from kiemtin.desk.configuration import Configuration
from kiemtin.desk.questions import upkeep
from kiemtin.desk.questions.asked import Asked
from kiemtin.desk.questions.models import Asking, Question, QuestionTerm, ReplyAddress
from kiemtin.desk.questions.receiving import receive
from kiemtin.desk.questions.replies import belonging
from kiemtin.desk.questions.sealing import keyed

ASKERS, EACH = 50, 20

CHANCE = (EACH - 1) / (ASKERS * EACH - 1)
"""The share of pairs that are of one hand where nothing gives it away."""

SURE = 3 * CHANCE
"""A share from which on it is no chance: seven standard deviations off, with a thousand neighbours."""

WORDS = ("chợ", "cầu", "trường", "bão", "điện", "nước", "thuế", "xe", "gạo", "đất", "thuốc", "vé", "lúa", "mưa")


@pytest.fixture
def hands(tables: Configuration) -> dict[int, int]:
    """By question, whose it is: fifty people who each send twenty in a row, and leave the same address each time.

    What only the test knows. Long addresses and short ones, so that their length could tell.
    """
    chosen = random.Random(7)
    found: dict[int, int] = {}
    for hand in range(ASKERS):
        for number in range(EACH):
            text = " ".join(chosen.choices(WORDS, k=9)) + f" {hand * EACH + number}"
            fingerprint = keyed("same", text.encode()).hex()
            terms = tuple(chosen.randrange(2**60) for _ in range(4))
            asked = Asked(fingerprint, text, text, chosen.randrange(4), terms)
            receive(asked, f"token-{hand}-{number}-{chosen.random()}", f"{'a' * (hand + 1)}@mail.example")
            found[Question.objects.get(fingerprint=fingerprint).pk] = hand
    upkeep.to_be_erased()
    upkeep.erase_for_good()  # PostgreSQL writes rows where it has room: in the order in which they come, until then
    return found


def share(pairs: Iterable[tuple[int, int]]) -> float:
    """How many of these pairs of hands are one hand."""
    every = list(pairs)
    return sum(some == other for some, other in every) / max(len(every), 1)


def as_they_lie(table: str) -> list[dict[str, Any]]:
    """The rows of a table in whatever order the database gives them, as somebody who copies it gets them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def test_nothing_links_what_came_from_one_hand(hands: dict[int, int]) -> None:
    """What rows share, lying side by side, numbers, lengths: tried on every column, each tells no more than chance."""
    of_asking = {row.pk: hands[row.question_id] for row in Asking.objects.all()}
    of_term = {row.pk: hands[row.question_id] for row in QuestionTerm.objects.all()}
    belongs = {belonging(row.receipt_hash): hands[row.question_id] for row in Asking.objects.all()}  # takes the secret
    of_reply = {row.pk: belongs[row.belongs] for row in ReplyAddress.objects.all()}
    of_group = {row.group_id: hands[row.pk] for row in Question.objects.all()}
    tables = {
        "questions_question": hands,
        "questions_asking": of_asking,
        "questions_questionterm": of_term,
        "questions_replyaddress": of_reply,
        "questions_group": of_group,
    }
    assert {ASKERS * EACH, 4 * ASKERS * EACH} == {len(whose) for whose in tables.values()}
    for table, whose in tables.items():
        rows = as_they_lie(table)
        side_by_side(table, [whose[row["id"]] for row in rows])
        side_by_side(table, [whose[number] for number in sorted(whose)])
        if table != "questions_questionterm":  # whose rows of one question are of one hand, and say so themselves
            shared(table, rows, whose)
    sealed = [bytes(row.sealed) for row in ReplyAddress.objects.all()]
    assert (1, ASKERS * EACH) == (len({len(one) for one in sealed}), len(set(sealed)))


def side_by_side(table: str, order: Sequence[int]) -> None:
    """Neighbours are of one hand no more often than by chance."""
    found = share(pairwise(order))
    assert found < SURE, (table, found)


def shared(table: str, rows: Sequence[dict[str, Any]], whose: dict[int, int]) -> None:
    """Rows that have a value in common are of one hand no more often than by chance."""
    for name in rows[0]:
        having: dict[str, list[int]] = defaultdict(list)
        for row in rows:
            having[str(row[name])].append(whose[row["id"]])
        pairs = [pair for some in having.values() if len(some) > 1 for pair in combinations(some[:200], 2)]
        assert len(pairs) < 30 or share(pairs) < SURE, (table, name, share(pairs))


def test_the_attempt_can_succeed() -> None:
    """Numbers that count up would give it away: this very test then finds what it looks for."""
    hands = {number: number // EACH for number in range(ASKERS * EACH)}
    as_sent = sorted(hands)
    with pytest.raises(AssertionError):
        side_by_side("counted", [hands[question] for question in as_sent])
    with pytest.raises(AssertionError):
        shared("marked", [{"id": one, "browser": hands[one]} for one in hands], hands)
