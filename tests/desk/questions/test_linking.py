"""Somebody has a copy of every table, and tries to find out which questions came from one hand."""

from __future__ import annotations

import datetime
import hashlib
import random
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from kiemtin.desk.configuration import SQLITE_FILE, Configuration
from kiemtin.desk.overview.feedback import _belonging, _Mark, _sealed
from kiemtin.desk.overview.models import FeedbackMark
from kiemtin.desk.questions import upkeep
from kiemtin.desk.questions.asked import Asked
from kiemtin.desk.questions.models import Asking, Question, QuestionTerm, ReplyAddress
from kiemtin.desk.questions.receiving import receive
from kiemtin.desk.questions.replies import belonging
from kiemtin.desk.questions.sealing import keyed
from tests.desk.questions.attacking import Copy, giveaways, numbers_on_pages

ASKERS, EACH = 50, 20

WORDS = ("chợ", "cầu", "trường", "bão", "điện", "nước", "thuế", "xe", "gạo", "đất", "thuốc", "vé", "lúa", "mưa")

TODAY = datetime.date(2026, 11, 23)

TABLES = (
    "questions_question",
    "questions_asking",
    "questions_questionterm",
    "questions_replyaddress",
    "questions_group",
    "overview_feedbackmark",
)


@pytest.fixture
def hands(tables: Configuration) -> dict[int, int]:
    """By row of any table, whose it is: fifty people who each send twenty in a row, and leave one address each.

    What only the test knows. Long addresses and short ones, so that their length could tell.
    """
    chosen = random.Random(7)
    by_print: dict[str, int] = {}
    for hand in range(ASKERS):
        for number in range(EACH):
            text = " ".join(chosen.choices(WORDS, k=9)) + f" {chosen.randrange(10**6):06}"
            fingerprint = keyed("same", text.encode()).hex()
            terms = tuple(chosen.randrange(2**60) for _ in range(4))
            asked = Asked(fingerprint, text, f"{text} 0912345678", chosen.randrange(4), terms)
            receive(asked, f"token-{hand}-{number}-{chosen.random()}", f"{'a' * (hand + 1)}@mail.example")
            by_print[fingerprint] = hand
    questions = {row.pk: row for row in Question.objects.all()}
    whose = {number: by_print[row.fingerprint] for number, row in questions.items()}
    askings = list(Asking.objects.all())
    marks = said_in_turn({row.receipt_hash: whose[row.question_id] for row in askings})
    belongs = {belonging(row.receipt_hash): whose[row.question_id] for row in askings}  # takes the secret
    return {
        **whose,
        **{row.group_id: whose[number] for number, row in questions.items()},
        **{row.pk: whose[row.question_id] for row in askings},
        **{row.pk: whose[row.question_id] for row in QuestionTerm.objects.all()},
        **{row.pk: belongs[row.belongs] for row in ReplyAddress.objects.all()},
        **{row.pk: marks[row.belongs] for row in FeedbackMark.objects.all()},
    }


def said_in_turn(hands: dict[str, int]) -> dict[str, int]:
    """Let one hand after the other say whether its answers helped; by what marks are found, whose each is.

    Some say it of one answer and some of several, so that the length of what is sealed could tell.
    """
    for hand in range(ASKERS):
        words = [_Mark(f"answer-{hand:03}", "yes", TODAY)] * (1 + hand % 9)
        said = [one for one, whose in hands.items() if whose == hand]
        FeedbackMark.objects.bulk_create([FeedbackMark(belongs=_belonging(one), sealed=_sealed(words)) for one in said])
    return {_belonging(receipt_hash): hand for receipt_hash, hand in hands.items()}


def copied(configuration: Configuration, hands: dict[int, int]) -> Copy:
    """Everything that a copy of the database holds, columns included that only PostgreSQL itself knows."""
    is_sqlite = connection.vendor == "sqlite"
    hidden = "" if is_sqlite else ", xmin::text::bigint AS transaction"
    tables: dict[str, list[Any]] = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT *{hidden} FROM {table}")  # noqa: S608
            names = [column[0] for column in cursor.description]
            tables[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        if is_sqlite:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Copy(tables, numbers_on_pages(configuration.folder / SQLITE_FILE, hands) if is_sqlite else [])


def test_nothing_links_what_came_from_one_hand(tables: Configuration, hands: dict[int, int]) -> None:
    """Tried on every column, on where rows lie, on what the database notes: a day's order is seen, nothing after."""
    assert 9 * ASKERS * EACH == len(hands)
    # What is found before shows that the attack works.
    before = giveaways(copied(tables, hands), hands, ASKERS)
    assert before
    assert [] == [
        one for one in before if not any(word in one for word in ("places on a page", "transaction", "as they lie"))
    ]
    assert (True, False) == (upkeep.erase_for_good(), upkeep.erase_for_good())
    assert [] == giveaways(copied(tables, hands), hands, ASKERS)


def counted(row: dict[str, Any], hand: int, chosen: random.Random) -> None:
    """A number that counts up, or a moment."""
    row["number"] = hand * EACH + chosen.random()


def hashed(row: dict[str, Any], hand: int, chosen: random.Random) -> None:
    """The hash of an address, a browser or whatever else one hand has."""
    row["number"] = chosen.random()
    row["hash"] = hashlib.sha256(str(hand).encode()).hexdigest()


def unpadded(row: dict[str, Any], hand: int, chosen: random.Random) -> None:
    """A seal as long as what is sealed."""
    row["sealed"] = chosen.randbytes(40 + hand)


def same_nonce(row: dict[str, Any], hand: int, chosen: random.Random) -> None:
    """A seal that begins with what is not drawn anew each time."""
    row["sealed"] = hashlib.sha256(str(hand).encode()).digest()[:12] + chosen.randbytes(40)


def same_key(row: dict[str, Any], hand: int, chosen: random.Random) -> None:
    """The same random value in two tables."""
    row["belongs"] = str(row["id"] % 10**6)


@pytest.mark.parametrize("mistake", [counted, hashed, unpadded, same_nonce, same_key])
def test_the_attempt_can_succeed(mistake: Callable[[dict[str, Any], int, random.Random], None]) -> None:
    """Each mistake that tables of questions could make is found by the same attempt, which finds nothing without it."""
    chosen = random.Random(3)
    hands = [number // EACH for number in range(ASKERS * EACH)]
    for makes in (True, False):
        rows: dict[str, list[Any]] = {}
        whose: dict[int, int] = {}
        for table, offset in (("questions_asking", 10**6), ("questions_replyaddress", 2 * 10**6)):
            numbers = [offset + one for one in chosen.sample(range(10**6), len(hands))]
            if makes and mistake is same_key and rows:
                numbers = [10**6 + row["id"] for row in rows["questions_asking"]]
            rows[table] = [{"id": number, "sealed": chosen.randbytes(60)} for number in sorted(numbers)]
            whose |= dict(
                zip(numbers, hands if mistake is not same_key else chosen.sample(hands, len(hands)), strict=True)
            )
            for row in rows[table] if makes else ():
                mistake(row, whose[row["id"]], chosen)
        assert makes is bool(giveaways(Copy(rows, []), whose, ASKERS))
