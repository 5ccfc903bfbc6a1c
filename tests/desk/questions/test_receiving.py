"""A question comes in: the same message is one question, however many send it and however they write it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from kiemtin.desk.configuration import Configuration
from kiemtin.desk.questions import receiving
from kiemtin.desk.questions.models import Asking, Group, Question, ReplyAddress
from kiemtin.desk.questions.receipts import new_token
from kiemtin.desk.questions.receiving import Full, receive
from tests.desk.questions.sending import FORGED, RUMOUR, prepared, sent

VARIANTS = (
    RUMOUR,
    RUMOUR.upper(),
    RUMOUR.replace("đ", "d").replace(" ", "  "),
    f"\n{RUMOUR}!!! 😱😱",
    f"Fwd: {RUMOUR}",
    "".join(f"{letter}\u200b" for letter in RUMOUR),
)
"""One message as people pass it on."""


def test_the_same_message_is_one_question(tables: Configuration) -> None:
    """Capitals, spaces, signs, invisible characters and "Fwd:" make no other message of it."""
    for variant in VARIANTS:
        sent(variant)
    question = Question.objects.get()
    assert (len(VARIANTS), len(VARIANTS)) == (question.asked, Asking.objects.count())
    assert len(VARIANTS) == Group.objects.get().asked


def test_pressing_twice_is_asking_once(tables: Configuration) -> None:
    """The same form gives the same receipt and counts once; another form, or another message, gives another."""
    token = new_token()
    receipts = [sent(RUMOUR, token), sent(RUMOUR, token), sent(FORGED, token), sent(RUMOUR)]
    assert receipts[0] == receipts[1]
    assert 3 == len({receipt.code for receipt in receipts})
    assert {1, 2} == set(Question.objects.values_list("asked", flat=True))


def test_an_alike_message_is_suggested_for_its_group(tables: Configuration) -> None:
    """Other numbers and a few other words: the same group, which a person has yet to confirm; another matter is not."""
    sent(RUMOUR)
    sent(RUMOUR.replace("năm cây số", "3 cây số").replace("bà con nhớ", "mọi người nhớ"))
    sent(FORGED)
    assert [1, 2] == sorted(Question.objects.filter(group=group).count() for group in Group.objects.all())
    assert [False, True, True] == sorted(Question.objects.values_list("confirmed", flat=True))


def test_many_at_once_are_one_question(tables: Configuration) -> None:
    """Thirty threads that begin together: one question, counted to the last."""
    from django.db import connections

    asked, start = prepared(RUMOUR), threading.Barrier(10)

    def send(number: int) -> str:
        start.wait()
        try:
            return "".join(receive(asked, f"token-{number}-{again}").code for again in range(3))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as threads:
        codes = list(threads.map(send, range(10)))
    assert (10, 30) == (len(set(codes)), Question.objects.get().asked)
    assert (30, 30) == (Group.objects.get().asked, Asking.objects.count())


def test_what_has_no_room_is_refused(tables: Configuration, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the limit another question is not taken; one that is there is still counted."""
    monkeypatch.setattr(receiving, "MAX_QUESTIONS", 2)
    sent(RUMOUR)
    sent(FORGED)
    with pytest.raises(Full):
        sent("Mai có họp tổ dân phố ở nhà văn hóa không?")
    sent(RUMOUR)
    assert (2, 3) == (Question.objects.count(), Asking.objects.count())


def test_a_reply_address_is_sealed_and_apart(tables: Configuration) -> None:
    """The table has no word of it, every address has the same length, and no column leads to its asking."""
    for address in ("a@b.example", "x" * 60 + "@mail.vi-du.example", "a@b.example"):
        sent(RUMOUR, reply_to=address)
    rows = list(ReplyAddress.objects.all())
    assert 1 == len({len(row.sealed) for row in rows})
    assert 3 == len({bytes(row.sealed) for row in rows})
    assert not any(b"example" in bytes(row.sealed) for row in rows)
    hashes = set(Asking.objects.values_list("receipt_hash", flat=True))
    assert set() == hashes & {row.belongs for row in rows}
